"""The likelihood of a fit that is no glm with some of its coefficients held at zero."""

from __future__ import annotations

import numpy as np

from rglm.fitting.newton.newton_method import maximise
from rglm.fitting.newton.optimization_result import LogLikelihood, OptimizationResult
from rglm.linalg.threads import one_thread
from rglm.protocol.capabilities import HasLikelihoodModel


def null_loglik(fit: HasLikelihoodModel) -> float:
    """The maximum of the log-likelihood over intercepts, cut points, theta and their like."""
    return restricted_maximum(fit, is_slope(fit)).value


def intercept_loglik(fit: HasLikelihoodModel) -> float:
    """The same, with an intercept in each part of the formula, also where the fit has none.

    NaN where the likelihood of the null model has no finite start: offsets may rule it out.
    """
    try:
        if all(part.centred for part in fit._predictor_parts):
            return fit._null_loglik
        return _maximum_of_constants(fit)
    except (FloatingPointError, np.linalg.LinAlgError):
        return np.nan


def _maximum_of_constants(fit: HasLikelihoodModel) -> float:
    """The maximum of the log-likelihood of a constant for each linear predictor."""
    model = fit._likelihood_model.of_constants()
    total = model.total(fit._cell_source.constant())
    start = np.zeros(model.count)
    start[model.free_scalars] = fit._parameters[fit._likelihood_model.free_scalars]
    with one_thread():
        return maximise(total, start).value


def is_slope(fit: HasLikelihoodModel) -> np.ndarray:
    """Whether each parameter is the coefficient of a term, (P,)."""
    out = np.zeros(len(fit._parameters), dtype=bool)
    for part in fit._predictor_parts:
        out[part.places] = part.assign != 0
    return out


def restricted_maximum(fit: HasLikelihoodModel, is_zero: np.ndarray) -> OptimizationResult:
    """The maximum of the log-likelihood with some parameters, (P,) bool, held at zero."""
    start, free = _start(fit, is_zero), np.flatnonzero(~is_zero)
    total = fit._likelihood_model.total(fit._cell_source)

    def of_free(theta: np.ndarray, derivatives: bool) -> LogLikelihood:
        whole = np.zeros(len(start))
        whole[free] = theta
        sums = total(whole, derivatives)
        if not derivatives:
            return sums
        return LogLikelihood(sums.value, sums.gradient[free], sums.hessian[np.ix_(free, free)])

    with one_thread():
        return maximise(of_free, start[free])


def _start(fit: HasLikelihoodModel, is_zero: np.ndarray) -> np.ndarray:
    """The estimates with some at zero; the mean of each linear predictor is that of the fit."""
    theta, means = fit._parameters.copy(), fit._column_means
    is_cut = np.ones(len(theta), dtype=bool)  # or another parameter beside the coefficients
    for part in fit._predictor_parts:
        is_cut[part.places] = False
    for part in fit._predictor_parts:
        level = float((means[part.estimable] * is_zero[part.places]) @ theta[part.places])
        intercept = np.arange(len(theta))[part.places][part.assign == 0]
        if len(intercept):
            theta[intercept] += level
        elif part.centred:  # cut points in the place of an intercept
            theta[is_cut] -= level
    theta[is_zero] = 0.0
    return theta
