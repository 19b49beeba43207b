"""Tukey's comparisons say where their means are not adjusted for other terms."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from rglm import aov
from rglm.datasets import load
from rglm.models.aov.balance import unbalanced_terms
from rglm.models.aov.cell_means import factor_terms
from rglm.warnings import FitWarning

WARPBREAKS = load("warpbreaks")
# 40 rows, in which a level of `a` goes with a level of `b`
A = np.repeat(["1", "2"], 20)
B = np.repeat(["1", "2", "3", "1", "2", "3"], [16, 2, 2, 2, 9, 9])
MEANS = 3.0 * (A == "2") + 1.0 * (B == "2") + 2.0 * (B == "3")


def unbalanced(formula, data=WARPBREAKS):
    fit = aov(formula, data)
    return unbalanced_terms(fit, factor_terms(fit)[0])


@pytest.mark.parametrize(
    ("formula", "rows", "expected"),
    [
        ("breaks ~ wool + tension", slice(None), []),
        ("breaks ~ wool * tension", slice(None), []),
        ("breaks ~ C(wool, contr.sum) * tension", slice(None), []),
        ("breaks ~ tension", slice(0, 50), []),
        ("breaks ~ wool + tension", slice(0, 50), ["wool", "tension"]),
        ("breaks ~ wool * tension", slice(0, 50), ["wool", "tension"]),
        ("breaks ~ x + tension", slice(None), ["tension"]),
    ],
)
def test_terms_that_depend_on_others(formula, rows, expected):
    data = WARPBREAKS.assign(x=np.arange(54.0) ** 2)[rows]
    assert unbalanced(formula, data) == expected


# scipy 1.11's quantile of the studentized range, beside numpy 1.26
@pytest.mark.filterwarnings("ignore:Conversion of an array with ndim > 0:DeprecationWarning")
def test_a_true_difference_of_1_is_shown_as_026():
    noise = 1e-6 * np.random.default_rng(1).normal(size=40)
    fit = aov("y ~ a + b", {"a": A, "b": B, "y": MEANS + noise})
    with pytest.warns(FitWarning, match="not adjusted.*confint"):
        differences = fit.TukeyHSD("b")["b"]["diff"]
    np.testing.assert_allclose(differences, [0.258, 1.258, 1], atol=1e-3)
    np.testing.assert_allclose(fit.coef()[["b2", "b3"]], [1, 2], atol=1e-5)


def test_the_intervals_hold_in_half_of_the_samples():
    rng, held = np.random.default_rng(1), 0
    for _ in range(60):
        fit = aov("y ~ a + b", {"a": A, "b": B, "y": MEANS + rng.normal(size=40)})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FitWarning)
            table = fit.TukeyHSD("b")["b"]
        held += bool(((table["lwr"] < [1, 2, 1]) & (table["upr"] > [1, 2, 1])).all())
    assert 0.35 < held / 60 < 0.7
