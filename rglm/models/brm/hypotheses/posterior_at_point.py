"""The density that the posterior gives to a value of a quantity, for Savage and Dickey's ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.bayes.densities.marginal_density import log_integral, log_marginal_density
from rglm.models.brm.hypotheses.linear_form import LinearForm
from rglm.models.brm.hypotheses.prior_at_point import independent_weights

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

DRAWS, DRAWS_OF_MANY_ROWS = 4000, 1000  # of an integral
MANY_ROWS = 20_000  # each pass over them takes long
STEP = 1e-5  # of u, for the derivative of a quantity between bounds


def linear_posterior_density(
    fit: BrmFit, form: LinearForm, rng: np.random.Generator
) -> tuple[float, float] | None:
    """The posterior density of a linear form at 0, and its relative error.

    It is the integral of the joint density where the form is 0, over that of the joint density
    everywhere. None where it has to be found from draws: of a fit without its rows, of draws of
    the prior, of a form that is not linear in the unconstrained parameters, and where importance
    sampling cannot be trusted. A form of one parameter between bounds is taken to these.
    """
    if fit.algorithm == "prior" or fit._source is None:
        return None
    weights, priors, space = independent_weights(fit, form), fit._priors, fit._space
    used = np.flatnonzero(weights)
    if any(priors.parameters[i].is_cut_point for i in used):
        return None
    has_bounds = space.is_positive | np.isfinite(priors.lower) | np.isfinite(priors.upper)
    if not has_bounds[used].any():
        return _density(fit, weights, -form.constant, rng)
    return _bounded_density(fit, form, weights, used[0], rng) if len(used) == 1 else None


def _bounded_density(
    fit: BrmFit, form: LinearForm, weights: np.ndarray, place: int, rng: np.random.Generator
) -> tuple[float, float] | None:
    """The density of w q + c at 0, q between bounds: that of its u, over dq/du and w."""
    space, value = fit._space, -form.constant / weights[place]
    if not fit._priors.lower[place] < value < fit._priors.upper[place]:
        return 0.0, 0.0
    q = space.quantities(fit._sample.points[:, 0])
    q[place] = value
    u = space.unconstrained_quantities(q)
    unit = np.eye(len(u))[place]
    ends = space.quantities(np.column_stack([u - STEP * unit, u + STEP * unit]))[place]
    slope = (ends[1] - ends[0]) / (2 * STEP)
    found = _density(fit, unit, float(u[place]), rng)
    return None if found is None else (found[0] / abs(slope * weights[place]), found[1])


def _density(
    fit: BrmFit, normal: np.ndarray, value: float, rng: np.random.Generator
) -> tuple[float, float] | None:
    """The posterior density of c'u at a value, and its relative error."""
    posterior, points = fit._posterior, fit._sample.points
    draws = DRAWS if fit.nobs() < MANY_ROWS else DRAWS_OF_MANY_ROWS
    importance = fit._sample.importance
    if importance is not None and importance.is_trusted:
        whole = importance.log_evidence, importance.log_evidence_error
    else:
        found = log_integral(posterior, points.mean(axis=1), draws, rng)
        if found is None:
            return None
        whole = found
    part = log_marginal_density(posterior, normal, value, points, draws, rng)
    if part is None:
        return None
    return float(np.exp(part[0] - whole[0])), float(np.hypot(part[1], whole[1]))
