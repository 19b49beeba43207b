"""The weighted triangle of a block of rows."""

from __future__ import annotations

import numpy as np

from rglm.design.block import BLOCK, Block
from rglm.fitting.irls.normal_equations import Seen
from rglm.linalg.triangle import Triangle, triangle

EXACT = 512  # rows up to which X beta is summed in extended precision


class Triangles:
    """Forms the triangle of [W^(1/2) X, W^(1/2) t], which keeps every digit of the columns."""

    blocks, rows = 1, BLOCK

    def begin(self) -> None:
        """Nothing is kept from one pass to the next."""

    def columns(self, block: Block) -> np.ndarray:
        """X of some rows, with room for the target behind."""
        return block.matrix(spare=1)

    def product(self, x: np.ndarray, block: Block, beta: np.ndarray) -> np.ndarray:
        """X beta on the rows of `columns`."""
        return linear(block, beta)

    def take(self, x: np.ndarray, seen: Seen) -> Triangle:
        """The triangle of some rows; `x` is overwritten."""
        x[:, -1] = seen.target
        x *= np.sqrt(seen.weight)[:, None]
        return Triangle(triangle(x))

    def join(self, block: Block, taken: list[Triangle], seen: list[Seen]) -> Triangle:
        """The triangle of a block, which has one part."""
        (only,) = taken
        return only


def linear(block: Block, beta: np.ndarray) -> np.ndarray:
    """X beta without a copy of X; few rows are summed in extended precision, at no cost."""
    return block.columns.product(beta, block.place, exact=len(block.rows.y) <= EXACT)
