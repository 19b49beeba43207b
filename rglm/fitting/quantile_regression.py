"""Quantile regression by linear programming, on a small basis."""

from __future__ import annotations

import numpy as np

SPLINE_KNOTS = (0.0, 1 / 3, 2 / 3, 1.0)


def quantile_regression(basis: np.ndarray, y: np.ndarray, probability: float) -> np.ndarray:
    """The coefficients b, (k,), that minimise sum rho(y - basis b), rho(r) = r (tau - [r < 0]).

    tau is the probability. The dual is solved: maximise y'a under basis'a = (1 - tau) basis'1 and
    0 <= a <= 1; the prices of its equations are b.

    Notes
    -----
    Source: Koenker & Bassett (1978), Regression quantiles, Econometrica 46.

    Examples
    --------
    >>> quantile_regression(np.ones((5, 1)), np.array([1.0, 2.0, 3.0, 4.0, 9.0]), 0.5).tolist()
    [3.0]
    """
    from scipy.optimize import linprog

    found = linprog(
        -np.asarray(y, dtype=float),
        A_eq=basis.T,
        b_eq=(1 - probability) * basis.sum(axis=0),
        bounds=(0, 1),
        method="highs",
    )
    return -np.asarray(found.eqlin.marginals)


def natural_spline(x: np.ndarray) -> np.ndarray:
    """A natural cubic spline on [0, 1] with an intercept, (n, 4): straight beyond its end knots.

    Notes
    -----
    Source: Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, section
    5.2.1.
    """
    *inner, last = SPLINE_KNOTS

    def scaled(knot: float) -> np.ndarray:
        cubes = np.maximum(x - knot, 0) ** 3 - np.maximum(x - last, 0) ** 3
        return cubes / (last - knot)

    columns = [np.ones_like(x), x]
    columns += [scaled(knot) - scaled(inner[-1]) for knot in inner[:-1]]
    return np.column_stack(columns)
