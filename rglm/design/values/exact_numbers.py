"""Numbers of more digits than a float holds: long identifiers, decimals."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import DTypeLike

from rglm.formatting.numbers.number_text import FLOAT_DIGITS, exceeds_float_digits

LARGEST_EXACT = 10**FLOAT_DIGITS

COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, eq=False)
class ExactNumbers(NDArrayOperatorsMixin):
    """Whole numbers or decimals that are exact in levels and comparisons.

    In arithmetic they are floats, as R's numbers are.
    """

    values: np.ndarray  # (n,) int64, uint64, or Python's int and Decimal; any value where missing
    missing: np.ndarray  # (n,)

    def __len__(self) -> int:
        return len(self.values)

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> np.ndarray:
        floats = np.where(self.missing, np.nan, _floats(self.values))
        return floats if dtype is None else floats.astype(dtype)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        floats = [np.asarray(x) if isinstance(x, ExactNumbers) else x for x in inputs]
        return getattr(ufunc, method)(*floats, **kwargs)

    def __getattr__(self, name: str) -> Any:
        """The column has the public methods of its floats: ``x.clip(1, 3)``."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(np.asarray(self), name)

    def factorize(self, sort: bool) -> tuple[np.ndarray, list[Any]]:
        """Codes (-1 where missing), and the distinct value of each code."""
        codes = np.full(len(self), -1, dtype=np.intp)
        codes[~self.missing], distinct = pd.factorize(self.values[~self.missing], sort=sort)
        return codes, distinct.tolist()

    def truncate(self) -> ExactNumbers:
        """The numbers rounded towards zero to whole ones."""
        if self.values.dtype.kind in "iu":
            return self
        pairs = zip(self.values, self.missing, strict=True)
        whole = [0 if is_missing else int(value) for value, is_missing in pairs]
        return replace(self, values=np.array(whole, dtype=object))


def read_integers(values: np.ndarray) -> np.ndarray | ExactNumbers:
    """An integer array as floats, or as exact numbers where two of them could be one float."""
    may_be_long = values.dtype.itemsize == 8 and len(values)
    if may_be_long and not _fits(int(values.min()), int(values.max())):
        return ExactNumbers(values, np.zeros(len(values), dtype=bool))
    return values.astype(np.float64)


def read_nullable_numbers(series: pd.Series) -> np.ndarray | ExactNumbers:
    """A column of integers, decimals or floats with missing values, exact where it is needed."""
    missing = series.isna().to_numpy()
    if pd.api.types.is_integer_dtype(series.dtype):  # pandas' and Arrow's nullable integers
        is_unsigned = pd.api.types.is_unsigned_integer_dtype(series.dtype)
        values = series.fillna(0).to_numpy(dtype=np.uint64 if is_unsigned else np.int64)
        return _with_missing(read_integers(values), missing)
    if pd.api.types.is_float_dtype(series.dtype):
        return series.to_numpy(dtype=np.float64, na_value=np.nan)
    values = series.to_numpy(dtype=object, na_value=0)
    if any(map(_is_large, values)):
        return ExactNumbers(np.array([_exactly(v) for v in values], dtype=object), missing)
    return _with_missing(values.astype(np.float64), missing)


def compare_exactly(sign: str, left: Any, right: Any) -> np.ndarray:
    """``left <sign> right`` of numbers, one side or both of them `ExactNumbers`."""
    left, right = _comparable(left), _comparable(right)
    if not _of_one_integer_type(left, right):
        left, right = (s.astype(object) if np.ndim(s) else s for s in (left, right))
    return np.asarray(COMPARISONS[sign](left, right), dtype=bool)


def exact_objects(value: object) -> np.ndarray:
    """Numbers as Python's, None where missing."""
    if isinstance(value, ExactNumbers):
        values, missing = value.values.astype(object), value.missing
    else:
        array = np.asarray(value)
        values = array if array.dtype.kind in "iu" else np.asarray(value, dtype=float)
        values, missing = values.astype(object), pd.isna(values)
    values[missing] = None
    return values


def _floats(values: np.ndarray) -> np.ndarray:
    """Numbers as floats; one that is too large for them is infinite."""
    try:
        return values.astype(np.float64)
    except OverflowError:
        return np.array([float(Decimal(v)) for v in values])


def _fits(low: int, high: int) -> bool:
    return low > -LARGEST_EXACT and high < LARGEST_EXACT


def _is_large(value: object) -> bool:
    """Whether a value of a column needs exact numbers."""
    if isinstance(value, Decimal):
        return exceeds_float_digits(value)
    return isinstance(value, (int, np.integer)) and not _fits(int(value), int(value))


def _exactly(value: Any) -> int | Decimal:
    """A number as an exact one; a float becomes the decimal that it prints."""
    if isinstance(value, (int, np.integer)):
        return int(value)
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def _with_missing(
    values: np.ndarray | ExactNumbers, missing: np.ndarray
) -> np.ndarray | ExactNumbers:
    if isinstance(values, ExactNumbers):
        return replace(values, missing=missing)
    values[missing] = np.nan
    return values


def _comparable(side: Any) -> Any:
    """A side of a comparison as numbers, 0 where it is missing."""
    if isinstance(side, ExactNumbers):
        return side.values
    if np.ndim(side):
        floats = np.asarray(side, dtype=float)
        return np.where(np.isnan(floats), 0.0, floats)
    value = side.item() if isinstance(side, np.generic) else side
    if not isinstance(value, float):
        return value
    if not np.isfinite(value):
        return 0 if np.isnan(value) else value
    return int(value) if value.is_integer() else Decimal(repr(value))


def _of_one_integer_type(one: Any, other: Any) -> bool:
    """Whether numpy compares two sides exactly: arrays of one integer type, and ints within it."""
    dtype = one.dtype if np.ndim(one) else other.dtype
    if dtype.kind not in "iu":
        return False
    limits = np.iinfo(dtype)
    return all(
        side.dtype == dtype
        if np.ndim(side)
        else isinstance(side, int) and limits.min <= side <= limits.max
        for side in (one, other)
    )
