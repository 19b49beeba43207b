"""The step of logistic regression, for 0/1 responses."""

from __future__ import annotations

import numpy as np

from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.working_steps.prior_weights import apply_weights, weighted_sum
from rglm.families.working_steps.working_step import WorkArrays, WorkingSums

MAX_ETA = 30.0  # beyond it the link is constant
MIN_PROBABILITY = float(1 / (1 + np.exp(MAX_ETA)))


@ignore_float_errors
def binomial_logit_step(
    y: np.ndarray, weights: np.ndarray, eta: np.ndarray, work: WorkArrays
) -> WorkingSums | None:
    """The working weights a mu (1 - mu), the residuals and the deviance; y is 0 or 1.

    None if y is something between, or |eta| is large. `eta` is left as it is.
    """
    if not is_zero_one(y):
        return None
    total, mu, weight = work.spare1, work.spare2, work.weight
    odds = weight
    np.exp(eta, out=odds)
    np.add(odds, 1.0, out=total)
    np.divide(odds, total, out=mu)
    lowest, highest = mu.min(), mu.max()
    if not (lowest > MIN_PROBABILITY and highest < 1 - MIN_PROBABILITY):
        return None
    np.divide(mu, total, out=weight)
    # The odds against what was seen: (1 - mu)/mu at 1, mu/(1 - mu) at 0.
    step, against = work.residual, work.spare3
    np.subtract(y, mu, out=step)
    np.add(mu, y, out=against)
    against -= 1.0
    np.divide(step, against, out=against)
    np.log1p(against, out=against)
    deviance = 2 * weighted_sum(weights, against)
    step /= weight
    informative = apply_weights(weights, weight)
    return WorkingSums(deviance, float(lowest), float(highest), informative)


def is_zero_one(y: np.ndarray) -> bool:
    """Whether all of y, from 0 to 1, is 0 or 1 to within rounding of their sum: y^2 <= y."""
    return bool(y.sum() == y @ y)
