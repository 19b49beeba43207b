"""The points of a receiver operating characteristic, the area, and its variance by DeLong."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.inference.binary_outcomes.outcomes import probability_groups


def roc_points(
    p: np.ndarray, successes: np.ndarray, trials: np.ndarray
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """The curve, a row for each threshold, and successes and failures by distinct probability.

    A threshold lies in the middle between two neighbouring probabilities; the first is -inf, the
    last inf.

    Raises
    ------
    ValueError
        There are no successes, or no failures.
    """
    groups, order = probability_groups(p), np.argsort(p, kind="stable")
    s, f = np.bincount(groups, successes), np.bincount(groups, trials - successes)
    if not (s.sum() > 0 and f.sum() > 0):
        raise ValueError(
            "the response has only one outcome in these rows; a ROC needs successes and failures"
        )
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    low, high = p[order][starts], p[order][np.append(starts[1:], len(p)) - 1]
    true = np.append(s[::-1].cumsum()[::-1], 0.0) / s.sum()
    false = np.append(f[::-1].cumsum()[::-1], 0.0) / f.sum()
    columns = {
        "threshold": np.r_[-np.inf, (high[:-1] + low[1:]) / 2, np.inf],
        "true_positive_rate": true,
        "false_positive_rate": false,
        "sensitivity": true,
        "specificity": 1 - false,
    }
    return pd.DataFrame(columns), s, f


def area_and_error(successes: np.ndarray, failures: np.ndarray) -> tuple[float, float]:
    """The area under the curve and its standard error, from counts by increasing probability.

    The placement of a success among the failures is the share of them below it, ties by half; the
    area A is the mean placement of the m successes. With S10 the variance of the placements of
    successes, S01 that of the n failures among the successes, both with m - 1 and n - 1 below,
    the variance of A is S10 / m + S01 / n. Sorting gives all placements in one pass.

    References
    ----------
    DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44; Sun & Xu (2014), IEEE Signal Processing
    Letters 21.

    Examples
    --------
    >>> area, error = area_and_error(np.array([0.0, 1, 2]), np.array([2.0, 1, 0]))
    >>> round(area, 4)
    0.9444
    """
    m, n = successes.sum(), failures.sum()
    of_successes = (failures.cumsum() - failures / 2) / n
    of_failures = 1 - (successes.cumsum() - successes / 2) / m
    area = float(successes @ of_successes / m)
    with np.errstate(all="ignore"):  # one success or failure has no variance
        s10 = successes @ (of_successes - area) ** 2 / np.float64(m - 1)
        s01 = failures @ (of_failures - area) ** 2 / np.float64(n - 1)
        variance = s10 / m + s01 / n
    has_error = m > 1 and n > 1
    return area, float(np.sqrt(variance)) if has_error else np.nan
