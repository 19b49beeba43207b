"""R's ``scale()``: a column, or each of a matrix, centred and divided by its spread."""

from __future__ import annotations

import numpy as np

from rglm.design.transforms.streaming_moments import Moments
from rglm.design.values.formula_value import FunctionState
from rglm.design.values.numeric_arguments import as_column, check_squarable, observed_values


def learn_scale(
    x: object, center: bool | float = True, scale: bool | float = True
) -> FunctionState:
    """The numbers that ``scale(x)`` subtracts and divides by.

    The centre is the mean, and the scale is ``sqrt(sum((x - center)**2) / (n - 1))``: the standard
    deviation of a centred column, the root mean square of one that is not.

    Parameters
    ----------
    x : (n,) array_like
        Missing values (NaN) take no part.
    center, scale : bool or float
        ``True`` learns it from `x`, ``False`` leaves it out, a number is used as it is.

    Returns
    -------
    dict
        ``center`` and ``scale``, each a float, or None where left out.

    Raises
    ------
    ValueError
        `x` has no spread to divide by, or `scale` is 0.

    Notes
    -----
    Matches R's ``scale``, save that a constant column is an error here and NaN in R.

    Examples
    --------
    >>> learn_scale([1, 2, 3])
    {'center': 2.0, 'scale': 1.0}
    """
    return scale_from_moments(Moments.of(observed_values(x, "scale")), center, scale)


def scale_from_moments(
    moments: Moments, center: bool | float = True, scale: bool | float = True
) -> FunctionState:
    """`learn_scale` of a column whose moments are known."""
    middle = _given_number(center, "center")
    if center is True:
        middle = moments.mean
    size = _given_number(scale, "scale")
    if scale is True:
        check_squarable("scale", max(abs(moments.low), abs(moments.high)))
        # a constant column less its mean may leave rounding, which is not a spread
        is_constant = center is True and moments.low == moments.high
        size = 0.0 if is_constant else moments.spread(middle)
    if size == 0:
        raise ValueError("scale(): the scale is 0: x does not vary; leave it out of the formula")
    return {"center": middle, "scale": size}


def apply_scale(state: FunctionState, x: object) -> np.ndarray:
    """``(x - center) / scale`` with the learned numbers.

    Examples
    --------
    >>> apply_scale({"center": 2.0, "scale": 0.5}, [1, 2, 3]).tolist()
    [-2.0, 0.0, 2.0]
    """
    values = as_column(x, "scale")
    if state["center"] is not None:
        values = values - state["center"]
    return values if state["scale"] is None else values / state["scale"]


def scale_columns(
    state: FunctionState, x: np.ndarray, center: bool | float, scale: bool | float
) -> np.ndarray:
    """``scale()`` of each column of a matrix (n, k); an empty `state` learns from it.

    Examples
    --------
    >>> scale_columns({}, np.array([[1.0, 5.0], [2.0, 7.0], [3.0, 9.0]]), True, True).tolist()
    [[-1.0, -1.0], [0.0, 0.0], [1.0, 1.0]]
    """
    if not state:
        state["columns"] = [learn_scale(column, center, scale) for column in x.T]
    if x.shape[1] != len(state["columns"]):
        raise ValueError(
            f"scale(): the matrix has {x.shape[1]} columns, and had {len(state['columns'])}"
        )
    columns = zip(state["columns"], x.T, strict=True)
    return np.column_stack([apply_scale(known, column) for known, column in columns])


def _given_number(value: bool | float, argument: str) -> float | None:
    """The number that a user gave; None for True and False."""
    if isinstance(value, (bool, np.bool_)):
        return None
    number = np.asarray(value, dtype=float)
    if number.size != 1 or not np.isfinite(number).all():
        raise ValueError(
            f"scale(): {argument} must be True, False or a finite number, not {value!r}"
        )
    return float(number.reshape(()))
