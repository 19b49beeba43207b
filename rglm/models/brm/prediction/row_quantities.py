"""What is worked out of the linear predictors of rows at the draws of a posterior."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.formatting.hints.option_check import check_option
from rglm.models.brm.prediction.drawn_rows import DrawnBlock, Quantity
from rglm.models.brm.row_blocks import weighted_values

if TYPE_CHECKING:
    from rglm.families.links.link import Link
    from rglm.models.brm.brm_fit import BrmFit

MEAN = "mu"  # what brms calls the parameter of the response that the formula predicts


def expectation(fit: BrmFit) -> Quantity:
    """The mean of the response; of trials their proportion, of categories the probabilities."""
    likelihood = fit._likelihood
    return lambda part: likelihood.mean_at(part.etas, part.scalars, part.trials)


def random_response(fit: BrmFit, rng: np.random.Generator) -> Quantity:
    """A random response; successes of trials, codes of categories."""
    likelihood = fit._likelihood
    return lambda part: likelihood.sample_at(part.etas, part.scalars, part.trials, rng)


def log_likelihood(fit: BrmFit, theta: np.ndarray) -> Quantity:
    """The log-likelihood of a row times its weight, 0 of a row without one."""
    likelihood = fit._likelihood
    return lambda part: weighted_values(likelihood, theta, part.block)[part.known]


def linear_predictor(fit: BrmFit, dpar: str | None = None) -> Quantity:
    """The linear predictor of a parameter of the response, or what has none itself.

    Of unordered categories without `dpar` that of each level but the first, (n, S, m - 1).
    """
    places, auxiliaries = _predictor_places(fit), _auxiliaries(fit)
    if dpar is None and MEAN not in places:
        return partial(_all_predictors, [p.sign for p in fit._predictors])
    name = check_dpar(fit, MEAN if dpar is None else dpar)
    if name in auxiliaries:
        return partial(_constant, auxiliaries[name])
    place = places[name]
    return partial(_one_predictor, place, fit._predictors[place].sign)


def parameter(fit: BrmFit, dpar: str) -> Quantity:
    """A parameter of the response: the inverse link of its linear predictor.

    The predictors of categories are no parameters by themselves; they are as they are.
    """
    linear = linear_predictor(fit, dpar)
    if fit.family.has_levels or dpar in _auxiliaries(fit):
        return linear
    return partial(_inverse, fit.family.link_of(dpar), linear)


def check_dpar(fit: BrmFit, dpar: str) -> str:
    """The name of a parameter of the response, if the model has it.

    Raises
    ------
    ValueError
        It has not.
    """
    return check_option("dpar", dpar, (*_predictor_places(fit), *_auxiliaries(fit)))


def _predictor_places(fit: BrmFit) -> Mapping[str, int]:
    """The place of each linear predictor, by brms' name."""
    return {one.dpar or MEAN: place for place, one in enumerate(fit._predictors)}


def _auxiliaries(fit: BrmFit) -> Mapping[str, np.ndarray]:
    """The draws (S,) of each parameter that is the same in all rows."""
    values = fit.draws.to_numpy()
    return {fit.names[i]: values[:, i] for i in fit._auxiliary_places}


def _constant(values: np.ndarray, part: DrawnBlock) -> np.ndarray:
    return np.broadcast_to(values[part.places], part.shape)


def _one_predictor(place: int, sign: float, part: DrawnBlock) -> np.ndarray:
    return sign * part.etas[place]


def _all_predictors(signs: list[float], part: DrawnBlock) -> np.ndarray:
    pairs = zip(signs, part.etas, strict=False)
    return np.stack([sign * eta for sign, eta in pairs], axis=-1)


@ignore_float_errors
def _inverse(link: Link, linear: Quantity, part: DrawnBlock) -> np.ndarray:
    return link.linkinv(linear(part))
