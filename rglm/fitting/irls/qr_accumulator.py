"""The weighted triangle of a block of rows."""

from __future__ import annotations

import numpy as np

from rglm.design.block import BLOCK_ROWS, Block
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.irls.working_values import WorkingValues
from rglm.linalg.triangle import Triangle, qr_triangle


class QrAccumulator:
    """Forms the triangle of [W^(1/2) X, W^(1/2) t], which keeps every digit of the columns."""

    blocks, rows = 1, BLOCK_ROWS

    def begin(self) -> None:
        """Nothing is kept from one pass to the next."""

    def for_thread(self) -> QrAccumulator:
        """Itself, which has no scratch."""
        return self

    def columns(self, block: Block) -> np.ndarray:
        """X of some rows, with room for the target behind."""
        return block.matrix(spare=1)

    def product(self, x: np.ndarray, block: Block, beta: np.ndarray) -> np.ndarray:
        """X beta on the rows of `columns`."""
        return design_product(block, beta)

    def take(self, x: np.ndarray, seen: WorkingValues) -> Triangle:
        """The triangle of some rows; `x` is overwritten."""
        x[:, -1] = seen.target
        x *= np.sqrt(seen.weight)[:, None]
        return Triangle(qr_triangle(x))

    def join(self, block: Block, taken: list[Triangle], seen: list[WorkingValues]) -> Triangle:
        """The triangle of a block, which has one part."""
        (only,) = taken
        return only
