"""Means and standard deviations of columns and response: one pass over the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.block import Block


@dataclass
class ColumnMoments:
    """The count, means and sums of squares about the mean of columns; two of them can be added.

    The sum is by the formulas of Chan, Golub & LeVeque (1983), so that digits are not lost.

    Attributes
    ----------
    count : float
        The sum of the weights.
    mean, squares : (p,) float array
    rows : int
    """

    count: float
    mean: np.ndarray
    squares: np.ndarray
    rows: int

    @classmethod
    def of(cls, columns: np.ndarray, weights: np.ndarray) -> ColumnMoments:
        """Those of the columns of a matrix (n, p), rows counted by their weights."""
        count = float(weights.sum())
        if count == 0:
            return cls(0.0, np.zeros(columns.shape[1]), np.zeros(columns.shape[1]), 0)
        mean = weights @ columns / count
        return cls(count, mean, weights @ np.square(columns - mean), len(columns))

    def __iadd__(self, other: ColumnMoments) -> ColumnMoments:
        total = self.count + other.count
        if total > 0:
            step = other.mean - self.mean
            share = other.count / total
            self.squares = self.squares + other.squares + step * step * share * self.count
            self.mean = self.mean + step * share
        self.count = total
        self.rows += other.rows
        return self

    @property
    def sd(self) -> np.ndarray:
        """The standard deviations (p,), 1 of a constant column.

        They have count - 1, or as of n rows of equal weights count (n - 1) / n, whichever is more:
        weights may have any sum.
        """
        of_rows = self.count * (self.rows - 1) / self.rows if self.rows > 1 else self.count
        with np.errstate(divide="ignore", invalid="ignore"):
            sd = np.sqrt(self.squares / max(self.count - 1, of_rows))
        is_constant = sd <= 1e-12 * np.abs(self.mean)
        return np.where(is_constant | ~np.isfinite(sd), 1.0, sd)


@dataclass
class RowMoments:
    """The moments of the columns, of the response and of the offsets of rows with a weight.

    The columns count each row once; the response counts it by its weight.
    """

    columns: ColumnMoments
    response: ColumnMoments
    offset: ColumnMoments

    def __iadd__(self, other: RowMoments) -> RowMoments:
        self.columns += other.columns
        self.response += other.response
        self.offset += other.offset
        return self


def row_moments(source: Any) -> RowMoments:
    """The moments of the rows of a source."""
    return source.total(_block_moments)


def _block_moments(block: Block) -> RowMoments:
    rows = block.rows
    used = np.flatnonzero(rows.weights > 0)
    one, weights = np.ones(len(used)), rows.weights[used]
    y, offset = (_as_columns(values)[used] for values in (rows.y, rows.offset))
    return RowMoments(
        ColumnMoments.of(block.matrix()[used], one),
        ColumnMoments.of(y, weights),
        ColumnMoments.of(offset, one),
    )


def _as_columns(values: np.ndarray) -> np.ndarray:
    return values[:, None] if values.ndim == 1 else values
