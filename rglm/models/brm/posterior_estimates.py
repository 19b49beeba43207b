"""Estimates, errors and quantiles of draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

MAD_CONSTANT = 1.4826  # of R's mad: about 1 / qnorm(3/4), so that of a normal sample it is the sd


def posterior_estimates(
    draws: np.ndarray, probs: Sequence[float] = (0.025, 0.975), robust: bool = False
) -> np.ndarray:
    """Mean and standard deviation (or median and mad), and quantiles, of each column.

    Parameters
    ----------
    draws : (S, k) float array
    probs : sequence of m probabilities
    robust : bool

    Returns
    -------
    (k, 2 + m) float array
    """
    quantiles = np.quantile(draws, probs, axis=0)
    if robust:
        middle = np.median(draws, axis=0)
        error = MAD_CONSTANT * np.median(np.abs(draws - middle), axis=0)
    else:
        middle = draws.mean(axis=0)
        error = draws.std(axis=0, ddof=1) if len(draws) > 1 else np.full(draws.shape[1], np.nan)
    return np.column_stack([middle, error, quantiles.T])
