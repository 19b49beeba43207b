"""Several tables of means or contrasts as one, adjusted together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.hints.argument_kinds import describe_value
from rglm.inference.estimands.estimated import Estimated, Parameters
from rglm.inference.estimands.stacked import Stacked
from rglm.inference.means.contrasts.grouping import rows_at
from rglm.inference.means.scale import Scale
from rglm.inference.multiple_comparisons.families import Family

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid

MISSING = "."  # the level of a variable that a table does not have
AVERAGED = "Results are averaged over "
ALL_LEVELS = f"{AVERAGED}the levels of: "
SOME_LEVELS = f"{AVERAGED}some or all of the levels of: "


def rbind(*tables: EmmGrid, adjust: str = "bonferroni") -> EmmGrid:
    """Several tables of means or contrasts as one, whose p-values are adjusted together.

    R's ``rbind`` of emmeans; ``a + b`` is ``rbind(a, b)``. What is shown is as in the first table.

    Parameters
    ----------
    *tables : EmmGrid
        Tables of the same fit with the same covariance.
    adjust : str
        The adjustment over all rows: "bonferroni", "mvt", "sidak", "scheffe", "holm", "fdr", ...

    Returns
    -------
    EmmGrid
        A variable that a table lacks has the level ``.`` there.

    Raises
    ------
    TypeError
        Something else is no table.
    ValueError
        They are of different fits, or on different scales.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ wool + tension", load("warpbreaks"))
    >>> fit.emmeans("wool").pairs() + fit.emmeans("tension").pairs()
     contrast estimate   SE df t.ratio p.value
     A - B        5.78 3.16 50   1.827  0.2945
     L - M       10.00 3.87 50   2.582  0.0511
     L - H       14.72 3.87 50   3.802  0.0016
     M - H        4.72 3.87 50   1.219  0.9136
    <BLANKLINE>
    Results are averaged over some or all of the levels of: tension, wool
    P value adjustment: bonferroni method for 4 tests
    """
    first = tables[0]
    for other in tables[1:]:
        if type(other) is not type(first):
            raise TypeError(
                f"rbind() takes tables of means or contrasts, got {describe_value(other)}"
            )
        _check_parameters(first.estimated.parameters, other.estimated.parameters)
    groups = _stacked_groups(tables, [table.groups for table in tables])
    of_ratios = [t.groups if t.ratio_groups is None else t.ratio_groups for t in tables]
    has_ratios = any(table.ratio_groups is not None for table in tables)
    names = {table.name for table in tables}
    return replace(
        first,
        groups=groups,
        ratio_groups=_stacked_groups(tables, of_ratios) if has_ratios else None,
        estimated=_stacked(tables),
        scale=_shared_scale(tables),
        variables=tuple(str(name) for name in groups),
        by=(),
        name=first.name if len(names) == 1 else "estimate",
        settings=first.settings.changed(adjust=adjust),
        notes=_merged_notes(tables),
        is_contrast=all(table.is_contrast for table in tables),
        families=(Family(len(groups)),),
        row_df=_row_df(tables),
        contrasts=None,
    )


def rows_of(emm: EmmGrid, places: slice | Sequence[int] | np.ndarray) -> EmmGrid:
    """Some rows of a table, adjusted together.

    Raises
    ------
    IndexError
        There is no such row.
    """
    count = len(emm.groups)
    try:
        chosen = np.arange(count)[places]
    except IndexError as error:
        raise IndexError(f"[{places!r}]: the table has the rows 0 to {count - 1}") from error
    out, names = rows_at(emm, chosen), [*emm.variables, *emm.by]
    ratio_groups = out.ratio_groups
    return replace(
        out,
        groups=out.groups[names],
        ratio_groups=None if ratio_groups is None else ratio_groups[names],
        variables=tuple(names),
        by=(),
        families=(Family(len(chosen)),),
        contrasts=None,
    )


def _check_parameters(one: Parameters, other: Parameters) -> None:
    if one is other:
        return
    same = np.array_equal(one.values, other.values, equal_nan=True)
    if not same or not np.array_equal(one.covariance, other.covariance, equal_nan=True):
        raise ValueError(
            "the tables are of different fits, or of different covariances (vcov=): their "
            "estimates have no joint distribution that the fits know"
        )


def _stacked(tables: Sequence[EmmGrid]) -> Estimated:
    if len(tables) == 1:
        return tables[0].estimated
    estimands = tuple(table.estimated.estimands for table in tables)
    return Estimated(Stacked(estimands), tables[0].estimated.parameters)


def _stacked_groups(tables: Sequence[EmmGrid], groups: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The levels of all rows: the variables of groups first, ``.`` for those a table lacks."""
    names = dict.fromkeys(
        [*(n for t in tables for n in t.by), *(n for t in tables for n in t.variables)]
    )
    columns = {name: _column(name, groups) for name in names}
    return pd.DataFrame(columns)


def _column(name: str, groups: Sequence[pd.DataFrame]) -> pd.Series:
    parts = [
        table[name] if name in table else pd.Series([MISSING] * len(table)) for table in groups
    ]
    if all(part.dtype == parts[0].dtype for part in parts):
        return pd.concat(parts, ignore_index=True)
    return pd.concat([part.astype(object) for part in parts], ignore_index=True)


def _shared_scale(tables: Sequence[EmmGrid]) -> Scale:
    """The scale of all tables.

    Raises ValueError: they have several, and that of the response is shown.
    """
    scales = [table.scale for table in tables]
    keys = {(scale.text if scale.has_other else "", scale.name) for scale in scales}
    if len(keys) == 1 or not any(scale.has_other for scale in scales):
        return scales[0]
    if tables[0].settings.is_response:
        names = " and ".join(f"{table.estimate_name!r}" for table in tables)
        raise ValueError(
            f"the tables are on different scales, {names}: show them on the scale of the link, "
            "update(type='link')"
        )
    return Scale(None)


def _merged_notes(tables: Sequence[EmmGrid]) -> tuple[str, ...]:
    """The notes of all; what each was averaged over in one line."""
    notes = list(dict.fromkeys(note for table in tables for note in table.notes))
    averaged = [note for note in notes if note.startswith(AVERAGED)]
    if not averaged or len(tables) == 1:
        return tuple(notes)
    names = dict.fromkeys(
        name for note in averaged for name in note.partition(" levels of: ")[2].split(", ")
    )
    rest = [note for note in notes if note not in averaged]
    return (SOME_LEVELS + ", ".join(names), *rest)


def _row_df(tables: Sequence[EmmGrid]) -> np.ndarray | None:
    """The degrees of freedom of each row, None if they are those of the parameters."""
    df = np.concatenate([table.df for table in tables])
    settings = {table.settings.df for table in tables}
    if len(settings) == 1 and all(table.row_df is None for table in tables):
        return None
    return df
