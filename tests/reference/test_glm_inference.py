"""R's predictions and anova tables: every case of glm.R, fitted again."""

import warnings
from functools import cache

import numpy as np
import oracle
import pytest

import rglm
from rglm.families import FamilyWarning

RTOL, assert_close, numbers = oracle.RTOL, oracle.assert_close, oracle.numbers

CASES = oracle.cases("glm_fits.json")


@cache
def fit_of(name):
    return oracle.fit(CASES[name])[0]


def each(condition):
    return pytest.mark.parametrize("name", [n for n, case in CASES.items() if condition(case)])


def with_predictions(part="link"):
    return each(
        lambda case: case["predict"] and case["predict"][part] and not oracle.is_perfect(case)
    )


@cache
def new_data(name):
    return oracle.new_data(CASES[name])


def predict(name, **options):
    with warnings.catch_warnings():
        # R too warns of rank-deficient fits and of splines beyond their boundary knots
        warnings.simplefilter("ignore")
        return fit_of(name).predict(new_data(name), **options)


@with_predictions()
def test_predict(name):
    theirs = CASES[name]["predict"]
    se, response_se = numbers(theirs["link_se"]), numbers(theirs["response_se"])
    assert_close(predict(name), theirs["link"], se, RTOL, "link")
    assert_close(predict(name, type="response"), theirs["response"], response_se, RTOL, "response")


@with_predictions()
def test_predict_se(name):
    theirs = CASES[name]["predict"]
    link, mean = (predict(name, type=kind, se_fit=True) for kind in ("link", "response"))
    se, response_se = numbers(theirs["link_se"]), numbers(theirs["response_se"])
    assert_close(link["fit"], theirs["link"], se, RTOL, "link")
    assert_close(link["se_fit"], theirs["link_se"], 0.0, RTOL, "se of link")
    assert_close(mean["fit"], theirs["response"], response_se, RTOL, "response")
    assert_close(mean["se_fit"], theirs["response_se"], 0.0, RTOL, "se of response")
    two = predict(name, se_fit=True, dispersion=2)["se_fit"]
    assert_close(two, theirs["link_se_dispersion_2"], 0.0, RTOL, "se, dispersion=2")


@with_predictions()
def test_predict_interval(name):
    theirs = CASES[name]["predict"]
    ends = numbers([theirs["lower_90"], theirs["upper_90"]])
    table = predict(name, type="response", interval="confidence", level=0.9)
    width = np.abs(ends[1] - ends[0])
    assert_close(table["lwr"], np.minimum(*ends), width, RTOL, "lower")
    assert_close(table["upr"], np.maximum(*ends), width, RTOL, "upper")


@with_predictions("terms")
def test_predict_terms(name):
    theirs = CASES[name]["predict"]["terms"]
    terms, both = predict(name, type="terms"), predict(name, type="terms", se_fit=True)
    assert list(terms.columns) == theirs["columns"]
    fits, se = (numbers(theirs[k]).reshape(terms.shape) for k in ("fit", "se"))
    # a column that cancels in one row doesn't in another
    fit_size, se_size = (
        np.maximum(np.abs(x).max(axis=0), 1e-6 * np.abs(x).max()) for x in (fits, se)
    )
    assert_close(terms, fits, fit_size, RTOL, "terms")
    assert_close(both["fit"], fits, fit_size, RTOL, "terms")
    assert_close(both["se_fit"], se, se_size, RTOL, "se of terms")
    floor = np.abs(numbers(CASES[name]["predict"]["link"])).max()
    assert_close(terms.attrs["constant"], theirs["constant"], floor, RTOL, "constant")


def anova_floors(case):
    """A change of deviance, and Rao's score, are differences of numbers of the deviance's size."""
    size = oracle.size_of(case)
    phi = case["dispersion"] or 1.0
    return {"Deviance": size, "Resid. Dev": size, "Rao": size, "F": size / phi, "Cp": size}


def anova_of(kind):
    return each(lambda case: case["anova"] and case["anova"][kind])


@anova_of("sequential")
def test_anova(name):
    case, fit = CASES[name], fit_of(name)
    for test, theirs in case["anova"]["sequential"].items():
        oracle.assert_table(
            fit.anova(test=test).table, theirs, anova_floors(case), f"anova {test}"
        )


@anova_of("between")
def test_anova_of_two(name):
    case, fit = CASES[name], fit_of(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rglm.FitWarning)
        warnings.simplefilter("ignore", FamilyWarning)
        smaller = fit.update(case["drop"])
    for test, theirs in case["anova"]["between"].items():
        table = smaller.anova(fit, test=test).table
        oracle.assert_table(table, theirs, anova_floors(case), f"anova {test}")
