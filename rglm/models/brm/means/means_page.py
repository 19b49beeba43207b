"""Means of a posterior on emmeans' page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.bayes.highest_density import highest_density_intervals
from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.html import html_tables
from rglm.inference.means.contrasts.contrast_request import Interaction
from rglm.inference.means.contrasts.contrast_rows import contrast_rows
from rglm.inference.means.contrasts.interaction_rows import interaction_rows, variable_methods
from rglm.inference.means.contrasts.same_groups import SAME, By
from rglm.inference.means.level_groups import group_lines, level_cells
from rglm.inference.means.scale import Scale
from rglm.inference.multiple_comparisons.contrast_labels import level_texts
from rglm.inference.multiple_comparisons.contrast_set import Method

if TYPE_CHECKING:
    from rglm.plots.style.figures import AxesOrPanels, GivenAxes, Size

DIGITS = 3
LIMITS = ("lower.HPD", "upper.HPD")


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
    is_response: bool
    level: float
    notes: tuple[str, ...]
    contrasts: PosteriorMeans | None = None
    is_contrast: bool = False
    ratio_groups: pd.DataFrame | None = None
    are_ratios: bool = True

    @property
    def draws(self) -> pd.DataFrame:
        """The draws (S, k), on the scale that is shown."""
        labels = level_texts(self.shown_groups)
        return pd.DataFrame(self._shown(), index=self.index, columns=labels)

    @property
    def table(self) -> pd.DataFrame:  # type: ignore[override]
        """Levels, medians and the ends of the shortest intervals."""
        shown = self._shown()
        ends = highest_density_intervals(shown, self.level)
        out = self.shown_groups.copy()
        out[self.estimate_name] = np.median(shown, axis=0)
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

    def plot(
        self, horizontal: bool = True, ax: GivenAxes = None, figsize: Size = None
    ) -> AxesOrPanels:
        """Draw the medians with their HPD intervals, one below the other; needs matplotlib.

        Parameters
        ----------
        horizontal : bool
            Whether means stand one below the other, or side by side.
        ax : Axes or sequence of Axes, optional
            Where to draw, one for each group.
        figsize : (float, float), optional
            The width and height of the new figure in inches.

        Returns
        -------
        Axes, or array of Axes
            One, or one for each group.
        """
        draw = import_module("rglm.plots.means.posterior_means_plot").draw_posterior_means
        return draw(self, horizontal, ax, figsize)

    @property
    def _has_ratios(self) -> bool:
        """Whether contrasts are ratios on the scale of the response."""
        return self.are_ratios and self.scale.has_ratios

    @property
    def shown_groups(self) -> pd.DataFrame:
        """The levels, as they are called on the scale that is shown."""
        ratios = self.ratio_groups if self.is_response and self._has_ratios else None
        return self.groups if ratios is None else ratios

    @property
    def are_shown_as_ratios(self) -> bool:
        """Whether these are contrasts, shown as ratios."""
        return self.is_contrast and self.is_response and self._has_ratios

    @property
    def _shown_scale(self) -> Scale:
        """The scale of what is shown: of contrasts that of ratios, or none."""
        if not self.is_contrast:
            return self.scale
        return self.scale.of_contrasts() if self._has_ratios else Scale(None)

    def _shown(self) -> np.ndarray:
        return self._shown_scale.means(self.linear) if self.is_response else self.linear

    @property
    def estimate_name(self) -> str:
        """The column of the medians, on the scale that is shown."""
        scale = self._shown_scale
        if self.is_response and scale.has_other:
            return scale.name
        return "estimate" if self.is_contrast else "emmean"

    def _scale_notes(self) -> list[str]:
        scale = self._shown_scale
        if self.is_contrast and not self._has_ratios and self.scale.has_other:
            return [f"Note: contrasts are still on the {self.scale.text} scale"]
        if not scale.has_other:
            return []
        if self.is_response:
            return [f"Results are back-transformed from the {scale.text} scale"]
        return [f"Results are given on the {scale.text} (not the response) scale."]

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
        return [*group_lines(self.shown_groups, self.by, self._cells()), *self.footer()]

    def __repr__(self) -> str:
        lines = self._lines()
        if self.contrasts is not None:
            lines = ["$emmeans", *lines, "", "$contrasts", *self.contrasts._lines()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        cells = pd.DataFrame(level_cells(self.shown_groups) | self._cells())
        out = html_tables("", {"": cells.set_axis([""] * len(cells))}, self.footer())
        return out if self.contrasts is None else out + self.contrasts._repr_html_()
