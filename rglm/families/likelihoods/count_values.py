"""Log probabilities of Poisson and negative binomial counts of n rows at S points, (n, S).

They are plain sums of logarithms, exact to rounding of the largest term, while `count_density`
has the derivatives too and keeps the digits of values near 0.
"""

from __future__ import annotations

import numpy as np

from rglm.families.numerics.floating_point import clip_for_exp, ignore_float_errors, softplus
from rglm.families.numerics.log_density import map_counts, stirling_error

# From this theta on a quotient of gamma functions is a series.
SERIES_FROM = 16.0


def log_factorials(y: np.ndarray) -> np.ndarray:
    """log(y!), (n,)."""
    from scipy.special import gammaln

    return gammaln(y + 1)


def poisson_values(y: np.ndarray, eta: np.ndarray) -> np.ndarray:
    """Return the Poisson log probabilities of y (n,) of means exp(eta), eta (n, S)."""
    eta = clip_for_exp(eta)
    values = y[:, None] * eta
    values -= np.exp(eta)
    values -= map_counts(log_factorials, y)[:, None]
    return values


@ignore_float_errors
def poisson_sums(y: np.ndarray, weights: np.ndarray, eta: np.ndarray) -> np.ndarray:
    """Return the weighted sums over the rows of `poisson_values`, (S,)."""
    sums = (weights * y) @ eta - weights @ np.exp(eta)
    return sums - weights @ map_counts(log_factorials, y)


def negbin_values(y: np.ndarray, eta: np.ndarray, log_theta: np.ndarray) -> np.ndarray:
    """Return the negative binomial log probabilities of y (n,) at eta (n, S), log_theta (S,)."""
    eta, theta = clip_for_exp(eta), np.exp(log_theta)
    counts, place = np.unique(y, return_inverse=True)
    values = (log_rising(counts[:, None], theta) - log_factorials(counts)[:, None])[place]
    values += y[:, None] * eta
    values -= (y[:, None] + theta) * softplus(eta - log_theta)
    return values


def zero_hazards(eta: np.ndarray, log_theta: np.ndarray) -> np.ndarray:
    """Return a = -log f(0) of the negative binomial at eta (n, S) and log_theta (S,)."""
    return np.exp(log_theta) * softplus(clip_for_exp(eta) - log_theta)


@ignore_float_errors
def log1m_exp_neg_value(a: np.ndarray) -> np.ndarray:
    """log(1 - exp(-a)), a > 0."""
    return np.where(a < 1, np.log(-np.expm1(-a)), np.log1p(-np.exp(-a)))


@ignore_float_errors
def log_rising(n: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Return log(Gamma(theta + n)/Gamma(theta)) - n log(theta), elementwise.

    It is the sum over j < n of log(1 + j/theta).
    """
    from scipy.special import gammaln

    n, theta = np.broadcast_arrays(n, theta)
    small = theta < SERIES_FROM
    out = np.empty(n.shape)
    k, at = n[small], theta[small]
    out[small] = gammaln(at + k) - gammaln(at) - k * np.log(at)
    k, at = n[~small], theta[~small]
    rest = stirling_error(at + k) - stirling_error(at)
    out[~small] = (at + k - 0.5) * np.log1p(k / at) - k + rest
    return out
