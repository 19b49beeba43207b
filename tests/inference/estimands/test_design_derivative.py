"""The derivative of the design by a column, beside differences of the design and by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from rglm import betabinomial, glm, hurdle, lm, multinom, polr
from rglm.datasets import load
from rglm.inference.estimands.design_derivative import design_derivative
from rglm.warnings import RankWarning

RNG = np.random.default_rng(3)
DATA = pd.DataFrame(
    {
        "x": RNG.uniform(0.2, 5, 60),
        "z": RNG.normal(size=60),
        "year": RNG.integers(1990, 2024, 60),
        "f": RNG.choice(list("abc"), 60),
        "y": RNG.normal(size=60),
        "f_number": RNG.integers(1, 4, 60),
        "n": RNG.uniform(1, 9, 60),
    }
)
EXPRESSIONS = [
    "x + z",
    "x * z * f",
    "I(x^2) + I(x**3)",
    "log(x) + sqrt(x) + exp(-x / 3) + I(log(x, 2) * z) + I(log10(x) * f_number) + log1p(x)",
    "sin(x) + cos(2 * x) + atan(x) + tanh(x) + abs(x - 2)",
    "poly(x, 3) + z",
    "poly(x, 3, raw = TRUE):f",
    "poly(x, z, degree = 2)",
    "bs(x, df = 6)",
    "ns(x, df = 4) * f",
    "bs(log(x), df = 5, degree = 2)",
    "scale(x) + scale(log(x)):z",
    "I(x / (1 + z^2)) + I(2^x) + I(x^z) + I((x - mean(x))^2)",
    "f / x",
    "x:z + I(-x)",
    "cbind(x, x^2, z)",
    "ifelse(z > 0, x, x^2)",
    "pmin(x, 3) + pmax(x, z)",
    "plogis(x, 1, 2) + pnorm(x) + qlogis(x / 6)",
    "np.sqrt(x) + x.clip(1, 3)",
    "half(x) + half(log(x)):f",
    "0 + f:log(x)",
]


def half(values: Any) -> Any:
    """A function of the analyst."""
    return np.tanh(np.asarray(values)) / 2


def differences(fit: Any, rows: pd.DataFrame, name: str) -> np.ndarray:
    """dX/dx by differences of the fourth order over small steps."""
    h = 1e-3 * rows[name].abs().to_numpy()
    at = [fit._design_rows(rows.assign(**{name: rows[name] + k * h})).x for k in (1, -1, 2, -2)]
    return (8 * (at[0] - at[1]) - (at[2] - at[3])) / (12 * h[:, None])


@pytest.mark.parametrize("right", EXPRESSIONS)
def test_of_every_function(right: str) -> None:
    fit = lm(f"y ~ {right}", DATA, context={"np": np, "half": half})
    rows = DATA.iloc[:20]
    found = design_derivative(fit, rows, "x").x
    near = differences(fit, rows, "x")
    kink = np.abs(found - near).max(axis=1) > 1e-6 * (1 + np.abs(near).max())
    assert kink.sum() <= 2  # a knot or a kink within the step of the differences
    np.testing.assert_allclose(found[~kink], near[~kink], rtol=1e-7, atol=1e-7)


def test_by_hand_to_the_last_digits() -> None:
    context = {"half": half}
    fit = lm("y ~ half(x) + x:z + log(x) + I(x^3) + z", DATA, context=context)
    x, z = DATA["x"].to_numpy(), DATA["z"].to_numpy()
    columns = dict(zip(fit._schema.names, design_derivative(fit, DATA, "x").x.T, strict=True))
    np.testing.assert_array_equal(columns["x:z"], z)
    np.testing.assert_array_equal(columns["log(x)"], 1 / x)
    np.testing.assert_allclose(columns["I(x^3)"], 3 * x**2, rtol=1e-15)
    np.testing.assert_allclose(columns["half(x)"], 0.5 / np.cosh(x) ** 2, rtol=1e-9)
    assert not columns["z"].any()
    assert not columns["(Intercept)"].any()


def test_at_the_knots_and_beyond() -> None:
    """A cubic spline has one slope at a knot, a linear one that to the right."""
    fit = lm("y ~ bs(x, knots = c(1, 2), Boundary.knots = c(0, 6))", DATA)
    rows = DATA.iloc[:3].assign(x=[1.0, 2.0, 1.5])
    np.testing.assert_allclose(
        design_derivative(fit, rows, "x").x, differences(fit, rows, "x"), atol=1e-5
    )
    fit = lm("y ~ ns(x, df = 3)", DATA)
    slopes = design_derivative(fit, DATA.iloc[:3].assign(x=[-3.0, 20.0, 30.0]), "x").x
    np.testing.assert_allclose(slopes[1], slopes[2], rtol=1e-12)
    fit = lm("y ~ bs(x, knots = 2, degree = 1, Boundary.knots = c(0, 6))", DATA)
    at = fit._design_rows(DATA.iloc[:2].assign(x=[2.0, 3.0])).x
    slope = design_derivative(fit, DATA.iloc[:1].assign(x=[2.0]), "x").x[0]
    np.testing.assert_allclose(slope, at[1] - at[0], atol=1e-12)


def test_of_numbers_far_from_0_and_of_higher_order() -> None:
    fit = lm("y ~ I(year^2) + half(year / 1000)", DATA, context={"half": half})
    year = DATA["year"].to_numpy(dtype=float)
    found = design_derivative(fit, DATA, "year").x
    slope = 0.0005 / np.cosh(year / 1000) ** 2
    np.testing.assert_allclose(found[:, 1], 2 * year, rtol=1e-15)
    np.testing.assert_allclose(found[:, 2], slope, rtol=1e-9)
    fit = lm("y ~ x + I(x^2) + I(x^3) + log(x)", DATA)
    x, order2 = DATA["x"].to_numpy(), design_derivative(fit, DATA, "x", order=2).x
    np.testing.assert_allclose(order2[:, 2], 2.0, rtol=1e-10)
    np.testing.assert_allclose(order2[:, 4], -1 / x**2, rtol=1e-8)
    order3 = design_derivative(fit, DATA, "x", order=3).x
    np.testing.assert_allclose(order3[:, 3], 6.0, rtol=1e-8)


def test_offsets_that_read_the_column() -> None:
    fit = lm("y ~ x + offset(log(n))", DATA, offset="n^2")
    found = design_derivative(fit, DATA, "n")
    n = DATA["n"].to_numpy()
    np.testing.assert_allclose(found.offset[:, 0], 1 / n + 2 * n, rtol=1e-14)
    assert not found.x.any()


@pytest.mark.parametrize(
    ("right", "why"),
    [
        ("factor(x)", "as levels, factor"),
        ("cut(x, 3)", "in steps, cut"),
        ("I(x > 2) + x", "in steps, x > 2"),
        ("I(x == 2) + x", "as levels, x == 2"),
        ("half_factor(x)", "has levels"),
    ],
)
def test_levels_and_steps_have_no_slope(right: str, why: str) -> None:
    data = DATA.assign(x=np.arange(60) % 4)
    context = {"half_factor": lambda v: np.where(np.asarray(v) > 1, "high", "low")}
    fit = lm(f"y ~ {right} + z", data, context=context)
    with pytest.raises(ValueError, match=f"no slope of 'x'.*{why}"):
        design_derivative(fit, data, "x")
    with pytest.raises(ValueError, match="its values are no numbers"):
        design_derivative(lm("y ~ f", DATA), DATA, "f")


def test_predictors_of_every_model() -> None:
    """d(eta)/dx of each, beside differences of eta; constants have no slope."""
    looms, galaxies = load("warpbreaks"), load("galaxies")
    shares = DATA.assign(k=RNG.binomial(20, RNG.beta(2, 2, 60)), m=20)
    fits = [
        (glm("breaks ~ wool * log(breaks)", looms, "poisson"), "breaks"),
        (betabinomial("cbind(k, m - k) ~ f * log(x)", shares), "x"),
        (polr("ordered(tension) ~ breaks + wool", looms), "breaks"),
        (multinom("tension ~ poly(breaks, 2) + wool", looms), "breaks"),
        (hurdle("n_gc ~ logmass | I(logmass^2)", galaxies, dist="negbin"), "logmass"),
    ]
    for fit, name in fits:
        rows, theta = fit.data.iloc[[0, 7, 11]], fit._parameters
        h = 1e-3
        etas = [
            fit._design_rows(rows.assign(**{name: rows[name] + k * h})).linear_predictors(theta)
            for k in (1, -1, 2, -2)
        ]
        slopes = (8 * (etas[0] - etas[1]) - (etas[2] - etas[3])) / (12 * h)
        found = design_derivative(fit, rows, name).linear_predictors(theta)
        np.testing.assert_allclose(found, slopes, rtol=1e-8, atol=1e-9)


def test_slopes_that_the_data_do_not_determine() -> None:
    data = DATA.assign(x=np.where(DATA["f"] == "c", 1.0, DATA["x"]))
    with pytest.warns(RankWarning):
        fit = lm("y ~ f * x", data)
    rows = pd.DataFrame({"f": ["a", "b", "c"], "x": 1.0})
    deviation = design_derivative(fit, rows, "x").deviation
    assert (np.abs(deviation).max(axis=1) > 1e-7).tolist() == [False, False, True]
