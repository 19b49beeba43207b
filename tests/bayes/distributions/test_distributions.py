"""The distributions beside scipy.stats, their derivatives, truncation and draws."""

import pickle
from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, stats

from rglm.bayes.distributions.bounded import Beta, Uniform
from rglm.bayes.distributions.flat import Flat
from rglm.bayes.distributions.location_scale import Cauchy, Laplace, Logistic, Normal, StudentT
from rglm.bayes.distributions.positive import Exponential, Gamma, InvGamma, LogNormal

RTOL = 1e-12  # both sides are closed forms or scipy.special
PAIRS = [
    (Normal(1, 2.5), stats.norm(1, 2.5), "normal(1, 2.5)"),
    (StudentT(3, 0, 2.5), stats.t(3, 0, 2.5), "student_t(3, 0, 2.5)"),
    (Cauchy(-1, 2), stats.cauchy(-1, 2), "cauchy(-1, 2)"),
    (Laplace(0.5, 2), stats.laplace(0.5, 2), "double_exponential(0.5, 2)"),
    (Logistic(0, 1), stats.logistic(0, 1), "logistic(0, 1)"),
    (Exponential(0.2), stats.expon(scale=5), "exponential(0.2)"),
    (Gamma(2, 0.1), stats.gamma(2, scale=10), "gamma(2, 0.1)"),
    (InvGamma(0.4, 0.3), stats.invgamma(0.4, scale=0.3), "inv_gamma(0.4, 0.3)"),
    (LogNormal(0.3, 1.2), stats.lognorm(1.2, scale=np.exp(0.3)), "lognormal(0.3, 1.2)"),
    (Uniform(-1, 3), stats.uniform(-1, 4), "uniform(-1, 3)"),
    (Beta(2, 5), stats.beta(2, 5), "beta(2, 5)"),
]
P = np.array([1e-6, 0.02, 0.3, 0.5, 0.9, 0.9999])


@pytest.fixture(params=PAIRS, ids=lambda pair: pair[0].name)
def pair(request):
    return request.param


def test_density_tails_and_quantiles_are_those_of_scipy(pair):
    ours, theirs, text = pair
    x = theirs.ppf(P)
    np.testing.assert_allclose(ours.log_density(x), theirs.logpdf(x), rtol=RTOL)
    np.testing.assert_allclose(ours.cdf(x), P, rtol=1e-7)
    np.testing.assert_allclose(ours.sf(x), 1 - P, rtol=1e-7)
    np.testing.assert_allclose(ours.quantile(P), x, rtol=1e-8, atol=1e-14)
    np.testing.assert_allclose(ours.sf(ours.upper_quantile(P)), P, rtol=1e-9)
    assert repr(ours) == text
    assert (ours.lower, ours.upper) == theirs.support()
    assert pickle.loads(pickle.dumps(ours)) == ours


