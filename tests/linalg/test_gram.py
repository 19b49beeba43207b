"""Normal equations with a factor partialled out, against the dense inverse."""

from dataclasses import replace

import numpy as np
import pytest

from rglm.design.columns import Columns
from rglm.design.factors.indicators import CategoryCodes, Indicators
from rglm.linalg.gram import Gram, NearSingularError, gram_null_space

N, K, Q = 60, 7, 3
TOL = 1e-11  # the condition of these systems is below 1e3


@pytest.fixture
def design():
    rng = np.random.default_rng(8)
    codes = np.r_[np.arange(K), rng.integers(0, K, N - K)]
    dense = rng.normal(size=(N, Q))
    places = np.r_[-1, 1, 2, 4, 5, 6, 8]  # the first level is the base; columns 0, 3, 7 are dense
    columns = Columns(
        N,
        tuple("abcdefghi"),
        np.arange(9),
        tuple(dense.T),
        np.array([0, 3, 7]),
        (Indicators(CategoryCodes(codes, K), places),),
    )
    return columns, rng.uniform(0.5, 2, N), rng.normal(size=N)


def equations(columns, w, t):
    X = columns.matrix()
    (part,) = columns.indicators
    E, Z = part.positions[part.column_codes], columns.dense_positions
    system = np.column_stack([X[:, Z], t])
    return Gram(
        E,
        Z,
        np.einsum("ij,i->j", X[:, E] ** 2, w),
        (X[:, E] * w[:, None]).T @ system,
        np.asfortranarray((system * w[:, None]).T @ system),
    )


def test_the_solution_is_that_of_least_squares(design):
    columns, w, t = design
    root = np.sqrt(w)[:, None]
    beta, *_ = np.linalg.lstsq(columns.matrix() * root, t * root[:, 0], rcond=None)
    gram = equations(*design)
    solved = gram.solve(1e-11)
    np.testing.assert_allclose(solved.step(), beta, rtol=TOL)
    np.testing.assert_allclose(gram.next(solved, beta), 2 * beta, rtol=TOL)
    left = t - columns.matrix() @ beta
    np.testing.assert_allclose(solved.gain, (w * t * t).sum() - (w * left**2).sum(), rtol=TOL)


def test_parts_of_the_inverse_are_those_of_the_dense_inverse(design):
    columns, w, _ = design
    X = columns.matrix()
    V = np.linalg.inv((X * w[:, None]).T @ X)
    solved = equations(*design).solve(1e-11)
    np.testing.assert_allclose(solved.variances(), np.diag(V), rtol=TOL)
    np.testing.assert_allclose(solved.covariance(), V, rtol=TOL, atol=1e-14)
    some = np.array([8, 0, 4, 1])
    np.testing.assert_allclose(
        solved.covariance(some), V[np.ix_(some, some)], rtol=TOL, atol=1e-14
    )
    vector = np.arange(9.0)
    np.testing.assert_allclose(solved.apply(vector), V @ vector, rtol=TOL)
    rows = slice(10, 30)
    expected = np.einsum("ij,jk,ik->i", X[rows], V, X[rows])
    np.testing.assert_allclose(solved.row_variances(columns, rows), expected, rtol=TOL)
    inside = np.array([1, 0, 1, 1, 0, 0, 0, 0, 1], dtype=bool)
    some = np.where(inside, X[rows], 0.0)
    expected = np.einsum("ij,jk,ik->i", some, V, some)
    found = solved.row_variances(columns, rows, inside)
    np.testing.assert_allclose(found, expected, rtol=TOL, atol=1e-15)


def test_equations_of_two_halves_add_up(design):
    columns, w, t = design
    whole, first = equations(*design), equations(columns, np.where(np.arange(N) < 20, w, 0), t)
    first += equations(columns, np.where(np.arange(N) < 20, 0, w), t)
    for name in ("diagonal", "cross", "rest"):
        np.testing.assert_allclose(getattr(first, name), getattr(whole, name), rtol=1e-13)


def test_a_combination_of_columns_is_near_singular_and_in_the_null_space(design):
    columns, w, t = design
    X = columns.matrix()
    made = X[:, 1] + 2 * X[:, 4] - X[:, 0]
    columns = replace(columns, dense=(*columns.dense[:2], made))
    with pytest.raises(NearSingularError) as found:
        equations(columns, w, t).solve(1e-11)
    (vector,) = gram_null_space(found.value.gram).T
    assert np.abs(columns.matrix() @ vector).max() < 1e-6 * np.abs(vector).max()


def test_a_category_without_weight_is_in_the_null_space(design):
    columns, w, t = design
    w = np.where(columns.indicators[0].codes == 3, 0.0, w)
    with pytest.raises(NearSingularError) as found:
        equations(columns, w, t).solve(1e-11)
    (vector,) = gram_null_space(found.value.gram).T
    assert np.flatnonzero(vector).tolist() == [4]
