"""Residuals of five types against their formulas."""

import numpy as np
import pytest

from rglm import Gamma, binomial, gaussian, glm, inverse_gaussian, poisson
from rglm.datasets import load

# the formulas, written with the family's functions: rounding
RTOL = 1e-12
WORMS = load("budworm")
CLOTS = load("clotting").assign(w=[1, 2, 1, 3, 1, 2, 1, 1, 2])
FITS = {
    "binomial": lambda: glm("cbind(dead, alive) ~ sex + ldose", WORMS, binomial("probit")),
    "Gamma": lambda: glm("lot1 ~ log(u)", CLOTS, Gamma(), weights="w"),
    "gaussian": lambda: glm("lot1 ~ log(u)", CLOTS, gaussian(), weights="w"),
    "poisson": lambda: glm("lot1 ~ log(u)", CLOTS, poisson("sqrt"), offset="u / 100"),
    "inverse_gaussian": lambda: glm("lot1 ~ log(u)", CLOTS, inverse_gaussian("log")),
}


@pytest.fixture(scope="module", params=FITS)
def fit(request):
    return FITS[request.param]()


def test_response(fit):
    np.testing.assert_allclose(fit.residuals("response"), fit.y - fit.fitted_values, RTOL)


def test_working(fit):
    slope = fit.family.link.mu_eta(fit.linear_predictors.to_numpy())
    np.testing.assert_allclose(fit.residuals("working"), (fit.y - fit.fitted_values) / slope, RTOL)


def test_pearson(fit):
    variance = fit.family.variance(fit.fitted_values.to_numpy())
    expected = (fit.y - fit.fitted_values) * np.sqrt(fit.prior_weights / variance)
    np.testing.assert_allclose(fit.residuals("pearson"), expected, RTOL)


def test_deviance(fit):
    found = fit.residuals()
    np.testing.assert_allclose(found, fit.residuals("deviance"))
    assert (found**2).sum() == pytest.approx(fit.deviance, rel=RTOL)
    assert (np.sign(found) == np.sign(fit.y - fit.fitted_values)).all()
    units = fit.family.dev_resids(
        fit.y.to_numpy(), fit.fitted_values.to_numpy(), fit.prior_weights.to_numpy()
    )
    np.testing.assert_allclose(found**2, units, RTOL)


def test_partial(fit):
    found = fit.residuals("partial")
    assert found.columns.to_list() == list(fit.terms)
    assert found.index.equals(fit.fitted_values.index)
    working = fit.residuals("working")
    np.testing.assert_allclose(found.sub(working, axis=0), fit.predict(type="terms"), RTOL, 1e-10)


def test_every_type_carries_the_index(fit):
    for kind in ("deviance", "pearson", "working", "response", "partial"):
        assert fit.residuals(kind).index.equals(fit.fitted_values.index)


def test_partial_residuals_are_those_of_R():
    # R: residuals(glm(breaks ~ wool, poisson, warpbreaks), "partial")[1:3, ]
    fit = glm("breaks ~ wool", load("warpbreaks"), family=poisson())
    theirs = [-0.0592969482044793, 0.0695813333910153, 0.8428510229639830]
    np.testing.assert_allclose(fit.residuals("partial")["wool"][:3], theirs, rtol=1e-8)


def test_rows_of_weight_zero_have_residuals():
    # R: residuals(glm(c(1, 2, 9) ~ 1, weights = c(1, 1, 0)), type) is -.5 .5 7.5, with 0 as the
    # last for deviance and pearson
    fit = glm("y ~ 1", {"y": [1.0, 2, 9]}, weights=[1, 1, 0])
    for kind in ("response", "working"):
        np.testing.assert_allclose(fit.residuals(kind), [-0.5, 0.5, 7.5])
    for kind in ("deviance", "pearson"):
        np.testing.assert_allclose(fit.residuals(kind), [-0.5, 0.5, 0])


def test_an_unknown_type_is_refused_with_a_suggestion():
    fit = glm("lot1 ~ u", CLOTS)
    with pytest.raises(ValueError, match=r"type='pearsons'.*did you mean 'pearson'"):
        fit.residuals("pearsons")


def test_without_terms_there_are_no_partial_residuals():
    assert glm("lot1 ~ 1", CLOTS).residuals("partial").shape == (9, 0)
