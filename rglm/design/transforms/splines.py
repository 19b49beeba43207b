"""R's ``bs()`` and ``ns()``: B-splines and natural cubic splines with knots learned once."""

from __future__ import annotations

from typing import Any

import numpy as np

from rglm.design.size_limits import MAX_DEGREE
from rglm.design.transforms.bspline_basis import bspline_basis
from rglm.design.transforms.spline_knots import find_boundary, find_inner_knots
from rglm.design.values.formula_value import FunctionState
from rglm.design.values.numeric_arguments import as_column, observed_values, whole_number
from rglm.formatting.hints.warning_location import warn


def learn_bs(
    x: object,
    df: int | None = None,
    knots: Any = None,
    degree: int = 3,
    intercept: bool = False,
    boundary_knots: Any = None,
) -> FunctionState:
    """The knots of a B-spline basis.

    Parameters
    ----------
    x : (n,) array_like
        Missing values (NaN) take no part.
    df : int, optional
        The number of columns, where no `knots` are given: ``df - degree - intercept`` knots are
        put at quantiles (type 7) of the values inside the boundary.
    knots : array_like, optional
        The inner knots.
    degree : int
        Of the polynomial pieces, 1 or more.
    intercept : bool
        Whether the columns span the constant: the first B-spline is left out if not.
    boundary_knots : (2,) array_like, optional
        By default the range of `x`.

    Returns
    -------
    dict
        ``knots``, ``boundary_knots`` (tuples of floats), ``degree``, ``intercept``.

    Raises
    ------
    ValueError
        The two boundary knots are equal, or an argument is out of its range.

    Warns
    -----
    UserWarning
        `df` is below the least that `degree` allows, which is used. Or a knot is not inside the
        boundary, as when many values are tied and a quantile is the least or greatest of them.

    Notes
    -----
    Matches ``splines::bs`` of R 4.2, save where a knot is on or above the upper boundary: R's
    basis is NaN beyond it, this one goes on from the left.

    Examples
    --------
    >>> learn_bs([0, 1, 2, 3, 10], df=5)["knots"]
    (1.3333333333333333, 2.6666666666666665)
    """
    values = observed_values(x, "bs")
    degree = whole_number(degree, "bs", "degree", 1, MAX_DEGREE)
    boundary = find_boundary(values, boundary_knots, "bs")
    least = degree + bool(intercept)
    inner = find_inner_knots(values, boundary, df, knots, least, "bs")
    return {
        "knots": inner,
        "boundary_knots": boundary,
        "degree": degree,
        "intercept": bool(intercept),
    }


def apply_bs(state: FunctionState, x: object) -> np.ndarray:
    """The B-splines at `x`, by de Boor's (1978) recurrence.

    Returns
    -------
    (n, df) array
        NaN where `x` is missing or infinite. Beyond the boundary the outermost polynomial goes
        on.

    Warns
    -----
    UserWarning
        Some `x` are beyond the boundary knots.

    Examples
    --------
    >>> apply_bs(learn_bs([0, 4], degree=2), [0, 2, 4]).tolist()
    [[0.0, 0.0], [0.5, 0.25], [0.0, 1.0]]
    """
    values = _finite_or_nan(x, "bs")
    low, high = state["boundary_knots"]
    if ((values < low) | (values > high)).any():
        warn("some 'x' values beyond boundary knots may cause ill-conditioned bases", UserWarning)
    basis = bspline_basis(_all_knots(state, state["degree"]), state["degree"], values)
    return basis if state["intercept"] else basis[:, 1:]


def bs_slopes(state: FunctionState, x: object) -> np.ndarray:
    """The derivatives of the B-splines at `x`, (n, df); at a kink that from the right.

    Examples
    --------
    >>> bs_slopes(learn_bs([0, 4], degree=2), [0, 2, 4]).tolist()
    [[0.5, 0.0], [0.0, 0.25], [-0.5, 0.5]]
    """
    values, degree = _finite_or_nan(x, "bs"), state["degree"]
    slopes = bspline_basis(_all_knots(state, degree), degree, values, derivative=1)
    return slopes if state["intercept"] else slopes[:, 1:]


