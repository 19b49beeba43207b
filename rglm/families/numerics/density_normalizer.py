"""Derivatives of what a density's dispersion adds to its logarithm.

An exponential dispersion model with precision k = m/phi (m the prior weight) has

    log f(y; mu) = -(k d(y, mu) + a(-k)) / 2 + c(y),

d the unit deviance. Bias-reduced estimates of phi are made of a', a'' and a''' at -k (Kosmidis,
Kenne Pagui & Sartori 2020, Statistics and Computing 30, section 3).
"""

from __future__ import annotations

import numpy as np

Derivatives = tuple[np.ndarray, np.ndarray, np.ndarray]

SERIES_FROM = 50.0  # from here on the series are exact to rounding


def normal_normalizer(precision: np.ndarray) -> Derivatives:
    """a', a'', a''' for a(-k) = -log k, of the normal and the inverse Gaussian density."""
    inverse = 1 / np.asarray(precision, dtype=float)
    return inverse, inverse**2, 2 * inverse**3


def gamma_normalizer(precision: np.ndarray) -> Derivatives:
    """a', a'', a''' for a(-k) = 2 (log Gamma(k) + k - k log k), of the gamma density.

    They are 2 (log k - psi(k)), 2 (psi'(k) - 1/k) and -2 (psi''(k) + 1/k^2); for large k, where
    these are small differences, by the series of the polygamma functions (Abramowitz & Stegun
    1964, 6.3.18 and 6.4.11).
    """
    k = np.asarray(precision, dtype=float)
    large = k >= SERIES_FROM
    series = _series(np.where(large, k, SERIES_FROM))
    if large.all():
        return series
    small = _by_polygamma(np.where(large, 1.0, k))
    first, second, third = (np.where(large, *pair) for pair in zip(series, small, strict=True))
    return first, second, third


def _series(k: np.ndarray) -> Derivatives:
    u = 1 / k
    s = u * u
    first = u + s * (1 / 6 - s * (1 / 60 - s * (1 / 126 - s / 120)))
    second = s * (1 + u * (1 / 3 - s * (1 / 15 - s * (1 / 21 - s / 15))))
    third = s * u * (2 + u * (1 - s * (1 / 3 - s * (1 / 3 - s * 3 / 5))))
    return first, second, third


def _by_polygamma(k: np.ndarray) -> Derivatives:
    from scipy.special import digamma, polygamma

    first = 2 * (np.log(k) - digamma(k))
    second = 2 * (polygamma(1, k) - 1 / k)
    third = -2 * (polygamma(2, k) + 1 / (k * k))
    return first, second, third
