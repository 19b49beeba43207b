"""Responses: their ranges, forms, and what is said of others."""

import pickle

import numpy as np
import pytest

from rglm.families import (
    FamilyWarning,
    Gamma,
    ResponseError,
    binomial,
    gaussian,
    inverse_gaussian,
    negative_binomial,
    poisson,
    quasi,
    quasibinomial,
    tweedie,
)
from rglm.families.glm.response import CACHED_ROWS, first_row_where


@pytest.mark.parametrize(
    ("family", "y", "message"),
    [
        (binomial(), [0, 1, 0.5, 2], r"binomial: y must lie in 0\.\.1, got 2 at row 3"),
        (quasibinomial(), [-0.5, 1], r"quasibinomial: y must lie in 0\.\.1, got -0.5 at row 0"),
        (poisson(), [0, -1], r"poisson: negative values not allowed.*got -1 at row 1"),
        (Gamma(), [1, 0], r"Gamma: non-positive values not allowed.*got 0 at row 1"),
        (inverse_gaussian(), [0.0], r"inverse.gaussian: non-positive values not allowed"),
        (negative_binomial(2), [3, -2], r"negative_binomial: negative values not allowed"),
        (gaussian(), [1, np.inf], r"gaussian: y must be finite, got inf at row 1"),
        (gaussian(), [1, np.nan], r"gaussian: y must be finite, got nan at row 1"),
        (quasi("logit", "mu(1-mu)"), [1.5], r"quasi: y must lie in 0\.\.1"),
        (quasi("log", "mu^3"), [0], r"quasi: non-positive values"),
        (tweedie(1.5), [-1], r"tweedie\(var_power=1.5\): negative values"),
        (tweedie(2), [0], r"tweedie\(var_power=2\): non-positive values"),
        (binomial(), [[1, 2], [3, -4]], r"binomial: failures must be 0 or more, got -4 at row 1"),
    ],
)
def test_a_response_outside_the_range_names_value_and_row(family, y, message):
    with pytest.raises(ResponseError, match=message) as caught:
        family.prepare(np.array(y))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.row, str(again)) == (caught.value.row, str(caught.value))


def test_shapes_and_types_are_checked():
    with pytest.raises(ValueError, match="two columns, successes and failures; got 3 columns"):
        binomial().prepare(np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"poisson: y must be one column, got .* \(2, 2\)"):
        poisson().prepare(np.ones((2, 2)))
    with pytest.raises(TypeError, match="gaussian: y must be numeric, got dtype"):
        gaussian().prepare(np.array(["a", "b"]))
    with pytest.raises(ValueError, match=r"gaussian: 2 rows but weights of shape \(3,\)"):
        gaussian().prepare(np.ones(2), np.ones(3))
    with pytest.raises(ResponseError, match="weights must be finite and not negative, got -1"):
        gaussian().prepare(np.ones(2), np.array([1, -1]))


def test_other_forms_of_a_response():
    assert binomial().prepare(np.array([True, False])).y.tolist() == [1.0, 0.0]
    assert poisson().prepare(np.array([[1], [2]])).y.tolist() == [1.0, 2.0]
    assert gaussian().prepare(np.array([1, 2.5], dtype=object)).y.tolist() == [1.0, 2.5]
    y = np.array([1.0, 2.0])
    prepared = gaussian().prepare(y)
    prepared.mustart[0] = 9
    assert y[0] == 1


def test_a_fractional_poisson_response_warns_and_has_no_likelihood():
    with pytest.warns(FamilyWarning, match=r"y is not a count at row 1, 1\.5"):
        poisson().prepare(np.array([1, 1.5]))
    ones = np.ones(2)
    assert poisson().aic(np.array([1, 1.5]), ones, ones, ones, 0.0) == np.inf
    assert np.isfinite(poisson().aic(np.array([1, 1.5]), ones, np.array([1, 0]), ones, 0.0))


@pytest.mark.parametrize("row", [0, 5, CACHED_ROWS - 1, CACHED_ROWS, 2 * CACHED_ROWS + 3])
def test_the_first_row_is_found_in_any_block(row):
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