def learn_ns(
    x: object,
    df: int | None = None,
    knots: Any = None,
    intercept: bool = False,
    boundary_knots: Any = None,
) -> FunctionState:
    """The knots of a natural cubic spline, which is linear beyond its boundary.

    Parameters, errors and warnings are those of `learn_bs`. Without `knots`, ``df - 1 -
    intercept`` of them are put at quantiles.

    Returns
    -------
    dict
        ``knots``, ``boundary_knots`` (tuples of floats), ``intercept``.

    Notes
    -----
    Matches ``splines::ns`` of R 4.2, which refuses a knot on or above the upper boundary.

    Examples
    --------
    >>> learn_ns([0, 1, 2, 3, 10], df=2)
    {'knots': (2.0,), 'boundary_knots': (0.0, 10.0), 'intercept': False}
    """
    values = observed_values(x, "ns")
    boundary = find_boundary(values, boundary_knots, "ns")
    inner = find_inner_knots(values, boundary, df, knots, 1 + bool(intercept), "ns")
    return {"knots": inner, "boundary_knots": boundary, "intercept": bool(intercept)}


def apply_ns(state: FunctionState, x: object) -> np.ndarray:
    """The natural cubic splines at `x`.

    The cubic B-splines are combined so that the second derivative is 0 at both boundary knots:
    with C (2 x m) the B-splines' second derivatives there and C' = QR, the combinations are the
    columns of Q but the first two (Hastie 1992, chapter 7 of "Statistical Models in S").

    Returns
    -------
    (n, df) array
        NaN where `x` is missing or infinite.

    Examples
    --------
    >>> apply_ns(learn_ns([0, 1, 2, 3, 4], df=1), [0, 4, 8]).round(12).tolist()
    [[0.0], [0.801783725737], [1.603567451475]]
    """
    values = _finite_or_nan(x, "ns")
    ends = np.array(state["boundary_knots"])
    return _natural(state, _linear_beyond(_all_knots(state, 3), ends, values))


def ns_slopes(state: FunctionState, x: object) -> np.ndarray:
    """The derivatives of the natural cubic splines at `x`, (n, df).

    Examples
    --------
    >>> ns_slopes(learn_ns([0, 1, 2, 3, 4], df=1), [0, 4, 8]).round(12).tolist()
    [[0.200445931434], [0.200445931434], [0.200445931434]]
    """
    nearest = np.clip(_finite_or_nan(x, "ns"), *state["boundary_knots"])
    return _natural(state, bspline_basis(_all_knots(state, 3), 3, nearest, derivative=1))


def _natural(state: FunctionState, basis: np.ndarray) -> np.ndarray:
    """The combinations of cubic B-splines whose second derivative is 0 at the boundary knots."""
    first = 0 if state["intercept"] else 1
    ends = np.array(state["boundary_knots"])
    curvature = bspline_basis(_all_knots(state, 3), 3, ends, derivative=2)[:, first:]
    q = np.linalg.qr(curvature.T, mode="complete")[0]
    return basis[:, first:] @ q[:, 2:]


def _finite_or_nan(x: object, function: str) -> np.ndarray:
    """`x` with NaN for what is infinite: a polynomial has no value there."""
    values = as_column(x, function)
    return np.where(np.isinf(values), np.nan, values)


def _linear_beyond(all_knots: np.ndarray, ends: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Cubic B-splines inside the boundary, their tangents at it outside."""
    nearest = np.clip(values, *ends)
    basis = bspline_basis(all_knots, 3, nearest)
    slope = bspline_basis(all_knots, 3, ends, derivative=1)
    for end, outside in zip((0, 1), (values < ends[0], values > ends[1]), strict=True):
        basis[outside] += np.outer(values[outside] - ends[end], slope[end])
    return basis


def _all_knots(state: FunctionState, degree: int) -> np.ndarray:
    """The knots with each boundary knot ``degree + 1`` times."""
    return np.sort([*state["boundary_knots"] * (degree + 1), *state["knots"]])
