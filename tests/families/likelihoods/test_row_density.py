"""Log-likelihoods of rows and their derivatives beside the same in 150 digits and more.

The numbers and what made them are in row_density_exact.json and row_density_exact.py.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from rglm.families.likelihoods.beta_binomial import BetaBinomial
from rglm.families.likelihoods.count_distribution import count_distribution
from rglm.families.likelihoods.hurdle import hurdle_density
from rglm.families.likelihoods.positive_density import POSITIVE_DENSITIES
from rglm.families.likelihoods.softmax import Softmax
from rglm.families.likelihoods.truncated_counts import TruncatedCount
from rglm.families.likelihoods.zero_inflated import ZeroInflated
from rglm.families.likelihoods.zero_part import CensoredCount, ZeroHurdle

# A few roundings of the number itself, and of the largest of the terms that make it: of the size
# of the count (its trials, its level's total) times eta's.
RTOL, ROUNDINGS = 1e-13, 2e-15
# Sums of 1000 logarithms: one rounding each
LONG_RTOL = 1e-12

MADE = {
    "count": lambda count: count_distribution(count),
    "truncated": lambda count: TruncatedCount(count_distribution(count)),
    "censored": lambda count: CensoredCount(count_distribution(count)),
    "crossing": ZeroHurdle,
    "zeroinflated": ZeroInflated,
    "lognormal": lambda: POSITIVE_DENSITIES["lognormal"],
    "gamma": lambda: POSITIVE_DENSITIES["gamma"],
    "betabinomial": BetaBinomial,
    "softmax": lambda: Softmax(4),
}
ROWS = json.loads((Path(__file__).parent / "row_density_exact.json").read_text())


def numbers(terms, k):
    """The value, the first and the second derivatives of one row, in the file's order."""
    pairs = [(i, j) for i in range(k) for j in range(i, k)]
    second = [terms.second[pair][0] if pair in terms.second else 0.0 for pair in pairs]
    return [terms.value[0], *(part[0] for part in terms.first), *second]


@pytest.mark.parametrize("name", MADE)
def test_values_and_derivatives(name):
    rows = [row for row in ROWS if row[0] == name]
    assert rows
    for _, where, y, at, expected in rows:
        density = MADE[name](**where)
        k = density.predictors
        eta, scalars = [np.array([a]) for a in at[:k]], np.array(at[k:])
        found = numbers(density.terms(np.array([y], dtype=float), eta, scalars), len(at))
        rtol = LONG_RTOL if name == "betabinomial" else RTOL
        atol = ROUNDINGS * (1 + np.max(y)) * (1 + np.max(np.abs(at)))
        message = f"{where} at y = {y}, {at}"
        np.testing.assert_allclose(found, expected, rtol=rtol, atol=atol, err_msg=message)
        only = density.terms(np.array([y], dtype=float), eta, scalars, derivatives=False)
        assert only.value[0] == found[0]
        assert not only.first
        assert not only.second


def test_small_means_keep_their_relative_digits():
    # a lone success above zero: terms of size 1 leave a derivative of size mu
    rows = [row for row in ROWS if row[0] == "truncated" and row[2] == 1 and row[3][0] < 0]
    for name, where, y, at, expected in rows:
        terms = MADE[name](**where).terms(np.array([y]), [np.array(at[:1])], np.array(at[1:]))
        assert terms.first[0][0] == pytest.approx(expected[1], rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("count", ["poisson", "negbin", "geometric"])
@pytest.mark.parametrize("zero", ["binomial", "poisson", "negbin", "geometric"])
def test_a_hurdle_is_its_two_parts(count, zero):
    density = hurdle_density(count, zero, "cloglog")
    rng = np.random.default_rng(5)
    y, eta = np.array([0.0, 1, 7, 0, 2]), [rng.normal(size=5), rng.normal(size=5)]
    scalars = np.array([0.4, -0.7])[: len(density.scalars)]
    ours, theirs = density.split(scalars)
    assert len(ours) == (count == "negbin")
    terms, up = density.terms(y, eta, scalars), y > 0
    above = density.positive.terms(y[up], [eta[0][up]], ours)
    part = density.zero.terms(y, [eta[1]], theirs)
    np.testing.assert_array_equal(terms.value[~up], part.value[~up])
    np.testing.assert_array_equal(terms.value[up], part.value[up] + above.value)
    np.testing.assert_array_equal(terms.first[0][up], above.first[0])
    assert not terms.first[0][~up].any()
    np.testing.assert_array_equal(terms.first[1], part.first[0])
    if zero == "negbin":
        np.testing.assert_array_equal(terms.first[-1], part.first[1])
        last = len(terms.first) - 1
        np.testing.assert_array_equal(terms.second[1, last], part.second[0, 1])
    # nothing of one part meets anything of the other
    kinds = ["up", "zero", *["up"] * len(ours), *["zero"] * len(theirs)]
    assert all(kinds[i] == kinds[j] for i, j in terms.second)
