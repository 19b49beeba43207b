"""P-values and critical values that hold for many comparisons at once, by method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, chdtri, fdtrc, fdtri

from rglm.inference.multiple_comparisons.dunnettx import dunnettx_quantile, dunnettx_tail
from rglm.inference.multiple_comparisons.families import Estimates, by_df
from rglm.inference.multiple_comparisons.maximum.normal_maximum import Maximum, maximum
from rglm.inference.multiple_comparisons.p_adjust import METHODS as BONFERRONI_METHODS
from rglm.inference.multiple_comparisons.p_adjust import p_adjust
from rglm.inference.multiple_comparisons.studentized_range import quantile, upper_tail
from rglm.inference.multiple_comparisons.t_tails import t_critical, t_tail

PValues = Callable[[np.ndarray, Estimates], np.ndarray]
CriticalValues = Callable[[float, Estimates], np.ndarray]


@dataclass(frozen=True)
class AdjustmentMethod:
    """A method for many comparisons.

    Attributes
    ----------
    p_values : function
        Adjusted p-values of t statistics.
    critical_values : function
        How many standard errors intervals reach that hold together with a probability.
    interval_method : str or None
        The method whose critical values these are, if it is another one.
    has_one_side : bool
        Whether it adjusts tests and intervals of one side.
    needs_pairs : bool
        Whether it is of all pairs of some means only.
    """

    p_values: PValues
    critical_values: CriticalValues
    interval_method: str | None = None
    has_one_side: bool = True
    needs_pairs: bool = False


def _each_df(
    values: np.ndarray, df: np.ndarray, function: Callable[[np.ndarray, float], np.ndarray]
) -> np.ndarray:
    """A function of the values of each degrees of freedom."""
    out = np.full(len(df), np.nan)
    for value, places in by_df(df):
        out[places] = function(values[places], value)
    return out


def _none_critical(level: float, estimates: Estimates) -> np.ndarray:
    return t_critical(level, estimates.df, estimates.side)


def _bonferroni_critical(level: float, estimates: Estimates) -> np.ndarray:
    return t_critical(1 - (1 - level) / estimates.count, estimates.df, estimates.side)


def _bonferroni_p(method: str) -> PValues:
    def p_values(statistics: np.ndarray, estimates: Estimates) -> np.ndarray:
        alone = t_tail(statistics, estimates.df, estimates.side)
        return p_adjust(alone, method, estimates.count)

    return p_values


def _sidak_p(statistics: np.ndarray, estimates: Estimates) -> np.ndarray:
    alone = t_tail(statistics, estimates.df, estimates.side)
    with np.errstate(divide="ignore"):  # of a p-value of 1
        adjusted: np.ndarray = -np.expm1(estimates.count * np.log1p(-np.minimum(alone, 1.0)))
    return adjusted


def _sidak_critical(level: float, estimates: Estimates) -> np.ndarray:
    return t_critical(level ** (1 / estimates.count), estimates.df, estimates.side)


def _tukey_p(statistics: np.ndarray, estimates: Estimates) -> np.ndarray:
    size = estimates.family.size
    ranges = np.sqrt(2.0) * np.abs(statistics)
    return _each_df(ranges, estimates.df, lambda q, df: upper_tail(q, size, df))


def _tukey_critical(level: float, estimates: Estimates) -> np.ndarray:
    size = estimates.family.size
    ranges = _each_df(
        estimates.df, estimates.df, lambda _, df: np.asarray(quantile(level, size, df))
    )
    critical: np.ndarray = ranges / np.sqrt(2.0)
    return critical


def _dunnettx_p(statistics: np.ndarray, estimates: Estimates) -> np.ndarray:
    count = estimates.count
    return _each_df(statistics, estimates.df, lambda t, df: dunnettx_tail(t, count, df))


def _dunnettx_critical(level: float, estimates: Estimates) -> np.ndarray:
    count = estimates.count
    return _each_df(
        estimates.df, estimates.df, lambda _, df: np.asarray(dunnettx_quantile(level, count, df))
    )


def _scheffe_p(statistics: np.ndarray, estimates: Estimates) -> np.ndarray:
    """P(F > t^2 / r) of F with r and df degrees of freedom."""
    rank, squares = estimates.rank, np.square(statistics)
    if rank == 0:
        return np.full(len(squares), np.nan)
    is_normal = np.isinf(estimates.df)
    finite = np.where(is_normal, 1.0, estimates.df)
    return np.where(is_normal, chdtrc(rank, squares), fdtrc(rank, finite, squares / rank))


def _scheffe_critical(level: float, estimates: Estimates) -> np.ndarray:
    rank = estimates.rank
    if rank == 0:
        return np.full(estimates.count, np.nan)
    is_normal = np.isinf(estimates.df)
    finite = np.where(is_normal, 1.0, estimates.df)
    squares = np.where(is_normal, chdtri(rank, 1 - level), rank * fdtri(rank, finite, level))
    critical: np.ndarray = np.sqrt(squares)
    return critical


def _mvt_p(statistics: np.ndarray, estimates: Estimates) -> np.ndarray:
    """P(max |T_i| > |t|), or of one side P(max T_i > t): by symmetry also of the left one."""
    side = estimates.side
    if estimates.is_empty:
        return np.full(len(statistics), np.nan)
    turned = np.abs(statistics) if side == 0 else side * statistics
    largest = _largest(estimates)
    return _each_df(turned, estimates.df, lambda t, df: largest.tail(t, df))


def _mvt_critical(level: float, estimates: Estimates) -> np.ndarray:
    if estimates.is_empty:
        return np.full(estimates.count, np.nan)
    largest = _largest(estimates)
    return _each_df(
        estimates.df, estimates.df, lambda _, df: np.asarray(largest.quantile(level, df))
    )


def _largest(estimates: Estimates) -> Maximum:
    """The largest of the estimates that are estimable."""
    correlation = estimates.estimable_correlation()
    is_pairwise = estimates.family.is_pairwise and len(correlation) == estimates.count
    return maximum(correlation, estimates.side == 0, is_pairwise)


METHODS: dict[str, AdjustmentMethod] = {
    "tukey": AdjustmentMethod(_tukey_p, _tukey_critical, has_one_side=False, needs_pairs=True),
    "scheffe": AdjustmentMethod(_scheffe_p, _scheffe_critical, has_one_side=False),
    "sidak": AdjustmentMethod(_sidak_p, _sidak_critical),
    "dunnettx": AdjustmentMethod(_dunnettx_p, _dunnettx_critical, has_one_side=False),
    "mvt": AdjustmentMethod(_mvt_p, _mvt_critical),
    "none": AdjustmentMethod(_bonferroni_p("none"), _none_critical),
    "bonferroni": AdjustmentMethod(_bonferroni_p("bonferroni"), _bonferroni_critical),
}
METHODS |= {
    name: AdjustmentMethod(_bonferroni_p(name), _bonferroni_critical, "bonferroni")
    for name in BONFERRONI_METHODS
    if name not in METHODS
}
