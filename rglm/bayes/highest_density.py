"""Intervals of highest density, from draws."""

from __future__ import annotations

import numpy as np


def highest_density_intervals(draws: np.ndarray, prob: float) -> np.ndarray:
    """The shortest interval between two draws of each column that holds a share of them.

    Of the sorted draws x_(1) <= ... <= x_(S) it goes from x_(i) to x_(i + g), g = round(prob S),
    at the i of the smallest length: the interval of highest density where the density has one
    mode (Chen & Shao 1999, Monte Carlo estimation of Bayesian credible and HPD intervals, Journal
    of Computational and Graphical Statistics 8).

    Parameters
    ----------
    draws : (S, k) float array
    prob : float
        Between 0 and 1.

    Returns
    -------
    (k, 2) float array
        The ends; NaN of a column with a missing draw.

    Examples
    --------
    >>> highest_density_intervals(np.array([[0.0], [4.0], [5.0], [5.5], [9.0]]), 0.5)
    array([[4. , 5.5]])
    """
    size, columns = draws.shape
    gap = min(max(1, round(size * prob)), size - 1)
    ordered = np.sort(draws, axis=0)
    first = np.argmin(ordered[gap:] - ordered[: size - gap], axis=0)
    places = np.arange(columns)
    ends = np.column_stack([ordered[first, places], ordered[first + gap, places]])
    ends[np.isnan(draws).any(axis=0)] = np.nan
    return ends
