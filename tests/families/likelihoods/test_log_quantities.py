"""Logarithms of means and probabilities of two-part densities, beside precise differences."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from rglm.families.likelihoods.count_distribution import count_distribution
from rglm.families.likelihoods.hurdle import ZERO_PARTS, hurdle_density
from rglm.families.likelihoods.truncated_counts import TruncatedCount
from rglm.families.likelihoods.twopart_density import TwoPartDensity
from rglm.families.likelihoods.zero_inflated import ZeroInflated

COUNTS = ("poisson", "negbin", "geometric")
DENSITIES: dict[str, TwoPartDensity] = {
    **{
        f"zeroinfl {count} {link}": ZeroInflated(count, link)
        for count, link in product(COUNTS, ("logit", "probit", "cloglog", "cauchit", "log"))
    },
    **{
        f"hurdle {dist} {zero}": hurdle_density(dist, zero)
        for dist, zero in product((*COUNTS, "lognormal", "gamma"), ZERO_PARTS)
    },
}
ETA = [np.array([-2.0, 0.3, 1.5, 3.0]), np.array([-1.4, -2.0, -0.9, -1.1])]
# central differences of the eighth order, over steps of 0.02: an error of some 1e-13
WEIGHTS, STEP = (4 / 5, -1 / 5, 4 / 105, -1 / 280), 0.02


def slopes(function, eta, scalars):
    """The derivatives of a function of the predictors and scalars, by each."""
    out = []
    for place in range(len(eta) + len(scalars)):
        total = 0.0
        for k, weight in enumerate(WEIGHTS, start=1):
            for sign in (1, -1):
                moved, others = [part.copy() for part in eta], scalars.copy()
                target = moved[place] if place < len(eta) else others[place - len(eta) :][:1]
                target += sign * k * STEP
                total = total + sign * weight * function(moved, others)
        out.append(total / STEP)
    return out


@pytest.mark.parametrize("name", DENSITIES)
def test_derivatives_are_those_of_differences(name: str) -> None:
    density = DENSITIES[name]
    scalars = np.array([0.3, -0.4])[: len(density.scalars)]
    for type in ("response", "count", "zero", "prob0"):

        def terms(eta, s, type=type):
            return density.log_quantity(type, eta, s)

        found = terms(ETA, scalars)
        expected = slopes(lambda eta, s: terms(eta, s).value, ETA, scalars)
        np.testing.assert_allclose(found.first, expected, rtol=1e-11, atol=1e-12)
        for i in range(len(expected)):
            rows = slopes(lambda eta, s, i=i: terms(eta, s).first[i], ETA, scalars)
            for j, row in enumerate(rows):
                second = found.second.get((min(i, j), max(i, j)), np.zeros(len(row)))
                np.testing.assert_allclose(second, row, rtol=1e-10, atol=1e-11)
    means = density.mean_slopes(ETA, scalars)
    np.testing.assert_allclose(means, slopes(density.mean, ETA, scalars), rtol=1e-9)


def test_a_mean_above_zero_near_one_keeps_the_digits_of_its_slope() -> None:
    """Of a Poisson count log(mu/(1 - exp(-mu))) has the slope mu/2 - mu^2/12 + mu^4/720 - ..."""
    mu = np.array([1e-12, 1e-6, 1e-3])
    terms = TruncatedCount(count_distribution("poisson")).log_mean(np.log(mu), ())
    np.testing.assert_allclose(terms.first[0], mu / 2 - mu**2 / 12 + mu**4 / 720, rtol=1e-14)
