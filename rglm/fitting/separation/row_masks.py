"""Which rows of a block take part in a pass of `separation_lp`.

A mask holds no rows, so that it can be sent to where the rows are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

import numpy as np

from rglm.design.block import Block
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.separation.separation_directions import BoundedFamily, infinite_sides


@dataclass(frozen=True)
class RowMask(ABC):
    """Some rows of a block."""

    family: BoundedFamily
    scale: np.ndarray  # (p,) by which the columns are multiplied

    @abstractmethod
    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""


@dataclass(frozen=True)
class UnseparatedRows(RowMask):
    """The rows at a bound that some directions do not separate."""

    # (p,) each with the distance from which on it separates a row
    directions: tuple[tuple[np.ndarray, float], ...] = ()

    def without(self, direction: np.ndarray, distance: float) -> UnseparatedRows:
        """The rows that one more direction does not separate either."""
        return replace(self, directions=(*self.directions, (direction, distance)))

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        side = infinite_sides(self.family, block.rows)
        out = np.abs(side) == 1
        for direction, distance in self.directions:
            with np.errstate(invalid="ignore"):
                out &= ~(side * design_product(block, self.scale * direction) > distance)
        return out


@dataclass(frozen=True)
class SeparatedRows(RowMask):
    """The rows at a bound that some direction separates."""

    unseparated: UnseparatedRows

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        at_bound = np.abs(infinite_sides(self.family, block.rows)) == 1
        return at_bound & ~self.unseparated(block)


@dataclass(frozen=True)
class FixedRows(RowMask):
    """The rows whose linear predictor stays finite: those at no bound, and unseparated ones."""

    unseparated: UnseparatedRows | None = None

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        out = infinite_sides(self.family, block.rows) == 0
        return out if self.unseparated is None else out | self.unseparated(block)


@dataclass(frozen=True)
class ViolatedRows(RowMask):
    """The rows at a bound that a direction moves away from it."""

    direction: np.ndarray
    threshold: float

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        side = infinite_sides(self.family, block.rows)
        moved = np.nan_to_num(side) * design_product(block, self.scale * self.direction)
        return moved < self.threshold


@dataclass(frozen=True)
class MovingRows(RowMask):
    """The rows of a mask that move in the directions of a basis."""

    mask: RowMask
    basis: np.ndarray
    threshold: float

    def __call__(self, block: Block) -> np.ndarray:
        """A bool for each row."""
        out = self.mask(block)
        if out.any():
            x = block.matrix()[out] * self.scale
            out[out] = np.abs(x @ self.basis).max(axis=1, initial=0.0) > self.threshold
        return out
