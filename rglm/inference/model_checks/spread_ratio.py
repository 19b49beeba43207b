"""How much more residuals spread at one end than at the other."""

from __future__ import annotations

import numpy as np

LEAST_ROWS = 3  # of a third, to have a standard deviation that says something


def spread_ratio(x: np.ndarray, residuals: np.ndarray) -> float:
    """The standard deviation of residuals in the upper third of x over that in the lower.

    It is NaN where a third has fewer than three rows, infinite where the lower has no spread.

    Parameters
    ----------
    x, residuals : (n,) array

    Examples
    --------
    >>> x = np.arange(9.0)
    >>> spread_ratio(x, np.array([1.0, 0, -1, 0, 0, 0, 2, 0, -2]))
    2.0
    """
    low, high = np.quantile(x, [1 / 3, 2 / 3])
    lower, upper = residuals[x <= low], residuals[x >= high]
    if min(len(lower), len(upper)) < LEAST_ROWS:
        return np.nan
    return float(upper.std() / lower.std()) if lower.std() else np.inf
