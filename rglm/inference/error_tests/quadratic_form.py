"""The distribution of an indefinite quadratic form of normal variables at zero."""

from __future__ import annotations

import numpy as np

ZERO_TOLERANCE = 1e-12  # of the largest coefficient: a smaller one is rounding
RELATIVE_ACCURACY = 1e-12
MAX_DOUBLINGS = 8
FIRST_STEP = 0.25
NEGLIGIBLE = -46.0  # a logarithm: 1e-20 of the integrand's largest value
SADDLEPOINT_STEPS = 200


def upper_probability(coefficients: np.ndarray) -> float:
    """P(sum of c_i z_i^2 > 0) for independent standard normal z_i; 1 where all c_i are 0.

    With K(s) = -1/2 sum log(1 - 2 c_i s) it is the integral of exp(K(s)) / (2 pi i s) along a
    vertical line between 0 and the first singularity, through the saddlepoint (Rice 1980, SIAM J.
    Sci. Stat. Comput. 1). There the integrand does not change its sign near its peak, so that a
    small probability has as many digits as a large one. The trapezoidal rule after t = a sinh(v)
    converges exponentially.
    """
    c = np.asarray(coefficients, dtype=float)
    size = np.abs(c).max(initial=0.0)
    c = c[np.abs(c) > ZERO_TOLERANCE * max(size, ZERO_TOLERANCE)]
    if not len(c) or (c > 0).all():
        return 1.0
    if (c < 0).all():
        return 0.0
    c = c / size
    return _tail(c) if c.sum() <= 0 else 1.0 - _tail(-c)


def _tail(c: np.ndarray) -> float:
    """P(sum of c_i z_i^2 > 0) where the mean is not above 0."""
    tau = _saddlepoint(c)
    ratio = 2 * c / (1 - 2 * c * tau)
    width = 1 / np.sqrt((ratio**2).sum() / 2 + 1 / tau**2)
    peak = _log_integrand(c, np.array([tau + 0j]))[0].real
    end = _upper_limit(c, tau, width, peak)
    step, previous, total = FIRST_STEP, np.nan, np.nan
    for _ in range(MAX_DOUBLINGS):
        v = np.arange(0.0, end + step, step)
        logs = _log_integrand(c, tau + 1j * width * np.sinh(v)) - peak
        values = np.exp(logs).real * np.cosh(v)
        total = step * (values.sum() - values[0] / 2)
        if abs(total - previous) <= RELATIVE_ACCURACY * abs(total):
            break
        step, previous = step / 2, total
    return float(np.exp(peak) * width * total / np.pi)


def _log_integrand(c: np.ndarray, s: np.ndarray) -> np.ndarray:
    """K(s) - log(s)."""
    return -np.log(1 - 2 * np.outer(s, c)).sum(axis=1) / 2 - np.log(s)


def _saddlepoint(c: np.ndarray) -> float:
    """Where K(s) - log(s), which is convex, is least for 0 < s < 1 / (2 max c), by bisection."""
    low, high = 0.0, 1 / (2 * c.max())
    for _ in range(SADDLEPOINT_STEPS):
        middle = (low + high) / 2
        if (c / (1 - 2 * c * middle)).sum() - 1 / middle < 0:
            low = middle
        else:
            high = middle
        if high - low <= 1e-9 * high:
            break
    return (low + high) / 2


def _upper_limit(c: np.ndarray, tau: float, width: float, peak: float) -> float:
    """The v from which on the integrand is negligible."""
    v = np.arange(1.0, 120.0)
    logs = np.real(_log_integrand(c, tau + 1j * width * np.sinh(v))) - peak + v
    return float(v[np.argmax(logs < NEGLIGIBLE)]) if (logs < NEGLIGIBLE).any() else float(v[-1])
