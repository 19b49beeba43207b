"""Upper tails of the chi-square distribution, with NaN where there is nothing to test."""

from __future__ import annotations

import numpy as np


def chisq_upper_tail(df: np.ndarray | float, statistic: np.ndarray | float) -> np.ndarray:
    """P(X > statistic) of X chi-square with `df` degrees of freedom.

    NaN where `df` is not above 0, and where it or the statistic is missing (scipy 1.11 has 1
    there if the statistic is 0). A statistic below 0, which only rounding makes, counts as 0.
    """
    from scipy.special import chdtrc

    df, statistic = np.asarray(df), np.asarray(statistic)
    tested = (df > 0) & ~np.isnan(statistic)
    tail = chdtrc(np.where(tested, df, 1.0), np.where(tested, np.maximum(statistic, 0), 0.0))
    return np.where(tested, tail, np.nan)
