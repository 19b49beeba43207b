"""Unit deviances.

The deviance of an observation y from a mean mu is d(y, mu) = 2 * integral from mu to y of
(y - s) / V(s) ds, V the variance function (McCullagh & Nelder 1989, section 9.2). Each function
below uses the integral's closed form, in which terms of the size of y cancel when y is close to
mu. There the integral itself is summed instead, as (y - mu)^2 times a mean of 1/V, which keeps
every digit.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rglm.families.linkbase import quiet

# Closer than a tenth of the distance to the nearest zero of V seven nodes are exact to rounding:
# the poles of 1/V are then so far off that the error is below 40^-14.
NEAR = 0.1
# Nodes on 0..1, and Gauss-Legendre weights times 2 (1 - u).
_x, _w = np.polynomial.legendre.leggauss(7)
NODES = list(zip((1 + _x) / 2, _w * (1 - _x) / 2, strict=True))


def _refine(
    unit: np.ndarray,
    y: np.ndarray,
    mu: np.ndarray,
    scale: np.ndarray,
    variance: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """Put the summed integral where |y - mu| is small on the given scale."""
    near = np.flatnonzero(np.abs(y - mu) <= NEAR * scale)
    if near.size:
        at, step = mu[near], y[near] - mu[near]
        unit[near] = step * step * sum(w / variance(at + u * step) for u, w in NODES)
    return unit


def _vectors(y: np.ndarray, mu: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return y and mu as float vectors of one length."""
    return np.broadcast_arrays(np.atleast_1d(np.asarray(y, dtype=float)), np.asarray(mu, float))


@quiet
def gaussian_unit(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """(y - mu)^2; V = 1."""
    residual = np.asarray(y, dtype=float) - mu
    return residual * residual


@quiet
def poisson_unit(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """2 (y log(y/mu) - (y - mu)), 2 mu at y = 0; V = mu."""
    y, mu = _vectors(y, mu)
    unit = 2 * (np.where(y > 0, y * np.log(y / mu), 0 * y) - (y - mu))
    return _refine(unit, y, mu, mu, lambda s: s)


@quiet
def binomial_unit(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """2 (y log(y/mu) + (1 - y) log((1 - y)/(1 - mu))); V = mu (1 - mu)."""
    y, mu = _vectors(y, mu)
    one = y == 1
    if np.all(one | (y == 0)):
        rest = 1 - mu
        return 2 * np.log1p(np.where(one, rest, mu) / np.where(one, mu, rest))
    some, rest = np.log1p((y - mu) / mu), np.log1p((mu - y) / (1 - mu))
    unit = 2 * (np.where(y == 0, 0, y * some) + np.where(one, 0, (1 - y) * rest))
    return _refine(unit, y, mu, np.minimum(mu, 1 - mu), lambda s: s * (1 - s))


@quiet
def gamma_unit(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """2 ((y - mu)/mu - log(y/mu)), infinite at y = 0; V = mu^2."""
    y, mu = _vectors(y, mu)
    unit = 2 * ((y - mu) / mu - np.log(y / mu))
    return _refine(unit, y, mu, mu, np.square)


@quiet
def inverse_gaussian_unit(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """(y - mu)^2 / (y mu^2), infinite at y = 0; V = mu^3."""
    relative = (np.asarray(y, dtype=float) - mu) / mu
    return relative * relative / y


@quiet
def negative_binomial_unit(y: np.ndarray, mu: np.ndarray, theta: float) -> np.ndarray:
    """2 (y log(y/mu) - (y + theta) log((y + theta)/(mu + theta))); V = mu + mu^2/theta."""
    y, mu = _vectors(y, mu)
    # The terms in y are put together first: apart they are far larger than theta's.
    counted = np.where(y > 0, y * np.log1p((y - mu) / mu * (theta / (y + theta))), 0.0)
    unit = 2 * (counted - theta * np.log1p((y - mu) / (mu + theta)))
    return _refine(unit, y, mu, mu, lambda s: s * (1 + s / theta))


@quiet
def tweedie_unit(y: np.ndarray, mu: np.ndarray, p: float) -> np.ndarray:
    """2 (y (y^(1-p) - mu^(1-p))/(1-p) - (y^(2-p) - mu^(2-p))/(2-p)); V = mu^p, p not 0 1 2 3."""
    y, mu = _vectors(y, mu)
    t = np.log(np.maximum(y, 0) / mu)
    canonical, cumulant = np.expm1((1 - p) * t) / (1 - p), np.expm1((2 - p) * t) / (2 - p)
    positive = (y / mu) * canonical - cumulant
    # Without y > 0 only the terms in mu remain.
    other = 1 / (2 - p) - (y / mu) / (1 - p) if p < 2 else np.inf
    unit = 2 * mu ** (2 - p) * np.where(y > 0, positive, other)
    return _refine(unit, y, mu, mu, lambda s: s**p)
