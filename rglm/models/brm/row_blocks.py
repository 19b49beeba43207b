"""Rows in blocks that are so small that numbers of all draws fit into memory."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rglm.design.block import Block
from rglm.fitting.newton.likelihood_model import LikelihoodModel
from rglm.sources.source import Source

BLOCK_CELLS = 1 << 20  # rows by draws that are computed at once: 8 MB an array


def row_blocks(source: Source, draws: int) -> Iterator[Block]:
    """The rows of a source in memory in blocks, so small that `draws` numbers each are few."""
    size = max(BLOCK_CELLS // draws, 1)
    for block in source.blocks():
        yield from block.split(size)


def weighted_values(likelihood: LikelihoodModel, theta: np.ndarray, block: Block) -> np.ndarray:
    """The log-likelihood of each row at each draw times the row's weight, (n, S).

    0 of a row without a weight.
    """
    with np.errstate(all="ignore"):
        values = likelihood.values_at(theta)(block)
        weights = block.rows.weights[:, None]
        out: np.ndarray = np.multiply(
            values, weights, out=np.zeros_like(values), where=weights > 0
        )
        return out
