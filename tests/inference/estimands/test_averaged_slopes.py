"""Averages of slopes: values and derivatives, beside differences of averages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rglm import betabinomial, glm, glm_nb, hurdle, lm, multinom, polr, zeroinfl
from rglm.datasets import load
from rglm.inference.estimands.averaged_slopes import AveragedSlopes, averaged_slopes
from rglm.inference.estimands.estimands import LinearEstimands, averages
from rglm.warnings import RankWarning

CARS, LOOMS, GALAXIES = load("mtcars"), load("warpbreaks"), load("galaxies")
FEW = load("budworm").assign(numdead=[1, 9, 9, 7, 18, 20, 4, 1, 12, 10, 8, 16])
MODELS = {
    "lm": lambda: (lm("mpg ~ wt * factor(cyl) + I(wt^2)", CARS), "wt"),
    "glm": lambda: (glm("has_gc ~ logmass + I(logmass^2)", GALAXIES, "binomial"), "logmass"),
    "offset": lambda: (glm("carb ~ wt * am + offset(log(hp))", CARS, "poisson"), "hp"),
    "glm_nb": lambda: (glm_nb("n_gc ~ logmass + I(logmass^2)", GALAXIES), "logmass"),
    "betabinomial": lambda: (
        betabinomial("cbind(numdead, n - numdead) ~ ldose + sex", FEW),
        "ldose",
    ),
    "polr": lambda: (polr("ordered(tension) ~ breaks + I(breaks^2 / 100)", LOOMS), "breaks"),
    "multinom": lambda: (multinom("tension ~ breaks * wool", LOOMS), "breaks"),
    "zeroinfl": lambda: (zeroinfl("n_gc ~ logmass", GALAXIES, dist="negbin"), "logmass"),
    "hurdle": lambda: (hurdle("n_gc ~ logmass + I(logmass^2) | logmass", GALAXIES), "logmass"),
}


def moved_rows(fit, rows, name, step):
    return fit._design_rows(rows.assign(**{name: rows[name].astype(float) + step}))


def differenced(fit, rows, name):
    """Fourth-order differences of the design; exact here but for the offset."""
    h = 1e-3 * rows[name].abs().mean()
    up, down, up2, down2 = (moved_rows(fit, rows, name, k * h) for k in (1, -1, 2, -2))
    changes = {
        field: (
            8 * (getattr(up, field) - getattr(down, field))
            - (getattr(up2, field) - getattr(down2, field))
        )
        / (12 * h)
        for field in ("x", "offset", "deviation")
    }
    return replace(up, **changes)


@pytest.mark.parametrize("name", MODELS)
def test_slopes_and_their_derivatives(name):
    fit, variable = MODELS[name]()
    rows = fit.data.iloc[[0, 3, 7, 11]]
    design, derivative = fit._design_rows(rows), differenced(fit, rows, variable)
    weights = np.array([[0.5, 0.5, 0, 0], [0, 0.2, 0.3, 0.5]])
    theta, h = fit._parameters, 2e-4 * rows[variable].abs().mean()
    for type in fit._quantity_types:
        quantity = fit._quantity(type)
        slopes = averaged_slopes(design, derivative, quantity, weights)
        ends = [
            averages(moved_rows(fit, rows, variable, k * h), quantity, weights).at(theta)
            for k in (1, -1, 2, -2)
        ]
        value, jacobian = (
            (8 * (ends[0][k] - ends[1][k]) - (ends[2][k] - ends[3][k])) / (12 * h)
            for k in range(2)
        )
        found = slopes.at(theta)
        for one, expected in zip(found, (value, jacobian), strict=True):
            scale = np.abs(expected).max() + 1e-3
            np.testing.assert_allclose(one, expected, rtol=1e-7, atol=1e-7 * scale)
        assert isinstance(slopes, LinearEstimands) == quantity.is_linear
        assert slopes.is_estimable.all()
        assert len(slopes) == len(value)
        direct = AveragedSlopes(design, derivative, quantity, weights)
        assert direct.is_linear == quantity.is_linear


def test_slopes_that_are_not_estimable():
    """A slope in a group that has one value of x."""
    data = pd.DataFrame(
        {"x": [1.0, 2, 3, 4, 2, 2, 2], "g": list("aaaabbb"), "y": [1, 3, 2, 5, 4, 6, 5.0]}
    )
    with pytest.warns(RankWarning):
        fit = glm("y ~ x * g", data, "Gamma")
    rows = pd.DataFrame({"x": [2.0, 2.0], "g": ["a", "b"]})
    design, derivative = fit._design_rows(rows), differenced(fit, rows, "x")
    for type in ("link", "response"):
        slopes = averaged_slopes(design, derivative, fit._quantity(type), np.eye(2))
        assert slopes.is_estimable.tolist() == [True, False]
