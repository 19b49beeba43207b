"""An approximation to Dunnett's distribution: between the studentized range and independence.

For m comparisons the tail is (m - 1) / m of the studentized range's of as many means as have m
pairs, (1 + sqrt(1 + 8 m)) / 2, which may be a fraction, and 1 / m of that of independent tests.
R's emmeans computes its "dunnettx" in this way.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import log1p

from rglm.inference.multiple_comparisons.studentized_range import upper_quantile, upper_tail
from rglm.inference.multiple_comparisons.t_tails import t_tail


def dunnettx_tail(statistics: np.ndarray, count: int, df: float) -> np.ndarray:
    """The adjusted p-values of `count` t statistics.

    Examples
    --------
    >>> dunnettx_tail(np.array([1.0, 3.0]), 3, 10.0).round(6)
    array([0.633492, 0.03497 ])
    """
    means = (1.0 + np.sqrt(1.0 + 8.0 * count)) / 2.0
    statistics = np.abs(np.asarray(statistics, dtype=float))
    pairs = upper_tail(np.sqrt(2.0) * statistics, means, df)
    alone = t_tail(statistics, np.full(statistics.shape, df), 0)
    with np.errstate(divide="ignore"):  # of a statistic of 0
        independent = -np.expm1(count * log1p(-np.minimum(alone, 1.0)))
    tail: np.ndarray = pairs + (independent - pairs) / count
    return tail


@lru_cache(maxsize=256)
def dunnettx_quantile(level: float, count: int, df: float) -> float:
    """The statistic whose adjusted p-value is 1 - level."""
    if np.isnan(df):
        return float("nan")
    return upper_quantile(lambda t: float(dunnettx_tail(np.array([t]), count, df)[0]), 1.0 - level)
