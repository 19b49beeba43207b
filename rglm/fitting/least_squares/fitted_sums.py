"""Sums over the rows of a fit by normal equations, whose triangle is not known."""

from __future__ import annotations

from functools import partial

import numpy as np

from rglm.design.block import Block
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.least_squares.least_squares_sums import LeastSquaresSums
from rglm.fitting.least_squares.row_totals import block_totals, row_sums_of
from rglm.sources.source import Source


def fitted_sums(
    source: Source, beta: np.ndarray, sums: np.ndarray | None = None
) -> tuple[LeastSquaresSums, float]:
    """The sums of a fit with coefficients `beta`, and its residual sum of squares.

    `sums` are `RowTotals.sums`; without them it takes two passes over the rows, and with them one.
    """
    sums = source.total(block_totals) if sums is None else sums
    row_sums = row_sums_of(sums)
    has_intercept = bool((source.columns.assign[:1] == 0).any())
    # with an intercept the residuals have mean 0, and the fitted values that of the response
    center = row_sums.response / row_sums.weight if has_intercept else 0.0
    squares = source.total(partial(_squares, beta, center)).tolist()
    residual, fitted, model, null, null_sum = squares
    null -= null_sum**2 / row_sums.weight if has_intercept else 0.0
    return LeastSquaresSums(row_sums, float(sums[-1]), fitted, model, null), residual


def _squares(beta: np.ndarray, center: float, block: Block) -> np.ndarray:
    """Weighted sums of squares of a block, (5,), which `fitted_sums` reads.

    Of the residuals, of the fitted values about 0 and about their mean, and of the response
    without offset and mean; and the sum of the last.
    """
    rows = block.rows
    fitted = design_product(block, beta) + rows.offset
    target = rows.y - rows.offset - center
    weighted = rows.weights * target
    each = rows.y - fitted, fitted, fitted - center
    squares = [rows.weights @ values**2 for values in each]
    return np.array([*squares, weighted @ target, weighted.sum()])
