"""A block of consecutive rows: what a statistic of a fit is computed from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import DTypeLike

from rglm.design.columns import Columns
from rglm.linalg.constant_array import ConstantArrayPickles, take_rows

# 8192 rows of 20 columns stay in a core's cache; one size everywhere gives the same sums
BLOCK_ROWS = 8192


class LazyArray:
    """An array that `make` returns when its values are first needed.

    `make_rows`, if given, returns some of its rows alone.
    """

    def __init__(
        self,
        make: Callable[[], np.ndarray],
        make_rows: Callable[[slice | np.ndarray], np.ndarray] | None = None,
    ) -> None:
        self._make, self._make_rows = make, make_rows
        self._array: np.ndarray | None = None
        self._lock = Lock()  # one thread makes it for all

    def __getitem__(self, rows: slice | np.ndarray) -> LazyArray:
        make_rows = self._make_rows
        if make_rows is not None and self._array is None:
            return LazyArray(lambda: make_rows(rows))
        return LazyArray(lambda: np.asarray(self)[rows])

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> np.ndarray:
        with self._lock:
            if self._array is None:
                self._array = self._make()
            return self._array

    def __reduce__(self) -> tuple[Callable[[np.ndarray], np.ndarray], tuple[np.ndarray]]:
        return _identity, (np.asarray(self),)


def _identity(array: np.ndarray) -> np.ndarray:
    return array


@dataclass(frozen=True)
class Rows(ConstantArrayPickles):
    """The numbers of a fit's rows other than X."""

    # y, weights, offset, trials: (n,) response, prior weights, offset, and binomial trials
    # (1 elsewhere)
    y: np.ndarray
    weights: np.ndarray
    offset: np.ndarray
    trials: np.ndarray
    etastart: np.ndarray | LazyArray  # (n,) the linear predictor that iteration starts from
    # (n,) of rows that stand for several: the sum of their a (y - mean)^2, and their number,
    # where they are equal in all
    squares: np.ndarray | LazyArray | None = None
    counts: np.ndarray | None = None
    # (n,) of means of several rows: the number of those with a weight
    numbers: np.ndarray | LazyArray | None = None

    def take(self, rows: slice | np.ndarray) -> Rows:
        """The same numbers on some rows: views for a slice."""
        return Rows(
            y=self.y[rows],
            weights=take_rows(self.weights, rows),
            offset=take_rows(self.offset, rows),
            trials=take_rows(self.trials, rows),
            etastart=self.etastart[rows],
            squares=None if self.squares is None else self.squares[rows],
            counts=None if self.counts is None else self.counts[rows],
            numbers=None if self.numbers is None else self.numbers[rows],
        )


@dataclass(frozen=True)
class Block:
    """A block of rows: their numbers and their rows of X."""

    start: int  # the position of the first row among all rows of the data
    rows: Rows  # of this block only
    columns: Columns  # of all rows in memory
    row_slice: slice  # the block's rows of `columns`

    def matrix(self, spare: int = 0) -> np.ndarray:
        """X of the block (rows x p, Fortran order, a new array), with spare columns behind."""
        return self.columns.matrix(self.row_slice, spare)

    def split(self, size: int = BLOCK_ROWS) -> Iterator[Block]:
        """The same rows in blocks of `size`."""
        n = len(self.rows.y)
        if n <= size:
            yield self
            return
        for low in range(0, n, size):
            high = min(low + size, n)
            rows = slice(self.row_slice.start + low, self.row_slice.start + high)
            yield Block(self.start + low, self.rows.take(slice(low, high)), self.columns, rows)
