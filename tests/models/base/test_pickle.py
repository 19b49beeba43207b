"""A fit pickles, whatever words its formula has; without its rows it is a few kilobytes."""

import copy
import pickle

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, glm, negative_binomial, poisson
from rglm.datasets import load

N = 60
RNG = np.random.default_rng(8)
DATA = pd.DataFrame(
    {
        "x": np.linspace(-2, 3, N),
        "z": RNG.normal(size=N),
        "t": RNG.uniform(1, 3, N),
        "g": RNG.choice(list("abc"), N),
        "k": RNG.integers(1, 4, N),
        "y": RNG.poisson(3, N),
    }
)
PLAIN = ["x", "g", "x:g", "g*z", "1", "0 + g", "`x` + z"]
WORDS = [
    "log(t)",
    "I(x^2)",
    "sqrt(abs(x))",
    "poly(x, 3)",
    "poly(x, 2, raw = TRUE)",
    "bs(x, df = 5)",
    "bs(x, knots = c(0, 1), Boundary.knots = c(-3, 4))",
    "ns(x, df = 3)",
    "scale(x)",
    "cut(x, 3)",
    "cut(x, c(-3, 0, 4))",
    "factor(k)",
    "ordered(k)",
    "as.factor(k)",
    "relevel(g, 'b')",
    "ifelse(x > 0, 1, 0)",
    "(x > 0)",
    "I(g %in% c('a', 'b'))",
    "z + offset(log(t))",
]


def again(fit):
    return pickle.loads(pickle.dumps(fit))


def fitted(right):
    return glm(f"y ~ {right}", DATA, family=poisson())


@pytest.mark.parametrize("right", [*PLAIN, *WORDS])
def test_a_fit_pickles_with_every_function_of_a_formula(right):
    fit = fitted(right)
    pd.testing.assert_series_equal(again(fit).predict(DATA), fit.predict(DATA))
    pd.testing.assert_series_equal(again(fit.strip()).predict(DATA), fit.predict(DATA))


@pytest.mark.parametrize("right", [*PLAIN, *WORDS])
def test_a_stripped_fit_predicts_with_every_function_of_a_formula(right):
    fit = fitted(right)
    pd.testing.assert_series_equal(fit.strip().predict(DATA), fit.predict(DATA))


VERBS = ["coef", "vcov", "logLik", "AIC", "BIC", "nobs", "fitted", "residuals", "predict"]


@pytest.mark.parametrize("verb", [*VERBS, "model_matrix", "model_frame", "confint"])
def test_what_a_pickled_fit_says_is_the_same(verb):
    fit = fitted("x + g")
    ours, theirs = getattr(again(fit), verb)(), getattr(fit, verb)()
    assert str(ours) == str(theirs)
    np.testing.assert_array_equal(np.asarray(ours), np.asarray(theirs))


def test_the_pages_of_a_pickled_fit_are_the_same():
    fit = fitted("x + g")
    for page in (str, lambda f: str(f.summary()), lambda f: str(f.anova())):
        assert page(again(fit)) == page(fit)
    assert type(again(fit)) is type(fit)


def test_what_a_pickled_fit_prints_survives_too():
    fit = fitted("x + g")
    for found in (fit.logLik(), fit.anova(), fit.summary(), fit.confint()):
        assert str(again(found)) == str(found)


def test_a_pickled_fit_updates():
    assert again(fitted("x + g")).update(". ~ . - g").formula == "y ~ x"
    assert again(fitted("x + g")).anova(fitted("x")).table.shape == (2, 5)


@pytest.mark.parametrize(
    "family", [binomial("cauchit"), negative_binomial(2.5), poisson("sqrt")], ids=repr
)
def test_every_family_goes_with_it(family):
    y = np.minimum(DATA["y"], 1)
    fit = glm("y ~ x", DATA.assign(y=y), family=family, control={"maxit": 50})
    assert again(fit).family == family
    pd.testing.assert_series_equal(again(fit).fitted(), fit.fitted())


def test_a_copy_is_a_fit():
    fit = fitted("x")
    assert str(copy.copy(fit)) == str(fit)


@pytest.mark.parametrize("weights", [None, np.ones(100_000)], ids=["plain", "weighted"])
def test_stripped_it_is_small_and_predicts(weights):
    n = 100_000
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"x": rng.normal(size=n), "g": rng.choice(list("abcd"), n)})
    data["y"] = rng.poisson(np.exp(0.2 * data["x"] + 0.1))
    fit = glm("y ~ x * g", data, family=poisson(), weights=weights, na_action="na_exclude")
    fit.fitted_values, fit.linear_predictors, fit.weights  # made, and to be dropped
    stripped = pickle.dumps(fit.strip())
    assert len(stripped) < 20_000
    new = data.iloc[:5]
    pd.testing.assert_series_equal(pickle.loads(stripped).predict(new), fit.predict(new))


def test_what_functions_have_learned_is_small():
    data = pd.concat([DATA] * 300, ignore_index=True)
    fit = glm("y ~ bs(x, df = 5) + poly(z, 2) + cut(t, 3) + factor(k) + scale(t)", data, poisson())
    assert len(pickle.dumps(fit.strip())) < 20_000


def test_levels_do_not_hold_the_rows():
    n = 20_000
    data = pd.DataFrame({"g": pd.Categorical(np.arange(n) % 3), "y": np.arange(n) % 5})
    assert len(pickle.dumps(glm("y ~ g", data).strip())) < 20_000


def test_a_fit_of_galaxies_pickles_small():
    fit = glm("has_gc ~ logmass", load("galaxies"), family=binomial())
    assert len(pickle.dumps(fit.strip())) < 20_000
