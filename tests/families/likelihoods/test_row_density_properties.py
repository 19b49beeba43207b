"""Densities of rows: extremes, limits, probabilities, moments, draws."""

import itertools
import pickle

import numpy as np
import pytest

from rglm.families.likelihoods.beta_binomial import BetaBinomial
from rglm.families.likelihoods.count_distribution import count_distribution
from rglm.families.likelihoods.hurdle import hurdle_density
from rglm.families.likelihoods.row_density import RowTerms
from rglm.families.likelihoods.softmax import Softmax
from rglm.families.likelihoods.zero_inflated import ZeroInflated
from rglm.families.likelihoods.zero_part import ZeroHurdle
from rglm.families.links.link_names import make_link

# Sums of up to 3000 probabilities, each good to about 1e-14
SUMS = 1e-12
# Means of DRAWS draws lie within so many of their standard errors: the seeds are fixed
DRAWS, ERRORS = 40_000, 4.0
COUNTS = ["poisson", "negbin", "geometric"]
LINKS = ["logit", "probit", "cloglog", "cauchit", "log"]
ETAS = [-700.0, -300.0, -40.0, -8.0, -1e-9, 0.0, 1e-9, 0.5, 8.0, 40.0, 300.0, 700.0]
EXTREME = np.array(list(itertools.product([0.0, 1, 2, 17, 1e5, 1e6], ETAS, ETAS))).T
LOG_THETAS = [-600.0, -14.0, 0.3, 25.0, 600.0]


def with_theta(density, log_theta=0.3):
    """Each of the density's scalars the same."""
    return np.full(len(density.scalars), log_theta)


def assert_numbers(terms: RowTerms):
    """No NaN and no infinity but the value of an impossible row."""
    assert not np.isnan(terms.value).any()
    assert terms.value.max() < 1e-9
    for part in [*terms.first, *terms.second.values()]:
        assert np.isfinite(part).all()


@pytest.mark.parametrize("log_theta", LOG_THETAS)
@pytest.mark.parametrize("count", COUNTS)
def test_counts_are_finite_everywhere(count, log_theta):
    y, *eta = EXTREME
    densities = [count_distribution(count), *(ZeroInflated(count, link) for link in LINKS)]
    densities += [hurdle_density(count, "binomial", link) for link in LINKS]
    densities += [hurdle_density(count, zero) for zero in COUNTS]
    for density in densities:
        terms = density.terms(y, eta, with_theta(density, log_theta))
        assert_numbers(terms)
        impossible = (getattr(density, "link", "") == "log") & (eta[1] >= 0)
        if isinstance(getattr(density, "zero", None), ZeroHurdle):
            impossible = (density.zero.link == "log") & (eta[1] >= 0)
        np.testing.assert_array_equal(np.isneginf(terms.value), impossible)


@pytest.mark.parametrize("link", LINKS)
def test_beta_binomial_is_finite_everywhere(link):
    won, *eta = EXTREME
    size = np.maximum(won, 1) + np.where(won > 3, 7, 0)
    density = BetaBinomial(link)
    terms = density.terms(np.stack([won, size], axis=1), eta)
    assert_numbers(terms)
    few = size < 100
    info = density.expected_information([part[few] for part in eta], size[few])
    for part in info.values():
        assert np.isfinite(part).all()


def test_softmax_is_finite_everywhere():
    y, *eta = EXTREME
    assert_numbers(Softmax(3).terms(np.stack([y, 2 * y, np.ones(len(y))], axis=1), eta))


@pytest.mark.parametrize("dist", ["lognormal", "gamma"])
def test_positive_densities_integrate_to_one(dist):
    density = hurdle_density(dist)
    log_y = np.linspace(-400, 25, 200_001)
    for eta, scalar in itertools.product((-2.0, 3.0), (-2.0, 0.2, 1.0)):
        at = [np.full(log_y.shape, eta), np.full(log_y.shape, 700.0)]
        terms = density.terms(np.exp(log_y), at, np.array([scalar]), derivatives=False)
        total = np.exp(terms.value + log_y).sum() * (log_y[1] - log_y[0])
        # the trapezoidal rule, exact to rounding for a function that vanishes at both ends
        assert total == pytest.approx(1, abs=1e-10)


