"""Families: properties of the deviance, extremes, pickling."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rglm.families import (
    Family,
    Gamma,
    as_family,
    binomial,
    gaussian,
    inverse_gaussian,
    negative_binomial,
    poisson,
    power,
    quasi,
    quasibinomial,
    quasipoisson,
    tweedie,
)

UNIT = [binomial(), quasibinomial(), quasi("logit", "mu(1-mu)")]
COUNTS = [poisson(), quasipoisson(), negative_binomial(2), negative_binomial(1e-3), tweedie(1)]
COUNTS += [quasi("log", "mu"), tweedie(1.5), tweedie(1.001, 0)]
POSITIVE = [Gamma(), inverse_gaussian(), quasi("log", "mu^2"), quasi("log", "mu^3"), tweedie(2)]
POSITIVE += [tweedie(2.001), tweedie(3), tweedie(4), *COUNTS]
REAL = [gaussian(), quasi(), tweedie()]
EVERY = [*UNIT, *POSITIVE, *REAL, binomial(power(0.5))]
UNKNOWN = [f for f in EVERY if np.isnan(f.dispersion)]
# The two values of y differ by 2e-13, which moves the deviance by 20 times that.
RTOL_SEAM = 1e-11
positive = st.floats(1e-6, 1e6)
inside = st.floats(1e-9, 1 - 1e-9)


def deviance(family, y, mu):
    return family.dev_resids(np.array([y]), np.array([mu]), np.ones(1)).item()


@pytest.mark.parametrize("family", POSITIVE, ids=repr)
@given(y=positive, mu=positive)
def test_deviance_is_not_negative_and_zero_at_the_mean(family, y, mu):
    assert 0 <= deviance(family, y, mu) < np.inf
    assert deviance(family, mu, mu) == 0


@pytest.mark.parametrize("family", UNIT, ids=repr)
@given(y=st.one_of(inside, st.sampled_from([0.0, 1.0])), mu=inside)
def test_binomial_deviance(family, y, mu):
    assert 0 <= deviance(family, y, mu) < np.inf
    assert deviance(family, mu, mu) == 0


@pytest.mark.parametrize("family", COUNTS, ids=repr)
@given(mu=positive)
def test_deviance_of_a_zero_count(family, mu):
    assert 0 < deviance(family, 0.0, mu) < np.inf


@pytest.mark.parametrize("family", [*POSITIVE, *UNIT], ids=repr)
@given(mu=st.floats(0.01, 0.9), relative=st.floats(-1e-4, 1e-4))
def test_deviance_near_the_mean_keeps_its_digits(family, mu, relative):
    """Close by, d is (y - mu)^2 / V(mu) to the first order."""
    y = mu * (1 + relative)
    leading = (y - mu) ** 2 / family.variance(np.array([mu])).item()
    assert deviance(family, y, mu) == pytest.approx(leading, rel=1e-2, abs=1e-300)


@pytest.mark.parametrize("family", [*POSITIVE, *UNIT], ids=repr)
@pytest.mark.parametrize("mu", [0.03, 0.4])
def test_deviance_has_no_seam(family, mu):
    """It does not jump where the formula changes."""
    edge = mu * 1.1
    below, above = (deviance(family, edge * (1 + s), mu) for s in (-1e-13, 1e-13))
    assert below == pytest.approx(above, rel=RTOL_SEAM)


def test_binary_and_mixed_responses_have_one_deviance():
    y, mu = np.array([0.0, 1.0, 1.0, 0.0]), np.array([1e-9, 1 - 1e-9, 1e-12, 0.3])
    alone = binomial().dev_resids(y, mu, np.ones(4))
    mixed = binomial().dev_resids(np.append(y, 0.5), np.append(mu, 0.4), np.ones(5))
    np.testing.assert_allclose(mixed[:4], alone, rtol=1e-14)
    np.testing.assert_allclose(alone[0], -2 * np.log1p(-1e-9), rtol=1e-14)


@pytest.mark.parametrize("family", EVERY, ids=repr)
def test_pickle_equality_and_repr(family):
    again = pickle.loads(pickle.dumps(family))
    assert again == family
    assert hash(again) == hash(family)
    assert repr(again) == repr(family)
    assert as_family(family) is family
    assert isinstance(family, Family)


@pytest.mark.parametrize("family", EVERY, ids=repr)
def test_nothing_warns_anywhere(family):
    """Impossible steps give impossible numbers, silently; the loop then halves them."""
    mu = np.array([-np.inf, -1e308, -1.0, 0.0, 5e-324, 1.0, 1e308, np.inf, np.nan])
    ones = np.ones(len(mu))
    with np.errstate(all="raise", under="ignore"):
        family.variance(mu)
        for y in (0.0, 1.0, 7.0, 1e300):
            family.dev_resids(y * ones, mu, ones)
            family.log_density(y * ones, mu, ones, ones, 1.0)
    assert not family.validmu(mu)
    assert not family.validmu(np.array([np.nan]))
    assert isinstance(family.validmu(np.array([0.5])), bool)
    assert isinstance(family.valideta(np.array([0.5])), bool)


def test_valid_means():
    for family in UNIT:
        assert family.validmu(np.array([1e-300, 0.5]))
        assert not family.validmu(np.array([0.5, 1.0]))
        assert not family.validmu(np.array([0.0, 0.5]))
    for family in POSITIVE:
        assert family.validmu(np.array([1e-300, 1e300]))
        assert not family.validmu(np.array([0.0, 1.0]))
    for family in REAL:
        assert family.validmu(np.array([-1.0, 0.0, 1e300]))


def test_known_dispersion_is_a_field():
    assert binomial().dispersion == poisson().dispersion == 1.0
    assert np.isnan([f.dispersion for f in UNKNOWN]).all()
    assert [f.extra_parameters for f in (gaussian(), Gamma(), inverse_gaussian(), poisson())] == [
        1,
        1,
        1,
        0,
    ]


def test_log_likelihood_is_a_sum_over_blocks():
    rng = np.random.default_rng(3)
    trials = rng.integers(0, 9, 50).astype(float)
    y = np.divide(rng.binomial(trials.astype(int), 0.4), trials, where=trials > 0, out=trials * 0)
    mu, ones = rng.uniform(0.1, 0.9, 50), np.ones(50)
    whole = binomial().log_density(y, mu, trials, trials, 1.0)
    halves = [
        binomial().log_density(y[k], mu[k], trials[k], trials[k], 1.0)
        for k in (slice(0, 20), slice(20, 50))
    ]
    np.testing.assert_array_equal(whole, np.concatenate(halves))
    assert whole.shape == ones.shape


def test_a_response_is_moved_inside_the_range_of_the_mean():
    y, weights = np.array([0.0, 1.0, 0.5, 1.0]), np.array([1.0, 3.0, 2.0, 0.0])
    moved, more = binomial().shrink_response(y, weights, 0.25)
    np.testing.assert_allclose(more, [1.5, 3.5, 2.5, 0])
    np.testing.assert_allclose(moved, [0.25 / 1.5, 3.25 / 3.5, 0.5, 1.0])
    counts, same = poisson().shrink_response(np.array([0.0, 3.0]), weights[:2], 0.25)
    assert counts.tolist() == [0.25, 3.25]
    assert same.tolist() == [1.0, 3.0]
    assert gaussian().shrink_response(y, weights, 0.25)[0] is y
