"""What contrasts are asked for, and the contrasts of means that answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

import numpy as np

from rglm.inference.means.contrasts.contrast_rows import ContrastRows, contrast_rows
from rglm.inference.means.contrasts.grouping import regrouped
from rglm.inference.means.contrasts.interaction_rows import interaction_rows, variable_methods
from rglm.inference.means.contrasts.same_groups import By
from rglm.inference.means.scale import Scale
from rglm.inference.means.settings import EmmSettings
from rglm.inference.multiple_comparisons.contrast_set import Method
from rglm.inference.multiple_comparisons.mean_places import Places

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid

Interaction: TypeAlias = bool | str | Sequence[Method] | Mapping[str, Method]
KEPT = ("level", "type", "df")  # settings of the means that their contrasts have, too


class PairOptions(TypedDict, total=False):
    """Arguments of ``pairs`` that do not change the type of its result."""

    exclude: Places
    include: Places
    combine: bool
    ratios: bool
    name: str
    enhance_levels: bool | str | Sequence[str]
    infer: bool | Sequence[bool] | None
    level: float | None
    type: str | None
    null: float | None
    side: str | int | None
    delta: float | None
    df: float | None


class ContrastOptions(PairOptions, total=False):
    """The same of ``contrast``."""

    ref: Places
    reverse: bool
    wts: Sequence[float] | np.ndarray | None
    max_degree: int | None
    interaction: Interaction
    offset: float | Sequence[float] | None
    scale: float | Sequence[float] | None


@dataclass(frozen=True)
class ContrastRequest:
    """The arguments of ``contrast``, see there; those of groups aside.

    Attributes
    ----------
    method : str, dict, DataFrame, array or function
    options : dict
        Of the method: ref, reverse, exclude, include, wts, max_degree.
    interaction : bool, str, list or dict
    adjust : str or None
    ratios : bool
    offset, scale : float, sequence of float or None
    name : str
    enhance_levels : bool, str or sequence of str
    shown : dict
        Arguments of ``summary``.
    """

    method: Method = "pairwise"
    options: Mapping[str, Any] | None = None
    interaction: Interaction = False
    adjust: str | None = None
    ratios: bool = True
    offset: float | Sequence[float] | None = None
    scale: float | Sequence[float] | None = None
    name: str = "contrast"
    enhance_levels: bool | str | Sequence[str] = True
    shown: Mapping[str, Any] | None = None

    def of(self, emm: EmmGrid, by: By) -> EmmGrid:
        """The contrasts of means, in groups of some variables."""
        means = regrouped(emm, by)
        rows = self._rows(means)
        if self.scale is not None:
            factor = _one_of_each("scale", self.scale, len(rows.weights))
            rows = replace(rows, weights=rows.weights * factor[:, None])
        return self._contrasts(means, rows).summary(**(self.shown or {}))

    def _rows(self, means: EmmGrid) -> ContrastRows:
        ratio_groups = means.groups if means.ratio_groups is None else means.ratio_groups
        tables, options = (means.groups, ratio_groups, means.by), dict(self.options or {})
        if self.interaction:
            methods = variable_methods(self.interaction, self.method, means.variables)
            return interaction_rows(*tables, methods, options)
        return contrast_rows(*tables, self.method, self.name, self.enhance_levels, options)

    def _contrasts(self, means: EmmGrid, rows: ContrastRows) -> EmmGrid:
        """The contrasts with tests, and the notes of the means."""
        has_ratios = self.ratios and rows.are_contrasts
        of_differences = means.scale if means.is_contrast else means.scale.of_contrasts()
        scale = of_differences if has_ratios else Scale(None)
        notes, offset = means.notes, self.offset
        if means.scale.has_other and not scale.has_other:
            notes = (*notes, f"Note: contrasts are still on the {means.scale.text} scale")
        added = None if offset is None else _one_of_each("offset", offset, len(rows.weights))
        settings = {name: getattr(means.settings, name) for name in KEPT}
        return replace(
            means,
            groups=rows.groups,
            ratio_groups=rows.ratio_groups,
            estimated=means.estimated.combined(rows.weights, added),
            scale=scale,
            variables=tuple(str(name) for name in rows.groups if name not in means.by),
            name="estimate",
            settings=EmmSettings(**settings).changed(
                (False, True), adjust=self.adjust or rows.adjust
            ),
            notes=notes,
            is_contrast=True,
            families=rows.families,
            row_df=_row_df(means.row_df, rows.weights),
            contrasts=None,
        )


def _one_of_each(argument: str, value: float | Sequence[float], count: int) -> np.ndarray:
    """A number for each contrast.

    Raises ValueError: they are not one, nor as many as the contrasts of a group, nor as all.
    """
    numbers = np.atleast_1d(np.asarray(value, dtype=float))
    if numbers.ndim > 1 or len(numbers) == 0 or count % len(numbers):
        raise ValueError(
            f"{argument}= has {numbers.size} numbers, and there are {count} contrasts: give one "
            "number, or one of each"
        )
    return np.resize(numbers, count)


def _row_df(of_means: np.ndarray | None, weights: np.ndarray) -> np.ndarray | None:
    """The least degrees of freedom of the means in each contrast."""
    if of_means is None:
        return None
    least: np.ndarray = np.where(weights != 0, of_means, np.inf).min(axis=1)
    return least