def test_a_large_theta_is_the_poisson():
    y = np.arange(12.0)
    eta = np.linspace(-28, 14, 12)
    poisson = count_distribution("poisson").log_density(y, eta)
    for log_theta in (np.log(1e16), 90.0):
        near = count_distribution("negbin").log_density(y, eta, log_theta)
        # the difference is ((y - mu)^2 - y)/(2 theta)
        distance = ((y - np.exp(eta)) ** 2 - y) / (2 * np.exp(log_theta))
        np.testing.assert_allclose(near.value - distance, poisson.value, rtol=1e-13)
        np.testing.assert_allclose(near.first[1], -distance, rtol=1e-6, atol=1e-30)


def test_a_small_rho_is_the_binomial():
    won, size = np.array([0.0, 3, 17, 40]), np.array([1.0, 9, 40, 40])
    eta = np.array([-3.0, 0.2, 1.0, 2.0])
    y = np.stack([won, size], axis=1)
    terms = BetaBinomial().terms(y, [eta, np.full(4, -700.0)])
    near = BetaBinomial().terms(y, [eta, np.full(4, np.log(1e-10))])
    p = 1 / (1 + np.exp(-eta))
    np.testing.assert_allclose(terms.first[0], won - size * p, rtol=1e-13)
    np.testing.assert_allclose(terms.second[0, 0], -size * p * (1 - p), rtol=1e-13)
    np.testing.assert_allclose(near.value, terms.value, atol=1e-6)
    # what is left of first order: o/2 (y (y-1)/p + (N-y)(N-y-1)/q - N (N-1))
    rest = size - won
    slope = won * (won - 1) / p + rest * (rest - 1) / (1 - p) - size * (size - 1)
    np.testing.assert_allclose(near.first[1], 0.5e-10 * slope, rtol=1e-6, atol=1e-25)


@pytest.mark.parametrize("count", COUNTS)
def test_probabilities_and_moments(count):
    eta = [np.array([-9.0, -1.0, 0.4, 2.0]), np.array([-2.0, -0.5, 0.3, -1.0])]
    densities = [ZeroInflated(count), ZeroInflated(count, "probit")]
    densities += [hurdle_density(count), hurdle_density(count, "negbin")]
    for density in densities:
        scalars = with_theta(density)
        table = density.probabilities(eta, scalars, 1500)
        k = np.arange(1501)
        np.testing.assert_allclose(table.sum(axis=1), 1, rtol=SUMS)
        np.testing.assert_allclose(table @ k, density.mean(eta, scalars), rtol=SUMS)
        variance = table @ (k * k) - density.mean(eta, scalars) ** 2
        np.testing.assert_allclose(density.variance(eta, scalars), variance, rtol=10 * SUMS)
        values = density.terms(np.full(4, 3.0), eta, scalars, derivatives=False).value
        np.testing.assert_allclose(table[:, 3], np.exp(values), rtol=SUMS)


def assert_drawn(draws, mean, variance):
    errors = (draws.mean() - mean) / np.sqrt(variance / len(draws))
    assert abs(errors) < ERRORS


@pytest.mark.parametrize("dist", [*COUNTS, "lognormal", "gamma"])
def test_draws_have_the_mean_and_the_zeros_of_the_density(dist):
    rng = np.random.default_rng(11)
    densities = [hurdle_density(dist), hurdle_density(dist, "geometric")]
    densities += [ZeroInflated(dist)] if dist in COUNTS else []
    for density, start in itertools.product(densities, (-6.0, -0.5, 2.0)):
        scalars = with_theta(density, -0.4)
        eta = [np.full(DRAWS, start), np.full(DRAWS, 0.6)]
        y = density.sample(eta, scalars, rng)
        mean, variance = density.mean(eta, scalars)[0], density.variance(eta, scalars)[0]
        assert_drawn(y, mean, variance)
        zero = density.terms(np.zeros(1), [part[:1] for part in eta], scalars, False)
        p = np.exp(zero.value[0])
        assert_drawn(y == 0, p, p * (1 - p))


def test_draws_of_trials_and_levels():
    rng = np.random.default_rng(12)
    trials = np.full(DRAWS, 12.0)
    for rho in (-800.0, -1.0, 4.0, 300.0):
        density, eta = BetaBinomial(), [np.full(DRAWS, -0.7), np.full(DRAWS, rho)]
        y = density.sample(eta, trials, rng)
        variance = density.variance(eta, trials)[0]
        assert_drawn(y, 12 * density.mean(eta)[0], variance)
        assert y.var() == pytest.approx(variance, rel=0.05)
    eta = [np.full(DRAWS, 0.3), np.full(DRAWS, -1.0)]
    y, p = Softmax(3).sample(eta, np.full(DRAWS, 5), rng), Softmax(3).probabilities(eta)[0]
    assert (y.sum(axis=1) == 5).all()
    for k in range(3):
        assert_drawn(y[:, k], 5 * p[k], 5 * p[k] * (1 - p[k]))


