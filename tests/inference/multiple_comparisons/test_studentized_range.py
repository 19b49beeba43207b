"""The studentized range, against R's ptukey and qtukey and exact integrals."""

import numpy as np
import oracle
import pytest
from scipy.integrate import simpson
from scipy.special import ndtr
from scipy.stats import norm

from rglm.inference.multiple_comparisons.studentized_range import (
    quantile,
    range_upper_tail,
    scale_nodes,
    upper_tail,
)
from rglm.inference.multiple_comparisons.t_tails import t_tail

THEIRS = oracle.saved("multiple_comparisons")["ranges"]
PTUKEY = 1e-7  # R's ptukey has an absolute error of some 1e-8
PTUKEY_FEW_DF = 1e-3  # and with few degrees of freedom one of some 1e-4
QTUKEY = 2e-4  # R's qtukey stops at 1e-4


@pytest.mark.parametrize("case", THEIRS, ids=lambda case: f"{case['k']}-{case['df']}")
def test_tails_and_quantiles_are_those_of_r(case):
    df = np.inf if case["df"] < 0 else case["df"]
    tail = upper_tail(np.array(case["q"]), case["k"], df)
    np.testing.assert_allclose(tail, case["upper"], atol=PTUKEY if df >= 10 else PTUKEY_FEW_DF)
    if df >= 10:  # with few df R's are wrong far out: 24.5 of two means, 2 df and 0.999, not 31.6
        ours = [quantile(level, case["k"], df) for level in (0.5, 0.9, 0.95, 0.999)]
        np.testing.assert_allclose(ours, case["quantiles"], rtol=QTUKEY)


@pytest.mark.parametrize("df", [0.5, 1.0, 2.0, 7.3, 40.0, 1e3, 1e7, np.inf])
def test_the_range_of_two_means_is_a_t_statistic(df):
    t = np.array([0.0, 0.01, 1.0, 3.0, 10.0])
    expected = t_tail(t, np.full(5, df), 0)
    np.testing.assert_allclose(upper_tail(np.sqrt(2) * t, 2, df), expected, rtol=1e-10)


def test_the_range_of_three_means_is_an_integral():
    z = np.linspace(-9, 20, 20_001)
    for width in (0.1, 2.0, 6.0, 12.0):
        beyond = ndtr(z) ** 2 - (ndtr(z) - ndtr(z - width)) ** 2
        expected = 3 * simpson(norm.pdf(z) * beyond, x=z)
        assert range_upper_tail(np.array([width]), 3)[0] == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("df", [0.3, 1, 2, 9.9, 10.1, 1e2, 1e5, 1e9, np.inf])
def test_the_scale_has_the_moments_of_chi_square(df):
    scales, weights = scale_nodes(df)
    assert weights @ scales**2 == pytest.approx(1, rel=1e-12)
    variance = 0 if np.isinf(df) else 2 / df
    assert weights @ (scales**2 - 1) ** 2 == pytest.approx(variance, rel=1e-10)


@pytest.mark.parametrize("df", [2.0, np.inf])
def test_many_statistics_have_the_tails_of_few(df):
    q = np.concatenate([np.linspace(0, 60, 600), [np.nan, np.inf, 1e300]])
    some = [0, 1, 7, 90, 300, 500, 599, 600, 601, 602]
    found = upper_tail(q, 12, df)[some]
    np.testing.assert_allclose(found, upper_tail(q[some], 12, df), rtol=1e-10, atol=1e-200)


def test_missing_and_infinite_statistics():
    found = upper_tail(np.array([[np.nan, np.inf], [0.0, -1.0]]), 4, 5.0)
    np.testing.assert_allclose(found, [[np.nan, 0], [1, 1]], atol=1e-100)
    assert np.isnan(quantile(0.95, 3, np.nan))
    assert quantile(1.0, 3, 5.0) == np.inf
    assert quantile(0.0, 3, 5.0) == 0
