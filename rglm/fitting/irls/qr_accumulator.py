"""Least-squares equations by QR, which keeps every digit of the columns."""

from __future__ import annotations

import numpy as np

from rglm.design.block import BLOCK_ROWS, Block
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.irls.working_values import WorkingValues
from rglm.linalg.triangle import Triangle, qr_triangle


class QrAccumulator:
    """Makes the R factor of [W^(1/2) X, W^(1/2) t] of a block; see `Accumulator`."""

    blocks_at_once, rows_at_once = 1, BLOCK_ROWS
    is_threaded = False  # LAPACK holds the interpreter's lock

    def begin(self) -> None:
        """Nothing is kept from one pass to the next."""

    def for_thread(self) -> QrAccumulator:
        """The accumulator itself, which has no scratch memory."""
        return self

    def columns(self, block: Block) -> np.ndarray:
        """X of some rows, with room for the target as its last column."""
        return block.matrix(spare=1)

    def product(self, x: np.ndarray, block: Block, beta: np.ndarray) -> np.ndarray:
        """X beta on the rows of `columns`."""
        return design_product(block, beta)

    def work(self) -> None:
        """None: few rows take an own step no longer."""

    def rows_system(self, x: np.ndarray, values: WorkingValues) -> Triangle:
        """The triangle of some rows; `x` is overwritten."""
        x[:, -1] = values.target
        x *= np.sqrt(values.weight)[:, None]
        return Triangle(qr_triangle(x))

    def block_system(self, block: Block, systems: list[Triangle]) -> Triangle:
        """The triangle of a block, all of whose rows were worked on at once."""
        (only,) = systems
        return only
