"""Parts of unit deviances.

The deviance of an observation y from a mean mu is d(y, mu) = 2 * integral from mu to y of
(y - s) / V(s) ds, V the variance function (McCullagh & Nelder 1989, section 9.2). Each family has
the integral's closed form, in which terms of the size of y cancel when y is close to mu. There
either the series of the logarithm takes its place, less the terms that cancel, or the integral
itself is summed, as (y - mu)^2 times a mean of 1/V. Both keep every digit.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rglm.families.numerics.floating_point import ignore_float_errors

# Closer than a tenth of the distance to the nearest zero of V seven nodes are exact to rounding:
# the poles of 1/V are then so far off that the error is below 40^-14.
MAX_GAUSS_LEGENDRE_STEP = 0.1
# Nodes on 0..1, and Gauss-Legendre weights times 2 (1 - u).
_x, _w = np.polynomial.legendre.leggauss(7)
GAUSS_LEGENDRE_RULE = list(zip((1 + _x) / 2, _w * (1 - _x) / 2, strict=True))
# Closer than a fifth of mu this many terms of the logarithm's series are exact to rounding, and
# beyond it the closed form keeps all but a digit.
MAX_SERIES_STEP = 0.2
LOG_SERIES = [4 / (2 * j + 1) for j in range(8, 0, -1)]
# Nodes of the tanh-sinh rule, as shares of the way from either end, and their weights.
_t = np.arange(-3.5, 3.5001, 1 / 16)
_s = np.pi / 2 * np.sinh(_t)
TANH_SINH_RULE = list(
    zip(
        1 / (1 + np.exp(-2 * _s)),
        1 / (1 + np.exp(2 * _s)),
        np.pi / 4 * np.cosh(_t) / np.cosh(_s) ** 2 / 16,
        strict=True,
    )
)


def integrate_near_mean(
    unit: np.ndarray,
    y: np.ndarray,
    mu: np.ndarray,
    scale: np.ndarray,
    variance: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """Return `unit` with the summed integral where |y - mu| is small on the given scale."""
    step = y - mu
    near = np.flatnonzero(np.abs(step) <= MAX_GAUSS_LEGENDRE_STEP * scale)
    if near.size:
        at, step = mu[near], step[near]
        unit[near] = step * step * sum(w / variance(at + u * step) for u, w in GAUSS_LEGENDRE_RULE)
    return unit


@ignore_float_errors
def integrate_unit_deviance(
    y: np.ndarray, mu: np.ndarray, variance: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """Return the unit deviance of any variance function, by the tanh-sinh rule.

    It is good to about 12 digits where V is smooth from the mean to y, which may be zeros of V; to
    fewer where y and the mean differ by a factor of more than 10^4.
    """
    y, mu = as_vectors(y, mu)
    step, total = y - mu, np.zeros(y.shape)
    for u, rest, w in TANH_SINH_RULE:
        part = w * rest * step / variance(mu + u * step)
        total += np.where(np.isfinite(part), part, 0.0)
    return np.where(step == 0, 0.0, 2 * step * total)


def log_series_near_mean(y: np.ndarray, mu: np.ndarray, step: np.ndarray) -> np.ndarray:
    """2 (y log(y/mu) - step) for a small step = y - mu.

    Loader (2000): with v = step/(y + mu), log(y/mu) is 2 (v + v^3/3 + v^5/5 + ...).
    """
    v = step / (y + mu)
    square = v * v
    tail = LOG_SERIES[0] * square
    for coefficient in LOG_SERIES[1:]:
        tail += coefficient
        tail *= square
    tail *= y
    tail += 2 * step
    tail *= v
    return tail


def entropy_deviance(y: np.ndarray, mu: np.ndarray, step: np.ndarray) -> np.ndarray:
    """2 (y log(y/mu) - step), step = y - mu given apart: it may have digits that y lacks."""
    ratio = y / mu
    # Any finite logarithm will do at y = 0, and that of 0 takes a processor long.
    ratio += ratio == 0
    unit = np.log(ratio)
    unit *= y
    unit -= step
    unit *= 2
    near = np.flatnonzero(np.abs(step) <= MAX_SERIES_STEP * mu)
    if near.size:
        unit[near] = log_series_near_mean(y[near], mu[near], step[near])
    return unit


def as_vectors(y: np.ndarray, mu: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return y and mu as float vectors of one length."""
    y, mu = np.atleast_1d(np.asarray(y, dtype=float)), np.asarray(mu, dtype=float)
    if y.shape != mu.shape:
        y, mu = np.broadcast_arrays(y, mu)
    return y, mu
