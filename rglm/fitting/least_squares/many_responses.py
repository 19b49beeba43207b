"""Least squares of many responses on the same columns, whose factorization is known.

With H = (X'WX)^-1 known from a fit, the coefficients of a response z are H X'Wz, and its residuals
are computed from them row by row. An error d of the coefficients adds d'(X'WX)d to the sum of
squares, which is of second order (Bjorck 1996, *Numerical Methods for Least Squares Problems*,
section 6.6).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from rglm.design.block import Block
from rglm.linalg.solved_system import SolvedSystem
from rglm.sources.source import Source

MAX_MATRIX_COLUMNS = 200  # of more columns, products are made without X


class Responses(ABC):
    """Several responses of each row, and sums over their residuals."""

    @abstractmethod
    def values(self, block: Block) -> np.ndarray:
        """The responses of the rows of a block, (rows, k)."""

    @abstractmethod
    def sums(self, residuals: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """What is summed over the rows, of their residuals (rows, k) and weights."""


def residual_sums(source: Source, system: SolvedSystem, responses: Responses) -> np.ndarray:
    """The sums over all rows of the residuals of each response, in two passes over the rows."""
    products = source.total(_ColumnProducts(responses))
    beta = np.column_stack([system.apply(product) for product in products.T])
    return source.total(_ResidualSums(responses, beta))


@dataclass(frozen=True)
class _ColumnProducts:
    """X'WZ (p, k) of a block."""

    responses: Responses

    def __call__(self, block: Block) -> np.ndarray:
        weighted = self.responses.values(block) * block.rows.weights[:, None]
        if len(block.columns) <= MAX_MATRIX_COLUMNS:
            return block.matrix().T @ weighted
        columns, rows = block.columns, block.row_slice
        return np.column_stack([columns.transposed_product(z, rows) for z in weighted.T])


@dataclass(frozen=True)
class _ResidualSums:
    """The sums of the residuals of a block."""

    responses: Responses
    beta: np.ndarray

    def __call__(self, block: Block) -> np.ndarray:
        values = self.responses.values(block)
        if len(block.columns) <= MAX_MATRIX_COLUMNS:
            fitted = block.matrix() @ self.beta
        else:
            columns, rows = block.columns, block.row_slice
            fitted = np.column_stack([columns.product(b, rows) for b in self.beta.T])
        return self.responses.sums(values - fitted, block.rows.weights)
