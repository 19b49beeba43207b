"""Moments and orthogonal polynomials of any split of a column are those of the whole column."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import iadd

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rglm.design.transforms.polynomials import apply_poly, learn_poly, orthogonal_poly_state
from rglm.design.transforms.scaling import learn_scale, scale_from_moments
from rglm.design.transforms.streaming_moments import ChebyshevTriangle, Moments

EPS = np.finfo(float).eps
NUMBERS = st.floats(-1e9, 1e9, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-9)
CUTS = st.lists(st.integers(0, 60), max_size=8)


def split(values, cuts):
    """The values in chunks that end at the cuts, some of them empty."""
    return np.split(np.asarray(values, dtype=float), sorted(min(c, len(values)) for c in cuts))


def moments(values, cuts):
    return reduce(iadd, map(Moments.of, split(values, cuts)))


@given(st.lists(NUMBERS, min_size=1, max_size=60), CUTS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_moments_against_exact_fractions(values, cuts):
    joined = moments(values, cuts)
    exact = [Fraction(v) for v in values]
    mean = sum(exact) / len(exact)
    square = float(sum((v - mean) ** 2 for v in exact))
    size = max(map(abs, values))
    assert (joined.n, joined.low, joined.high) == (len(values), min(values), max(values))
    # each of the few dozen sums and joins rounds once: by EPS of what the numbers are in size
    error = 4 * len(values) * EPS * size
    assert abs(joined.mean - float(mean)) <= error
    wrong = 4 * len(values) * EPS * square + 2 * error * np.sqrt(len(values) * square)
    assert abs(joined.square - square) <= wrong + len(values) * error**2


def test_a_small_spread_about_a_large_mean():
    values = 1e9 + np.arange(1000) / 1000
    joined = moments(values, [100, 100, 350, 999])
    # the column itself knows its values to 1e-7 of their spread
    np.testing.assert_allclose(joined.spread(joined.mean), values.std(ddof=1), rtol=1e-7)


@pytest.mark.parametrize("given_", [{}, {"center": False}, {"scale": False}, {"center": 3.0}])
def test_scale_from_the_moments_of_chunks(given_):
    values = np.random.default_rng(1).gamma(2, size=500)
    expected = dict(learn_scale(values, **given_))
    state = scale_from_moments(moments(values, [7, 7, 123, 400]), **given_)
    assert state.keys() == expected.keys()
    for name, value in expected.items():
        assert (state[name] is None) == (value is None)
        if value is not None:  # a mean and a root of sums, in another order
            np.testing.assert_allclose(state[name], value, rtol=1e-14)


def test_a_chunk_without_values_changes_nothing():
    none = moments([], [0, 0])
    assert (none.n, none.square, none.mean) == (0, 0.0, 0.0)
    some = moments([1.0, 2.0, 4.0], [])
    some += none
    none += moments([1.0, 2.0, 4.0], [])
    assert some == none == Moments(3, 1.0, 4.0, some.mean, some.square)
    assert moments([3.0], [1]).spread(3.0) == 0.0  # n - 1 is 0


@pytest.mark.parametrize("many", [1, 2, 5, 50])
def test_the_same_split_has_the_same_bits(many):
    values = np.random.default_rng(2).normal(size=500)
    cuts = np.linspace(0, 500, many + 1).astype(int)[1:-1]
    assert moments(values, cuts) == moments(values, cuts)


@st.composite
def polynomial_cases(draw):
    degree = draw(st.integers(1, 6))
    whole = st.integers(-60, 60)
    values = draw(st.lists(whole, min_size=degree + 2, max_size=80, unique=True))
    again = draw(st.lists(st.sampled_from(values), max_size=20))
    return degree, np.array(values + again, dtype=float), draw(CUTS)


@given(polynomial_cases())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_polynomials_are_orthonormal_on_all_rows(case):
    degree, values, cuts = case
    triangle = reduce(iadd, (ChebyshevTriangle.of(chunk, degree) for chunk in split(values, cuts)))
    assert triangle.n == len(values)
    assert triangle.distinct.tolist() == np.unique(values)[: degree + 1].tolist()
    basis = apply_poly(orthogonal_poly_state(*triangle.recurrence()), values)
    # a few rows in a corner of the range make the powers nearly dependent
    centred = values - values.mean()
    condition = np.linalg.cond(np.vander(centred / np.abs(centred).max(), degree + 1))
    atol = 10 * np.finfo(float).eps * condition
    np.testing.assert_allclose(basis.T @ basis, np.eye(degree), atol=atol)
    np.testing.assert_allclose(basis.sum(axis=0), 0.0, atol=atol)
    np.testing.assert_allclose(basis, apply_poly(learn_poly(values, degree), values), atol=atol)


@pytest.mark.parametrize("degree", [1, 3, 8])
@pytest.mark.parametrize("shift", [0.0, 1e5])
def test_polynomials_of_sorted_chunks_with_ranges_apart(degree, shift):
    values = shift + np.sort(np.random.default_rng(3).normal(size=4000))
    cuts = [1, 2, 2, 50, 2000, 3999]
    triangle = reduce(iadd, (ChebyshevTriangle.of(chunk, degree) for chunk in split(values, cuts)))
    whole = learn_poly(values, degree)
    basis = apply_poly(orthogonal_poly_state(*triangle.recurrence()), values)
    # x is known to EPS * shift, which is 1e-11 of its spread
    np.testing.assert_allclose(basis, apply_poly(whole, values), atol=1e-11 + 1e-15 * shift)


def test_polynomials_of_chunks_with_one_value_each():
    values = np.repeat([1.0, 2.0, 5.0, 7.0], 9)
    chunks = split(values, [0, 9, 18, 27, 36])
    triangle = reduce(iadd, (ChebyshevTriangle.of(chunk, 2) for chunk in chunks))
    basis = apply_poly(orthogonal_poly_state(*triangle.recurrence()), values)
    np.testing.assert_allclose(basis, apply_poly(learn_poly(values, 2), values), atol=1e-14)
