"""Quantile regression and its spline."""

import numpy as np
import pytest

from rglm.fitting.quantile_regression import natural_spline, quantile_regression


def loss(residuals, tau):
    return (residuals * (tau - (residuals < 0))).sum()


@pytest.mark.parametrize("tau", [0.25, 0.5, 0.75])
def test_no_coefficients_near_are_better(tau):
    rng = np.random.default_rng(1)
    x = rng.random(60)
    basis, y = natural_spline(x), np.sin(4 * x) + rng.normal(size=60)
    found = quantile_regression(basis, y, tau)
    best = loss(y - basis @ found, tau)
    for _ in range(200):
        moved = found + rng.normal(size=4) * rng.choice([1e-3, 0.1, 1])
        assert loss(y - basis @ moved, tau) >= best - 1e-9
    assert (np.abs(y - basis @ found) < 1e-9).sum() == 4


def test_a_constant_is_a_quantile():
    y = np.random.default_rng(2).normal(size=41)
    found = [quantile_regression(np.ones((41, 1)), y, tau)[0] for tau in (0.25, 0.5, 0.75)]
    np.testing.assert_allclose(found, np.sort(y)[[10, 20, 30]])


def test_the_spline_is_straight_beyond_its_knots_and_smooth_inside():
    x = np.linspace(-1, 2, 3001)
    second = np.diff(natural_spline(x), 2, axis=0) / (x[1] - x[0]) ** 2
    outside = (x[1:-1] < -0.01) | (x[1:-1] > 1.01)
    np.testing.assert_allclose(second[outside], 0, atol=1e-6)
    assert np.abs(np.diff(second, axis=0)).max() < 0.05
    assert np.linalg.matrix_rank(natural_spline(np.linspace(0, 1, 20))) == 4
