"""Pareto-smoothed importance sampling: stable weights, and a diagnosis of them."""

from __future__ import annotations

import numpy as np

from rglm.bayes.generalized_pareto import (
    fit_generalized_pareto,
    generalized_pareto_quantiles,
)

MIN_TAIL = 5  # weights from which a tail is fitted


def smooth_weights(
    log_ratios: np.ndarray, relative_efficiency: float = 1.0
) -> tuple[np.ndarray, float]:
    """Pareto-smoothed importance weights.

    The largest weights, min(S / 5, 3 sqrt(S / relative_efficiency)) of them, are replaced by
    expected order statistics of the generalized Pareto distribution that is fitted to them.

    Parameters
    ----------
    log_ratios : (S,) float array
        The logarithms of the ratios of target to proposal density; -inf for a ratio of 0.
    relative_efficiency : float
        The effective sample size of draws of a Markov chain, as a share of their number.

    Returns
    -------
    log_weights : (S,) float array
        The logarithms of weights whose sum is 1.
    k_hat : float
        The shape of the tail: up to 0.5 the weights have a finite variance, above 0.7 they are
        not to be trusted. NaN where no ratio is above 0.

    References
    ----------
    Vehtari, A., Simpson, D., Gelman, A., Yao, Y. and Gabry, J. (2024). Pareto smoothed importance
    sampling. Journal of Machine Learning Research 25(72).
    """
    size = len(log_ratios)
    largest = log_ratios.max(initial=-np.inf)
    if not np.isfinite(largest):
        return np.full(size, -np.log(max(size, 1))), np.nan
    logs = log_ratios - largest
    tail = tail_length(size, relative_efficiency)
    k_hat = np.inf
    if tail >= MIN_TAIL:
        largest_places = np.argpartition(logs, size - tail - 1)[size - tail - 1 :]
        order = largest_places[np.argsort(logs[largest_places], kind="stable")]
        places, threshold = order[1:], logs[order[0]]
        smoothed, k_hat = _smooth_tail(logs[places], threshold)
        logs[places] = smoothed
    return logs - log_sum(logs), k_hat


def tail_length(size: int, relative_efficiency: float = 1.0) -> int:
    """The number of weights that make up the tail."""
    return int(np.ceil(min(0.2 * size, 3 * np.sqrt(size / relative_efficiency))))


def log_sum(logs: np.ndarray) -> float:
    """The logarithm of the sum of numbers, from their logarithms."""
    largest = float(logs.max(initial=-np.inf))
    if not np.isfinite(largest):
        return largest
    return largest + float(np.log(np.exp(logs - largest).sum()))


def _smooth_tail(logs: np.ndarray, threshold: float) -> tuple[np.ndarray, float]:
    """The tail's logarithms, in increasing order, smoothed; and its shape."""
    base = np.exp(threshold)
    excesses = np.exp(logs) - base
    if not excesses[0] < excesses[-1]:  # all are equal: nothing is beyond the threshold's ratio
        return logs, -np.inf
    with np.errstate(all="ignore"):  # many excesses may be 0
        k, sigma = fit_generalized_pareto(excesses)
    if not np.isfinite(k):
        return logs, np.inf
    p = (np.arange(1, len(logs) + 1) - 0.5) / len(logs)
    smoothed = np.log(generalized_pareto_quantiles(p, k, sigma) + base)
    return np.minimum(smoothed, 0.0), k
