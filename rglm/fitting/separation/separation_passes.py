"""What the passes of `separation_lp` ask of a block: which rows are meant, and their columns.

They hold no rows, and so can be sent to where the rows are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from rglm.design.block import Block
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.separation.separation_directions import infinite_sides


class RowMask(Protocol):
    """Some rows of a block.

    Attributes
    ----------
    family : Family
    scale : (p,) array
        What the columns are multiplied by.
    """

    family: Any
    scale: np.ndarray

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""


@dataclass(frozen=True)
class UnseparatedRows:
    """The rows at an end that some directions do not separate."""

    family: Any
    scale: np.ndarray
    separated: tuple[tuple[np.ndarray, float], ...] = ()

    def without(self, direction: np.ndarray, apart: float) -> UnseparatedRows:
        """Those that one more does not separate either."""
        return replace(self, separated=(*self.separated, (direction, apart)))

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        side = infinite_sides(self.family, block.rows)
        out = np.abs(side) == 1
        for direction, apart in self.separated:
            with np.errstate(invalid="ignore"):
                out &= ~(side * design_product(block, self.scale * direction) > apart)
        return out


@dataclass(frozen=True)
class SeparatedRows:
    """The rows at an end that some direction separates."""

    family: Any
    scale: np.ndarray
    left: UnseparatedRows

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        return (np.abs(infinite_sides(self.family, block.rows)) == 1) & ~self.left(block)


@dataclass(frozen=True)
class FixedRows:
    """The rows that are at no end, and some that are."""

    family: Any
    scale: np.ndarray
    left: UnseparatedRows | None = None

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        out = infinite_sides(self.family, block.rows) == 0
        return out if self.left is None else out | self.left(block)


@dataclass(frozen=True)
class ViolatedRows:
    """The rows at an end that a direction takes away from it."""

    family: Any
    scale: np.ndarray
    direction: np.ndarray
    least: float

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        side = infinite_sides(self.family, block.rows)
        moved = np.nan_to_num(side) * design_product(block, self.scale * self.direction)
        return moved < self.least


@dataclass(frozen=True)
class MovingRows:
    """Those of some rows that move in the directions of a basis."""

    mask: RowMask
    basis: np.ndarray
    least: float

    @property
    def family(self) -> Any:
        """The mask's."""
        return self.mask.family

    @property
    def scale(self) -> np.ndarray:
        """The mask's."""
        return self.mask.scale

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        out = self.mask(block)
        if out.any():
            x = block.matrix()[out] * self.scale
            out[out] = np.abs(x @ self.basis).max(axis=1, initial=0.0) > self.least
        return out


@dataclass
class RowCounts:
    """How many rows are at an end (`upper` at one where the linear predictor goes to infinity),
    and how many at none; the largest size of each column.
    """

    family: Any
    ends: int = 0
    upper: int = 0
    middle: int = 0
    most: Any = 0.0

    @classmethod
    def of(cls, family: Any) -> Any:
        """The survey of a block."""
        return cls(family)._see

    def _see(self, block: Block) -> RowCounts:
        side = infinite_sides(self.family, block.rows)
        most = np.abs(block.matrix()).max(axis=0, initial=0.0)
        lower, upper, middle = (int((side == value).sum()) for value in (-1, 1, 0))
        return RowCounts(self.family, lower + upper, upper, middle, most)

    def __iadd__(self, other: RowCounts) -> RowCounts:
        self.ends, self.upper = self.ends + other.ends, self.upper + other.upper
        self.middle += other.middle
        self.most = np.maximum(self.most, other.most)
        return self


@dataclass
class SideSums:
    """A number of rows, how many of them are of side 1, and the sum of their s_i x_i."""

    rows: int
    upper: int
    side: np.ndarray

    def __iadd__(self, other: SideSums) -> SideSums:
        self.rows, self.upper = self.rows + other.rows, self.upper + other.upper
        self.side = self.side + other.side
        return self


@dataclass(frozen=True)
class SumSides:
    """Counts rows."""

    mask: RowMask

    def __call__(self, block: Block) -> SideSums:
        """Those of a block."""
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
    """Takes every so manieth of some rows, their columns scaled, and multiplied by their sides."""

    mask: RowMask
    step: int
    signed: bool

    def __call__(self, block: Block) -> CollectedRows:
        """Those of a block."""
        places = np.flatnonzero(self.mask(block))[:: self.step]
        if not len(places):
            return CollectedRows()
        x = block.matrix()[places] * self.mask.scale
        if self.signed:
            x *= infinite_sides(self.mask.family, block.rows)[places, None]
        return CollectedRows([x])
