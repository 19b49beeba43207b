"""Unit deviances beside the same formulas in fifty digits."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rglm.families import Gamma, binomial, negative_binomial, poisson, tweedie

# A few roundings each: the closed forms lose a digit or so where the integral takes over.
RTOL = 2e-14
STEPS = [1e-12, 1e-9, 1e-6, 1e-3, 0.05, 0.0999, 0.11, 0.5, 3.0]
MEANS = [1e-7, 0.04, 0.9, 3.7, 1e6]
CLOSE = [(m * (1 + s), m) for m in MEANS for t in STEPS for s in (t, -t) if s > -1]


def ratio(a, b):
    return (a / b).ln()


def exact_poisson(y, mu):
    return 2 * (y * ratio(y, mu) - (y - mu))


def exact_binomial(y, mu):
    return 2 * (y * ratio(y, mu) + (1 - y) * ratio(1 - y, 1 - mu))


def exact_gamma(y, mu):
    return 2 * ((y - mu) / mu - ratio(y, mu))


def exact_negative_binomial(theta):
    def unit(y, mu):
        return 2 * (y * ratio(y, mu) - (y + theta) * ratio(y + theta, mu + theta))

    return unit


def exact_tweedie(p):
    def unit(y, mu):
        canonical = y * (y ** (1 - p) - mu ** (1 - p)) / (1 - p)
        return 2 * (canonical - (y ** (2 - p) - mu ** (2 - p)) / (2 - p))

    return unit


@pytest.mark.parametrize(
    ("family", "exact", "rtol"),
    [
        (poisson(), exact_poisson, RTOL),
        (binomial(), exact_binomial, RTOL),
        (Gamma(), exact_gamma, RTOL),
        (negative_binomial(2), exact_negative_binomial(Decimal(2)), RTOL),
        (negative_binomial(1e-3), exact_negative_binomial(Decimal(float("1e-3"))), RTOL),
        (tweedie(1.5), exact_tweedie(Decimal(float("1.5"))), RTOL),
        (tweedie(1.01), exact_tweedie(Decimal(float("1.01"))), 100 * RTOL),
        (tweedie(2.99), exact_tweedie(Decimal(float("2.99"))), RTOL),
        (tweedie(-0.5), exact_tweedie(Decimal(float("-0.5"))), RTOL),
    ],
    ids=repr,
)
def test_unit_deviance(family, exact, rtol):
    pairs = [(y, m) for y, m in CLOSE if family.validmu(np.array([m, y]))]
    with localcontext() as context:
        context.prec = 80
        expected = [float(exact(Decimal(y), Decimal(m))) for y, m in pairs]
    y, mu = np.array(pairs).T
    np.testing.assert_allclose(family.dev_resids(y, mu, np.ones(len(y))), expected, rtol=rtol)


# A few roundings of a closed form, whose terms are at most fifty times their difference.
RTOL_CLOSED_FORM = 1e-14


def exact_binomial_at_any_y(y, mu):
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
        expected = exact_binomial_at_any_y(y, mu)
    # A second row keeps the first from being taken for one of 0s and 1s.
    found = binomial().dev_resids(np.array([y, 0.5]), np.array([mu, 0.4]), np.ones(2))[0]
    np.testing.assert_allclose(found, expected, rtol=RTOL_CLOSED_FORM)


def test_the_deviance_of_a_row_does_not_depend_on_others():
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
