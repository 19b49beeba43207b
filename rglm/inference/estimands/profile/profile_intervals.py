"""Intervals of estimands of a fit by the profile of its likelihood."""

from __future__ import annotations

import numpy as np

from rglm.inference.confidence_level import check_level, t_quantile
from rglm.inference.estimands.estimands import Estimands
from rglm.inference.estimands.profile.profile_regions import profile_regions
from rglm.inference.intervals.confint import check_likelihood_profile
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult


def profile_intervals(
    fit: ModelResult, estimands: Estimands, level: float = 0.95, vcov: Vcov = None
) -> np.ndarray:
    """Profile likelihood intervals of functions h of the parameters of a fit, (k, 2).

    The ends are the least and the greatest h(theta) where twice the log-likelihood lies no more
    than z^2 below its maximum, z the quantile of ``confint()`` of the fit: normal, and Student's t
    of an `lm`, where a linear h has its exact interval.

    Raises
    ------
    ValueError
        The fit is not at the maximum of a likelihood, or was stripped of its rows; the level is
        outside (0, 1); `vcov` is given.
    """
    check_level(level)
    z = float(-t_quantile(fit._interval_df, (1 - level) / 2))
    return intervals_at(fit, estimands, np.full(len(estimands), z), vcov)


def intervals_at(
    fit: ModelResult, estimands: Estimands, z: np.ndarray, vcov: Vcov = None
) -> np.ndarray:
    """The same with a critical value for each estimand, (k,), as that of many comparisons."""
    return regions_at(fit, estimands, z, vcov)[:, :2]


def regions_at(
    fit: ModelResult, estimands: Estimands, z: np.ndarray, vcov: Vcov = None
) -> np.ndarray:
    """The same, then what a region leaves out that goes through infinity, (k, 4).

    Such is that of a ratio whose denominator may be 0: it is all that lies not between the last
    two numbers, which else are NaN. The first two are the ends of its part about the estimate.
    """
    if fit._has_profile or vcov is not None:
        check_likelihood_profile(fit, vcov)
    covariance = fit._parameter_covariance()
    if not np.isfinite(covariance).all():
        return np.full((len(estimands), 4), np.nan)
    if not covariance.any():  # no residual: both ends are the estimate
        value = np.where(estimands.is_estimable, estimands.at(fit._parameters)[0], np.nan)
        return np.column_stack([value, value, np.nan * value, np.nan * value])
    inverse = None if _rises_forever(fit) else covariance
    return profile_regions(fit._objective(), fit._parameters, inverse, estimands, z)


def _rises_forever(fit: ModelResult) -> bool:
    """Whether the likelihood goes on rising as some parameters go to infinity."""
    limits = fit._limits()
    is_undecided = np.isnan(limits) & ~np.isnan(fit._estimate_values)
    return bool(fit._is_without_maximum().any() or is_undecided.any())
