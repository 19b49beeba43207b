"""Means of a posterior on emmeans' page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.bayes.highest_density import highest_density_intervals
from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.beside import beside
from rglm.formatting.tables.html import html_tables
from rglm.inference.means.contrasts.contrast_request import Interaction
from rglm.inference.means.contrasts.contrast_rows import contrast_rows
from rglm.inference.means.contrasts.grouping import group_names, group_order
from rglm.inference.means.contrasts.interaction_rows import interaction_rows, variable_methods
from rglm.inference.means.contrasts.same_groups import SAME, By
from rglm.inference.means.level_groups import group_lines, level_cells
from rglm.inference.means.scale import Scale
from rglm.inference.means.settings import EmmSettings
from rglm.inference.multiple_comparisons.contrast_labels import level_texts
from rglm.inference.multiple_comparisons.contrast_set import Method
from rglm.models.brm.means.mean_pictures import MeanPictures
from rglm.models.brm.means.no_tests import NoTests
from rglm.models.brm.means.rescaled import rescaled

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

DIGITS = 3
LIMITS = ("lower.HPD", "upper.HPD")


@dataclass(frozen=True, repr=False)
class PosteriorMeans(MeanPictures, NoTests, ColumnTable):
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

    fit: BrmFit
    groups: pd.DataFrame
    linear: np.ndarray
    index: pd.Index
    variables: tuple[str, ...]
    by: tuple[str, ...]
    scale: Scale
    settings: EmmSettings = field(default_factory=EmmSettings)
    notes: tuple[str, ...] = ()
    name: str = "emmean"
    heading: str = "emmeans"
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
        return beside(self.shown_groups, self._numbers(self.estimate_name, *LIMITS))

    def _numbers(self, estimate: str, *limits: str) -> pd.DataFrame:
        """The medians and the ends of intervals, under some names."""
        shown = self._shown()
        numbers = pd.DataFrame({estimate: np.median(shown, axis=0)})
        numbers[list(limits)] = highest_density_intervals(shown, self.settings.level)
        return numbers

    def tidy(self) -> pd.DataFrame:
        """The levels, ``estimate conf_low conf_high``, on the scale that is shown."""
        return beside(self.shown_groups, self._numbers("estimate", "conf_low", "conf_high"))

    @check_arguments
    def summary(
        self, level: float | None = None, type: str | None = None, by: By = SAME
    ) -> PosteriorMeans:
        """The same draws with other intervals, on another scale, or in other groups.

        Parameters
        ----------
        level : float, optional
            The probability of the intervals.
        type : {"link", "response"}, optional
            The scale.
        by : str or sequence of str, optional
            The variables whose levels make groups; None for no groups.

        Raises
        ------
        ValueError
            An unknown word, a level outside 0 to 1, a variable that the rows lack.
        """
        names = group_names(self.groups, self.by, by)
        order = group_order(self.groups, names)
        order = np.arange(len(self.groups)) if order is None else order
        ratios = self.ratio_groups
        contrasts = self.contrasts
        return replace(
            self,
            groups=self.groups.iloc[order].reset_index(drop=True),
            ratio_groups=None if ratios is None else ratios.iloc[order].reset_index(drop=True),
            linear=self.linear[:, order],
            by=names,
            variables=tuple(str(one) for one in self.groups if one not in names),
            settings=self.settings.changed(level=level, type=type),
            contrasts=None if contrasts is None else contrasts.summary(level, type),
        )

    def confint(self, level: float = 0.95) -> PosteriorMeans:
        """The same draws with intervals of another probability."""
        return self.summary(level)

    @check_arguments
    def regrid(self, transform: str = "response") -> PosteriorMeans:
        """The means put through the inverse link, so that contrasts are differences of these.

        Parameters
        ----------
        transform : str
            "response", or the name of a link on whose scale they then are, such as "log".

        Raises
        ------
        ValueError
            An unknown scale.
        """
        if self.is_contrast:
            raise ValueError("regrid() takes means, before they are compared")
        linear, scale = rescaled(self.linear, self.scale, transform)
        name = self.scale.name if self.scale.has_other else self.name
        return replace(self, linear=linear, scale=scale, name=name, contrasts=None)

    def __len__(self) -> int:
        return len(self.groups)

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
        groups = group_names(self.groups, self.by, by)
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
            name="estimate",
            are_ratios=ratios and rows.are_contrasts,
            contrasts=None,
        )

    @property
    def _has_ratios(self) -> bool:
        """Whether contrasts are ratios on the scale of the response."""
        return self.are_ratios and self.scale.has_ratios

    @property
    def shown_groups(self) -> pd.DataFrame:
        """The levels, as they are called on the scale that is shown."""
        ratios = self.ratio_groups if self.settings.is_response and self._has_ratios else None
        return self.groups if ratios is None else ratios

    @property
    def are_shown_as_ratios(self) -> bool:
        """Whether these are contrasts, shown as ratios."""
        return self.is_contrast and self.settings.is_response and self._has_ratios

    @property
    def _shown_scale(self) -> Scale:
        """The scale of what is shown: of contrasts that of ratios, or none."""
        if not self.is_contrast:
            return self.scale
        return self.scale.of_contrasts() if self._has_ratios else Scale(None)

    def _shown(self) -> np.ndarray:
        is_response = self.settings.is_response
        return self._shown_scale.means(self.linear) if is_response else self.linear

    @property
    def estimate_name(self) -> str:
        """The column of the medians, on the scale that is shown."""
        scale = self._shown_scale
        return scale.name if self.settings.is_response and scale.has_other else self.name

    def _scale_notes(self) -> list[str]:
        scale = self._shown_scale
        if self.is_contrast and not self._has_ratios and self.scale.has_other:
            return [f"Note: contrasts are still on the {self.scale.text} scale"]
        if not scale.has_other:
            return []
        if self.settings.is_response:
            return [f"Results are back-transformed from the {scale.text} scale"]
        return [f"Results are given on the {scale.text} (not the response) scale."]

    def footer(self) -> list[str]:
        """The lines below the table."""
        last = f"HPD interval probability: {self.settings.level:g}"
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
            lines = [f"${self.heading}", *lines, "", "$contrasts", *self.contrasts._lines()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        cells = pd.DataFrame(level_cells(self.shown_groups) | self._cells())
        out = html_tables("", {"": cells.set_axis([""] * len(cells))}, self.footer())
        return out if self.contrasts is None else out + self.contrasts._repr_html_()
