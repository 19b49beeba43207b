"""Intervals and tests of means or contrasts, and the columns of their table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.inference.estimands.estimated import Estimated
from rglm.inference.means.scale import Scale
from rglm.inference.means.settings import EmmSettings
from rglm.inference.multiple_comparisons.adjustments import (
    Adjusted,
    adjusted_p_values,
    critical_values,
    cross_adjusted,
)
from rglm.inference.multiple_comparisons.families import Family

NEED_CORRELATION = ("mvt", "scheffe")
ROUNDING = 1e-14  # a standard error is 0, as of a sum of probabilities


@dataclass(frozen=True)
class Inferences:
    """Intervals and tests of k estimates, on the scale of their link.

    Attributes
    ----------
    value, errors, df, statistics, p_values : (k,) float array
    limits : (k, 2) float array
    intervals, tests : tuple of Adjusted
        How each group was adjusted.
    """

    value: np.ndarray
    errors: np.ndarray
    df: np.ndarray
    limits: np.ndarray
    statistics: np.ndarray
    p_values: np.ndarray
    intervals: tuple[Adjusted, ...] = ()
    tests: tuple[Adjusted, ...] = ()


def infer(
    estimated: Estimated,
    df: np.ndarray,
    groups: Sequence[np.ndarray],
    families: Sequence[Family],
    settings: EmmSettings,
) -> Inferences:
    """Intervals and tests of estimates, adjusted within each group.

    Parameters
    ----------
    estimated : Estimated
    df : (k,) array
    groups : sequence of int array
        The places of each group.
    families : sequence of Family
        Of each group.
    settings : EmmSettings
    """
    value, errors = estimated.value, estimated.errors
    errors = np.where(errors <= ROUNDING * np.abs(value), 0.0, errors)
    df = np.where(np.isnan(value), np.nan, df)
    statistics = _statistics(value, errors, settings)
    limits, p_values = np.full((len(value), 2), np.nan), np.full(len(value), np.nan)
    intervals, tests, side, adjust = [], [], settings.side, settings.adjust
    tested_side = -1 if settings.delta and not side else side
    for places, family in zip(groups, families, strict=True):
        each_df = df[places]
        r = _correlation(estimated, places) if adjust in NEED_CORRELATION else None
        if settings.intervals:
            reach = critical_values(
                settings.level, each_df, family, adjust, side=side, correlation=r
            )
            limits[places] = _limits(value[places], reach.values * errors[places], side)
            intervals.append(reach)
        if settings.tests:
            test = adjusted_p_values(
                statistics[places], each_df, family, adjust, side=tested_side, correlation=r
            )
            p_values[places] = test.values
            tests.append(test)
    if settings.cross_adjust != "none" and tests:
        p_values = _cross_adjusted(p_values, groups, settings.cross_adjust)
    return Inferences(
        value, errors, df, limits, statistics, p_values, tuple(intervals), tuple(tests)
    )


@ignore_float_errors
def _statistics(value: np.ndarray, errors: np.ndarray, settings: EmmSettings) -> np.ndarray:
    """The ratios to their errors of the distances from the null, less (or more) delta."""
    distance = value - settings.null
    if settings.side:
        distance = distance + settings.side * settings.delta
    elif settings.delta:
        distance = np.abs(distance) - settings.delta
    out: np.ndarray = distance / errors
    return out


def _limits(value: np.ndarray, reach: np.ndarray, side: int) -> np.ndarray:
    """The ends of intervals; one that is open has one end."""
    low = np.where(np.isnan(value), np.nan, -np.inf) if side < 0 else value - reach
    high = np.where(np.isnan(value), np.nan, np.inf) if side > 0 else value + reach
    return np.column_stack([low, high])


@ignore_float_errors
def _correlation(estimated: Estimated, places: np.ndarray) -> np.ndarray:
    """The correlation of some estimates."""
    covariance = estimated.take(places).covariance
    errors = np.sqrt(np.diag(covariance))
    out: np.ndarray = covariance / np.outer(errors, errors)
    return out


def _cross_adjusted(p_values: np.ndarray, groups: Sequence[np.ndarray], method: str) -> np.ndarray:
    """The p-values adjusted for the number of groups.

    Raises ValueError: groups have different numbers of estimates.
    """
    if len({len(places) for places in groups}) > 1:
        raise ValueError(
            f"cross_adjust={method!r}: groups have different numbers of estimates; use "
            "by=() to adjust over all of them"
        )
    out = p_values.copy()
    together = np.stack(list(groups))
    out[together] = cross_adjusted(p_values[together], method)
    return out


@ignore_float_errors
def shown_columns(
    numbers: Inferences, scale: Scale, settings: EmmSettings, name: str
) -> dict[str, np.ndarray]:
    """The columns under emmeans' names, on the scale that is asked for."""
    spread = settings.spread
    value, errors, limits = numbers.value, numbers.errors, numbers.limits
    null = np.array([settings.null])
    if settings.is_response and scale.has_other:
        name, errors = scale.name, np.abs(scale.slopes(value, spread)) * errors
        value, null = scale.means(value, spread), scale.means(null, spread)
        limits = np.sort(_at_ends(numbers.value, limits, scale, spread), axis=1)
    is_normal = bool(np.isinf(numbers.df[~np.isnan(numbers.df)]).all())
    out = {name: value, "SE": errors, "df": numbers.df}
    if settings.intervals:
        low, high = ("asymp.LCL", "asymp.UCL") if is_normal else ("lower.CL", "upper.CL")
        out[low], out[high] = limits.T
    if settings.tests:
        if null[0] != 0:
            out["null"] = np.full(len(value), null[0])
        out["z.ratio" if is_normal else "t.ratio"] = numbers.statistics
        out["p.value"] = numbers.p_values
    return out


def _at_ends(
    value: np.ndarray, limits: np.ndarray, scale: Scale, spread: float | None
) -> np.ndarray:
    """The means at the ends of intervals; an end beyond the link's range is at that of means."""
    link = scale.link
    if link is None:
        return limits
    low: np.ndarray | float = link.eta_range[0]
    high: np.ndarray | float = link.eta_range[1]
    if np.isinf(link.linkinv(np.zeros(1))[0]):  # a pole, which an end does not pass
        low, high = np.where(value > 0, 0.0, low), np.where(value < 0, 0.0, high)
    ends = scale.means(np.clip(limits.T, low, high), spread)
    bounds = np.array(link.mean_range)[:, None]
    is_rising = scale.slopes(value, spread) > 0
    bounds = np.where(is_rising, bounds, bounds[::-1])
    is_beyond = (low > limits.T) | (high < limits.T) | np.isinf(np.clip(limits.T, low, high))
    out: np.ndarray = np.where(is_beyond, bounds, ends).T
    return out
