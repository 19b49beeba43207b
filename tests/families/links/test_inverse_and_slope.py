"""The inverse and the slope of a link at once are the two functions, to the bit."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rglm.families import Link, power, tweedie
from rglm.families.links.link_names import LINKS


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
