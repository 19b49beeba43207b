"""Superblocks: some ten thousand rows, worked on by one thread in few and long calls of numpy.

A thread that returns from a call has to wait for the interpreter's lock, some ten microseconds;
in 32,768 rows a call takes a multiple of that, and 20 columns of them stay in the cache. The size
depends on the design only, so that sums are the same with any number of threads.
"""

from __future__ import annotations

import numpy as np

from rglm.design.block import BLOCK_ROWS, Block
from rglm.design.columns import Columns
from rglm.design.factors.indicators import Indicators
from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.working_steps.working_step import WorkArrays
from rglm.fitting.irls.normal_equations.dense_rows import DenseRows
from rglm.fitting.irls.working_values import WorkingValues
from rglm.linalg.gram_kernel import gram, sub_block_rows

MAX_ROWS, MIN_ROWS = 32768, 2048  # of a superblock
MAX_NUMBERS = 2**20  # of a superblock: 8 MB
MIN_SUPERBLOCKS = 16  # into which many rows are cut, to be shared out evenly


def superblock_rows(width: int, nrows: int) -> int:
    """The rows of a superblock of so many columns, a power of 2; `nrows` is 0 if not known."""
    rows = MAX_ROWS
    while rows > MIN_ROWS and rows * width > MAX_NUMBERS:
        rows //= 2
    while rows > BLOCK_ROWS and 0 < nrows < rows * MIN_SUPERBLOCKS:
        rows //= 2
    return rows


class Superblock(DenseRows):
    """The dense columns of up to `rows_at_once` rows, in sub-blocks: see `DenseRows`.

    Parameters
    ----------
    width : int
        The number w of dense columns, the target included.
    nrows : int
        The number of all rows; 0 if not known.
    """

    is_summed_in_place = False

    def __init__(self, width: int, nrows: int) -> None:
        self.rows_at_once = superblock_rows(width, nrows)
        self.width, self.sub_rows = width, min(sub_block_rows(width), self.rows_at_once)
        self.count = 0  # of the rows filled in
        self._x = np.empty((0, width, self.sub_rows))  # sub-blocks, grown when first needed

    def begin(self) -> None:
        """Nothing is kept from one pass to the next."""

    @property
    def x(self) -> np.ndarray:
        """(k, w, S) the sub-blocks, transposed; rows behind the last are zero."""
        return self._x[: -(-self.count // self.sub_rows)]

    def fill(self, columns: Columns, block: Block) -> None:
        """Fill in the columns of the rows of a block."""
        self._set_count(len(block.rows.y))
        rows = block.row_slice
        for place, array in zip(columns.dense_positions, columns.dense, strict=True):
            self._write(place, array[rows])
        for one in columns.indicators:
            self._write_indicators(one, rows)

    @ignore_float_errors
    def product(self, beta: np.ndarray) -> np.ndarray:
        """Z beta of the rows, which may be overwritten."""
        x = self.x
        eta = self._eta[: x.shape[0] * self.sub_rows]
        np.matmul(beta, x[:, :-1], out=eta.reshape(-1, self.sub_rows))
        return eta[: self.count]

    @ignore_float_errors
    def gram(self, values: WorkingValues) -> np.ndarray:
        """[Z, t]'W[Z, t] of the rows, its upper triangle; the columns are overwritten."""
        x = self.x
        root = self._root[: x.shape[0] * self.sub_rows]
        np.sqrt(values.weight, out=root[: self.count])
        root[self.count :] = 0.0
        self._write(self.width - 1, values.target)
        x *= root.reshape(-1, 1, self.sub_rows)
        return gram(x)

    def work(self) -> WorkArrays:
        """Arrays for a family's own step on the rows."""
        return self._work.first(self.count)

    def _set_count(self, count: int) -> None:
        """Make room for so many rows; those behind the last are zero."""
        self.count = count
        sub_blocks = -(-count // self.sub_rows)
        if sub_blocks > len(self._x):
            self._x = np.empty((sub_blocks, self.width, self.sub_rows))
            size = sub_blocks * self.sub_rows
            self._eta, self._root = np.empty((2, size))
            self._work = WorkArrays.of_length(size)
        if count % self.sub_rows:
            self._x[sub_blocks - 1, :, count % self.sub_rows :] = 0.0

    def _write(self, place: int, values: np.ndarray) -> None:
        """Write a column of numbers."""
        whole, rest = divmod(self.count, self.sub_rows)
        many = values[: whole * self.sub_rows].reshape(whole, self.sub_rows)
        self._x[:whole, place] = many
        if rest:
            self._x[whole, place, :rest] = values[self.count - rest :]

    def _write_indicators(self, one: Indicators, rows: slice) -> None:
        codes = one.codes[rows]
        multiplier = None if one.multiplier is None else one.multiplier[rows]
        missing = one.missing(rows) if one.has_missing else None
        for code in one.column_codes:
            values = codes == code
            if multiplier is not None:
                values = values * multiplier
            if missing is not None:
                values = np.where(missing, np.nan, values)
            self._write(int(one.positions[code]), values)
