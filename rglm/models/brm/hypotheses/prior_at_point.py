"""The density that the prior gives to a value of a quantity, for Savage and Dickey's ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.bayes.densities.linear_combination import linear_combination_density
from rglm.bayes.priors.ordered_priors import sample_ordered
from rglm.models.brm.hypotheses.linear_form import LinearForm

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def prior_draws(fit: BrmFit, count: int, rng: np.random.Generator) -> np.ndarray:
    """Draws of the prior of all parameters in the order of ``fit.names``, (P, count).

    NaN of those that depend on a flat prior.
    """
    priors, centring = fit._priors, fit._space.centring
    is_flat = priors.is_flat
    q = np.zeros((len(is_flat), count))
    for i, one in enumerate(priors.distributions):
        if not is_flat[i]:
            q[i] = one.sample(rng, count)
    cuts = [i for i, one in enumerate(priors.parameters) if one.is_cut_point]
    if cuts and not is_flat[cuts].any():
        q[cuts] = sample_ordered(priors.cut_points, count, rng)
    out = centring @ q
    is_flat[cuts] = is_flat[cuts].any()
    out[(centring[:, is_flat] != 0).any(axis=1)] = np.nan
    return out[fit._order]


def linear_prior_density(
    fit: BrmFit, form: LinearForm, rng: np.random.Generator, count: int
) -> float | None:
    """The prior density of a linear form at 0; None where it has to be found from draws.

    The form is a weighted sum of the quantities that have independent priors: exact for normal
    priors and for one parameter, see `linear_combination_density`. Cut points are not independent.
    A flat prior has no density: NaN.
    """
    weights = independent_weights(fit, form)
    used, priors = np.flatnonzero(weights), fit._priors
    if any(priors.parameters[i].is_cut_point for i in used):
        return None
    if priors.is_flat[used].any():
        return np.nan
    distributions = [priors.distributions[i] for i in used]
    return linear_combination_density(distributions, weights[used], -form.constant, rng, count)


def independent_weights(fit: BrmFit, form: LinearForm) -> np.ndarray:
    """The weights of the quantities that have independent priors, (P,)."""
    weights = np.zeros(len(form.weights))
    weights[fit._order] = form.weights
    return fit._space.centring.T @ weights
