"""Some rows of a fit: what a statistic is computed from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.columns import Columns

# 8192 rows of 20 columns stay in a core's cache; one size everywhere gives the same sums
BLOCK = 8192


class Later:
    """An array that is made when it is first asked for: the rows of what `make` returns."""

    def __init__(self, make: Callable[[], np.ndarray]) -> None:
        self.make, self.found = make, None

    def __getitem__(self, rows: slice) -> Later:
        return Later(lambda: np.asarray(self)[rows])

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        if self.found is None:
            self.found = self.make()
        return self.found

    def __reduce__(self) -> Any:
        return _made, (np.asarray(self),)


def _made(array: np.ndarray) -> np.ndarray:
    return array


@dataclass(frozen=True)
class Rows:
    """The numbers of a fit, row by row.

    Attributes
    ----------
    y, weights, offset, trials : (n,) float arrays
        Response, prior weights, offset, and binomial trials (1 elsewhere).
    etastart : (n,) float array or Later
        The linear predictor that iteration starts from.
    """

    y: np.ndarray
    weights: np.ndarray
    offset: np.ndarray
    trials: np.ndarray
    etastart: np.ndarray | Later

    def part(self, rows: slice) -> Rows:
        """The same numbers on some rows, not copied."""
        return Rows(
            y=self.y[rows],
            weights=self.weights[rows],
            offset=self.offset[rows],
            trials=self.trials[rows],
            etastart=self.etastart[rows],
        )


@dataclass(frozen=True)
class Block:
    """A block of rows: their numbers and their columns of X.

    Attributes
    ----------
    start : int
        The position of the first row in the whole.
    rows : Rows
    columns : Columns
        Of the whole fit; `place` says which rows are this block's.
    place : slice
    """

    start: int
    rows: Rows
    columns: Columns
    place: slice

    def matrix(self, spare: int = 0) -> np.ndarray:
        """X of the block (rows x p, Fortran order, a fresh copy), with spare columns behind."""
        return self.columns.matrix(self.place, spare)

    def split(self, size: int = BLOCK) -> Iterator[Block]:
        """The same rows, `size` at a time."""
        n = len(self.rows.y)
        if n <= size:
            yield self
            return
        for low in range(0, n, size):
            high = min(low + size, n)
            place = slice(self.place.start + low, self.place.start + high)
            yield Block(self.start + low, self.rows.part(slice(low, high)), self.columns, place)
