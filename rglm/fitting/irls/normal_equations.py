"""The weighted normal equations of a block of rows."""

from __future__ import annotations

from functools import reduce
from itertools import combinations
from operator import iadd
from threading import local

import numpy as np
from scipy.linalg.blas import dsyrk

from rglm.design.block import BLOCK_ROWS, Block
from rglm.design.factors.indicators import Indicators
from rglm.fitting.irls.column_layout import ColumnLayout, lay_out_columns
from rglm.fitting.irls.working_values import WorkingValues
from rglm.linalg.gram import MIN_PIVOT, Gram
from rglm.linalg.gram_panels import add_gram

WIDE_DESIGN_COLUMNS = 512  # from which on X'WX is large beside the rows that it sums
MAX_SCRATCH_NUMBERS = 2**22  # in the rows of a wide design that are worked on at a time


class GramAccumulator:
    """Makes the normal equations of a block, a few thousand rows at a time; see `Accumulator`.

    Parameters
    ----------
    layout : ColumnLayout
    min_pivot : float
        The smallest pivot that is trusted: see `rglm.linalg.gram`.
    """

    def __init__(self, layout: ColumnLayout, min_pivot: float = MIN_PIVOT) -> None:
        self.layout, self.min_pivot = layout, min_pivot
        self.blocks_at_once = layout.blocks
        width = len(layout.dense) + 1
        is_wide = width > WIDE_DESIGN_COLUMNS
        self.rows_at_once = max(512, MAX_SCRATCH_NUMBERS // width) if is_wide else BLOCK_ROWS
        self._scratch = np.empty((self.rows_at_once, width), order="F")
        self._sum = np.zeros((width, width), order="F") if is_wide else None
        self._threads = local()

    def __reduce__(self) -> tuple[type[GramAccumulator], tuple[ColumnLayout, float]]:
        """A worker gets nothing of what was computed."""
        return GramAccumulator, (self.layout, self.min_pivot)

    def for_thread(self) -> GramAccumulator:
        """An equal accumulator with scratch memory of this thread, ready for a pass."""
        own: GramAccumulator | None = getattr(self._threads, "accumulator", None)
        if own is None:
            own = self._threads.accumulator = GramAccumulator(self.layout, self.min_pivot)
        own.begin()
        return own

    def begin(self) -> None:
        """Make ready for a pass."""
        if self._sum is not None:
            self._sum[:] = 0.0

    def columns(self, block: Block) -> np.ndarray:
        """The dense columns of some rows, with room for the target as the last column."""
        if block.columns is not self.layout.columns:  # those of another chunk of data
            self.layout = lay_out_columns(block.columns)
        return self.layout.dense.matrix(block.row_slice, 1, self._scratch)

    def product(self, x: np.ndarray, block: Block, beta: np.ndarray) -> np.ndarray:
        """X beta on the rows of `columns`."""
        layout = self.layout
        out = x[:, :-1] @ beta[layout.others[layout.dense_places]]
        for part in (layout.partialled_out, *layout.coded):
            if part is not None:
                part.add_product(beta, block.row_slice, out)
        return out

    def rows_system(self, x: np.ndarray, values: WorkingValues) -> np.ndarray:
        """[X, t]'W[X, t] of the dense columns, its upper triangle; `x` is overwritten.

        A large one is summed over the rows in place.
        """
        x[:, -1] = values.target
        x *= np.sqrt(values.weight)[:, None]
        if self._sum is None:
            return dsyrk(1.0, x, trans=1)
        return add_gram(x, self._sum)

    def block_system(
        self, block: Block, systems: list[np.ndarray], values: list[WorkingValues]
    ) -> Gram:
        """The normal equations of a block, from those of its rows."""
        layout = self.layout
        dense = reduce(iadd, systems) if self._sum is None else self._sum
        k, q = len(layout.eliminated), len(layout.others)
        if not layout.has_coded:
            cross = np.zeros((0, q + 1))
            none = np.zeros(0)
            return Gram(layout.eliminated, layout.others, none, cross, dense, self.min_pivot)
        rest = np.zeros((q + 1, q + 1), order="F")
        places = np.r_[layout.dense_places, q]
        rest[np.ix_(places, places)] = dense
        self.begin()
        weight = np.concatenate([part.weight for part in values])
        pull = weight * np.concatenate([part.target for part in values])
        sums = _CategorySums(layout, block.row_slice, weight, pull)
        sums.fill(rest)
        diagonal, cross = sums.eliminated(k)
        return Gram(layout.eliminated, layout.others, diagonal, cross, rest, self.min_pivot)


class _CategorySums:
    """Sums by category over a block, by counting codes; `pull` is weight times target."""

    def __init__(
        self, layout: ColumnLayout, rows: slice, weight: np.ndarray, pull: np.ndarray
    ) -> None:
        self.layout, self.rows, self.weight, self.pull = layout, rows, weight, pull
        self.q = len(layout.others)

    def fill(self, rest: np.ndarray) -> None:
        """Fill the rows and columns of the coded variables into `rest`."""
        coded = list(zip(self.layout.coded, self.layout.coded_places, strict=True))
        for part, at in coded:
            cross = self.by_dense(part)
            rest[at] += cross
            rest[:, at] += cross.T
            rest[at, at] = self._own(part)
        for (one, at), (two, other) in combinations(coded, 2):
            pairs = self._pairs(one, two)
            rest[np.ix_(at, other)] = pairs
            rest[np.ix_(other, at)] = pairs.T

    def eliminated(self, k: int) -> tuple[np.ndarray, np.ndarray]:
        """D, and B with E'Wt as its last column."""
        largest = self.layout.partialled_out
        if largest is None:
            return np.zeros(0), np.zeros((0, self.q + 1), order="F")
        cross = self.by_dense(largest)
        for part, at in zip(self.layout.coded, self.layout.coded_places, strict=True):
            cross[:, at] = self._pairs(largest, part)
        return self._own(largest), cross

    def by_dense(self, part: Indicators) -> np.ndarray:
        """A variable's columns times the dense columns and the target, (k, q + 1)."""
        dense, at = self.layout.dense, self.layout.dense_places
        out = np.zeros((len(part.column_codes), self.q + 1), order="F")
        weight = (
            self.weight if part.multiplier is None else self.weight * part.multiplier[self.rows]
        )
        pull = self.pull if part.multiplier is None else self.pull * part.multiplier[self.rows]
        out[:, -1] = self._sum(part, pull)
        for place, array in zip(dense.dense_positions, dense.dense, strict=True):
            if array.strides == (0,):
                out[:, at[place]] = array[0] * self._sum(part, weight)
            else:
                out[:, at[place]] = self._sum(part, weight * array[self.rows])
        for narrow in dense.indicators:
            out[:, at[narrow.positions[narrow.column_codes]]] = self._pairs(part, narrow)
        return out

    def _own(self, part: Indicators) -> np.ndarray:
        if part.multiplier is None:
            return self._sum(part, self.weight)
        return self._sum(part, self.weight * part.multiplier[self.rows] ** 2)

    def _sum(self, part: Indicators, values: np.ndarray) -> np.ndarray:
        return np.bincount(part.codes[self.rows], values, part.categories.k)[part.column_codes]

    def _pairs(self, one: Indicators, two: Indicators) -> np.ndarray:
        """The columns of one variable times those of another."""
        k, m = one.categories.k, two.categories.k
        first, second = one.codes[self.rows], two.codes[self.rows]
        values = self.weight
        for part in (one, two):
            values = values if part.multiplier is None else values * part.multiplier[self.rows]
        if m > 4 * len(two.column_codes):  # most of its categories have no column here
            out = [
                np.bincount(first[c], values[c], k)
                for c in (second == j for j in two.column_codes)
            ]
            return np.array(out)[:, one.column_codes].T
        table = np.bincount(first + k * second, values, k * m).reshape(m, k)
        return table[np.ix_(two.column_codes, one.column_codes)].T
