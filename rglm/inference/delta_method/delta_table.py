"""Functions of parameters with their standard errors, as car's deltaMethod prints them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.options import settings
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.coefmat_cells import coefmat_cells
from rglm.formatting.tables.html import html_table
from rglm.formatting.tables.named_index import number_table
from rglm.inference.confidence_level import INTERVAL_METHODS, check_level, t_quantile
from rglm.inference.estimands.estimated import Estimated
from rglm.inference.estimands.infinite_estimates import infinite_notes
from rglm.inference.estimands.profile.region_frame import RegionFrame
from rglm.inference.estimate_column import LIMITS, TEST_COLUMNS, EstimateTable
from rglm.inference.intervals.confint import percent_labels
from rglm.inference.tables.print_pages import STANDARD_ERRORS
from rglm.inference.tables.summary import two_sided_p_values
from rglm.protocol.model_result import ModelResult


class FunctionIntervals(RegionFrame):
    """A table of intervals of functions, with a note where one has no end."""

    _nouns = ("value", "values")


@dataclass(frozen=True, repr=False)
class DeltaMethod(ColumnTable, EstimateTable):
    """Estimates of functions of parameters; prints car's table.

    Attributes
    ----------
    table : DataFrame (k, 4)
        ``Estimate``, ``SE`` and the interval; with a hypothesis also its test.
    estimated : Estimated
        The k functions at the estimates, with their derivatives and covariance.
    labels : tuple of str
    fit : ModelResult or None
        None where a vector of estimates was given.
    level : float
        The coverage of the intervals.
    rhs : (k,) float array or None
        The values that are tested against.
    covariance_name : str or None
        What the standard errors are of, if not of the model.
    held : tuple of str
        The parameters in the functions that a profile would hold.
    """

    table: pd.DataFrame
    estimated: Estimated
    labels: tuple[str, ...]
    fit: Any
    level: float
    rhs: np.ndarray | None
    covariance_name: str | None
    held: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        estimated: Estimated,
        labels: tuple[str, ...],
        fit: ModelResult | None,
        level: float,
        rhs: np.ndarray | None,
        covariance_name: str | None,
        held: tuple[str, ...],
    ) -> DeltaMethod:
        """The functions with their table."""
        columns = {"Estimate": estimated.value, "SE": estimated.errors}
        columns |= _named_limits(_wald_limits(estimated, level), level)
        if rhs is not None:
            letter = "z" if np.isinf(estimated.parameters.df) else "t"
            ratio, p = _wald_tests(estimated, rhs)
            columns |= {"Hypothesis": rhs, f"{letter} value": ratio, f"Pr(>|{letter}|)": p}
        table = number_table(columns, labels)
        return cls(table, estimated, labels, fit, level, rhs, covariance_name, held)

    def coef(self) -> pd.Series:
        """The estimates."""
        return self.table["Estimate"]

    def vcov(self) -> pd.DataFrame:
        """Their covariance J V J', (k, k)."""
        names = list(self.labels)
        return pd.DataFrame(self.estimated.covariance, index=names, columns=names)

    def confint(self, level: float | None = None, method: str = "wald") -> FunctionIntervals:
        """Intervals of the functions.

        Parameters
        ----------
        level : float, optional
            The coverage; by default that of the table.
        method : {"wald", "profile"}
            Estimate -+ q SE; or the likelihood profiled along each function, which is the same
            for a function and a function of it, and need not be symmetric.

        Returns
        -------
        FunctionIntervals (k, 2)
            A DataFrame. The profile of a ratio whose denominator may be 0 has no end on at least
            one side: it has every value, or all but those between two, and a note says so. The row
            then has its part about the estimate; ``attrs["outside"]`` the two.

        Raises
        ------
        ValueError
            A profile of estimates without a fit, of a covariance that was given, or of theta of
            a `glm_nb`.
        """
        check_option("method", method, INTERVAL_METHODS)
        level = self.level if level is None else level
        check_level(level)
        limits = np.full((len(self.labels), 4), np.nan)
        if method == "wald":
            limits[:, :2] = _wald_limits(self.estimated, level)
        else:
            limits = self._profile(level)
        out = FunctionIntervals(number_table(_named_limits(limits, level), self.labels))
        out.attrs["outside"] = limits[:, 2:].tolist()
        return out

    def _profile(self, level: float) -> np.ndarray:
        from rglm.inference.estimands.profile.profile_intervals import regions_at

        if self.fit is None:
            raise ValueError("method='profile' needs a fit, whose likelihood it profiles")
        if self.held:
            raise ValueError(
                f"method='profile' holds {self.held[0]} of {self.fit._function_name}() at its "
                "estimate; method='wald' does without"
            )
        z = float(-t_quantile(self.fit._interval_df, (1 - level) / 2))
        critical = np.full(len(self.labels), z)
        return regions_at(self.fit, self.estimated.estimands, critical, self.covariance_name)

    def tidy(self, conf_level: float | None = None) -> pd.DataFrame:
        """A row for each function, under broom's names.

        ``statistic`` and ``p_value`` are of the hypothesis, that the function is 0 unless one was
        given.
        """
        level = self.level if conf_level is None else conf_level
        check_level(level, "conf_level")
        table = self._named_estimates(level, None)
        return table.rename_axis("term").reset_index()

    def _named_estimates(self, level: float, method: str | None) -> pd.DataFrame:
        null = np.zeros(len(self.labels)) if self.rhs is None else self.rhs
        tests = [self.estimated.value, self.estimated.errors, *_wald_tests(self.estimated, null)]
        limits = self.confint(level, method or "wald").to_numpy()
        names: list[str] = [*TEST_COLUMNS, *LIMITS]
        columns = dict(zip(names, [*tests, *limits.T], strict=True))
        return number_table(columns, self.labels)

    def _cells(self) -> pd.DataFrame:
        return coefmat_cells(self.table, max(3, settings.digits - 2))

    def _footer(self) -> list[str]:
        name = self.covariance_name
        out = [] if name is None else [f"{STANDARD_ERRORS}: {name}"]
        return out if self.fit is None else [*out, *infinite_notes(self.fit)]

    def __repr__(self) -> str:
        lines = cells_lines(self._cells())
        return "\n".join([*lines, *([""] if self._footer() else []), *self._footer()])

    def _repr_html_(self) -> str:
        return html_table(self._cells(), "", self._footer())


def _wald_limits(estimated: Estimated, level: float) -> np.ndarray:
    """Estimate -+ q SE, (k, 2)."""
    q = -t_quantile(estimated.parameters.df, (1 - level) / 2)
    return estimated.value[:, None] + estimated.errors[:, None] * [-q, q]


def _wald_tests(estimated: Estimated, null: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The statistics and p-values of the functions being equal to some values."""
    df = estimated.parameters.df
    with np.errstate(all="ignore"):
        ratio = (estimated.value - null) / estimated.errors
    return ratio, two_sided_p_values(ratio, None if np.isinf(df) else df)


def _named_limits(limits: np.ndarray, level: float) -> dict[str, np.ndarray]:
    names = percent_labels([50 - 50 * level, 50 + 50 * level])
    return {names[0]: limits[:, 0], names[1]: limits[:, 1]}
