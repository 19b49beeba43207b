"""The weighted normal equations of a block of rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import iadd
from threading import local

import numpy as np

from rglm.design.block import BLOCK_ROWS, Block
from rglm.families.working_steps.working_step import WorkArrays
from rglm.fitting.irls.column_layout import ColumnLayout, lay_out_columns
from rglm.fitting.irls.normal_equations.category_sums import CategorySums
from rglm.fitting.irls.normal_equations.dense_rows import DenseRows
from rglm.fitting.irls.normal_equations.superblock import Superblock
from rglm.fitting.irls.normal_equations.wide_rows import WideRows
from rglm.fitting.irls.working_values import WorkingValues
from rglm.linalg.gram import MIN_PIVOT, Gram

WIDE_DESIGN_COLUMNS = 512  # from which on X'WX is large beside the rows that it sums


@dataclass(frozen=True)
class RowsGram:
    """The sums of some rows, from which those of their block are made."""

    dense: np.ndarray  # [Z, t]'W[Z, t] of the dense columns Z and the target t
    weight: np.ndarray  # (rows,) w; no numbers in a design without coded variables
    pull: np.ndarray  # (rows,) w t


class GramAccumulator:
    """Makes the normal equations of a block, some thousand rows at a time; see `Accumulator`.

    Parameters
    ----------
    layout : ColumnLayout
    min_pivot : float
        The smallest pivot that is trusted: see `rglm.linalg.gram`.
    """

    def __init__(self, layout: ColumnLayout, min_pivot: float = MIN_PIVOT) -> None:
        self.layout, self.min_pivot = layout, min_pivot
        self._rows = _dense_rows(layout)
        self.rows_at_once = self._rows.rows_at_once
        self.blocks_at_once = max(layout.blocks, self.rows_at_once // BLOCK_ROWS)
        self.is_threaded = not self._rows.is_summed_in_place
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
        self._rows.begin()

    def columns(self, block: Block) -> DenseRows:
        """The dense columns of some rows."""
        if block.columns is not self.layout.columns:  # those of another chunk of data
            self.layout = lay_out_columns(block.columns)
        self._rows.fill(self.layout.dense, block)
        return self._rows

    def product(self, x: DenseRows, block: Block, beta: np.ndarray) -> np.ndarray:
        """X beta on the rows of `columns`, which may be overwritten."""
        layout = self.layout
        out = x.product(beta[layout.others[layout.dense_places]])
        for part in (layout.partialled_out, *layout.coded):
            if part is not None:
                part.add_product(beta, block.row_slice, out)
        return out

    def work(self) -> WorkArrays | None:
        """Arrays for a family's own step on the rows of `columns`, if it is to be used."""
        return self._rows.work()

    def rows_system(self, x: DenseRows, values: WorkingValues) -> RowsGram:
        """[X, t]'W[X, t] of the dense columns, and what the coded ones need; `x` is overwritten.

        A large one is summed over the rows in place.
        """
        if not self.layout.has_coded:
            return RowsGram(x.gram(values), np.zeros(0), np.zeros(0))
        return RowsGram(x.gram(values), values.weight.copy(), values.weight * values.target)

    def block_system(self, block: Block, systems: list[RowsGram]) -> Gram:
        """The normal equations of a block, from those of its rows."""
        layout, in_place = self.layout, self._rows.is_summed_in_place
        grams = [system.dense for system in (systems[-1:] if in_place else systems)]
        dense = reduce(iadd, grams)
        k, q = len(layout.eliminated), len(layout.others)
        if not layout.has_coded:
            cross = np.zeros((0, q + 1))
            none = np.zeros(0)
            return Gram(layout.eliminated, layout.others, none, cross, dense, self.min_pivot)
        rest = np.zeros((q + 1, q + 1), order="F")
        places = np.r_[layout.dense_places, q]
        rest[np.ix_(places, places)] = dense
        self.begin()
        weight = np.concatenate([system.weight for system in systems])
        pull = np.concatenate([system.pull for system in systems])
        sums = CategorySums(layout, block.row_slice, weight, pull)
        sums.fill(rest)
        diagonal, cross = sums.eliminated(k)
        return Gram(layout.eliminated, layout.others, diagonal, cross, rest, self.min_pivot)


def _dense_rows(layout: ColumnLayout) -> DenseRows:
    width = len(layout.dense) + 1
    if width > WIDE_DESIGN_COLUMNS:
        return WideRows(width)
    # blocks of coded variables are of many rows: they are what threads share, not superblocks
    return Superblock(width, 0 if layout.has_coded else layout.columns.nrows)
