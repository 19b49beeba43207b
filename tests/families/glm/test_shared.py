"""What is computed at once, once or by blocks equals what is computed alone."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rglm.families import (
    Gamma,
    Link,
    binomial,
    gaussian,
    negative_binomial,
    poisson,
    power,
    tweedie,
)
from rglm.families.glm.negative_binomial import negbin_logpmf_at_mean
from rglm.families.glm.poisson import poisson_logpmf_at_mean
from rglm.families.glm.response import CACHED_ROWS, first_row_where
from rglm.families.links.link_names import LINKS
from rglm.families.numerics.floating_point import all_between
from rglm.families.numerics.log_density import map_counts, stirling_error

# A few roundings of a closed form, whose terms are at most fifty times their difference.
RTOL = 1e-14


@dataclass(frozen=True)
class Doubled(Link):
    """A link as a user writes one, with nothing shared."""

    name: ClassVar[str] = "doubled"

    def linkfun(self, mu):
        return 2 * mu

    def linkinv(self, eta):
        return eta / 2

    def mu_eta(self, eta):
        return np.full(np.shape(eta), 0.5)

    def valideta(self, eta):
        return True


EXTREME = [np.inf, -np.inf, np.nan, 800.0, -800.0, 0.0, -0.0, 5e-324, -5e-324, 1.79e308, -1.79e308]
LIMITS = [30.0, -30.0, 36.1, -36.1, -36.0, 3.6, 8.2, 40.5, 700.5, 709.9, 1e16]
anything = st.one_of(st.floats(), st.floats(-50, 50), st.sampled_from(EXTREME + LIMITS))
POWERS = [power(0.5), power(1 / 3), tweedie(1.5).link, tweedie(1.5, 0).link]
EVERY = [*LINKS.values(), *POWERS, Doubled()]


@pytest.mark.parametrize("link", EVERY, ids=lambda k: k.name)
@given(eta=arrays(float, st.integers(0, 20), elements=anything))
def test_inverse_and_slope_are_the_two_functions_to_the_bit(link, eta):
    with np.errstate(all="ignore"):
        mu, slope = link.inverse_and_slope(eta)
        np.testing.assert_array_equal(mu, link.linkinv(eta))
        np.testing.assert_array_equal(slope, link.mu_eta(eta))
    assert not np.shares_memory(mu, slope)
    assert not np.shares_memory(mu, eta)


@pytest.mark.parametrize("link", EVERY, ids=lambda k: k.name)
@given(eta=arrays(float, st.integers(1, 20), elements=anything))
def test_a_link_takes_each_row_by_itself(link, eta):
    """The way that is quick where no row comes to a limit has the bits of the other way."""
    with np.errstate(all="ignore"):
        alone = [link.inverse_and_slope(eta[[i]]) for i in range(len(eta))]
        together = link.inverse_and_slope(eta)
    np.testing.assert_array_equal(together, np.concatenate(alone, axis=1))


@pytest.mark.parametrize("link", EVERY, ids=lambda k: k.name)
def test_a_number_will_do_for_eta(link):
    mu, slope = link.inverse_and_slope(0.25)
    assert (mu, slope) == (link.linkinv(0.25), link.mu_eta(0.25))
    assert np.shape(mu) == np.shape(slope) == ()


@given(values=arrays(float, st.integers(0, 5), elements=anything), low=st.sampled_from([-1, 0.0]))
def test_within(values, low):
    assert all_between(values, low, np.inf) == bool(np.all((values > low) & (values < np.inf)))


@pytest.mark.parametrize(
    "function",
    [poisson_logpmf_at_mean, stirling_error, lambda n: negbin_logpmf_at_mean(n, 1.5)],
    ids=["poisson", "stirling", "negative binomial"],
)
@pytest.mark.parametrize("top", [0, 3, 15, 16, 200, 5000])
def test_counts_that_repeat(function, top):
    n = np.random.default_rng(top).integers(0, top + 1, 1000).astype(float)
    np.testing.assert_array_equal(map_counts(function, n), function(n))


@pytest.mark.parametrize("odd", [0.5, -1.0, np.nan, np.inf])
def test_other_values_are_not_taken_for_counts(odd):
    n = np.append(np.ones(100), odd)
    np.testing.assert_array_equal(map_counts(stirling_error, n), stirling_error(n))


@pytest.mark.parametrize("row", [0, 5, CACHED_ROWS - 1, CACHED_ROWS, 2 * CACHED_ROWS + 3])
def test_anywhere_finds_the_first_row(row):
    values = np.zeros(2 * CACHED_ROWS + 7)
    assert first_row_where(lambda v: v > 0, values) is None
    values[[row, -1]] = 1
    assert first_row_where(lambda v: v > 0, values) == row


@pytest.mark.parametrize(
    "family", [gaussian(), poisson(), Gamma(), binomial(), negative_binomial(2)]
)
def test_a_response_of_floats_is_taken_as_it_is(family):
    y, weights = np.ones(4), np.ones(4)
    prepared = family.prepare(y, weights)
    assert prepared.y is y
    assert prepared.weights is weights
    strided = family.prepare(np.ones(8)[::2])
    assert strided.y.flags.c_contiguous
    start = prepared.mustart.copy()
    prepared.mustart[:] = np.nan
    np.testing.assert_array_equal(y, np.ones(4))
    np.testing.assert_array_equal(family.prepare(y, weights).mustart, start)


def exact_binomial(y, mu):
    y, mu = Decimal(y), Decimal(mu)
    terms = [p * (p / q).ln() for p, q in ((y, mu), (1 - y, 1 - mu)) if p]
    return float(2 * sum(terms))


@given(
    mu=st.one_of(st.floats(1e-9, 0.5), st.floats(1e-9, 0.5).map(lambda m: 1 - m)),
    share=st.one_of(st.floats(-0.999, 1), st.floats(-1e-6, 1e-6), st.sampled_from([-1.0])),
)
def test_binomial_deviance_at_either_edge(mu, share):
    """Near 1 as near 0, close to the mean and far from it, with y = 0 and y = 1 too."""
    y = mu + share * min(mu, 1 - mu) if share > -1 else float(mu > 0.5)
    with localcontext() as context:
        context.prec = 60
        expected = exact_binomial(y, mu)
    # A second row keeps the first from being taken for one of 0s and 1s.
    found = binomial().dev_resids(np.array([y, 0.5]), np.array([mu, 0.4]), np.ones(2))[0]
    np.testing.assert_allclose(found, expected, rtol=RTOL)


def test_a_deviance_takes_each_row_by_itself():
    rng = np.random.default_rng(4)
    mu = rng.uniform(0.05, 0.95, 300)
    for family, y in (
        (poisson(), rng.poisson(mu)),
        (Gamma(), mu * rng.uniform(0.7, 1.3, 300)),
        (negative_binomial(2), rng.poisson(mu)),
        (binomial(), rng.integers(0, 2, 300)),
    ):
        y, ones = y.astype(float), np.ones(300)
        together = family.dev_resids(y, mu, ones)
        alone = [family.dev_resids(y[[i]], mu[[i]], ones[:1]) for i in range(300)]
        np.testing.assert_array_equal(together, np.concatenate(alone))
