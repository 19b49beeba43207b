"""Derivatives of the part of a log density that its dispersion adds.

An exponential dispersion model with precision k = m/phi (m the prior weight) has

    log f(y; mu) = -(k d(y, mu) + a(-k)) / 2 + c(y),

d the unit deviance. Bias-reduced estimates of phi are made of a', a'' and a''' at -k (Kosmidis,
Kenne Pagui & Sartori 2020, Statistics and Computing 30, section 3).
"""

from __future__ import annotations

import numpy as np

Derivatives = tuple[np.ndarray, np.ndarray, np.ndarray]


def normal_normalizer(precision: np.ndarray) -> Derivatives:
    """a', a'', a''' for a(-k) = -log k, of the normal and the inverse Gaussian density."""
    inverse = 1 / np.asarray(precision, dtype=float)
    return inverse, inverse**2, 2 * inverse**3
