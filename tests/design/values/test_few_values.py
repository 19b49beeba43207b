"""The distinct values of a column, found by a table of their bits."""

import numpy as np
import pytest

from rglm.design.values.few_values import MAX_FEW_VALUES, few_values


@pytest.mark.parametrize("k", [1, 2, 72, MAX_FEW_VALUES])
def test_codes_lead_to_the_values_of_all_rows(k):
    rng = np.random.default_rng(1)
    values = np.unique(rng.standard_normal(k))
    numbers = values[rng.integers(0, k, 70_000)]
    found = few_values(numbers)
    assert np.array_equal(found.values, np.unique(numbers))
    assert np.array_equal(found.values[found.codes], numbers)


def test_values_that_the_sample_lacks_are_found():
    numbers = np.zeros(100_000)
    numbers[[7, 50_001]] = 3.5, -1e300
    assert few_values(numbers).values.tolist() == [-1e300, 0.0, 3.5]


def test_zero_and_minus_zero_are_one_value():
    assert few_values(np.array([0.0, -0.0, 1.0])).codes.tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    "numbers",
    [np.arange(5000.0), np.array([1.0, np.nan]), np.r_[np.zeros(90_000), np.arange(9_000.0)]],
)
def test_many_or_missing_values_have_no_codes(numbers):
    assert few_values(numbers) is None
