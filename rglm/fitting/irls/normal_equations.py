"""The weighted normal equations of a block of rows."""

from __future__ import annotations

from functools import reduce
from itertools import combinations
from operator import iadd
from threading import local
from typing import Any

import numpy as np
from scipy.linalg.blas import dsyrk

from rglm.design.block import BLOCK_ROWS, Block
from rglm.design.factors.indicators import Indicators
from rglm.fitting.irls.column_layout import ColumnLayout, lay_out_columns
from rglm.fitting.irls.working_values import WorkingValues
from rglm.linalg.gram import MIN_PIVOT, Gram
from rglm.linalg.gram_panels import add_gram

WIDE_DESIGN_COLUMNS = 512  # columns from which on X'WX is large beside the rows that it sums
MAX_SCRATCH_NUMBERS = 2**22  # numbers: the rows of a wide design that are put side by side


class GramAccumulator:
    """Forms the normal equations, a few thousand rows at a time so that they stay in cache."""

    def __init__(self, layout: ColumnLayout, least: float = MIN_PIVOT) -> None:
        self.layout, self.least = layout, least
        self.blocks = layout.blocks
        width = len(layout.thin) + 1
        self.rows = (
            BLOCK_ROWS if width <= WIDE_DESIGN_COLUMNS else max(512, MAX_SCRATCH_NUMBERS // width)
        )
        self._room = np.empty((self.rows, width), order="F")
        self._sum = np.zeros((width, width), order="F") if width > WIDE_DESIGN_COLUMNS else None
        self._threads = local()

    def __getstate__(self) -> dict[str, Any]:
        """Nothing of what was computed, when it is sent to a worker."""
        return {"layout": self.layout, "least": self.least}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)

    def for_thread(self) -> GramAccumulator:
        """The same with scratch of this thread's own, ready for the rows of a part."""
        found = getattr(self._threads, "form", None)
        if found is None:
            found = self._threads.form = GramAccumulator(self.layout, self.least)
        found.begin()
        return found

    def begin(self) -> None:
        """Make ready for a pass."""
        if self._sum is not None:
            self._sum[:] = 0.0

    def columns(self, block: Block) -> np.ndarray:
        """The thin columns of some rows side by side, with room for the target behind."""
        if block.columns is not self.layout.of:  # another part of data that come in parts
            self.layout = lay_out_columns(block.columns)
        return self.layout.thin.matrix(block.row_slice, 1, self._room)

    def product(self, x: np.ndarray, block: Block, beta: np.ndarray) -> np.ndarray:
        """X beta on the rows of `columns`."""
        layout = self.layout
        out = x[:, :-1] @ beta[layout.others[layout.thin_at]]
        for part in (layout.largest, *layout.wide):
            if part is not None:
                part.add_product(beta, block.row_slice, out)
        return out

    def take(self, x: np.ndarray, seen: WorkingValues) -> np.ndarray:
        """[X, t]'W[X, t] of the thin columns, its upper triangle; `x` is overwritten.

        A large one is summed over the rows where it stands.
        """
        x[:, -1] = seen.target
        x *= np.sqrt(seen.weight)[:, None]
        if self._sum is None:
            return dsyrk(1.0, x, trans=1)
        return add_gram(x, self._sum)

    def join(self, block: Block, taken: list[np.ndarray], seen: list[WorkingValues]) -> Gram:
        """The normal equations of a block from those of its parts."""
        layout = self.layout
        thin = reduce(iadd, taken) if self._sum is None else self._sum
        k, q = len(layout.eliminated), len(layout.others)
        if not layout.apart:
            cross = np.zeros((0, q + 1))
            none = np.zeros(0)
            return Gram(layout.eliminated, layout.others, none, cross, thin, self.least)
        rest = np.zeros((q + 1, q + 1), order="F")
        at = np.r_[layout.thin_at, q]
        rest[np.ix_(at, at)] = thin
        self.begin()
        weight = np.concatenate([part.weight for part in seen])
        pull = weight * np.concatenate([part.target for part in seen])
        count = _Counts(layout, block.row_slice, weight, pull)
        count.fill(rest)
        diagonal, cross = count.eliminated(k)
        return Gram(layout.eliminated, layout.others, diagonal, cross, rest, self.least)


class _Counts:
    """Sums by category over a block: bincounts of the codes."""

    def __init__(
        self, layout: ColumnLayout, rows: slice, weight: np.ndarray, pull: np.ndarray
    ) -> None:
        self.layout, self.rows, self.weight, self.pull = layout, rows, weight, pull
        self.q = len(layout.others)

    def fill(self, rest: np.ndarray) -> None:
        """The rows and columns of the wide variables within `rest`."""
        wide = list(zip(self.layout.wide, self.layout.wide_at, strict=True))
        for part, at in wide:
            found = self.beside(part)
            rest[at] += found
            rest[:, at] += found.T
            rest[at, at] = self._own(part)
        for (one, at), (two, other) in combinations(wide, 2):
            pairs = self._pairs(one, two)
            rest[np.ix_(at, other)] = pairs
            rest[np.ix_(other, at)] = pairs.T

    def eliminated(self, k: int) -> tuple[np.ndarray, np.ndarray]:
        """D, and B with the target behind it."""
        largest = self.layout.largest
        if largest is None:
            return np.zeros(0), np.zeros((0, self.q + 1), order="F")
        cross = self.beside(largest)
        for part, at in zip(self.layout.wide, self.layout.wide_at, strict=True):
            cross[:, at] = self._pairs(largest, part)
        return self._own(largest), cross

    def beside(self, part: Indicators) -> np.ndarray:
        """A variable's columns by the thin columns and the target, (k, q + 1)."""
        thin, at = self.layout.thin, self.layout.thin_at
        out = np.zeros((len(part.column_codes), self.q + 1), order="F")
        weight = (
            self.weight if part.multiplier is None else self.weight * part.multiplier[self.rows]
        )
        pull = self.pull if part.multiplier is None else self.pull * part.multiplier[self.rows]
        out[:, -1] = self._sum(part, pull)
        for place, array in zip(thin.dense_positions, thin.dense, strict=True):
            if array.strides == (0,):
                out[:, at[place]] = array[0] * self._sum(part, weight)
            else:
                out[:, at[place]] = self._sum(part, weight * array[self.rows])
        for narrow in thin.indicators:
            out[:, at[narrow.positions[narrow.column_codes]]] = self._pairs(part, narrow)
        return out

    def _own(self, part: Indicators) -> np.ndarray:
        times = part.multiplier
        return self._sum(
            part, self.weight if times is None else self.weight * times[self.rows] ** 2
        )

    def _sum(self, part: Indicators, values: np.ndarray) -> np.ndarray:
        return np.bincount(part.codes[self.rows], values, part.categories.k)[part.column_codes]

    def _pairs(self, one: Indicators, two: Indicators) -> np.ndarray:
        """The columns of one variable by those of another."""
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
