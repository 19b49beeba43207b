"""Errors of functions that ``rglm`` does not have at its top, and of verbs without a fit."""

from pkgutil import resolve_name

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm import expand_grid, generics, glm, lm
from rglm.datasets import load


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Anova", r"here it is fit\.anova\(type='II'\)"),
        ("deltaMethod", r"fit\.delta_method\('-b0/b1'\)"),
        ("linearHypothesis", r"fit\.wald_test\('x1 = x2'\)"),
        ("waldtest", r"fit\.wald_test"),
        ("coeftest", r"fit\.summary\(vcov='HC3'\)"),
        ("Boot", r"here it is fit\.boot\(\)"),
        ("vcovBS", r"here it is fit\.vcov\(type='boot'\)"),
        ("anova", r"it is a method, fit\.anova\(\), and a function of rglm\.generics"),
        ("TukeyHSD", r"fit\.TukeyHSD\(\)"),
        ("bptest", r"fit\.bptest\(\)"),
        ("summary", r"fit\.summary\(\)"),
        ("deviance", r"an attribute, fit\.deviance"),
        ("ols", r"here it is lm\(\)"),
        ("glmm", "did you mean 'glm'"),
        ("stan_glm", r"here it is brm\('y ~ x', data, family=binomial\(\)\)"),
        ("bf", r"here it is brm\('y ~ x | z'"),
        ("negbinomial", "it is in rglm.bayes: from rglm.bayes import negbinomial"),
        ("set_prior", "it is in rglm.priors: from rglm.priors import set_prior"),
    ],
)
def test_functions_of_the_module(name, hint):
    with pytest.raises(AttributeError, match=f"module 'rglm' has no attribute '{name}'.*{hint}"):
        getattr(rglm, name)


def test_hints_name_what_there_is():
    fit = lm("breaks ~ wool", load("warpbreaks"))
    from rglm.formatting.hints.other_packages import FUNCTIONS_ELSEWHERE

    for name, meaning in FUNCTIONS_ELSEWHERE.items():
        assert name not in rglm.__all__
        head = meaning.removeprefix("fit.").partition("(")[0]
        if head.startswith("rglm."):
            assert resolve_name(head)
        else:
            assert hasattr(fit if meaning.startswith("fit.") else rglm, head)


@pytest.mark.parametrize("verb", ["bptest", "coef", "weights", "deviance", "plot", "resid"])
def test_a_verb_takes_a_fit(verb):
    data = load("warpbreaks")
    for value in ("breaks ~ wool", data, np.ones(3), {"x": 1}, 3, pd.Series([1.0])):
        with pytest.raises(TypeError, match=r"\(\) takes a fit first, got .*\(lm\('y ~ x', data"):
            getattr(generics, verb)(value)
    with pytest.raises(AttributeError, match="LmSummary has no attribute 'fitted'"):
        generics.fitted(lm("breaks ~ wool", data).summary())
    with pytest.raises(AttributeError, match="tests the constant variance of lm"):
        generics.bptest(glm("breaks ~ wool", data))


def test_values_by_place():
    with pytest.raises(TypeError, match=r"expand_grid\(\) takes one value .*expand_grid\(wool="):
        expand_grid(["A", "B"], range(3))
    fit = lm("breaks ~ wool", load("warpbreaks"))
    with pytest.raises(TypeError, match=r"update\(\) takes one value .* data=new"):
        fit.update(". ~ . + tension", load("warpbreaks"))
    with pytest.raises(
        TypeError, match=r"update\(\) has no argument 'family' \(here it is an arg"
    ):
        fit.update(family="poisson")


@pytest.mark.parametrize("function", ["lm", "aov", "glm_nb", "polr", "multinom"])
def test_family_is_of_glm(function):
    with pytest.raises(TypeError, match=rf"{function}\(\) has no argument 'family' .*glm\("):
        getattr(rglm, function)("breaks ~ wool", load("warpbreaks"), family="poisson")
