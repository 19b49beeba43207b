"""marginaleffects takes every model, and agrees with exact derivatives."""

from __future__ import annotations

import warnings
from functools import cache

import numpy as np
import pytest
from tobit import tobit

from rglm import betabinomial, brm, hurdle, lm, multinom, polr, zeroinfl
from rglm.datasets import load
from rglm.inference.estimands.averaged_slopes import averaged_slopes
from rglm.inference.estimands.design_derivative import design_derivative
from rglm.inference.estimands.estimands import averages
from rglm.inference.estimands.estimated import Estimated, Parameters
from rglm.models.base.missing_verbs import MissingVerbError

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    me = pytest.importorskip("marginaleffects")

pytestmark = pytest.mark.filterwarnings("default")  # of marginaleffects and jax, not of rglm
LOOMS, GALAXIES = load("warpbreaks"), load("galaxies")
MODELS = {
    "polr": (lambda: polr("ordered(tension) ~ breaks + wool", LOOMS), "probs"),
    "mean class": (lambda: polr("ordered(tension) ~ breaks + wool", LOOMS), "mean_class"),
    "multinom": (lambda: multinom("tension ~ breaks + wool", LOOMS), "probs"),
    "two levels": (lambda: multinom("wool ~ breaks", LOOMS), "probs"),
    "zeroinfl": (
        lambda: zeroinfl(
            "n_gc ~ logmass + sample + offset(logmass / 9) | logmass", GALAXIES, dist="negbin"
        ),
        "response",
    ),
    "hurdle": (lambda: hurdle("n_gc ~ logmass + sample", GALAXIES), "response"),
    "zero part": (lambda: hurdle("n_gc ~ logmass + sample", GALAXIES), "prob0"),
    "betabinomial": (
        lambda: betabinomial("cbind(dead, alive) ~ sex + dose", load("budworm")),
        "response",
    ),
    "own density": (
        lambda: tobit("breaks ~ wool + weight", LOOMS.assign(weight=LOOMS.index % 7), limit=20),
        "response",
    ),
}
NUMBERS = {"polr": "breaks", "mean class": "breaks", "multinom": "breaks", "two levels": "breaks"}
NUMBERS |= {"betabinomial": "dose", "own density": "weight"}
RTOL = 1e-6  # marginaleffects takes differences


@cache
def fit_of(name):
    return MODELS[name][0]()


def table(result):
    """The table of a result; groups come in any order."""
    data = getattr(result, "data", result)
    return data.sort("group") if "group" in data.columns else data


def assert_same(result, expected, error_rtol=RTOL):
    np.testing.assert_allclose(result["estimate"], expected.value, rtol=RTOL, atol=1e-9)
    np.testing.assert_allclose(result["std_error"], expected.errors, rtol=error_rtol)


@pytest.mark.parametrize("name", MODELS)
def test_averages_and_slopes_of_every_model(name):
    fit, type = fit_of(name), MODELS[name][1]
    model = fit if type in ("response", "probs") else fit.marginal(type)
    rows, quantity = fit._design_rows(fit.data), fit._quantity(type)
    weights, parameters = np.full((1, len(fit.data)), 1 / len(fit.data)), Parameters.of(fit)
    means = Estimated(averages(rows, quantity, weights), parameters)
    assert_same(table(me.avg_predictions(model)), means)
    variable = NUMBERS.get(name, "logmass")
    derivative = design_derivative(fit, fit.data, variable)
    slopes = Estimated(averaged_slopes(rows, derivative, quantity, weights), parameters)
    found = table(me.avg_slopes(model, variables=variable, eps_vcov=1e-4))
    assert_same(found, slopes, 5e-5)
    if quantity.columns is not None:
        assert found["group"].to_list() == list(quantity.columns)


def test_comparisons_of_levels_by_group():
    fit = fit_of("multinom")
    found = table(me.avg_comparisons(fit, variables="wool"))
    probs = [fit.predict(LOOMS.assign(wool=w), type="probs").mean() for w in "AB"]
    np.testing.assert_allclose(found["estimate"], probs[1] - probs[0], rtol=RTOL)
    by_wool = table(me.avg_predictions(fit, by="wool"))
    shown = dict(zip(by_wool.select("group", "wool").rows(), by_wool["estimate"], strict=True))
    expected = fit.predict(type="probs").groupby(LOOMS["wool"], observed=True).mean()
    assert shown[("M", "B")] == pytest.approx(expected.loc["B", "M"], rel=RTOL)


def test_predictions_by_row_have_the_errors_of_predict():
    fit = fit_of("polr")
    found = table(me.predictions(fit)).sort("group", "rowid")
    expected = fit.predict(type="probs", se_fit=True)
    np.testing.assert_allclose(found["estimate"], np.ravel(expected["fit"].T), rtol=1e-12)
    np.testing.assert_allclose(found["std_error"], np.ravel(expected["se_fit"].T), rtol=1e-5)


def test_names_of_parameters_and_robust_errors():
    fit = fit_of("zeroinfl")
    names = fit.marginal().get_coefnames().tolist()
    assert names == [*fit.names, "Log(theta)", "offset 1", "offset 2"]
    found = table(me.hypotheses(fit, hypothesis="b1 = 0", vcov="HC0"))
    assert found["std_error"][0] == pytest.approx(fit.vcov(type="HC0").iloc[1, 1] ** 0.5, rel=RTOL)


def test_slopes_on_the_scale_of_the_link():
    fit = lm("breaks ~ wool", LOOMS)
    found = table(me.avg_slopes(fit.marginal("link")))
    assert found["estimate"][0] == pytest.approx(fit.coef()["woolB"], rel=RTOL)


def test_types_and_models_that_there_are_not():
    with pytest.raises(ValueError, match="type='class': use one of link, latent"):
        fit_of("polr").marginal("class")
    posterior = brm("breaks ~ wool", LOOMS, family="poisson", draws=100, seed=1)
    with pytest.raises(MissingVerbError, match="marginaleffects takes no draws"):
        posterior.marginal()
