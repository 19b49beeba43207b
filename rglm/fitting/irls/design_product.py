"""X times a vector, without a copy of X."""

from __future__ import annotations

import numpy as np

from rglm.design.block import Block

MAX_EXTENDED_ROWS = 512  # up to which X beta is summed in extended precision, at no cost


def design_product(block: Block, beta: np.ndarray) -> np.ndarray:
    """X beta on the rows of a block; of few rows in extended precision."""
    is_small = len(block.rows.y) <= MAX_EXTENDED_ROWS
    return block.columns.product(beta, block.row_slice, exact=is_small)
