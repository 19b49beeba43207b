"""The columns of a design: kept one by one, put side by side a block of rows at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Columns:
    """The columns of a model matrix X (n x p), under R's names.

    Attributes
    ----------
    nrows : int
    names : tuple of str, length p
    assign : (p,) int array
        The term each column belongs to: 0 for the intercept, then 1, 2, ... (R's ``assign``).
    arrays : tuple of (n,) float arrays
        A constant column takes no memory of its own.
    """

    nrows: int
    names: tuple[str, ...]
    assign: np.ndarray
    arrays: tuple[np.ndarray, ...]

    def __len__(self) -> int:
        return len(self.names)

    def matrix(self, rows: slice = slice(None), spare: int = 0) -> np.ndarray:
        """X on some rows in Fortran order, with `spare` empty columns behind it."""
        n = len(range(*rows.indices(self.nrows)))
        out = np.empty((n, len(self) + spare), order="F")
        for place, array in enumerate(self.arrays):
            out[:, place] = array[rows]
        return out

    def select(self, places: Sequence[int] | np.ndarray) -> Columns:
        """The columns at these places, in this order."""
        places = np.asarray(places, dtype=int)
        return replace(
            self,
            names=tuple(self.names[i] for i in places),
            assign=self.assign[places],
            arrays=tuple(self.arrays[i] for i in places),
        )
