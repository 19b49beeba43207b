"""Errors of attributes, columns and rows that summaries, tests and tables do not have."""

import copy
import pickle
import traceback

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm import aov, glm, lm, poisson
from rglm.datasets import load
from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.inference.htest import HTest

FORMULA = "breaks ~ wool + tension"


@pytest.fixture(scope="module")
def data():
    return load("warpbreaks")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("rsquared", r"LmSummary has no attribute 'rsquared' \(here it is r_squared\)"),
        ("r2", r"here it is r_squared\)"),
        ("coef", r"here it is coefficients\)"),
        ("pvalues", r"here it is coefficients\)"),
        ("f_pvalue", r"here it is p_value\)"),
        ("sigm", "did you mean 'sigma'"),
        ("deviance", r"it is of the fit: \.fit\.deviance"),
        ("xxxxx", "; it has adj_r_squared, aliased"),
    ],
)
def test_summary_of_lm(data, name, hint):
    with pytest.raises(AttributeError, match=hint):
        getattr(lm(FORMULA, data).summary(), name)


def test_other_summaries(data):
    with pytest.raises(
        AttributeError, match=r"Summary has .*'aic' \(it is of the fit: \.fit\.aic"
    ):
        glm(FORMULA, data, poisson()).summary().aic
    fits = [
        rglm.polr("tension ~ breaks", data),
        rglm.multinom("wool ~ tension", data),
    ]
    for fit in fits:
        with pytest.raises(AttributeError, match="did you mean 'coefficients'"):
            fit.summary().coeficients


def test_tests(data):
    fit = lm(FORMULA, data)
    with pytest.raises(AttributeError, match=r"HTest has .*'pvalue' \(here it is p_value\)"):
        fit.bptest().pvalue
    with pytest.raises(AttributeError, match=r"'p' \(here it is p_value\)"):
        fit.ncvTest().p
    with pytest.raises(AttributeError, match=r"here it is table\)"):
        fit.wald_test("woolB").pvalue
    with pytest.raises(AttributeError, match="did you mean 'tables'"):
        aov(fit).TukeyHSD().tabels


def test_a_result_with_hints_is_copied_and_pickled():
    test = HTest({"z": 1.5}, 0.5, "a test", "y")
    assert pickle.loads(pickle.dumps(test)) == copy.copy(test) == test


def test_an_error_inside_a_property_stays():
    class Broken(AttributeHints):
        @property
        def value(self):
            return None.nothing

    with pytest.raises(AttributeError, match="'NoneType' object has no attribute 'nothing'"):
        Broken().value


@pytest.mark.parametrize("table_of", [lambda fit: fit.anova(), lambda fit: aov(fit).summary()])
def test_tables_by_column(data, table_of):
    table = table_of(lm(FORMULA, data))
    assert table["Df"].tolist() == [1, 2, 50]
    assert "Df" in table
    assert next(iter(table)) == "Df"
    with pytest.raises(KeyError, match=r"'Residuals' is a row: \.table\.loc\['Residuals'\]"):
        table["Residuals"]
    with pytest.raises(KeyError, match=r"\.table\.loc\['Residuals', 'Mean Sq'\]"):
        table["Residuals", "Mean Sq"]
    with pytest.raises(KeyError, match=r"no column 'F valu' \(did you mean 'F value'\?\); there"):
        table["F valu"]
    with pytest.raises(AttributeError, match=r"here it is table\.loc: the DataFrame is \.table"):
        table.loc
    for convert in (pd.DataFrame, np.asarray):
        with pytest.raises(TypeError, match=r"its \.table is the DataFrame"):
            convert(table)


def test_a_traceback_says_once_what_was_meant():
    fit = lm("mpg ~ wt", load("mtcars"))
    for owner, name in [(fit, "summery"), (fit.summary(), "coeficients"), (rglm, "glmm")]:
        with pytest.raises(AttributeError) as error:
            getattr(owner, name)
        text = "".join(traceback.format_exception_only(error.value))
        assert text.lower().count("did you mean") == 1
