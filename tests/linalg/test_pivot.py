"""The rank rule on triangles, against the columns they came from."""

from __future__ import annotations

import numpy as np
import pytest

from rglm.linalg.pivot import pivot
from rglm.linalg.triangle import merge_triangles, qr_triangle

CLOSE = 1e-12  # a few hundred roundings of well-conditioned 60 x 6 systems


@pytest.fixture
def system():
    rng = np.random.default_rng(1)
    return rng.normal(size=(60, 6)), rng.normal(size=60)


def packed(x, t):
    return qr_triangle(np.asfortranarray(np.column_stack([x, t])))


def test_the_solution_is_that_of_least_squares(system):
    x, t = system
    solved = pivot(packed(x, t), 1e-11)
    assert solved.rank == 6
    expected = np.linalg.lstsq(x, t, rcond=None)[0]
    np.testing.assert_allclose(solved.step(), expected, rtol=CLOSE)
    inverse = solved.inverse_root
    np.testing.assert_allclose(inverse @ inverse.T, np.linalg.inv(x.T @ x), rtol=1e-10)


def test_blocks_merge_to_the_whole(system):
    x, t = system
    whole = packed(x, t)
    parts = merge_triangles(packed(x[:4], t[:4]), packed(x[4:], t[4:]))
    np.testing.assert_allclose(np.abs(parts), np.abs(whole), atol=CLOSE)


def test_aliased_columns_move_last_in_their_order(system):
    x, t = system
    x[:, 2] = x[:, 0] - 2 * x[:, 1]
    x[:, 4] = 0
    solved = pivot(packed(x, t), 1e-7)
    assert solved.order.tolist() == [0, 1, 3, 5, 2, 4]
    assert solved.rank == 4
    beta = solved.step()
    assert beta[[2, 4]].tolist() == [0, 0]
    expected = np.linalg.lstsq(x[:, [0, 1, 3, 5]], t, rcond=None)[0]
    np.testing.assert_allclose(beta[[0, 1, 3, 5]], expected, rtol=CLOSE)
    np.testing.assert_allclose(solved.alias_coefficients()[:, 0], [1, -2, 0, 0], atol=CLOSE)


def test_more_columns_than_rows(system):
    x, t = system
    solved = pivot(packed(x[:3], t[:3]), 1e-7)
    assert solved.rank == 3
    np.testing.assert_allclose(x[:3] @ solved.step(), t[:3], rtol=1e-10)


def test_scale_of_a_column_does_not_matter(system):
    x, t = system
    scale = 10.0 ** np.arange(-9, 9, 3)
    solved, scaled = pivot(packed(x, t), 1e-7), pivot(packed(x * scale, t), 1e-7)
    assert scaled.rank == solved.rank
    np.testing.assert_allclose(scaled.step() * scale, solved.step(), rtol=1e-10)
