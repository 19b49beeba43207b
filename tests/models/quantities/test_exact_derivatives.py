"""Gradients of the quantities of every model, beside differences of high order."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from rglm import betabinomial, glm, hurdle, lm, multinom, polr, zeroinfl
from rglm.datasets import load

LOOMS, GALAXIES, BUDWORM = load("warpbreaks"), load("galaxies"), load("budworm")
MODELS = {
    "lm": lambda: lm("breaks ~ wool * tension", LOOMS),
    "gamma": lambda: glm("breaks ~ wool * tension", LOOMS, "Gamma"),
    "betabinomial": lambda: betabinomial("cbind(dead, alive) ~ sex", BUDWORM),
    **{
        f"polr {method}": lambda method=method: polr(
            "ordered(tension) ~ breaks + wool", LOOMS, method=method
        )
        for method in ("logistic", "probit", "cloglog", "cauchit")
    },
    "multinom": lambda: multinom("tension ~ breaks + wool", LOOMS),
    "zeroinfl": lambda: zeroinfl("n_gc ~ logmass", GALAXIES, dist="negbin"),
    "hurdle": lambda: hurdle("n_gc ~ logmass", GALAXIES, dist="negbin"),
}
WEIGHTS = (4 / 5, -1 / 5, 4 / 105, -1 / 280)  # of differences of the eighth order


@cache
def fit_of(name: str) -> Any:
    return MODELS[name]()


def slope(function, step):
    """The derivative at 0 of a function of a number."""
    return (
        sum(
            sign * weight * function(sign * k * step)
            for k, weight in enumerate(WEIGHTS, start=1)
            for sign in (1, -1)
        )
        / step
    )


@pytest.mark.parametrize("name", MODELS)
def test_derivatives_of_every_quantity(name: str) -> None:
    fit = fit_of(name)
    design = fit._design_rows(fit.data.iloc[[0, 7, 11]])
    theta = fit._parameters
    eta, scalars = design.linear_predictors(theta), theta[design.scalars]
    direction = np.random.default_rng(1).normal(size=eta.shape)
    # the inverse link has no mean far from the data
    step = 0.02 * min(1.0, np.abs(eta).min()) if name == "gamma" else 0.02
    for type in fit._quantity_types:
        check(fit._quantity(type), eta, scalars, direction, step)


def check(quantity, eta, scalars, direction, step):
    """The gradient of a quantity, and its change along a direction, are those of differences."""
    gradient, count = quantity.gradient(eta, scalars), eta.shape[1]
    scale = np.abs(gradient).max() + np.abs(quantity.values(eta, scalars)).max()
    for place, unit in enumerate(np.eye(count + len(scalars))):

        def moved(h, unit=unit):
            return quantity.values(eta + h * unit[:count], scalars + h * unit[count:])

        expected = slope(moved, step)
        np.testing.assert_allclose(gradient[:, :, place], expected, rtol=1e-9, atol=1e-11 * scale)
    along = quantity.gradient_along(eta, scalars, direction)
    expected = slope(lambda h: quantity.gradient(eta + h * direction, scalars), step)
    np.testing.assert_allclose(along, expected, rtol=1e-8, atol=1e-10 * scale)
