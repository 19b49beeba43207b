"""The log-likelihood of normal errors at the variance of its maximum."""

from __future__ import annotations

from math import log
from typing import overload

import numpy as np

from rglm.linalg.constant_array import is_constant


def sum_log_weights(weights: np.ndarray) -> float:
    """The sum of the logarithms of the weights above 0."""
    if is_constant(weights):
        weight = float(weights[0])
        return len(weights) * log(weight) if weight > 0 else 0.0
    if (weights == 1.0).all():
        return 0.0
    return float(np.log(weights[weights > 0]).sum())


@overload
def normal_loglik(rss: float, n: float, log_weights: float) -> float: ...
@overload
def normal_loglik(rss: np.ndarray, n: float, log_weights: float) -> np.ndarray: ...
def normal_loglik(rss: float | np.ndarray, n: float, log_weights: float) -> float | np.ndarray:
    """The log-likelihood at the variance rss / n, (sum log w - n (log(2 pi rss / n) + 1)) / 2.

    It is infinite where `rss` is 0.

    Parameters
    ----------
    rss : float or array
        Residual sums of squares.
    n : float
        The rows with a weight; their number less the rank gives the restricted likelihood but for
        its determinant.
    log_weights : float
        The sum of the logarithms of the weights.

    Examples
    --------
    >>> round(float(normal_loglik(2.0, 4, 0.0)), 4)
    -4.2895
    """
    with np.errstate(all="ignore"):
        return 0.5 * (log_weights - n * (np.log(2 * np.pi) + 1 - np.log(n) + np.log(rss)))
