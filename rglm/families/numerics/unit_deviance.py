"""Unit deviances.

The deviance of an observation y from a mean mu is d(y, mu) = 2 * integral from mu to y of
(y - s) / V(s) ds, V the variance function (McCullagh & Nelder 1989, section 9.2). Each function
below uses the integral's closed form, in which terms of the size of y cancel when y is close to
mu. There either the series of the logarithm takes its place, less the terms that cancel, or the
integral itself is summed, as (y - mu)^2 times a mean of 1/V. Both keep every digit.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rglm.families.links.link import quiet

# Closer than a tenth of the distance to the nearest zero of V seven nodes are exact to rounding:
# the poles of 1/V are then so far off that the error is below 40^-14.
NEAR = 0.1
# Nodes on 0..1, and Gauss-Legendre weights times 2 (1 - u).
_x, _w = np.polynomial.legendre.leggauss(7)
NODES = list(zip((1 + _x) / 2, _w * (1 - _x) / 2, strict=True))
# Closer than a fifth of mu this many terms of the logarithm's series are exact to rounding, and
# beyond it the closed form keeps all but a digit.
SERIES_NEAR = 0.2
SERIES = [4 / (2 * j + 1) for j in range(8, 0, -1)]


def _refine(
    unit: np.ndarray,
    y: np.ndarray,
    mu: np.ndarray,
    scale: np.ndarray,
    variance: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """Put the summed integral where |y - mu| is small on the given scale."""
    step = y - mu
    near = np.flatnonzero(np.abs(step) <= NEAR * scale)
    if near.size:
        at, step = mu[near], step[near]
        unit[near] = step * step * sum(w / variance(at + u * step) for u, w in NODES)
    return unit


def _series(y: np.ndarray, mu: np.ndarray, step: np.ndarray) -> np.ndarray:
    """2 (y log(y/mu) - step) for a small step = y - mu.

    Loader (2000): with v = step/(y + mu), log(y/mu) is 2 (v + v^3/3 + v^5/5 + ...).
    """
    v = step / (y + mu)
    square = v * v
    tail = SERIES[0] * square
    for coefficient in SERIES[1:]:
        tail += coefficient
        tail *= square
    tail *= y
    tail += 2 * step
    tail *= v
    return tail


def _entropy(y: np.ndarray, mu: np.ndarray, step: np.ndarray) -> np.ndarray:
    """2 (y log(y/mu) - step), step = y - mu given apart: it may have digits that y lacks."""
    ratio = y / mu
    # Any finite logarithm will do at y = 0, and that of 0 takes a processor long.
    ratio += ratio == 0
    unit = np.log(ratio)
    unit *= y
    unit -= step
    unit *= 2
    near = np.flatnonzero(np.abs(step) <= SERIES_NEAR * mu)
    if near.size:
        unit[near] = _series(y[near], mu[near], step[near])
    return unit


def _vectors(y: np.ndarray, mu: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return y and mu as float vectors of one length."""
    y, mu = np.atleast_1d(np.asarray(y, dtype=float)), np.asarray(mu, dtype=float)
    return (y, mu) if y.shape == mu.shape else np.broadcast_arrays(y, mu)


@quiet
def gaussian_unit(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """(y - mu)^2; V = 1."""
    residual = np.asarray(y, dtype=float) - mu
    return residual * residual


@quiet
def poisson_unit(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """2 (y log(y/mu) - (y - mu)), 2 mu at y = 0; V = mu."""
    y, mu = _vectors(y, mu)
    return _entropy(y, mu, y - mu)


@quiet
def binomial_unit(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """2 (y log(y/mu) + (1 - y) log((1 - y)/(1 - mu))); V = mu (1 - mu)."""
    y, mu = _vectors(y, mu)
    step, rest = y - mu, 1 - y
    if np.all((y == 0) | (y == 1)):
        # The odds against what was seen, (1 - mu)/mu at 1 and mu/(1 - mu) at 0, by one quotient.
        odds = step / (mu - rest)
        return 2 * np.log1p(odds)
    # Successes and failures each add a term above zero: nothing cancels between them.
    return _entropy(y, mu, step) + _entropy(rest, 1 - mu, -step)


@quiet
def gamma_unit(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """2 ((y - mu)/mu - log(y/mu)), infinite at y = 0; V = mu^2."""
    y, mu = _vectors(y, mu)
    step = y - mu
    unit = 2 * (step / mu - np.log(y / mu))
    near = np.flatnonzero(np.abs(step) <= SERIES_NEAR * mu)
    if near.size:
        at = mu[near]
        unit[near] = _series(at, y[near], -step[near]) / at
    return unit


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
    step = y - mu
    share = step / mu * (theta / (y + theta))
    share += y == 0  # -1 there: its logarithm counts for nothing and takes a processor long
    unit = 2 * (y * np.log1p(share) - theta * np.log1p(step / (mu + theta)))
    return _refine(unit, y, mu, mu, lambda s: s * (1 + s / theta))


@quiet
def tweedie_unit(y: np.ndarray, mu: np.ndarray, p: float) -> np.ndarray:
    """2 (y (y^(1-p) - mu^(1-p))/(1-p) - (y^(2-p) - mu^(2-p))/(2-p)); V = mu^p, p not 0 1 2 3."""
    y, mu = _vectors(y, mu)
    ratio = y / mu
    t = np.log(np.where(y > 0, ratio, 1.0))
    canonical, cumulant = np.expm1((1 - p) * t) / (1 - p), np.expm1((2 - p) * t) / (2 - p)
    positive = ratio * canonical - cumulant
    # Without y > 0 only the terms in mu remain.
    other = 1 / (2 - p) - ratio / (1 - p) if p < 2 else np.inf
    unit = 2 * mu ** (2 - p) * np.where(y > 0, positive, other)
    return _refine(unit, y, mu, mu, lambda s: s**p)
