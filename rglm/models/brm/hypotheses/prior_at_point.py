"""The density that the prior gives to a value of a quantity, for Savage and Dickey's ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.bayes.densities.linear_combination import linear_combination_density
from rglm.models.brm.hypotheses.linear_form import LinearForm

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def prior_draws(fit: BrmFit, count: int, rng: np.random.Generator) -> np.ndarray:
    """Draws of the prior of all parameters in the order of ``fit.names``, (P, count).

    NaN of those that depend on a flat prior.
    """
    q, centring = fit._priors.sample(count, rng), fit._space.centring
    is_unknown = np.isnan(q[:, 0])
    out = centring @ np.where(is_unknown[:, None], 0.0, q)
    out[(centring[:, is_unknown] != 0).any(axis=1)] = np.nan
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
