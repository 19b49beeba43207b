"""R's verbs as functions say what the methods say."""

import inspect

import numpy as np
import pandas as pd
import pytest

from rglm import generics, glm, poisson
from rglm.datasets import load
from rglm.models.glm.glm_fit import GlmFit

BREAKS = load("warpbreaks")
FIT = glm("breaks ~ wool + tension", BREAKS, family=poisson())
ARGUMENTS = {
    "residuals": {"type": "pearson"},
    "predict": {"type": "response"},
    "AIC": {"k": 3},
    "add1": {"scope": ". ~ wool * tension"},
    "wald_test": {"hypothesis": "woolB = 0"},
    "simulate": {"seed": 1},
}
NEED_ARGUMENTS = ("update", "add1", "wald_test", "simulate")


def compare(one, two):
    if isinstance(one, (pd.DataFrame, pd.Series)):
        (pd.testing.assert_frame_equal if one.ndim == 2 else pd.testing.assert_series_equal)(
            one, two
        )
    assert str(one) == str(two)


@pytest.mark.parametrize("verb", [v for v in generics.VERBS if v not in NEED_ARGUMENTS])
def test_a_function_is_its_method(verb):
    compare(getattr(generics, verb)(FIT), getattr(FIT, verb)())


@pytest.mark.parametrize("verb", ARGUMENTS)
def test_arguments_are_handed_on(verb):
    arguments = ARGUMENTS[verb]
    compare(getattr(generics, verb)(FIT, **arguments), getattr(FIT, verb)(**arguments))


def test_several_models():
    small = generics.update(FIT, ". ~ wool")
    compare(generics.anova(small, FIT), small.anova(FIT))


def test_every_verb_is_documented_and_a_method():
    for verb in generics.VERBS:
        assert f"fit.{verb}(" in getattr(generics, verb).__doc__
        assert getattr(generics, verb).__name__ == verb
        assert inspect.getdoc(getattr(GlmFit, verb))


def test_the_list_of_names_is_the_module():
    assert sorted(generics.__all__) == sorted(generics.VERBS)
    assert len(set(generics.VERBS)) == len(generics.VERBS)


def test_numbers_are_numbers():
    assert generics.nobs(FIT) == 54
    assert np.isfinite(generics.BIC(FIT))


def test_update_sees_the_names_of_its_caller():
    shift = 2.0
    updated = generics.update(FIT, ". ~ . + I((wool == 'A' & tension == 'L') * shift)")
    assert shift == 2.0
    assert updated.formula.endswith("shift)")
