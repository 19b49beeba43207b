"""What the passes of `separation_lp` ask of a block: which rows are meant, and their columns.

They hold no rows, and so can be sent to where the rows are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from rglm.design.block import Block
from rglm.fitting.irls.qr_accumulator import linear
from rglm.fitting.separation.separation_directions import sides


class Mask(Protocol):
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
class Left:
    """The rows at an end that some directions do not separate."""

    family: Any
    scale: np.ndarray
    separated: tuple[tuple[np.ndarray, float], ...] = ()

    def without(self, direction: np.ndarray, apart: float) -> Left:
        """Those that one more does not separate either."""
        return replace(self, separated=(*self.separated, (direction, apart)))

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        side = sides(self.family, block.rows)
        out = np.abs(side) == 1
        for direction, apart in self.separated:
            with np.errstate(invalid="ignore"):
                out &= ~(side * linear(block, self.scale * direction) > apart)
        return out


@dataclass(frozen=True)
class Separated:
    """The rows at an end that some direction separates."""

    family: Any
    scale: np.ndarray
    left: Left

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        return (np.abs(sides(self.family, block.rows)) == 1) & ~self.left(block)


@dataclass(frozen=True)
class Held:
    """The rows that are at no end, and some that are."""

    family: Any
    scale: np.ndarray
    left: Left | None = None

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        out = sides(self.family, block.rows) == 0
        return out if self.left is None else out | self.left(block)


@dataclass(frozen=True)
class Violated:
    """The rows at an end that a direction takes away from it."""

    family: Any
    scale: np.ndarray
    direction: np.ndarray
    least: float

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        side = sides(self.family, block.rows)
        moved = np.nan_to_num(side) * linear(block, self.scale * self.direction)
        return moved < self.least


@dataclass(frozen=True)
class Moving:
    """Those of some rows that move in the directions of a basis."""

    mask: Mask
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
class Survey:
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

    def _see(self, block: Block) -> Survey:
        side = sides(self.family, block.rows)
        most = np.abs(block.matrix()).max(axis=0, initial=0.0)
        lower, upper, middle = (int((side == value).sum()) for value in (-1, 1, 0))
        return Survey(self.family, lower + upper, upper, middle, most)

    def __iadd__(self, other: Survey) -> Survey:
        self.ends, self.upper = self.ends + other.ends, self.upper + other.upper
        self.middle += other.middle
        self.most = np.maximum(self.most, other.most)
        return self


@dataclass
class Counted:
    """A number of rows, how many of them are of side 1, and the sum of their s_i x_i."""

    rows: int
    upper: int
    side: np.ndarray

    def __iadd__(self, other: Counted) -> Counted:
        self.rows, self.upper = self.rows + other.rows, self.upper + other.upper
        self.side = self.side + other.side
        return self


@dataclass(frozen=True)
class Count:
    """Counts rows."""

    mask: Mask

    def __call__(self, block: Block) -> Counted:
        """Those of a block."""
        mask = self.mask(block)
        side = np.where(mask, sides(self.mask.family, block.rows), 0.0)
        return Counted(int(mask.sum()), int((side == 1).sum()), side @ block.matrix())


@dataclass
class Gathered:
    """Rows of several blocks."""

    rows: list[np.ndarray] = field(default_factory=list)

    def __iadd__(self, other: Gathered) -> Gathered:
        self.rows += other.rows
        return self


@dataclass(frozen=True)
class Gather:
    """Takes every so manieth of some rows, their columns scaled, and multiplied by their sides."""

    mask: Mask
    step: int
    signed: bool

    def __call__(self, block: Block) -> Gathered:
        """Those of a block."""
        places = np.flatnonzero(self.mask(block))[:: self.step]
        if not len(places):
            return Gathered()
        x = block.matrix()[places] * self.mask.scale
        if self.signed:
            x *= sides(self.mask.family, block.rows)[places, None]
        return Gathered([x])
