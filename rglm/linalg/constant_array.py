"""Arrays with the same number for every row, which have memory for one: `numpy.broadcast_to`.

Sums over such an array can be quicker, in other operations, than over an array of equal numbers:
whether it is one decides about the last bits, and has to be kept where it is copied.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


def constant_array(number: float, n: int) -> np.ndarray:
    """A number for each of n rows."""
    return np.broadcast_to(number, (n,))


def is_constant(array: np.ndarray) -> bool:
    """Whether an array was made by `constant_array`, and has rows.

    >>> is_constant(constant_array(1.0, 3)), is_constant(np.ones(3))
    (True, False)
    """
    return bool(array.size) and array.strides == (0,)


def take_rows(array: np.ndarray, rows: slice | np.ndarray) -> np.ndarray:
    """Some entries of an array; a constant one takes no memory there either."""
    if isinstance(rows, slice) or rows.dtype == bool or not is_constant(array):
        return array[rows]
    return constant_array(array[0], len(rows))


class ConstantArrayPickles:
    """A base class whose attributes are pickled with constant arrays as such."""

    def __getstate__(self) -> dict[str, Any]:
        return {name: _packed(value) for name, value in vars(self).items()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update({name: _unpacked(value) for name, value in state.items()})


class _Packed(NamedTuple):
    number: float
    n: int


def _packed(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return _Packed(value[0], len(value)) if is_constant(value) else value
    return [*map(_packed, value)] if type(value) is tuple else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, _Packed):
        return constant_array(*value)
    return tuple(map(_unpacked, value)) if isinstance(value, list) else value
