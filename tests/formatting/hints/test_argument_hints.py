"""Errors of mistyped or misplaced names, and their hints."""

from __future__ import annotations

import copy
import pickle
import re
import warnings

import numpy as np
import pytest

import rglm
from rglm import binomial, glm, glm_nb
from rglm.datasets import load


@pytest.fixture(scope="module")
def fit():
    return glm("has_gc ~ logmass", load("galaxies"), binomial())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda f: glm("has_gc ~ logmass", load("galaxies"), familly=binomial()), "'family'"),
        (lambda f: glm("has_gc ~ logmass", load("galaxies"), exposure=1), "log(exposure)"),
        (lambda f: glm("has_gc ~ logmas", load("galaxies")), "'logmass'"),
        (lambda f: glm("has_gc ~ logmass", load("galaxies"), "binomail"), "'binomial'"),
        (lambda f: glm_nb("n_gc ~ logmass", load("galaxies"), weigths=1), "'weights'"),
        (lambda f: binomial(lnk="probit"), "'link'"),
        (lambda f: binomial("probt"), "'probit'"),
        (lambda f: rglm.binomail, "'binomial'"),
        (lambda f: f.sumary(), "'summary'"),
        (lambda f: f.params, "coefficients"),
        (lambda f: f.df, "df_residual"),
        (lambda f: f.predict(typ="response"), "'type'"),
        (lambda f: f.predict(type="respnse"), "'response'"),
        (lambda f: f.confint(alpha=0.1), "level="),
        (lambda f: f.boot(ncpus=2), "options(threads=)"),
        (lambda f: f.boot(n_resamples=99), "R="),
        (lambda f: f.boot(random_state=1), "seed="),
        (lambda f: rglm.options(mc_cores=2), "here it is threads"),
        (lambda f: f.plot_fit("logmas"), "'logmass'"),
        (lambda f: f.residuals(type="pearsn"), "'pearson'"),
    ],
)
def test_errors_say_which_name_is_meant(fit, call, message):
    with pytest.raises((TypeError, ValueError, AttributeError)) as caught:
        call(fit)
    assert message in str(caught.value)


def test_a_verb_says_what_it_cannot_do_without(fit):
    means = fit.emmeans("1")
    for call in (fit.emmeans, lambda: fit.emmeans(at={"logmass": 3}), means.emmeans):
        with pytest.raises(TypeError, match=r"emmeans\(\) needs specs=, .*emmeans\('g'\)"):
            call()
    with pytest.raises(TypeError, match=r"emtrends\(\) needs var=, the number"):
        fit.emtrends("1")
    with pytest.raises(TypeError, match=r"delta_method\(\) needs g=, .*'-b0/b1'"):
        rglm.generics.delta_method(fit)
    with pytest.raises(TypeError, match=r"emmip\(\) needs formula="):
        means.emmip(CIs=True)
    assert fit.emmeans(specs="1").table.equals(means.table)


@pytest.mark.parametrize("name", ["p_value", "p_values", "to_frame"])
def test_means_say_where_their_numbers_are(fit, name):
    with pytest.raises(AttributeError, match=r"\(here it is table\)"):
        getattr(fit.emmeans("1"), name)


def test_names_that_resemble_nothing_get_no_hint(fit):
    with pytest.raises(AttributeError, match="has no attribute 'zzzzz'$"):
        _ = fit.zzzzz


def test_errors_inside_a_property_are_not_replaced(fit):
    class Odd(type(fit)):
        @property
        def odd(self):
            return [].nothing

    odd = object.__new__(Odd)
    with pytest.raises(AttributeError, match="'list' object has no attribute 'nothing'"):
        _ = odd.odd


def test_a_fit_can_still_be_copied(fit):
    for twin in (copy.copy(fit), copy.deepcopy(fit), pickle.loads(pickle.dumps(fit))):
        assert twin.coefficients.equals(fit.coefficients)


def test_completion_offers_public_names_only(fit):
    offered = dir(fit)
    assert {"summary", "anova", "confint", "predict", "plot_fit", "coefficients"} <= set(offered)
    assert not {"solution", "fitter", "lines", "rows_source"} & set(offered)
    assert {"glm", "glm_nb", "options", "regtable"} <= set(dir(rglm))


def test_warnings_show_the_line_of_the_caller():
    data = load("galaxies").assign(twice=lambda d: 2 * d["logmass"])
    with warnings.catch_warnings(record=True) as message:
        warnings.simplefilter("always")
        glm("has_gc ~ logmass + twice", data, binomial())
        glm("has_gc * 0.5 ~ logmass", data, binomial())
    assert len(message) == 2
    assert {warning.filename for warning in message} == {__file__}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda f: f.predict(level="high"), "predict\\(\\): level= takes a number, got 'high'"),
        (lambda f: f.residuals(type=["pearson"]), "type= takes a text, got \\['pearson'\\]"),
        (lambda f: f.residuals(type=np.zeros(3)), "a text, got a value of type ndarray"),
        (lambda f: f.profile(maxsteps="many"), "maxsteps= takes a whole number, got 'many'"),
        (lambda f: f.profile(alpha=[0.1]), "alpha= takes a number"),
        (lambda f: f.extractAIC(k="log"), "k= takes a number, got 'log'"),
        (lambda f: f.AIC(k=10**400), "k= takes a number, got one that is too large"),
        (lambda f: f.gof(test=["deviance"]), "test= takes a text"),
        (lambda f: f.update(3), "update\\(\\): formula= takes a formula"),
        (lambda f: f.plot_fit(ax="top"), "ax= takes matplotlib's axes or None, got 'top'"),
        (lambda f: f.plot_fit(at=["x"]), "at= takes a dict of names or None"),
        (lambda f: f.plot(which=1, ax="top"), "ax= takes matplotlib's axes, got 'top'"),
        (lambda f: f.plot_profile(level=[]), "level=\\[\\]: coverages"),
        (lambda f: f.step(keep="all"), "keep= takes a function or None"),
        (lambda f: rglm.parquet(3), "takes a path or a list of them, got one of type int"),
    ],
)
def test_values_of_another_kind_are_refused(fit, call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call(fit)


def test_a_whole_float_is_an_int(fit):
    assert repr(fit.profile(maxsteps=5.0)) == repr(fit.profile(maxsteps=5))


OF_STATSMODELS = (
    *("params", "bse", "tvalues", "pvalues", "conf_int", "rsquared", "llf", "resid", "scale"),
    *("t_test", "f_test", "get_prediction", "get_influence", "get_robustcov_results", "cov_HC1"),
    *("HC3_se", "compare_lr_test", "fittedvalues", "mse_resid", "endog", "exog", "summary2"),
)


@pytest.mark.parametrize("name", OF_STATSMODELS)
def test_names_of_statsmodels_are_answered_by_ours(name):
    line = rglm.lm("n_gc ~ logmass", load("galaxies"))
    with pytest.raises(AttributeError, match=rf"'{name}' \(here it is \w+") as caught:
        getattr(line, name)
    assert hasattr(line, re.search(r"here it is (\w+)", str(caught.value))[1])


NO_METHODS = ("boxcox", "compare", "lrtest", "plot_coefs", "regtable", "tbl_regression", "vuong")


@pytest.mark.parametrize("name", NO_METHODS)
def test_functions_of_the_package_are_no_methods(name):
    line = rglm.lm("n_gc ~ logmass", load("galaxies"))
    with pytest.raises(AttributeError, match=rf"here it is a function, rglm\.{name}\(\[?fit"):
        getattr(line, name)
    assert callable(getattr(rglm, name))
