"""Fits of lm that were stripped, pickled, copied, or asked by several threads."""

import copy
import pickle
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import lm
from rglm.warnings import FitWarning

CELLS = oracle.data("cells")
FIT = lm("y ~ a + x + offset(x / 2)", CELLS, weights="w")
SMALL = FIT.strip()
NUMBERS = ["sigma", "r_squared", "adj_r_squared", "deviance", "rank", "df_residual", "aic"]
NUMBERS += ["dispersion", "formula", "terms", "xlevels", "call", "null_deviance"]
PAGES = ["coef", "vcov", "logLik", "AIC", "BIC", "nobs", "confint", "summary", "tidy", "glance"]
ROW_VERBS = ["residuals", "weighted_residuals", "rstandard", "rstudent", "hatvalues"]
ROW_VERBS += ["cooks_distance", "influence", "influence_measures", "simulate", "augment"]
ROW_VERBS += ["model_matrix", "model_frame", "estfun", "fitted", "predict", "halfnorm", "plot_fit"]


@pytest.mark.parametrize("name", NUMBERS)
def test_a_stripped_fit_keeps_its_numbers(name):
    assert getattr(SMALL, name) == getattr(FIT, name)


@pytest.mark.parametrize("verb", PAGES)
@pytest.mark.parametrize("change", ["strip", "pickle", "copy"])
def test_pages_of_copies_are_the_same(verb, change):
    other = {
        "strip": lambda: SMALL,
        "pickle": lambda: pickle.loads(pickle.dumps(FIT)),
        "copy": lambda: copy.copy(FIT),
    }[change]()
    assert str(getattr(other, verb)()) == str(getattr(FIT, verb)())


@pytest.mark.parametrize("verb", ROW_VERBS)
def test_verbs_of_rows_say_that_there_are_none(verb):
    with pytest.raises(ValueError, match="stripped of its rows"):
        getattr(SMALL, verb)()


@pytest.mark.parametrize(
    "options",
    [
        {"se_fit": True},
        {"interval": "confidence", "level": 0.9},
        {"interval": "prediction", "weights": "w"},
        {"type": "terms", "interval": "confidence"},
        {"interval": "confidence", "vcov": FIT.vcov(type="HC1")},
    ],
)
def test_copies_predict(options):
    expected = FIT.predict(CELLS, **options)
    for other in (SMALL, pickle.loads(pickle.dumps(SMALL)), pickle.loads(pickle.dumps(FIT))):
        pd.testing.assert_frame_equal(other.predict(CELLS, **options), expected)


def test_threads_get_the_same_answers():
    fit = lm("y ~ a + x", CELLS, weights="w")

    def ask(_):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FitWarning)
            table = fit.augment(se_fit=True)
        return fit.confint(), table, fit.influence_measures().table

    with ThreadPoolExecutor(8) as pool:
        first, *others = pool.map(ask, range(16))
    for other in others:
        for one, two in zip(first, other, strict=True):
            pd.testing.assert_frame_equal(one, two)


@pytest.mark.parametrize("type", ["HC0", "HC1", "HC3"])
def test_intervals_by_a_robust_covariance_are_t(type):
    se = np.sqrt(np.diag(FIT.vcov(type=type)))
    limits = FIT.confint(vcov=type)
    t = 2.1788128296672  # of 12 degrees of freedom
    assert FIT.df_residual == 12
    np.testing.assert_allclose(limits["97.5 %"], FIT.coef() + t * se)
    np.testing.assert_allclose(limits["2.5 %"], FIT.coef() - t * se)


def test_a_profile_of_the_likelihood_would_add_nothing():
    with pytest.raises(ValueError, match=r"intervals of lm\(\) are Student's t"):
        FIT.confint(method="profile")
    assert FIT.confint().attrs["method"] == "wald"
    assert FIT.confint("x").shape == (1, 2)
    with pytest.raises(ValueError, match="level=95"):
        FIT.confint(level=95)


PAGES_OF_R = oracle.saved("linear_rows")["pages"]


def test_pages_of_intervals_are_those_of_r():
    data = pd.DataFrame(oracle.saved("linear_rows")["data"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        aliased = lm("y ~ x + I(2 * x) + f", data, subset="x != 8")
        saturated = lm("y ~ x", data, subset="x < 3")
    assert str(aliased.confint()).split("\n") == PAGES_OF_R["confint_aliased"]
    assert str(saturated.confint()).split("\n") == PAGES_OF_R["confint_saturated"]
