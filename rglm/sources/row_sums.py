"""Counts and sums over the rows of a fit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rglm.design.block import Block, Rows
from rglm.linalg.constant_array import is_constant


class RowSums(NamedTuple):
    """Counts and sums over the rows of a fit.

    Attributes
    ----------
    n, informative : int
        The numbers of rows, and of rows with a weight above 0.
    weight, response, offset : float
        The sums of the weights w, of w y (NaN if y has several columns), and of abs(offset).
    several : int
        The number of rows with more than one trial.
    """

    n: int
    informative: int
    weight: float
    response: float
    offset: float
    several: int

    @classmethod
    def from_array(cls, sums: np.ndarray) -> RowSums:
        """The sums over all blocks of `block_sums` by name."""
        n, informative, weight, response, offset, several = sums.tolist()
        return cls(int(n), int(informative), weight, response, offset, int(several))


def block_sums(block: Block) -> np.ndarray:
    """The sums of `RowSums` over the rows of a block, as an array that can be added."""
    rows = block.rows
    weights, y = rows.weights, rows.y
    are_constant = all(map(is_constant, (weights, rows.offset, rows.trials)))
    if rows.counts is None and y.ndim == 1 and are_constant:
        return _common_sums(rows)
    offset, is_several = np.abs(rows.offset), rows.trials > 1
    if (counts := rows.counts) is not None:
        n, informative = counts.sum(), counts[weights > 0].sum()
        weights, offset, several = weights * counts, counts @ offset, counts[is_several].sum()
    else:
        n, informative = len(weights), np.count_nonzero(weights)
        several = np.count_nonzero(is_several)
    response = weights @ y if y.ndim == 1 else np.nan
    return np.array([n, informative, weights.sum(), response, offset.sum(), several])


def _common_sums(rows: Rows) -> np.ndarray:
    """The sums where all rows have one weight, offset and number of trials."""
    n = len(rows.y)
    weight, offset, trials = (float(v[0]) for v in (rows.weights, rows.offset, rows.trials))
    informative, several = n * (weight != 0), n * (trials > 1)
    response = weight * float(rows.y.sum())
    return np.array([n, informative, n * weight, response, n * abs(offset), several])
