"""Newton's method between bounds."""

import numpy as np

from rglm.fitting.bracketed_newton import bracketed_newton


def test_roots_of_several_functions():
    targets = np.array([2.0, 9.0, 1e-6])
    roots = bracketed_newton(
        lambda x: (x**2 - targets, 2 * x), np.full(3, 10.0), np.zeros(3), np.full(3, 0.1)
    )
    np.testing.assert_allclose(roots, np.sqrt(targets), rtol=1e-9)


def test_steps_out_of_the_bounds_are_bisections():
    def arctan(x):  # Newton's method alone goes to infinity from 5
        return np.arctan(x - 1), 1 / (1 + (x - 1) ** 2)

    root = bracketed_newton(arctan, np.array([50.0]), np.array([-50.0]), np.array([5.0]))
    np.testing.assert_allclose(root, 1.0, rtol=1e-12)
