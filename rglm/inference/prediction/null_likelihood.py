"""The likelihood of the intercepts (and the offsets) alone, of a fit that is no glm."""

from __future__ import annotations

from typing import Any

import numpy as np

from rglm.fitting.newton.newton_method import maximise
from rglm.fitting.newton.optimization_result import LogLikelihood
from rglm.inference.prediction.term_contributions import center
from rglm.linalg.threads import one_thread


def null_loglik(fit: Any) -> float:
    """The maximum of the log-likelihood over intercepts, cut points, theta and their like."""
    start, free = _start(fit)
    total = fit.model.total(fit.rows_source)

    def inside(theta: np.ndarray, derivatives: bool) -> LogLikelihood:
        whole = np.zeros(len(start))
        whole[free] = theta
        found = total(whole, derivatives)
        if not derivatives:
            return found
        return LogLikelihood(found.value, found.gradient[free], found.hessian[np.ix_(free, free)])

    with one_thread():
        return maximise(inside, start[free]).value


def is_slope(fit: Any) -> np.ndarray:
    """Whether each parameter is the coefficient of a term, (P,)."""
    out = np.zeros(len(fit.parameters), dtype=bool)
    for part in fit.predictor_parts:
        out[part.at] = part.assign != 0
    return out


def _start(fit: Any) -> tuple[np.ndarray, np.ndarray]:
    """Parameters without slopes, and the places of those that are free.

    The level of each predictor is that of the fit.
    """
    theta, slopes, means = fit.parameters.copy(), is_slope(fit), center(fit)
    cuts = ~slopes
    for part in fit.predictor_parts:
        level = float((means[part.kept] * (part.assign != 0)) @ theta[part.at])
        ones = np.arange(len(theta))[part.at][part.assign == 0]
        cuts[part.at] = False
        if len(ones):
            theta[ones] += level
        elif part.centred:  # cut points in the place of an intercept
            theta[cuts] -= level
    theta[slopes] = 0.0
    return theta, np.flatnonzero(~slopes)
