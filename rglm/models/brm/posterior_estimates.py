"""Estimates, errors and quantiles of draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.families.numerics.floating_point import ignore_float_errors

PROBS = (0.025, 0.975)
MAD_CONSTANT = 1.4826  # of R's mad: about 1 / qnorm(3/4), so that of a normal sample it is the sd


@ignore_float_errors
def posterior_estimates(
    draws: np.ndarray, probs: Sequence[float] = PROBS, robust: bool = False
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
        NaN of a column with NaN.
    """
    columns = np.ascontiguousarray(draws.T)
    ordered = np.sort(columns, axis=1)  # of rows numpy sorts faster than it finds quantiles
    if robust:
        middle = sorted_quantiles(ordered, 0.5)
        deviations = np.sort(np.abs(columns - middle[:, None]), axis=1)
        error = MAD_CONSTANT * sorted_quantiles(deviations, 0.5)
    else:
        middle = columns.mean(axis=1)
        error = columns.std(axis=1, ddof=1) if len(draws) > 1 else np.full(len(columns), np.nan)
    return np.column_stack([middle, error, *(sorted_quantiles(ordered, p) for p in probs)])


def sorted_quantiles(ordered: np.ndarray, p: float) -> np.ndarray:
    """The quantile of each row (k,) of numbers in order (k, S), as numpy and R (type 7) have it.

    NaN of a row with NaN, which are its last numbers.
    """
    place = p * (ordered.shape[1] - 1)
    low = int(place)
    first, second = ordered[:, low], ordered[:, min(low + 1, ordered.shape[1] - 1)]
    between = first + (place - low) * (second - first)
    quantile = np.where((first == second) | (place == low), first, between)
    return np.where(np.isnan(ordered[:, -1]), np.nan, quantile)


def estimate_columns(probs: Sequence[float]) -> list[str]:
    """The columns of `posterior_estimates` in brms' tables: Estimate, Est.Error, Q2.5, Q97.5.

    Raises
    ------
    ValueError
        One of `probs` is not between 0 and 1.
    """
    outside = [p for p in probs if not 0 <= p <= 1]
    if outside:
        raise ValueError(
            f"probs= takes probabilities between 0 and 1, such as (0.025, 0.975), got {outside[0]}"
        )
    return ["Estimate", "Est.Error", *(f"Q{100 * p:g}" for p in probs)]