def test_derivatives_are_those_of_the_log_density(pair):
    ours, theirs, _ = pair
    x = theirs.ppf([0.03, 0.4, 0.7, 0.95])
    h = 1e-4 * np.abs(x)
    before, here, after = ours.log_density(x - h), ours.log_density(x), ours.log_density(x + h)
    _, first, second = ours.derivatives(x)
    np.testing.assert_allclose(first, (after - before) / (2 * h), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(second, (after - 2 * here + before) / h**2, rtol=1e-3, atol=1e-4)


def test_outside_the_support_there_is_nothing():
    for ours in (Exponential(1), Gamma(0.5, 1), InvGamma(1, 1), LogNormal(0, 1)):
        value, first, second = ours.derivatives(np.array([-1.0, 1.0]))
        assert np.isneginf(value[0])
        assert np.isfinite(value[1])
        assert (first[0], second[0]) == (0, 0)
        assert ours.cdf(-1.0) == 0
        assert ours.sf(-1.0) == 1


def test_draws_have_the_distribution(pair):
    ours, theirs, _ = pair
    drawn = ours.sample(np.random.default_rng(1), (50, 8))
    assert drawn.shape == (50, 8)
    assert stats.kstest(drawn.ravel(), theirs.cdf).pvalue > 1e-3


@pytest.mark.parametrize("ends", [(0.2, 0.7), (0.0, 0.3), (0.9, 1.0)])
def test_a_truncated_density_integrates_to_one(pair, ends):
    ours, theirs, _ = pair
    lower, upper = theirs.ppf(ends)
    some = ours.truncated(lower, upper)
    assert (some.lower, some.upper) == (lower, upper)
    cuts = some.quantile(np.linspace(0, 1, 9))
    inner = pairwise(cuts)
    total = sum(integrate.quad(lambda x: np.exp(some.log_density(x)), a, b)[0] for a, b in inner)
    assert total == pytest.approx(1, abs=1e-7)
    np.testing.assert_allclose(some.cdf(some.quantile(P)), P, atol=1e-9)
    np.testing.assert_allclose(some.sf(some.upper_quantile(P)), P, atol=1e-9)
    drawn = some.sample(np.random.default_rng(2), 300)
    assert drawn.min() >= lower
    assert drawn.max() <= upper
    assert stats.kstest(drawn, some.cdf).pvalue > 1e-3
    _, first, second = ours.derivatives(cuts[2:5])
    np.testing.assert_array_equal(some.derivatives(cuts[2:5])[1:], (first, second))


def test_truncation_far_in_a_tail_keeps_its_digits():
    far = Normal(0, 1).truncated(20, np.inf)
    expected = stats.norm.logpdf(20.1) - stats.norm.logsf(20)
    assert far.log_density(np.array(20.1)) == pytest.approx(expected, rel=1e-12)
    assert far.quantile(np.array(0.5)) == pytest.approx(20.0344, abs=1e-3)


def test_truncation_twice_is_once_and_no_truncation_is_none():
    normal = Normal(0, 1)
    once = normal.truncated(0, 5).truncated(-3, 2)
    assert (once.untruncated, once.lower, once.upper) == (normal, 0, 2)
    assert normal.truncated(-np.inf, np.inf) is normal
    assert Exponential(1).truncated(-5, np.inf) == Exponential(1)
    assert repr(normal.truncated(0, np.inf)) == "normal(0, 1) on (0, inf)"
    assert Uniform(0, 4).truncated(1, 9) == Uniform(1, 4)
    assert Flat().truncated(0, 2) == Uniform(0, 2)
    assert Flat().truncated(0, np.inf) == Flat(0, np.inf)


@pytest.mark.parametrize("ours", [Exponential(1), Uniform(-2, -1), Normal(0, 1)])
def test_bounds_without_probability_are_refused(ours):
    with pytest.raises(ValueError, match=r"has no probability between -200 and -100"):
        ours.truncated(-200, -100)


def test_flat_is_improper():
    flat = Flat()
    assert not flat.is_proper
    assert all((part == 0).all() for part in flat.derivatives(np.array([-5.0, 3.0])))
    assert (repr(flat), flat.text()) == ("flat()", "(flat)")
    for use in (lambda: flat.sample(np.random.default_rng(1), 3), lambda: flat.cdf(0.0)):
        with pytest.raises(ValueError, match="improper"):
            use()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Normal(0, -1), r"normal\(\): scale= must be above 0 and finite, got -1"),
        (lambda: Normal(np.nan, 1), r"normal\(\): location= must be finite, got nan"),
        (lambda: StudentT(0, 0, 1), r"student_t\(\): df= must be above 0 and finite, got 0"),
        (lambda: Exponential(np.inf), r"exponential\(\): rate= must be above 0 and finite"),
        (lambda: Gamma(1, 0), r"gamma\(\): rate= must be above 0"),
        (lambda: InvGamma(-2, 1), r"inv_gamma\(\): shape= must be above 0"),
        (lambda: LogNormal(0, 0), r"lognormal\(\): sdlog= must be above 0"),
        (lambda: Uniform(2, 1), r"uniform\(\): lower= must be below upper=, got lower=2, upper=1"),
        (lambda: Beta(1, -1), r"beta\(\): shape2= must be above 0"),
    ],
)
def test_arguments_are_checked(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_student_t_quantiles_keep_their_digits_in_the_tails_and_the_middle():
    ours, p = StudentT(3, 0, 1), np.array([1e-30, 1e-12, 0.2, 0.4999, 0.5])
    np.testing.assert_allclose(ours.cdf(ours.quantile(p)), p, rtol=1e-12)
    np.testing.assert_allclose(ours.sf(ours.upper_quantile(p)), p, rtol=1e-12)
    assert ours.quantile(np.array([0.0, 1.0])).tolist() == [-np.inf, np.inf]
