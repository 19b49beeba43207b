"""Rows chosen by their numbers: from 0 in an array, from 1 in a text of R's, ``"-c(6, 16)"``."""

from __future__ import annotations

import numpy as np

from rglm.design.evaluation.expressions import Expression
from rglm.design.evaluation.scope import Scope
from rglm.errors import DataError

PLAIN_TYPES = (int, float, list, np.ndarray, np.number)  # of numbers in a text, and of ``c(...)``


def mask_of_positions(positions: np.ndarray, n: int) -> np.ndarray:
    """True for the rows at some positions, which count from 0."""
    mask = np.zeros(n, dtype=bool)
    mask[positions] = True
    if mask.sum() < len(positions):
        raise DataError("subset= names a row twice; repeat it in the data, data.iloc[[0, 0, 1]]")
    return mask


def mask_of_row_numbers(numbers: np.ndarray, text: str, n: int) -> np.ndarray:
    """True for the rows of some numbers, which count from 1; negative ones leave rows out.

    Raises
    ------
    DataError
        A number is not whole, is 0, is beyond the n rows, or has another sign than the first.
    """
    if not (np.isfinite(numbers) & (numbers == np.round(numbers))).all():
        raise no_condition(text)
    if (numbers == 0).any() or (np.sign(numbers) != np.sign(numbers[:1])).any():
        raise DataError(
            f"subset={text!r}: the numbers of rows in a text count from 1, as in R, and are all "
            "above 0 or all below, which leaves rows out; a list counts from 0, subset=[0, 1]"
        )
    places = np.abs(numbers).astype(np.int64) - 1
    if (places >= n).any():
        raise DataError(f"subset={text!r}: there is no row {places.max() + 1}, but {n} rows")
    if (numbers > 0).all():
        return mask_of_positions(places, n)
    mask = np.ones(n, dtype=bool)
    mask[places] = False
    return mask


def numbers_of_text(code: Expression, scope: Scope) -> np.ndarray | None:
    """The numbers of an expression, however many; None if it is something else, or no value."""
    try:
        value = code.evaluate(scope)
        array = np.atleast_1d(np.asarray(value if isinstance(value, PLAIN_TYPES) else "other"))
    except Exception:  # whatever a function raises: `scope.evaluate` says it
        return None
    is_numbers = array.ndim == 1 and array.dtype.kind in "iuf"
    return array.astype(np.float64) if is_numbers else None


def no_condition(text: str) -> DataError:
    """The error of a text that is neither a condition nor numbers of rows."""
    return DataError(
        f"subset={text!r} is not a condition, such as 'x > 0', nor numbers of rows written out, "
        "'1:100' or '-c(6, 16)'; give positions, which count from 0, as subset=range(100), or "
        "leave rows out, data.drop(data.index[[5, 15]])"
    )
