"""B-splines on any knots: their values and derivatives."""

from __future__ import annotations

import numpy as np

from rglm.design.values.few_values import few_values

MIN_LONG_ROWS = 20_000  # from which on it is worth it to look whether x has few values


def bspline_basis(
    knots: np.ndarray, degree: int, x: np.ndarray, derivative: int = 0
) -> np.ndarray:
    r"""All B-splines of `degree` on sorted `knots`, or a derivative of them, at `x`.

    .. math:: B_{i,k}(x) = \frac{x - t_i}{t_{i+k} - t_i} B_{i,k-1}(x)
       + \frac{t_{i+k+1} - x}{t_{i+k+1} - t_{i+1}} B_{i+1,k-1}(x)

    Parameters
    ----------
    knots : (m,) array
        Sorted; the first and the last are there ``degree + 1`` times or more.
    degree : int
    x : (n,) array
        Outside the knots, the polynomial of the outermost interval goes on.
    derivative : int
        Its order, 0 for the values.

    Returns
    -------
    (n, m - degree - 1) array
        NaN where `x` is.

    Notes
    -----
    Source: de Boor (1978), "A practical guide to splines", chapters IX and X.

    Examples
    --------
    >>> bspline_basis(np.array([0.0, 0.0, 1.0, 2.0, 2.0]), 1, np.array([0.5, 2.0])).tolist()
    [[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]
    """
    if derivative:
        return _derivative(knots, degree, x, derivative)
    few = few_values(x) if x.size >= MIN_LONG_ROWS else None
    if few is None:
        return _values(knots, degree, x)
    by_value = _values(knots, degree, few.values)
    basis = np.empty((x.size, by_value.shape[1]), order="F")
    for place, column in enumerate(by_value.T):
        basis[:, place] = column[few.codes]
    return basis


def _values(knots: np.ndarray, degree: int, x: np.ndarray) -> np.ndarray:
    interval = _interval(knots, degree, x)
    local = _nonzero(knots, degree, x, interval)
    basis = np.zeros((x.size, knots.size - degree - 1), order="F")
    rows = np.arange(x.size)
    for place in range(degree + 1):
        basis[rows, interval - degree + place] = local[place]
    basis[np.isnan(x)] = np.nan
    return basis


def _interval(knots: np.ndarray, degree: int, x: np.ndarray) -> np.ndarray:
    """The last interval of positive length that begins at or before each x."""
    first = np.searchsorted(knots, knots[degree], side="right") - 1
    last = np.searchsorted(knots, knots[-degree - 1], side="left") - 1
    return np.clip(np.searchsorted(knots, x, side="right") - 1, first, last)


def _nonzero(
    knots: np.ndarray, degree: int, x: np.ndarray, interval: np.ndarray
) -> list[np.ndarray]:
    """The ``degree + 1`` B-splines that are not zero on each x's interval."""
    local = [np.ones_like(x)]
    for k in range(1, degree + 1):
        carried, raised = np.zeros_like(x), []
        for j, value in enumerate(local):
            right, left = knots[interval + j + 1], knots[interval + j + 1 - k]
            share = value / (right - left)
            raised.append(carried + (right - x) * share)
            carried = (x - left) * share
        local = [*raised, carried]
    return local


def _derivative(knots: np.ndarray, degree: int, x: np.ndarray, order: int) -> np.ndarray:
    lower = bspline_basis(knots, degree - 1, x, order - 1)
    width = knots[degree:] - knots[: knots.size - degree]
    # a B-spline on knots that all coincide is zero
    slope = np.divide(degree, width, out=np.zeros_like(width), where=width > 0)
    scaled = lower * slope
    return scaled[:, :-1] - scaled[:, 1:]
