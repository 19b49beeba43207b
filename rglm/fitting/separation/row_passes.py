"""The passes over the rows of `separation_lp`: counts, sums and samples of rows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rglm.design.block import Block
from rglm.fitting.separation.row_masks import RowMask
from rglm.fitting.separation.separation_directions import BoundedFamily, infinite_sides


@dataclass
class RowCounts:
    """How many rows are at a bound, and the largest size of each column."""

    # at_bound, upper, interior: rows at a bound; those of them whose linear predictor goes
    # to infinity (the others go to minus infinity); rows at none
    at_bound: int
    upper: int
    interior: int
    largest: np.ndarray  # (p,)

    def __iadd__(self, other: RowCounts) -> RowCounts:
        self.at_bound, self.upper = self.at_bound + other.at_bound, self.upper + other.upper
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
        lower, upper, interior = (int((side == value).sum()) for value in (-1, 1, 0))
        return RowCounts(lower + upper, upper, interior, largest)


@dataclass
class SideSums:
    """A number of rows, how many of them are of side 1, and the sum of their s_i x_i."""

    rows: int
    upper: int
    total: np.ndarray

    def __iadd__(self, other: SideSums) -> SideSums:
        self.rows, self.upper = self.rows + other.rows, self.upper + other.upper
        self.total = self.total + other.total
        return self


@dataclass(frozen=True)
class SumSides:
    """The `SideSums` of the rows of a mask in a block."""

    mask: RowMask

    def __call__(self, block: Block) -> SideSums:
        """The sums of a block."""
        mask = self.mask(block)
        side = np.where(mask, infinite_sides(self.mask.family, block.rows), 0.0)
        return SideSums(int(mask.sum()), int((side == 1).sum()), side @ block.matrix())


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
