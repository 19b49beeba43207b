"""The passes over the rows of `separation_lp`: counts, sums and samples of rows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rglm.design.block import Block, Rows
from rglm.fitting.separation.row_masks import RowMask
from rglm.fitting.separation.separation_directions import BoundedFamily, infinite_sides


@dataclass(frozen=True)
class DataRows:
    """Numbers of rows of the data, for several of which a row of means may stand.

    `upper` are those whose linear predictor may go to infinity, `lower` to minus infinity.
    """

    lower: int
    upper: int
    interior: int = 0  # at no bound

    @classmethod
    def of_sides(cls, rows: Rows, side: np.ndarray) -> DataRows:
        """The rows by their `infinite_sides`."""
        numbers = np.ones(len(side)) if rows.numbers is None else np.asarray(rows.numbers)
        return cls(*(int(numbers[side == value].sum()) for value in (-1, 1, 0)))

    def __add__(self, other: DataRows) -> DataRows:
        return DataRows(
            self.lower + other.lower, self.upper + other.upper, self.interior + other.interior
        )


@dataclass
class RowCounts:
    """How many rows are at a bound, and the largest size of each column."""

    # at_bound, interior: rows at a bound and at none, those of means as one
    at_bound: int
    interior: int
    data: DataRows
    largest: np.ndarray  # (p,)

    def __iadd__(self, other: RowCounts) -> RowCounts:
        self.at_bound, self.data = self.at_bound + other.at_bound, self.data + other.data
        self.interior += other.interior
        self.largest = np.maximum(self.largest, other.largest)
        return self


@dataclass(frozen=True)
class CountRows:
    """The `RowCounts` of a block."""

    family: BoundedFamily

    def __call__(self, block: Block) -> RowCounts:
        """The counts of a block."""
        side = infinite_sides(self.family, block.rows)
        largest = np.abs(block.matrix()).max(axis=0, initial=0.0)
        at_bound, interior = int((np.abs(side) == 1).sum()), int((side == 0).sum())
        return RowCounts(at_bound, interior, DataRows.of_sides(block.rows, side), largest)


@dataclass
class SideSums:
    """A number of rows at a bound, those of the data, and the sum of their s_i x_i."""

    rows: int  # those of means as one
    data: DataRows
    total: np.ndarray

    def __iadd__(self, other: SideSums) -> SideSums:
        self.rows, self.data = self.rows + other.rows, self.data + other.data
        self.total = self.total + other.total
        return self


@dataclass(frozen=True)
class SumSides:
    """The `SideSums` of the rows of a mask in a block."""

    mask: RowMask

    def __call__(self, block: Block) -> SideSums:
        """The sums of a block."""
        mask = self.mask(block)
        side = np.where(mask, infinite_sides(self.mask.family, block.rows), np.nan)
        pull = np.where(mask, side, 0.0) @ block.matrix()
        return SideSums(int(mask.sum()), DataRows.of_sides(block.rows, side), pull)


@dataclass
class CollectedRows:
    """Rows of several blocks."""

    rows: list[np.ndarray] = field(default_factory=list)

    def __iadd__(self, other: CollectedRows) -> CollectedRows:
        self.rows += other.rows
        return self


@dataclass(frozen=True)
class CollectRows:
    """The scaled columns of every `step`-th row of a mask, times its side if `signed`."""

    mask: RowMask
    step: int
    signed: bool

    def __call__(self, block: Block) -> CollectedRows:
        """The rows of a block."""
        places = np.flatnonzero(self.mask(block))[:: self.step]
        if not len(places):
            return CollectedRows()
        x = block.matrix()[places] * self.mask.scale
        if self.signed:
            x *= infinite_sides(self.mask.family, block.rows)[places, None]
        return CollectedRows([x])
