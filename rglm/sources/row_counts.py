"""How much there is of the rows of a fit."""

from __future__ import annotations

import numpy as np

from rglm.design.block import Block

NAMES = ("n", "informative", "weight", "response", "offset", "several")


def sizes_of(block: Block) -> np.ndarray:
    """Of a block: its rows, those with a weight, the sums of the weights, of the responses times
    them, and of the offsets' sizes, and the rows of more than one trial.
    """
    rows = block.rows
    weights, y = rows.weights, rows.y
    response = weights @ y if y.ndim == 1 else np.nan
    offset = np.abs(rows.offset).sum()
    several = np.count_nonzero(rows.trials > 1)
    counts = len(weights), np.count_nonzero(weights)
    return np.array([*counts, weights.sum(), response, offset, several])


def as_sizes(total: np.ndarray) -> dict[str, float]:
    """The sums of `sizes_of` by name."""
    found = dict(zip(NAMES, total.tolist(), strict=True))
    return found | {name: int(found[name]) for name in ("n", "informative")}
