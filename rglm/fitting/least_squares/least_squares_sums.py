"""Sums over the rows of a least-squares fit, kept with its result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.sources.row_sums import RowSums


@dataclass(frozen=True)
class LeastSquaresSums:
    """What a linear model shows of all rows, so that nothing needs a further pass over them.

    Attributes
    ----------
    row_sums : RowSums
    log_weights : float
        The sum of the logarithms of the weights above 0.
    fitted_squares, model_squares : float
        The weighted sums of squares of the fitted values, about 0; and about their mean with an
        intercept.
    null_squares : float
        The residual sum of squares of the intercept and the offset alone.
    triangle : (k, k) array or None
        The R factor of W^(1/2) [X, y - offset], and of W^(1/2) offset if there is one; None where
        a factor with many levels was partialled out.
    first : (m, p + 1) array or None
        The first p weighted rows of data in chunks; all of few.
    """

    row_sums: RowSums
    log_weights: float
    fitted_squares: float
    model_squares: float
    null_squares: float
    triangle: np.ndarray | None = None
    first: np.ndarray | None = None