@pytest.mark.parametrize("link", LINKS[:4])
def test_expected_information(link):
    density = BetaBinomial(link)
    trials = np.array([1.0, 4, 25, 4, 300])
    eta = [np.array([-1.0, 0.2, 0.5, -2.0, -0.3]), np.array([-1.0, -3.0, -9.0, 2.0, -2.0])]
    info = density.expected_information(eta, trials)
    for i, size in enumerate(trials):
        y = np.stack([np.arange(size + 1), np.full(int(size) + 1, size)], axis=1)
        at = [np.full(len(y), part[i]) for part in eta]
        terms = density.terms(y, at)
        chances = np.exp(terms.value)
        assert chances.sum() == pytest.approx(1, abs=SUMS)
        table = density.probabilities([part[i : i + 1] for part in eta], int(size))
        np.testing.assert_allclose(table[0], chances, rtol=1e-11)
        for pair, part in info.items():
            # a sum of terms of both signs, the largest of them of the trials' size
            expected = -(chances * terms.second[pair]).sum()
            assert part[i] == pytest.approx(expected, rel=1e-9, abs=1e-12 * size)


def test_expected_information_in_chunks(monkeypatch):
    density, trials = BetaBinomial(), np.tile([3.0, 7.0], 50)
    eta = [np.linspace(-2, 2, 100), np.linspace(-5, 1, 100)]
    whole = density.expected_information(eta, trials)
    monkeypatch.setattr("rglm.families.likelihoods.beta_binomial.CACHED_CELLS", 20)
    for pair, part in density.expected_information(eta, trials).items():
        np.testing.assert_array_equal(part, whole[pair])


@pytest.mark.parametrize("log_theta", LOG_THETAS[1:4])
@pytest.mark.parametrize("count", COUNTS)
def test_zero_is_a_count(count, log_theta):
    counts, eta = count_distribution(count), np.linspace(-30, 30, 25)
    general, quick = (
        counts.log_density(np.zeros(25), eta, log_theta),
        counts.log_zero(eta, log_theta),
    )
    np.testing.assert_allclose(quick.value, general.value, rtol=1e-13)
    for a, b in zip(quick.first, general.first, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12)
    for pair, part in quick.second.items():
        np.testing.assert_allclose(part, general.second[pair], rtol=1e-12)


def test_counts_that_repeat_are_worked_out_once_and_the_same():
    rng = np.random.default_rng(3)
    y, eta = rng.poisson(4, 500).astype(float), rng.normal(1, 1, 500)
    for count in COUNTS:
        density = ZeroInflated(count)
        scalars, at = with_theta(density), [eta, -eta]
        together = density.terms(y, at, scalars)
        for i in (0, 7, 11):
            alone = density.terms(y[i : i + 1], [part[i : i + 1] for part in at], scalars)
            assert together.value[i] == pytest.approx(alone.value[0], rel=1e-14)
            for a, b in zip(together.first, alone.first, strict=True):
                assert a[i] == pytest.approx(b[0], rel=1e-12)


def test_densities_pickle():
    for density in (
        ZeroInflated("negbin", make_link("probit")),
        hurdle_density("gamma"),
        BetaBinomial(),
        Softmax(3),
    ):
        assert pickle.loads(pickle.dumps(density)) == density


def test_no_rows_have_no_terms():
    none = np.zeros(0)
    assert ZeroInflated("negbin").terms(none, [none, none], np.zeros(1)).value.shape == (0,)
    assert hurdle_density().terms(none, [none, none]).value.shape == (0,)
    assert BetaBinomial().terms(np.zeros((0, 2)), [none, none]).value.shape == (0,)
    assert Softmax(2).terms(np.zeros((0, 2)), [none]).value.shape == (0,)


def test_unknown_names_and_wrong_sizes_are_errors():
    with pytest.raises(ValueError, match="no distribution of counts 'normal'"):
        count_distribution("normal")
    with pytest.raises(ValueError, match="no zero part 'logit'; there are binomial"):
        hurdle_density("poisson", "logit")
    with pytest.raises(ValueError, match="no distribution of counts 'weibull'"):
        hurdle_density("weibull")
    with pytest.raises(ValueError, match="log_theta must be given"):
        count_distribution("negbin").log_zero(np.zeros(1))
    with pytest.raises(ValueError, match="3 levels need 3 columns of y and 2 predictors"):
        Softmax(3).terms(np.zeros((1, 2)), [np.zeros(1)])
