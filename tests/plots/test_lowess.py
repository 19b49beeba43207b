"""The line of the diagnostics' panels, against R's lowess(x, y, delta = 0)."""

from __future__ import annotations

import numpy as np
import oracle

from rglm.plots.lowess import MAX_LOWESS_POINTS, lowess

R = oracle.saved("lowess")


def test_the_line_is_that_of_r():
    for case in R:
        x, line = lowess(np.array(case["x"]), np.array(case["y"]))
        np.testing.assert_array_equal(x, case["at"])
        np.testing.assert_allclose(line, case["line"], atol=1e-12)


def test_a_line_through_all_points_is_not_robustified():
    x, y = np.array([1.87, 0.4, 0.15, 1.73, 0.09]), np.array([9, 0.4271, -0.0635, 0.7137, 0.4054])
    np.testing.assert_allclose(lowess(x, y)[1], y[np.argsort(x)], atol=1e-12)


def test_many_points_are_replaced_by_means_of_bins():
    rng = np.random.default_rng(1)
    x = rng.uniform(0, 6, 20_000)
    at, line = lowess(x, np.sin(x) + rng.normal(0, 0.3, len(x)), share=0.2)
    assert len(at) == MAX_LOWESS_POINTS
    assert np.abs(line - np.sin(at)).max() < 0.1


def test_the_line_of_many_points_reaches_a_point_far_from_the_others():
    x = np.append(np.linspace(0, 1, 999), 9.0)
    at, line = lowess(x, 2 * x)
    assert (at[0], at[-1]) == (0, 9)
    np.testing.assert_allclose(line, 2 * at, atol=1e-12)


def test_equal_x_and_single_points_have_finite_lines():
    _, line = lowess(np.array([1.0, 1.0, 1.0]), np.array([1.0, 2.0, 6.0]))
    assert np.isfinite(line).all()
    assert lowess(np.array([2.0]), np.array([5.0]))[1].tolist() == [5.0]
