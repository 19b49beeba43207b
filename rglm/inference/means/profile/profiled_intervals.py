"""Intervals of means and contrasts by the profile of the likelihood."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rglm.inference.estimands.profile.profile_intervals import intervals_at
from rglm.inference.means.estimate_columns import Inferences

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid


def with_profiled_intervals(numbers: Inferences, emm: EmmGrid) -> Inferences:
    """The same with intervals of the same critical values by profile.

    The critical value of an interval, adjusted or not, is how many standard errors it reaches; of
    a profile it is the signed root of twice the fall of the log-likelihood.

    Raises
    ------
    ValueError
        The fit has no profile, or the covariance is not the model's; the estimates depend on
        more than its parameters.
    """
    if emm.name == "effect.size":
        raise ValueError(
            "method='profile' is of functions of coefficients, and effect sizes are divided by "
            "sigma too; use method='wald'"
        )
    z, side = np.full(len(numbers.value), np.nan), emm.settings.side
    for places, reach in zip(emm.places, numbers.intervals, strict=True):
        z[places] = reach.values
    limits = intervals_at(emm.fit, emm.estimated.estimands, z, emm.covariance_name)
    if side:
        known = ~np.isnan(limits[:, 0])
        limits[known, 0 if side < 0 else 1] = side * np.inf
    return replace(numbers, limits=limits)
