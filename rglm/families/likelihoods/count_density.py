"""Log probabilities of Poisson and negative binomial counts of mean exp(eta), with derivatives.

With n = y + theta, v = (y - mu)/(mu + theta) and g(x) = log x - psi(x),

    dlog f/dlog theta = theta (g(theta) - g(n)) + theta (log(1 + v) - v),

whose two terms keep their digits for theta from 1e-6 to beyond 1e12. The values are Loader's
(2000): the largest log probability of the count, less half a deviance.
"""

from __future__ import annotations

import numpy as np

from rglm.families.glm.negative_binomial import negbin_logpmf_at_mean
from rglm.families.glm.poisson import poisson_logpmf_at_mean
from rglm.families.likelihoods.row_density import RowTerms
from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.numerics.log_density import map_counts
from rglm.families.numerics.pochhammer import digamma_excess
from rglm.families.numerics.series_remainders import log1p_rest

# Closer than this, relative to mu, a deviance is a series and not a difference.
MAX_SERIES_ARGUMENT = 0.2
# Quotients below it have lost digits.
MIN_QUOTIENT = 1e-290


def _per_unit(log: np.ndarray, t: np.ndarray) -> np.ndarray:
    """log(1 + t)/t, 1 at t = 0."""
    return np.where(t > 0, log / np.where(t > 0, t, 1.0), 1.0)


@ignore_float_errors
def log_one_plus(mu: np.ndarray, eta: np.ndarray, theta: np.ndarray | float) -> np.ndarray:
    """log(1 + mu/theta), mu = exp(eta), however large the ratio."""
    ratio = mu / theta
    log = np.log1p(ratio)
    return np.where(np.isinf(ratio), eta - np.log(theta), log)


def _log_and_logpmf_at_mean(y: np.ndarray) -> np.ndarray:
    """The logarithm of y (0 at zero) and the largest Poisson log probability of y."""
    log = np.log(np.where(y > 0, y, 1.0))
    return np.stack([log, poisson_logpmf_at_mean(y)], axis=-1)


@ignore_float_errors
def poisson_terms(y: np.ndarray, eta: np.ndarray, derivatives: bool) -> RowTerms:
    """Return the Poisson log probability of y, index 0 being eta."""
    mu = np.exp(eta)
    step = y - mu
    log, peak = np.moveaxis(map_counts(_log_and_logpmf_at_mean, y), -1, 0)
    below = y * (log - eta)
    below -= step
    near = np.flatnonzero(np.abs(step) < MAX_SERIES_ARGUMENT * mu)
    if near.size:
        at = mu[near]
        below[near] = _half_deviance_near_mean(y[near], at, step[near] / at)
    value = peak - below
    return RowTerms(value, [step], {(0, 0): -mu}) if derivatives else RowTerms(value)


def _half_deviance_near_mean(y: np.ndarray, mu: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Half the Poisson unit deviance, y log(y/mu) - (y - mu), for y = mu (1 + u)."""
    return y * log1p_rest(u) + mu * u * u


@ignore_float_errors
def negbin_terms(
    y: np.ndarray, eta: np.ndarray, theta: float, free: bool, derivatives: bool
) -> RowTerms:
    """Return the negative binomial log probability of y; log(theta) is index 1 if it is free."""
    mu = np.exp(eta)
    total, n, step = theta + mu, theta + y, y - mu
    v = step / total
    rest = log1p_rest(v, _log_quotient(n, total))
    peak = map_counts(lambda k: negbin_logpmf_at_mean(k, theta), y)
    value = peak - _half_deviance(y, eta, mu, theta, v, rest)
    if not derivatives:
        return RowTerms(value)
    r, q = theta / total, mu / total
    slope = np.where(np.isfinite(step), step * r, -theta)
    if not free:
        return RowTerms(value, [slope], {(0, 0): -n * r * q})
    table = map_counts(lambda k: np.stack(digamma_excess(k, theta), axis=-1), y)
    by_theta = table[:, 0] + theta * rest
    by_theta_twice = by_theta + table[:, 1] + (theta * v) * (theta * v) / n
    second = {(0, 0): -n * r * q, (0, 1): slope * q, (1, 1): by_theta_twice}
    return RowTerms(value, [slope, by_theta], second)


@ignore_float_errors
def negbin_zero_terms(eta: np.ndarray, theta: float, free: bool, derivatives: bool) -> RowTerms:
    """Return the negative binomial log probability of zero, as `negbin_terms` does."""
    mu = np.exp(eta)
    log, total = log_one_plus(mu, eta, theta), theta + mu
    value = -np.where(mu < theta, mu * _per_unit(log, mu / theta), theta * log)
    if not derivatives:
        return RowTerms(value)
    r, q = theta / total, mu / total
    slope = -mu * r
    if not free:
        return RowTerms(value, [slope], {(0, 0): slope * r})
    by_theta = theta * log1p_rest(-q, -log)
    second = {(0, 0): slope * r, (0, 1): slope * q, (1, 1): by_theta + theta * q * q}
    return RowTerms(value, [slope, by_theta], second)


def _log_quotient(n: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Return log(n/total), for total up to the largest number."""
    quotient = n / total
    log = np.log(quotient)
    small = np.flatnonzero(quotient < MIN_QUOTIENT)
    if small.size:
        log[small] = np.log(n[small]) - np.log(total[small])
    return log


def _half_deviance(
    y: np.ndarray, eta: np.ndarray, mu: np.ndarray, theta: float, v: np.ndarray, rest: np.ndarray
) -> np.ndarray:
    """Half the unit deviance: y log(1 + u) - theta log(1 + v), 1 + u = (y/mu)/(1 + v).

    The terms of first order cancel where u is small, u y - v theta being a square.
    """
    step, n = y - mu, y + theta
    u = step / mu * (theta / n)
    u += y == 0
    log = np.log1p(u)
    below = y * log - theta * (rest + v)
    far = np.flatnonzero(np.isinf(log))
    if far.size:
        below[far] = y[far] * (np.log(y[far]) - eta[far]) - n[far] * (rest + v)[far]
    near = np.flatnonzero((np.abs(u) < MAX_SERIES_ARGUMENT) & (y > 0))
    if near.size:
        y, v, u, rest = y[near], v[near], u[near], rest[near]
        square = step[near] * theta / n[near] * (v * theta / mu[near])
        below[near] = square + y * log1p_rest(u) - theta * rest
    return below
