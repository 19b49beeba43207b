"""The R factor by preconditioned columns: that of Householder's reflections, in any condition."""

import numpy as np
import pytest

from rglm.linalg.cholesky_qr import PreconditionedGram, preconditioners
from rglm.linalg.extended_precision import back_substitute, extended_triangle
from rglm.linalg.triangle import qr_triangle

ROWS = 4000
# times the condition number of columns of length 1: what Householder's reflections may leave
ROUNDING = 10 * np.finfo(float).eps


def triangles(a, sample):
    """The factors by each matrix T that the sample proposes; None where it was not good enough."""
    found = []
    for preconditioner in preconditioners(qr_triangle(np.asfortranarray(sample))):
        gram = PreconditionedGram(preconditioner, a.shape[1])
        for start in range(0, len(a), 1000):
            gram.add(np.asfortranarray(a[start : start + 1000]))
        found.append(gram.triangle())
    return found


def designs():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(ROWS, 5))
    yield "orthogonal", x
    yield "means of 10,000", np.column_stack([np.ones(ROWS), x[:, 1:] + 1e4])
    yield "powers", np.vander(np.linspace(0, 1, ROWS), 7, increasing=True)
    yield "nearly aliased", np.column_stack([x, x[:, 0] + 1e-6 * x[:, 1] ** 2])
    yield "scales", x * [1e-90, 1e-30, 1.0, 1e30, 1e90]
    yield "a rare column", np.column_stack([x, np.arange(ROWS) == ROWS - 1])


@pytest.mark.parametrize(("name", "a"), list(designs()))
def test_is_as_accurate_as_reflections(name, a):
    """X b = y is solved for with an error of the condition number, not of its square."""
    y = a.sum(axis=1) + np.random.default_rng(2).normal(size=ROWS) * a.std()
    whole, p = np.column_stack([a, y]), a.shape[1]
    exact = extended_triangle(whole.astype(np.longdouble))
    best = back_substitute(exact[:p, :p], exact[:p, p]).astype(float)
    inverse = np.linalg.inv(exact[:p, :p].astype(float))
    size = np.abs(best) + np.linalg.norm(inverse, axis=1) * abs(float(exact[p, p])) / ROWS**0.5
    condition = np.linalg.cond(a / np.linalg.norm(a, axis=0))
    found = triangles(whole, whole[::8])
    assert found
    for r in found:
        assert (np.abs(solved(r, p) - best) / size).max() <= ROUNDING * condition
        assert abs(r[p, p]) == pytest.approx(abs(float(exact[p, p])), rel=1e-12)


def solved(r, p):
    return np.linalg.solve(r[:p, :p], r[:p, p])


def test_nearly_orthogonal_columns_need_no_preconditioner():
    x = np.random.default_rng(1).normal(size=(ROWS, 4))
    assert next(preconditioners(qr_triangle(np.asfortranarray(x[:500])))) is None
    assert next(preconditioners(qr_triangle(np.asfortranarray(x[:500] + 20)))) is not None


def test_an_aliased_column_is_short():
    x = np.random.default_rng(1).normal(size=(ROWS, 3))
    a = np.column_stack([x, x[:, 0] + x[:, 2], np.zeros(ROWS), x[:, 1] ** 2])
    for r in triangles(a, a[::8]):
        assert abs(r[3, 3]) < 1e-14 * np.linalg.norm(r[:, 3])
        assert not r[:, 4].any()
        np.testing.assert_allclose(r.T @ r, a.T @ a, rtol=1e-12, atol=1e-9)


def test_a_sample_of_other_rows_is_refused():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(ROWS, 2))
    a = np.column_stack([x, x[:, 0] + 1e-3 * rng.normal(size=ROWS)])
    odd = np.asfortranarray(rng.normal(size=(500, 3)))
    assert triangles(a, odd) == [None, None]


def test_numbers_that_overflow_are_refused():
    a = np.random.default_rng(1).normal(size=(ROWS, 2))
    sample = a[:500].copy()
    a[-1] = 1e200
    assert triangles(a, sample)[0] is None
