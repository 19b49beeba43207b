"""Covariances of rows that are correlated in time; R's sandwich::vcovHAC and NeweyWest.

With the scores u_t of the rows in the order of time, B = (X'WX)^-1 and weights k_j of the lags,

    V = B M B,      M = sum_t k_0 u_t u_t' + sum_{j > 0} k_j sum_t (u_t u_{t+j}' + u_{t+j} u_t')

(Newey & West 1987, 1994; Andrews 1991; Andrews & Monahan 1992 for prewhitening; Zeileis 2004,
J. Stat. Softw. 11/10).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft

from rglm.inference.covariance.hac.bandwidths import andrews_bandwidth, newey_west_bandwidth
from rglm.inference.covariance.hac.hac_options import HacOptions
from rglm.inference.covariance.hac.kernels import Kernel
from rglm.inference.covariance.matrix_size import check_matrix_size
from rglm.inference.ordered_rows import ordered_rows
from rglm.linalg.threads import one_thread
from rglm.protocol.model_result import ModelResult

MAX_SUMMED_LAGS = 50  # more of them are summed at once, by the fast Fourier transform


def hac_covariance(
    fit: ModelResult, bread: np.ndarray, type: str, options: HacOptions
) -> np.ndarray:
    """B M B of the estimates that are not aliased, (r, r).

    Parameters
    ----------
    bread : (r, r) array
        B, their covariance over the dispersion.
    type : {"HAC", "NeweyWest"}

    Raises
    ------
    ValueError
        An option is unknown or of the other type, or there are too few rows.
    """
    options.check(type)
    check_matrix_size(
        fit._row_sums.n,
        len(bread),
        f"type={type!r} needs the scores of all rows at once, which",
        "cluster= and the types HC0 to HC5 are summed chunk by chunk",
    )
    with one_thread():
        scores = ordered_rows(fit, _estimable_scores, options.order_by)
        return bread @ _meat(scores, _bandwidth_weights(fit), type, options) @ bread


def _estimable_scores(fit: ModelResult) -> np.ndarray:
    return fit._estimable_scores()


def _bandwidth_weights(fit: ModelResult) -> np.ndarray:
    """By estimate that is not aliased, 1, or 0 for the intercept, which bandwidths leave out.

    A model with nothing else has 1.
    """
    names = [fit.names[i] for i in np.sort(fit._solution.system.estimable)]
    out = np.array([name != "(Intercept)" for name in names], dtype=float)
    return out if out.any() else np.ones(len(names))


def _meat(scores: np.ndarray, weights: np.ndarray, type: str, options: HacOptions) -> np.ndarray:
    """M, (r, r)."""
    (n, k), order = scores.shape, options.prewhitening_order(type)
    if not scores.any():  # a perfect fit, or no coefficient
        return np.zeros((k, k))
    _check_row_count(n, k, order)
    white, gain = _prewhiten(scores, order)
    kernel = options.kernel_of(type)
    bandwidth = _bandwidth(white, n, kernel, weights, type, options)
    middle = gain @ weighted_autocovariances(white, kernel.weights(len(white), bandwidth)) @ gain.T
    middle = (middle + middle.T) / 2
    if options.is_adjusted(type):
        middle *= n / (n - k) if n > k else np.nan
    return middle


def _check_row_count(n: int, k: int, order: int) -> None:
    least = order * (k + 1) + 1 if order else 2
    if n < least:
        what = f" with prewhite={order} and {k} coefficients" if order else ""
        advice = "; use prewhite=0" if order else ""
        raise ValueError(f"the data have {n} rows, and a series{what} takes {least}{advice}")


def _prewhiten(scores: np.ndarray, order: int) -> tuple[np.ndarray, np.ndarray]:
    """The residuals of a vector autoregression of the scores, and D = (I - sum of A_j)^-1."""
    n, k = scores.shape
    if not order:
        return scores, np.eye(k)
    before = np.hstack([scores[order - j - 1 : n - j - 1] for j in range(order)])
    coefficients = np.linalg.lstsq(before, scores[order:], rcond=None)[0]
    total = sum(coefficients[j * k : (j + 1) * k].T for j in range(order))
    return scores[order:] - before @ coefficients, np.linalg.inv(np.eye(k) - total)


def _bandwidth(
    scores: np.ndarray,
    n: int,
    kernel: Kernel,
    weights: np.ndarray,
    type: str,
    options: HacOptions,
) -> float:
    """The bandwidth given, or that which a rule chooses; Newey and West's is whole."""
    if options.lag is not None:
        return options.lag + 1.0
    if options.bandwidth is not None and not isinstance(options.bandwidth, str):
        return float(options.bandwidth)
    if type == "HAC" and options.bandwidth != "NeweyWest":
        bandwidth = andrews_bandwidth(scores, kernel, weights)
    else:
        bandwidth = newey_west_bandwidth(scores, kernel, weights, n)
    if not np.isfinite(bandwidth):
        argument = "lag" if type == "NeweyWest" else "bandwidth"
        raise ValueError(
            f"the rows leave no variation to choose a bandwidth from; give {argument}=, a number"
        )
    return np.floor(bandwidth) + 1 if type == "NeweyWest" else bandwidth


def weighted_autocovariances(
    scores: np.ndarray, weights: Sequence[float] | np.ndarray
) -> np.ndarray:
    """The sum over lags j of k_j times the sum of u_t u_{t+j}' and its transpose; k_0 once."""
    n = len(scores)
    if len(weights) > MAX_SUMMED_LAGS:
        return scores.T @ _kernel_sums(scores, np.asarray(weights))
    half = weights[0] * (scores.T @ scores) / 2
    for j in range(1, len(weights)):
        half = half + weights[j] * (scores[: n - j].T @ scores[j:])
    return half + half.T


def _kernel_sums(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The sum over lags j of k_|j| u_{t+j}, by column, (n, r)."""
    n, lags = len(scores), len(weights)
    size = next_fast_len(n + lags, real=True)
    kernel = np.zeros(size)
    kernel[:lags] = weights
    kernel[size - lags + 1 :] = weights[:0:-1]
    transformed, out = rfft(kernel), np.empty_like(scores)
    for j, column in enumerate(scores.T):
        out[:, j] = irfft(transformed * rfft(np.ascontiguousarray(column), size), size)[:n]
    return out
