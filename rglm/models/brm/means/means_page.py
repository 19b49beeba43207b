"""Means of a posterior on emmeans' page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.bayes.highest_density import highest_density_intervals
from rglm.families.links.link import Link
from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.html import html_tables
from rglm.inference.means.contrasts.contrast_request import Interaction
from rglm.inference.means.contrasts.contrast_rows import contrast_rows
from rglm.inference.means.contrasts.interaction_rows import interaction_rows, variable_methods
from rglm.inference.means.contrasts.same_groups import SAME, By
from rglm.inference.means.level_groups import group_lines, level_cells
from rglm.inference.multiple_comparisons.contrast_labels import level_texts
from rglm.inference.multiple_comparisons.contrast_set import Method

DIGITS = 3
LIMITS = ("lower.HPD", "upper.HPD")


@dataclass(frozen=True)
class Scale:
    """The scale of means: the link, and whether they are shown through its inverse.

    Attributes
    ----------
    link : Link or None
        None where means have no other scale.
    is_response : bool
    name : str
        Of the back-transformed column: prob, rate or response.
    """

    link: Link | None
    is_response: bool
    name: str

    @property
    def has_ratios(self) -> bool:
        """Whether exp of a difference is a ratio: of log means, or of odds."""
        return self.link is not None and self.link.name in ("log", "logit")


@dataclass(frozen=True, repr=False)
class PosteriorMeans(ColumnTable):
    """Means, or differences of them, as ``emmeans`` returns them: medians and HPD intervals.

    Attributes
    ----------
    draws : DataFrame (S, k)
        The draws of each, on the scale that is shown.
    table : DataFrame (k, ...)
        The levels, the median, and the ends of the shortest interval.
    contrasts : PosteriorMeans or None
        The differences that were asked for.
    """

    groups: pd.DataFrame
    linear: np.ndarray
    index: pd.Index
    variables: tuple[str, ...]
    by: tuple[str, ...]
    scale: Scale
    level: float
    notes: tuple[str, ...]
    contrasts: PosteriorMeans | None = None
    is_contrast: bool = False
    ratio_groups: pd.DataFrame | None = None
    are_ratios: bool = True

    @property
    def draws(self) -> pd.DataFrame:
        """The draws (S, k), on the scale that is shown."""
        labels = level_texts(self._shown_groups)
        return pd.DataFrame(self._shown(), index=self.index, columns=labels)

    @property
    def table(self) -> pd.DataFrame:  # type: ignore[override]
        """Levels, medians and the ends of the shortest intervals."""
        shown = self._shown()
        ends = highest_density_intervals(shown, self.level)
        out = self._shown_groups.copy()
        out[self._estimate_name] = np.median(shown, axis=0)
        out[list(LIMITS)] = ends
        return out

    def pairs(self, reverse: bool = False, by: By = SAME) -> PosteriorMeans:
        """The differences of all pairs, on the response scale ratios of log means and odds."""
        return self.contrast("revpairwise" if reverse else "pairwise", by)

    def contrast(
        self,
        method: Method = "eff",
        by: By = SAME,
        *,
        interaction: Interaction = False,
        ratios: bool = True,
        name: str = "contrast",
        enhance_levels: bool | str | Sequence[str] = True,
        **options: Any,
    ) -> PosteriorMeans:
        """Contrasts within each group, draw by draw; the methods are those of other models.

        Parameters
        ----------
        method : str, dict, DataFrame, array or function
            "pairwise", "revpairwise", "trt_vs_ctrl", "trt_vs_ctrlk", "eff", "del_eff", "consec",
            "mean_chg", "poly", "identity", or weights by hand.
        by : str or sequence of str, optional
            Other groups; None for none.
        interaction : bool, str, list or dict
            Interaction contrasts: one method for all variables, or one of each.
        ratios : bool
            Whether differences of logarithms are ratios on the response scale.
        name : str
            The column of the names.
        enhance_levels : bool, str or sequence of str
            The variables whose names stand before their levels.
        **options
            Of the method: ``ref= reverse= exclude= include= wts= max_degree=``.

        Raises
        ------
        ValueError
            No such method, variable or option; nothing to compare.
        """
        names = [str(column) for column in self.groups]
        groups = self.by if by is SAME else (by,) if isinstance(by, str) else tuple(by or ())
        for one in groups:
            check_option("by", one, names)
        of_ratios = self.groups if self.ratio_groups is None else self.ratio_groups
        tables = (self.groups, of_ratios, groups)
        if interaction:
            variables = [one for one in names if one not in groups]
            methods = variable_methods(interaction, method, variables)
            rows = interaction_rows(*tables, methods, options)
        else:
            rows = contrast_rows(*tables, method, name, enhance_levels, options)
        return replace(
            self,
            groups=rows.groups,
            ratio_groups=rows.ratio_groups,
            linear=self.linear @ rows.weights.T,
            variables=tuple(str(one) for one in rows.groups if one not in groups),
            by=groups,
            is_contrast=True,
            are_ratios=ratios and rows.are_contrasts,
            contrasts=None,
        )

    @property
    def _has_ratios(self) -> bool:
        """Whether contrasts are ratios on the scale of the response."""
        return self.are_ratios and self.scale.has_ratios

    @property
    def _shown_groups(self) -> pd.DataFrame:
        """The levels, as they are called on the scale that is shown."""
        ratios = self.ratio_groups if self.scale.is_response and self._has_ratios else None
        return self.groups if ratios is None else ratios

    @ignore_float_errors
    def _shown(self) -> np.ndarray:
        link = self.scale.link
        if link is None or not self.scale.is_response:
            return self.linear
        if not self.is_contrast:
            values: np.ndarray = link.linkinv(self.linear)
            return values
        return np.exp(self.linear) if self._has_ratios else self.linear

    @property
    def _estimate_name(self) -> str:
        is_response, link = self.scale.is_response, self.scale.link
        if not self.is_contrast:
            return self.scale.name if is_response and link is not None else "emmean"
        if is_response and link is not None and self._has_ratios:
            return "ratio" if link.name == "log" else "odds.ratio"
        return "estimate"

    def _scale_notes(self) -> list[str]:
        link, is_response = self.scale.link, self.scale.is_response
        if link is None or link.name == "identity":
            return []
        if self.is_contrast and not self._has_ratios:
            return [f"Note: contrasts are still on the {link.name} scale"]
        if not is_response:
            return [f"Results are given on the {link.name} (not the response) scale."]
        name = "log odds ratio" if self.is_contrast and link.name == "logit" else link.name
        return [f"Results are back-transformed from the {name} scale"]

    def footer(self) -> list[str]:
        """The lines below the table."""
        last = f"HPD interval probability: {self.level:g}"
        return [*self.notes, "Point estimate displayed: median", *self._scale_notes(), last]

    def _cells(self) -> dict[str, list[str]]:
        numbers = self.table.iloc[:, self.groups.shape[1] :]
        return {
            str(name): format_numbers(column.to_numpy(), DIGITS)
            for name, column in numbers.items()
        }

    def _lines(self) -> list[str]:
        return [*group_lines(self._shown_groups, self.by, self._cells()), *self.footer()]

    def __repr__(self) -> str:
        lines = self._lines()
        if self.contrasts is not None:
            lines = ["$emmeans", *lines, "", "$contrasts", *self.contrasts._lines()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        cells = pd.DataFrame(level_cells(self._shown_groups) | self._cells())
        out = html_tables("", {"": cells.set_axis([""] * len(cells))}, self.footer())
        return out if self.contrasts is None else out + self.contrasts._repr_html_()
