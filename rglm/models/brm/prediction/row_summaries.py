"""Summaries of the draws of each row: brms' columns Estimate, Est.Error, Q2.5, Q97.5."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from rglm.models.brm.posterior_estimates import estimate_columns, posterior_estimates
from rglm.models.brm.prediction.drawn_rows import DrawnRows, Quantity, Statistic


def summary_frame(
    rows: DrawnRows,
    quantity: Quantity,
    robust: bool,
    probs: Sequence[float],
    levels: Sequence[str] = (),
) -> pd.DataFrame:
    """Estimates, errors and quantiles of a quantity, (N, 2 + k); of each level (N, m (2 + k))."""
    columns = estimate_columns(probs)
    values = rows.by_row(quantity, row_estimates(robust, probs))
    if values.ndim == 2:
        return pd.DataFrame(values, index=rows.index, columns=columns)
    labels = pd.MultiIndex.from_product([list(levels), columns])
    return pd.DataFrame(values.reshape(len(values), len(labels)), index=rows.index, columns=labels)


def row_estimates(robust: bool, probs: Sequence[float]) -> Statistic:
    """The function of draws (n, S) to summaries (n, 2 + k), of (n, S, m) to (n, m, 2 + k)."""
    return partial(_estimates, robust, tuple(probs))


def _estimates(robust: bool, probs: tuple[float, ...], drawn: np.ndarray) -> np.ndarray:
    n, draws = drawn.shape[:2]
    draws_last = np.moveaxis(drawn, 1, -1).reshape(-1, draws)
    estimates = posterior_estimates(draws_last.T, probs, robust)
    return estimates.reshape(n, *drawn.shape[2:], 2 + len(probs))


def category_shares(levels: int) -> Statistic:
    """The function of random codes (n, S) to the share of each category, (n, m)."""

    def shares(codes: np.ndarray) -> np.ndarray:
        return np.stack([(codes == k).mean(axis=1) for k in range(levels)], axis=1)

    return shares
