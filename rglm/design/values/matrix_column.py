"""A matrix as one column of a DataFrame, as R's data frames have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype, take
from pandas.api.indexers import check_array_indexer

from rglm.formatting.numbers.number_text import number_text


class MatrixDtype(ExtensionDtype):
    """The type of a column whose values are rows of numbers.

    `suffixes` is what the columns' names have behind the name of the matrix.
    """

    type = np.ndarray
    _is_numeric: ClassVar[bool] = True
    _metadata = ("suffixes",)

    def __init__(self, suffixes: tuple[str, ...]) -> None:
        self.suffixes = suffixes

    @property
    def name(self) -> str:  # type: ignore[override]
        """The name that pandas shows."""
        return f"matrix[{len(self.suffixes)}]"

    @classmethod
    def construct_from_string(cls, string: str) -> MatrixDtype:
        """No text is read as this type."""
        raise TypeError(f"cannot make a matrix of {string!r}")

    @classmethod
    def construct_array_type(cls) -> Any:  # type: ignore[override]
        """The class of the column."""
        return MatrixColumn


class MatrixColumn(ExtensionArray):
    """A matrix (n, k) of floats as one column of a DataFrame; a missing value is NaN.

    Parameters
    ----------
    values : (n, k) float array
    suffixes : sequence of str, optional
        What the columns' names have behind the name of the matrix; by default, as in R, their
        numbers from 1, and nothing where there is one.
    """

    def __init__(self, values: np.ndarray, suffixes: Sequence[str] | None = None) -> None:
        self.values = np.asarray(values, dtype=np.float64)
        k = self.values.shape[1]
        numbers = [""] if k == 1 else [str(i + 1) for i in range(k)]
        has_names = suffixes is not None and k > 1  # R names a single column by the matrix alone
        self._dtype = MatrixDtype(tuple(suffixes if has_names and suffixes else numbers))

    @classmethod
    def _from_sequence(
        cls, scalars: Any, *, dtype: Any = None, copy: bool = False
    ) -> MatrixColumn:
        """The column of some rows, a scalar one being missing."""
        rows = [np.asarray(row, dtype=np.float64) for row in scalars]
        k = len(dtype.suffixes) if dtype is not None else max((r.size for r in rows), default=0)
        values = np.full((len(rows), k), np.nan)
        for i, row in enumerate(rows):
            values[i] = row
        return cls(values, None if dtype is None else dtype.suffixes)

    @classmethod
    def _from_factorized(cls, values: Any, original: MatrixColumn) -> MatrixColumn:
        return cls._from_sequence(values, dtype=original.dtype)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[MatrixColumn]) -> MatrixColumn:
        return cls(np.concatenate([a.values for a in to_concat]), to_concat[0].dtype.suffixes)

    @property
    def dtype(self) -> MatrixDtype:
        """The type of the column."""
        return self._dtype

    @property
    def nbytes(self) -> int:
        """The bytes of the values."""
        return self.values.nbytes

    def __len__(self) -> int:
        return len(self.values)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        """The rows, each an object; `values` is the matrix."""
        rows = np.empty(len(self), dtype=object)
        rows[:] = [*self.values]
        return rows

    def __getitem__(self, item: Any) -> Any:
        item = check_array_indexer(self, item)  # type: ignore[arg-type]
        values = self.values[item]
        return values if values.ndim == 1 else type(self)(values, self.dtype.suffixes)

    def __setitem__(self, key: Any, value: Any) -> None:
        values = value.values if isinstance(value, MatrixColumn) else value
        self.values[check_array_indexer(self, key)] = values

    def __eq__(self, other: object) -> Any:
        if not isinstance(other, MatrixColumn) or other.dtype != self.dtype:
            return NotImplemented
        return (self.values == other.values).all(axis=1)

    def isna(self) -> np.ndarray:
        """True where a row has a missing value."""
        return np.asarray(np.isnan(self.values).any(axis=1))

    def take(  # type: ignore[override]
        self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None
    ) -> MatrixColumn:
        """The rows at some places; -1 is a missing one with ``allow_fill``."""
        fill = np.nan if fill_value is None else fill_value
        rows: Any = take(self.values, np.asarray(indices), allow_fill=allow_fill, fill_value=fill)
        return type(self)(rows, self.dtype.suffixes)

    def copy(self) -> Self:
        """A column with values of its own."""
        return type(self)(self.values.copy(), self.dtype.suffixes)

    def equals(self, other: object) -> bool:
        """Whether another column has the same values; missing ones are the same."""
        if not isinstance(other, MatrixColumn) or other.dtype != self.dtype:
            return False
        return np.array_equal(self.values, other.values, equal_nan=True)

    def unique(self) -> MatrixColumn:
        """The rows that differ."""
        return self.factorize()[1]  # type: ignore[return-value]

    def _values_for_factorize(self) -> tuple[np.ndarray, Any]:
        rows = np.empty(len(self), dtype=object)
        rows[:] = [tuple(row) for row in self.values]
        rows[self.isna()] = None
        return rows, None

    def _reduce(self, name: str, *, skipna: bool = True, **options: Any) -> Any:
        """The mean (k,) of the rows; no other."""
        if name != "mean":
            raise TypeError(f"a matrix has no {name}")
        return (np.nanmean if skipna else np.mean)(self.values, axis=0)

    def _formatter(self, boxed: bool = False) -> Callable[[Any], str]:
        return lambda row: f"[{', '.join(number_text(round(float(v), 4)) for v in row)}]"


def matrix_column(series: pd.Series) -> MatrixColumn | None:
    """The matrix of a column that is one; None of any other."""
    array = series.array
    return array if isinstance(array, MatrixColumn) else None
