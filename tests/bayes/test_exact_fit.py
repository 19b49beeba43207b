"""Responses that a model fits exactly, and normal models with as many columns as rows."""

import numpy as np
import pandas as pd
import pytest

from rglm import Gamma, brm, gaussian, inverse_gaussian
from rglm.bayes import hurdle_gamma, hurdle_lognormal
from rglm.priors import exponential, inv_gamma, prior

X = np.linspace(-1, 1, 20)
DATA = pd.DataFrame(
    {"x": X, "five": 5.0, "zero": 0.0, "line": 0.1 + 2 * X, "power": np.exp(2 * X)}
)
DATA["far"] = 2 * (X + 1e8)
DATA["half"] = np.where(np.arange(20) % 2, 5.0, 0.0)


@pytest.mark.parametrize(
    ("formula", "family", "message"),
    [
        ("five ~ x", gaussian(), r"sigma goes to 0; .*prior\(inv_gamma\(1, 1\), class_='sigma'\)"),
        ("zero ~ 1", gaussian(), "sigma goes to 0"),
        ("far ~ I(x + 1e8)", gaussian(), "sigma goes to 0"),
        ("line ~ x", gaussian(), "sigma goes to 0"),
        ("power ~ x", gaussian("log"), "sigma goes to 0"),
        ("five ~ x", Gamma(), r"shape goes to infinity; .*prior\(exponential"),
        ("five ~ 1", inverse_gaussian(), "shape goes to infinity"),
        ("half ~ 1", hurdle_gamma(), "shape goes to infinity"),
        ("half ~ 1", hurdle_lognormal(), "sigma goes to 0"),
    ],
)
def test_an_exact_fit_is_improper(formula, family, message):
    with pytest.raises(
        ValueError, match="improper: the model fits the response exactly.*" + message
    ):
        brm(formula, DATA, family=family, seed=1)


def test_a_prior_that_excludes_an_exact_fit_is_enough():
    given = prior(inv_gamma(1, 1), class_="sigma")
    sigma = brm("five ~ x", DATA, prior=given, seed=1).draws["sigma"]
    # of sigma: inverse gamma in sigma^-1, with sigma^-18 of 20 residuals of 0 and 2 coefficients
    assert sigma.mean() == pytest.approx(1 / 18, rel=0.03)
    shape = brm("five ~ 1", DATA, Gamma(), prior=prior(exponential(0.01), class_="shape"), seed=1)
    assert shape.algorithm == "importance"


def test_more_observations_than_rows_are_counted_by_weights():
    two = pd.DataFrame({"x": [0.0, 1.0], "y": [1.0, 3.0]})
    with pytest.raises(ValueError, match="fits the response exactly"):
        brm("y ~ x", two, weights=[2, 2], seed=1)


def test_a_normal_model_of_more_columns_than_rows_has_a_posterior():
    rng = np.random.default_rng(1)
    data = pd.DataFrame(rng.standard_normal((6, 9)), columns=[*"abcdefgh", "y"])
    with pytest.warns(match="cannot be trusted"):
        fit = brm("y ~ .", data, algorithm="importance", draws=1000, seed=1)
    assert 0.1 < fit.draws["sigma"].mean() < 2
    assert fit.draws["a"].std() > 0.1


@pytest.mark.parametrize("unit", [1e-15, 1e15])
@pytest.mark.parametrize("family", [gaussian(), Gamma(), inverse_gaussian(), hurdle_gamma()])
def test_the_unit_of_the_response_makes_no_exact_fit(family, unit):
    y = np.exp(np.sin(9 * X)) * unit
    y[0] *= family.name != "hurdle_gamma"
    fit = brm("y ~ x", DATA.assign(y=y), family=family, draws=500, seed=1)
    assert fit.algorithm == "importance"


def test_weights_may_have_any_sum():
    y = np.sin(9 * X)
    fit = brm("y ~ 1", DATA.assign(y=y), weights=np.full(20, 1e-9), seed=1)  # the prior
    assert fit.draws["sigma"].mean() == pytest.approx(y.std(ddof=1), rel=0.1)
    assert fit.draws["Intercept"].std() == pytest.approx(2.5 * y.std(ddof=1), rel=0.1)
