"""Means of a reference grid, or contrasts of them: estimates, intervals, tests and their page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, Self, overload

import numpy as np
import pandas as pd

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.tables.beside import beside
from rglm.inference.estimands.estimated import Estimated
from rglm.inference.means.averages.means_of_means import emmeans
from rglm.inference.means.contrasts.contrast import contrast
from rglm.inference.means.contrasts.effect_sizes import eff_size
from rglm.inference.means.contrasts.grouping import regrouped
from rglm.inference.means.contrasts.pairs import pairs
from rglm.inference.means.contrasts.rbind import rbind, rows_of
from rglm.inference.means.contrasts.same_groups import SAME, By
from rglm.inference.means.emm_tables import EmmTables
from rglm.inference.means.estimate_columns import Inferences, infer, shown_columns
from rglm.inference.means.joint_tests.joint_page import JointTests
from rglm.inference.means.joint_tests.joint_test_of_rows import joint_test_of_rows
from rglm.inference.means.joint_tests.joint_tests_of_grid import joint_tests_of_grid
from rglm.inference.means.letters.cld import cld
from rglm.inference.means.level_groups import grouped
from rglm.inference.means.pictures.picture_methods import PictureMethods
from rglm.inference.means.profile.profiled_intervals import with_profiled_intervals
from rglm.inference.means.regrid import regrid
from rglm.inference.means.scale import Scale
from rglm.inference.means.settings import EmmSettings
from rglm.inference.multiple_comparisons.families import Family
from rglm.protocol.model_result import ModelResult

NO_SCALE = Scale(None)


@dataclass(frozen=True, repr=False)
class EmmGrid(PictureMethods, EmmTables):
    """Means of a reference grid, or contrasts of them, as ``emmeans`` returns them.

    Prints as R's page. It is never changed: ``summary``, ``confint``, ``test`` and ``update``
    return another one that shows something else of the same estimates. ``table`` is what it shows
    as a DataFrame under R's names, ``tidy()`` under those of broom. ``contrast()``, ``pairs()``
    and ``cld()`` compare the rows, ``plot()`` draws them.

    Attributes
    ----------
    fit : ModelResult
        The model.
    groups : DataFrame (k, v)
        The levels of each row.
    estimated : Estimated
        The estimates on the scale of the link, with their derivatives and covariance.
    scale : Scale
        The link of the estimates, and their names on the scale of the response.
    variables, by : tuple of str
        The columns of `groups` that name rows, and those that name groups of rows.
    name : str
        The column of estimates: emmean, prediction, estimate, x.trend.
    settings : EmmSettings
        What is shown.
    notes : tuple of str
        Lines below the table.
    is_contrast : bool
        Whether rows are differences or ratios, and no means.
    families : tuple of Family or None
        What contrasts of each group compare; None of means.
    ratio_groups : DataFrame (k, v) or None
        The levels where contrasts are shown as ratios, ``a / b``.
    row_df : (k,) array or None
        The degrees of freedom of each row, where they differ.
    contrasts : EmmGrid or None
        The contrasts that were asked for with the means.
    covariance_name : str or None
        What the covariance is, if it is not the model's.
    heading : str
        Of the means, where contrasts are printed below them.
    """

    fit: ModelResult
    groups: pd.DataFrame
    estimated: Estimated
    scale: Scale = NO_SCALE
    variables: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    name: str = "emmean"
    settings: EmmSettings = field(default_factory=EmmSettings)
    notes: tuple[str, ...] = ()
    is_contrast: bool = False
    families: tuple[Family, ...] | None = None
    ratio_groups: pd.DataFrame | None = None
    row_df: np.ndarray | None = None
    contrasts: EmmGrid | None = None
    covariance_name: str | None = None
    heading: str = "emmeans"

    def __post_init__(self) -> None:
        self.settings.spread  # noqa: B018  errors come here, and not where it prints

    # numbers

    @property
    def link(self) -> Any:
        """The link of the estimates; None where they have no other scale."""
        return self.scale.link

    @property
    def df(self) -> np.ndarray:
        """The degrees of freedom of each row, (k,); infinite where tests are normal."""
        if self.settings.df is not None or self.row_df is None:
            df = self.settings.df
            return np.full(len(self.groups), self.estimated.parameters.df if df is None else df)
        return self.row_df

    @cached_property
    def places(self) -> tuple[np.ndarray, ...]:
        """The places of the rows of each group."""
        return tuple(places for _, places in grouped(self.groups, self.by))

    @cached_property
    def inferences(self) -> Inferences:
        """Intervals and tests, on the scale of the link."""
        families = self.families or (Family(len(self.groups)),) * len(self.places)
        out = infer(self.estimated, self.df, self.places, families, self.settings)
        if self.settings.method == "wald" or not out.intervals:
            return out
        return with_profiled_intervals(out, self)

    @property
    def estimate_name(self) -> str:
        """The column of the estimates, on the scale that is shown."""
        is_response = self.settings.is_response and self.scale.has_other
        return self.scale.name if is_response else self.name

    @property
    def shown_groups(self) -> pd.DataFrame:
        """The levels of each row, as they are called on the scale that is shown."""
        is_response = self.settings.is_response and self.scale.has_other
        groups = self.ratio_groups if is_response else None
        return self.groups if groups is None else groups

    @cached_property
    def table(self) -> pd.DataFrame:  # type: ignore[override]
        """The levels, the estimates and what is shown of them, under R's names."""
        columns = shown_columns(self.inferences, self.scale, self.settings, self.name)
        return beside(self.shown_groups, pd.DataFrame(columns, self.groups.index))

    # what is shown

    @check_arguments
    def summary(
        self,
        infer: bool | Sequence[bool] | None = None,
        level: float | None = None,
        adjust: str | None = None,
        type: str | None = None,
        by: By = SAME,
        null: float | None = None,
        side: str | int | None = None,
        delta: float | None = None,
        df: float | None = None,
        bias_adjust: bool | None = None,
        sigma: float | None = None,
        cross_adjust: str | None = None,
        method: str | None = None,
    ) -> Self:
        """The same estimates with other intervals, tests or groups.

        Parameters
        ----------
        infer : bool or pair of bool, optional
            Whether intervals and tests are shown.
        level : float, optional
            The coverage of intervals.
        adjust : str, optional
            How p-values and intervals are adjusted for their number: tukey, scheffe, sidak,
            bonferroni, dunnettx, mvt, holm, hochberg, hommel, BH (fdr), BY, none.
        type : {"link", "response"}, optional
            The scale.
        by : str or sequence of str, optional
            The variables whose levels make groups; None for no groups.
        null : float, optional
            The value that is tested, on the scale of the link.
        side : {"two-sided", "<", ">"}, optional
            Of tests and intervals; "noninferiority" is ">", "nonsuperiority" "<".
        delta : float, optional
            A distance from the null that is too small to matter: tests are then of equivalence,
            noninferiority or nonsuperiority.
        df : float, optional
            Degrees of freedom.
        bias_adjust : bool, optional
            Whether means on the scale of the response are those of eta + sigma z.
        sigma : float, optional
            That sigma; by default the residual standard deviation of a linear model.
        cross_adjust : str, optional
            The adjustment of p-values for the number of groups.
        method : {"wald", "profile"}, optional
            Of intervals: estimate -+ q SE; or all values at which the likelihood, maximised over
            everything else, has fallen from its maximum by no more than q^2 / 2, with the same q.
            An interval of a ratio is then the exponential of that of its logarithm.

        Raises
        ------
        ValueError
            An unknown word, a level outside 0 to 1, a variable that the rows lack.
        """
        given: dict[str, Any] = {"level": level, "adjust": adjust, "type": type, "df": df}
        given |= {"null": null, "side": side, "delta": delta, "cross_adjust": cross_adjust}
        given["method"] = method
        out = regrouped(self, by)
        settings = out.settings.changed(infer, bias_adjust=bias_adjust, sigma=sigma, **given)
        contrasts = out.contrasts
        if contrasts is not None:
            contrasts = contrasts.summary(infer, **given)
        out = replace(out, settings=settings, contrasts=contrasts)
        if settings.method == "profile":
            out.inferences  # noqa: B018  errors come here, and not where it prints
        return out

    def confint(self, level: float = 0.95, adjust: str | None = None, **given: Any) -> Self:
        """The estimates with intervals; arguments as of `summary`.

        ``method="profile"`` has those of the likelihood, which need not be symmetric.
        """
        return self.summary((True, False), level, adjust, **given)

    @overload
    def test(
        self,
        null: float | None = ...,
        side: str | int | None = ...,
        delta: float | None = ...,
        adjust: str | None = ...,
        joint: Literal[False] = ...,
        **given: Any,
    ) -> Self: ...
    @overload
    def test(self, null: float | None = ..., *, joint: bool, **given: Any) -> JointTests: ...
    def test(
        self,
        null: float | None = None,
        side: str | int | None = None,
        delta: float | None = None,
        adjust: str | None = None,
        joint: bool = False,
        **given: Any,
    ) -> Self | JointTests:
        """The estimates with tests; arguments as of `summary`.

        With ``joint=True`` the test that all rows of each group are `null` together, a
        `JointTests`; ``by=`` and ``rows=`` say of which rows.
        """
        if joint:
            return joint_test_of_rows(self, null, **given)
        return self.summary(
            (False, True), None, adjust, null=null, side=side, delta=delta, **given
        )

    def update(self, **given: Any) -> Self:
        """The same as `summary`, by name."""
        return self.summary(**given)

    # of inference/means/contrasts and inference/means/joint_tests

    emmeans = check_arguments(emmeans)
    contrast = check_arguments(contrast)
    pairs = check_arguments(pairs)
    eff_size = check_arguments(eff_size)
    joint_tests = check_arguments(joint_tests_of_grid)
    rbind = __add__ = rbind
    regrid = check_arguments(regrid)
    cld = check_arguments(cld)

    def __getitem__(self, key: Any) -> Any:
        """A column by its name, or some rows by their numbers."""
        return super().__getitem__(key) if isinstance(key, str) else rows_of(self, key)
