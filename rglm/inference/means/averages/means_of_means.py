"""Averages of the rows of a table of means, such as a reference grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.inference.means.averages.grid_averages import averages_over, find_nests
from rglm.inference.means.contrasts.rbind import ALL_LEVELS
from rglm.inference.means.contrasts.with_contrasts import with_contrasts
from rglm.inference.means.grid_notes import (
    INTERACTION,
    NESTING,
    averaging_note,
    interaction_note,
)
from rglm.inference.multiple_comparisons.contrast_set import Method
from rglm.inference.multiple_comparisons.mean_places import Places
from rglm.inference.reference_grid.specs import Specs, read_specs

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid

ROW_NAME = "prediction"  # the estimates of a reference grid
MEAN_NAME = "emmean"


def emmeans(
    emm: EmmGrid,
    specs: str | Sequence[str],
    by: str | Sequence[str] | None = None,
    *,
    type: str | None = None,
    level: float | None = None,
    adjust: str | None = None,
    infer: bool | Sequence[bool] | None = None,
    contr: Method | None = None,
    ref: Places = None,
    reverse: bool = False,
) -> EmmGrid:
    """Averages of the rows of a reference grid, or of means, alike; R's ``emmeans`` of a grid.

    They are on the scale of the rows: of ``ref_grid(fit).regrid()`` they are averages of means of
    the response. Other weights, other values and another covariance are arguments of
    ``fit.emmeans()``.

    Parameters
    ----------
    specs, by, type, level, adjust, infer, contr, ref, reverse
        As of ``fit.emmeans()``.

    Returns
    -------
    EmmGrid

    Raises
    ------
    ValueError
        The rows are contrasts; a variable that they lack; an unknown word.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.ref_grid(at={"wool": "A"}).emmeans("tension", type="response")
     tension rate   SE  df asymp.LCL asymp.UCL
     L       44.6 2.22 Inf      40.4      49.1
     M       24.0 1.63 Inf      21.0      27.4
     H       24.6 1.65 Inf      21.5      28.0
    <BLANKLINE>
    NOTE: Results may be misleading due to involvement in interactions
    Confidence level used: 0.95
    Intervals are back-transformed from the log scale
    """
    if emm.is_contrast:
        raise ValueError("emmeans() averages means: average them first, then compare the averages")
    wanted = read_specs(specs, by, contr, [str(name) for name in emm.groups])
    nests = find_nests(emm.groups)
    wanted = _with_nests(wanted, nests)
    names = [*wanted.variables, *wanted.by]
    groups, weights = _in_order(*averages_over(emm.groups, names, nests))
    given: dict[str, Any] = {"type": type, "level": level}
    out = replace(
        emm,
        groups=groups,
        estimated=emm.estimated.combined(weights),
        variables=wanted.variables,
        by=wanted.by,
        name=MEAN_NAME if emm.name == ROW_NAME else emm.name,
        settings=emm.settings.changed((True, False), **given).changed(infer),
        notes=_notes(emm, wanted),
        families=None,
        row_df=None if emm.row_df is None else np.full(len(groups), emm.row_df.min()),
        contrasts=None,
    )
    return with_contrasts(out, wanted, adjust, infer, {"ref": ref, "reverse": reverse})


def _with_nests(specs: Specs, nests: dict[str, list[str]]) -> Specs:
    """The variables with those that they are nested in: the nests of groups are groups."""
    by = tuple(dict.fromkeys((*_nests(specs.by, nests), *specs.by)))
    nested = [name for name in specs.variables if name in nests]
    variables = dict.fromkeys((*nested, *_nests(specs.variables, nests), *specs.variables))
    return replace(specs, variables=tuple(name for name in variables if name not in by), by=by)


def _nests(names: Sequence[str], nests: dict[str, list[str]]) -> list[str]:
    return [nest for name in names for nest in nests.get(name, ()) if nest not in names]


def _in_order(groups: pd.DataFrame, weights: np.ndarray) -> tuple[pd.DataFrame, np.ndarray]:
    """The groups with the levels of their first variable fastest."""
    if groups.columns.empty:
        return pd.DataFrame({"1": ["overall"]}), weights
    order = np.lexsort([pd.factorize(column)[0] for _, column in groups.items()])
    return groups.iloc[order].reset_index(drop=True), weights[order]


def _notes(emm: EmmGrid, specs: Specs) -> tuple[str, ...]:
    """The notes, with what the rows are averaged over now too."""
    fit = emm.fit
    before = [note for note in emm.notes if note.startswith(ALL_LEVELS)]
    names = [name for note in before for name in note.removeprefix(ALL_LEVELS).split(", ")]
    names += [
        str(name)
        for name, column in emm.groups.items()
        if name not in (*specs.variables, *specs.by) and len(set(column)) > 1
    ]
    rest = [note for note in emm.notes if note not in (*before, INTERACTION)]
    warning = interaction_note(
        fit._schemas, fit._variable_summary.kinds, specs.variables, specs.by
    )
    nesting = [note for note in rest if note.startswith(NESTING)]
    others = [note for note in rest if note not in nesting]
    return (*nesting, *averaging_note(names), *others, *warning)
