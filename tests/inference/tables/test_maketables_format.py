"""Fits have the attributes that the package maketables reads, which need not be installed."""

import numpy as np
import pandas as pd
import pytest
from printed_objects import FITS, printed_object

from rglm import lm
from rglm.datasets import load

MODELS = [name for name in FITS if name != "levels"]


def labelled(fit):
    """The labels of the names of the coefficients, as maketables joins those of their parts."""
    labels = fit.__maketables_var_labels__
    names = fit.__maketables_coef_table__.index
    return [" × ".join(labels.get(p, p) for p in name.split(":")) for name in names]


@pytest.mark.parametrize("name", MODELS)
def test_the_table_has_the_numbers_of_the_model(name):
    fit = printed_object(name)
    table = fit.__maketables_coef_table__
    assert type(table) is pd.DataFrame
    assert table.index.name == "Coefficient"
    assert list(table.columns) == ["b", "se", "t", "p", "ci95l", "ci95u"]
    tidy = fit.tidy()
    assert np.array_equal(table["b"], tidy["estimate"], equal_nan=True)
    assert np.array_equal(table["p"], tidy["p_value"], equal_nan=True)
    wald = fit.confint(method="wald") if name not in ("line", "design", "aliased") else None
    if wald is not None and len(wald) == len(table):
        np.testing.assert_allclose(table[["ci95l", "ci95u"]], wald)


@pytest.mark.parametrize("name", MODELS)
def test_the_statistics_are_those_of_the_fit(name):
    fit = printed_object(name)
    assert fit.__maketables_stat__("N") == fit.nobs()
    aic = fit.__maketables_stat__("aic")
    assert aic is None if np.isnan(fit.AIC()) else aic == pytest.approx(fit.AIC())
    keys = fit.__maketables_default_stat_keys__
    assert keys[0] == "N"
    assert all(fit.__maketables_stat__(key) is not None for key in keys)
    assert fit.__maketables_stat__("no such thing") is None
    assert fit.__maketables_depvar__ == fit.formula.split("~")[0].strip()
    assert fit.__maketables_vcov_info__ == {"vcov_type": "model-based"}


def test_our_own_statistics_have_labels():
    fit = printed_object("negbin")
    assert fit.__maketables_stat__("theta") == fit.theta
    assert fit.__maketables_stat_labels__["theta"] == "Theta"
    assert "theta" in fit.__maketables_default_stat_keys__
    assert "r2" in printed_object("line").__maketables_default_stat_keys__


def test_levels_and_labels_of_the_data_are_shown():
    assert labelled(printed_object("counts"))[-1] == "wool=B × tension=H"
    assert labelled(printed_object("inflated"))[-1] == "zero: logmass"
    assert labelled(printed_object("unordered"))[:2] == ["M: Intercept", "M: breaks"]
    cars = load("mtcars")
    cars.attrs["variable_labels"] = {"wt": "Weight", "factor(cyl)": "Cylinders"}
    shown = labelled(lm("mpg ~ wt * factor(cyl)", cars))
    assert shown[:3] == ["Intercept", "Weight", "Cylinders=6"]
    assert shown[-1] == "Weight × Cylinders=8"


def test_a_summary_has_its_own_covariance():
    fit = printed_object("line")
    for summary in (fit.summary(vcov="HC3"), printed_object("logit").summary(vcov="HC3")):
        table = summary.__maketables_coef_table__
        assert np.allclose(table["se"], summary.coefficients["Std. Error"])
        assert summary.__maketables_vcov_info__ == {"vcov_type": "HC3"}
        assert summary.__maketables_default_stat_keys__[-1] == "se_type"
        assert summary.__maketables_stat__("N") == summary.fit.nobs()
        assert summary.__maketables_depvar__ == summary.fit.__maketables_depvar__
    robust = fit.summary(vcov="HC3")
    assert robust.__maketables_stat__("fvalue") == pytest.approx(robust.fstatistic["value"])


@pytest.mark.parametrize(
    "name", ["ordinal", "unordered", "inflated", "parts", "betabin", "negbin"]
)
def test_a_summary_of_every_model_has_its_own_covariance(name):
    fit = printed_object(name)
    summary = fit.summary(vcov="HC0")
    table = summary.__maketables_coef_table__
    assert np.allclose(table["se"], np.sqrt(np.diag(fit.vcov(type="HC0"))))
    assert summary.__maketables_vcov_info__ == {"vcov_type": "HC0"}
    assert summary.__maketables_default_stat_keys__[-1] == "se_type"
    own = fit.summary()
    assert own.__maketables_vcov_info__ == {"vcov_type": "model-based"}
    assert own.__maketables_coef_table__.equals(fit.__maketables_coef_table__)


def test_maketables_makes_a_table_of_them():
    maketables = pytest.importorskip("maketables")
    table = maketables.ETable([printed_object("logit"), printed_object("counts")])
    assert "tension=M" in table.df.index.get_level_values(-1)
