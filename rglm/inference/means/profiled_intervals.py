"""Intervals of means and contrasts by the profile of the likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rglm.inference.estimands.estimated import Estimated
from rglm.inference.estimands.profile.profile_intervals import intervals_at
from rglm.inference.means.estimate_columns import Inferences
from rglm.protocol.model_result import ModelResult

METHODS = ("wald", "profile")


def with_profiled_intervals(
    numbers: Inferences,
    fit: ModelResult,
    estimated: Estimated,
    groups: Sequence[np.ndarray],
    side: int,
    vcov_note: str | None,
) -> Inferences:
    """The same with intervals of the same critical values by profile.

    The critical value of an interval, adjusted or not, is how many standard errors it reaches; of
    a profile it is the signed root of twice the fall of the log-likelihood.

    Parameters
    ----------
    numbers : Inferences
        With intervals by Wald.
    fit : ModelResult
    estimated : Estimated
        The means, functions of the parameters of the fit.
    groups : sequence of int array
        The places of each group.
    side : {0, -1, 1}
        Of both ends, the upper one, the lower one.
    vcov_note : str or None
        What the covariance is, if it is not the model's.

    Raises
    ------
    ValueError
        The fit has no profile, or the covariance is not the model's.
    """
    z = np.full(len(numbers.value), np.nan)
    for places, reach in zip(groups, numbers.intervals, strict=True):
        z[places] = reach.values
    limits = intervals_at(fit, estimated.estimands, z, vcov_note)
    if side:
        known = ~np.isnan(limits[:, 0])
        limits[known, 0 if side < 0 else 1] = side * np.inf
    return replace(numbers, limits=limits)
