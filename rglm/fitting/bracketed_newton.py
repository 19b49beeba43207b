"""Newton's method for roots that lie between known bounds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

MAX_STEPS = 80
Function = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def bracketed_newton(
    function: Function,
    above: np.ndarray,
    below: np.ndarray,
    start: np.ndarray,
    tolerance: float = 1e-8,
) -> np.ndarray:
    """A root of each of several functions of one number; a step out of its bounds is a bisection.

    Parameters
    ----------
    function : function
        Of m numbers, to the m values and derivatives there.
    above, below : (m,) float array
        Where the values are above 0, and where they are below.
    start : (m,) float array
        Where the search begins.
    tolerance : float
        The last step, relative to 1 + abs(x); after a step of Newton's the error is of the order
        of its square.

    Examples
    --------
    >>> two = bracketed_newton(
    ...     lambda x: (x**2 - 2, 2 * x), np.array([2.0]), np.array([0.0]), np.array([1.0])
    ... )
    >>> two.round(6).tolist()
    [1.414214]
    """
    x = start
    for _ in range(MAX_STEPS):
        value, slope = function(x)
        above, below = np.where(value > 0, x, above), np.where(value > 0, below, x)
        with np.errstate(all="ignore"):
            new = x - value / slope
        low, high = np.minimum(above, below), np.maximum(above, below)
        new = np.where((new >= low) & (new <= high), new, (low + high) / 2)
        moved, x = np.abs(new - x), new
        if (moved <= tolerance * (1 + np.abs(x))).all():
            break
    return x
