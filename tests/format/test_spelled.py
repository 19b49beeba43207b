"""Names that a user mistypes, and what they are told."""

from __future__ import annotations

import copy
import pickle
import warnings

import pytest

import rglm
from rglm import binomial, glm, glm_nb
from rglm.datasets import load


@pytest.fixture(scope="module")
def fit():
    return glm("has_gc ~ logmass", load("galaxies"), binomial())


@pytest.mark.parametrize(
    ("call", "said"),
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
        (lambda f: f.plot_fit("logmas"), "'logmass'"),
        (lambda f: f.residuals(type="pearsn"), "'pearson'"),
    ],
)
def test_what_was_meant(fit, call, said):
    with pytest.raises((TypeError, ValueError, AttributeError)) as caught:
        call(fit)
    assert said in str(caught.value)


def test_far_names_get_no_guess(fit):
    with pytest.raises(AttributeError, match="has no attribute 'zzzzz'$"):
        _ = fit.zzzzz


def test_errors_inside_a_property_stay_theirs(fit):
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


def test_tab_offers_verbs_and_no_insides(fit):
    offered = dir(fit)
    assert {"summary", "anova", "confint", "predict", "plot_fit", "coefficients"} <= set(offered)
    assert not {"solution", "fitter", "lines", "rows_source"} & set(offered)
    assert {"glm", "glm_nb", "options", "regtable"} <= set(dir(rglm))


def test_warnings_show_the_line_of_the_caller():
    data = load("galaxies").assign(twice=lambda d: 2 * d["logmass"])
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        glm("has_gc ~ logmass + twice", data, binomial())
        glm("has_gc * 0.5 ~ logmass", data, binomial())
    assert len(said) == 2
    assert {warning.filename for warning in said} == {__file__}
