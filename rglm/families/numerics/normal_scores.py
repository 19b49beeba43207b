"""Distribution functions on the normal scale: z with Phi(z) = P(Y <= y).

A probability near 1 has no digits left and one below 1e-308 none at all; z keeps its digits in
both tails. Where even the tail's probability underflows (|z| > 36) its logarithm is used, from the
series and continued fractions of the incomplete gamma and beta functions (DLMF 8.11.4, 8.9.2 and
8.17.8).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rglm.families.links.link import quiet

LEAST = 1e-290  # probabilities below it are taken from their logarithms
LONGEST = 20_000  # terms of a series
Ends = tuple[np.ndarray, np.ndarray]


def score(
    lower: np.ndarray,
    upper: np.ndarray,
    log_lower: Callable[[np.ndarray], np.ndarray],
    log_upper: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """The z of both tails' probabilities; where one is lost (a mask of rows), of its logarithm."""
    from scipy.special import ndtri, ndtri_exp

    z = np.where(lower <= upper, ndtri(lower), -ndtri(upper))
    for tail, sign, log in ((lower, 1, log_lower), (upper, -1, log_upper)):
        lost = tail < LEAST
        if lost.any():
            z[lost] = sign * ndtri_exp(np.minimum(log(lost), 0.0))
    return z


@quiet
def gamma_score(shape: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The z of a gamma variable of this shape and scale 1 at x."""
    from scipy.special import gammainc, gammaincc

    shape, x = np.broadcast_arrays(np.asarray(shape, dtype=float), x)
    return score(
        gammainc(shape, x),
        gammaincc(shape, x),
        lambda at: log_gamma_below(shape[at], x[at]),
        lambda at: log_gamma_above(shape[at], x[at]),
    )


@quiet
def beta_score(a: np.ndarray, b: np.ndarray, x: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """The z of a beta(a, b) variable at x = 1 - rest."""
    from scipy.special import betainc

    a, b, x, rest = np.broadcast_arrays(np.asarray(a, dtype=float), b, x, rest)
    return score(
        betainc(a, b, x),
        betainc(b, a, rest),
        lambda at: log_beta_below(a[at], b[at], x[at], rest[at]),
        lambda at: log_beta_below(b[at], a[at], rest[at], x[at]),
    )


def log_gamma_below(a: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The logarithm of P(a, x) for x well below a."""
    from scipy.special import gammaln

    return a * np.log(x) - x - gammaln(a + 1) + np.log(_series(lambda n: x / (a + n)))


def log_gamma_above(a: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The logarithm of Q(a, x) for x well above a: Legendre's fraction, by Lentz's method."""
    from scipy.special import gammaln

    b = x + 1 - a
    d = 1 / b
    c, found = np.full_like(b, np.inf), d.copy()
    for n in range(1, LONGEST):
        part = -n * (n - a)
        b = b + 2
        d = 1 / (part * d + b)
        c = b + part / c
        found *= c * d
        if np.all(np.abs(c * d - 1) < 1e-16):
            break
    return a * np.log(x) - x - gammaln(a) + np.log(found)


def log_beta_below(a: np.ndarray, b: np.ndarray, x: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """The logarithm of I_x(a, b) for x = 1 - rest well below a / (a + b)."""
    from scipy.special import betaln

    series = _series(lambda n: (a + b + n - 1) / (a + n) * x)
    return a * np.log(x) + b * np.log(rest) - np.log(a) - betaln(a, b) + np.log(series)


def _series(ratio: Callable[[int], np.ndarray]) -> np.ndarray:
    """1 + r_1 + r_1 r_2 + ..."""
    term = np.ones_like(ratio(1))
    total = term.copy()
    for n in range(1, LONGEST):
        term = term * ratio(n)
        total += term
        if np.all(term < 1e-17 * total):
            break
    return total


def normal_ends(y: np.ndarray, mu: np.ndarray, variance: np.ndarray) -> Ends:
    """Of a normal response."""
    with np.errstate(all="ignore"):
        z = (y - mu) / np.sqrt(variance)
    return z, z


def gamma_ends(y: np.ndarray, mu: np.ndarray, dispersion: np.ndarray) -> Ends:
    """Of a gamma response of shape 1/dispersion."""
    with np.errstate(all="ignore"):
        z = gamma_score(1 / dispersion, y / (mu * dispersion))
    return z, z


@quiet
def inverse_gaussian_ends(y: np.ndarray, mu: np.ndarray, dispersion: np.ndarray) -> Ends:
    """Of an inverse Gaussian response of variance dispersion mu^3.

    With r = (dispersion y)^(-1/2), a = r (y/mu - 1), b = r (y/mu + 1) and Mills' ratio M, the
    tails are phi(a) (M(-a) + M(b)) and phi(a) (M(a) - M(b)) (Shuster 1968, JASA 63).
    """
    from scipy.special import erfcx, ndtri_exp

    root, half = 1 / np.sqrt(dispersion * y), np.sqrt(0.5)
    a, b = root * (y / mu - 1), root * (y / mu + 1)
    beyond = erfcx(b * half)
    lower = np.log(erfcx(-a * half) + beyond) - a * a / 2 - np.log(2)
    upper = np.log(erfcx(a * half) - beyond) - a * a / 2 - np.log(2)
    z = np.where(lower < np.log(0.5), ndtri_exp(np.minimum(lower, 0)), -ndtri_exp(upper))
    return z, z


def poisson_ends(y: np.ndarray, mu: np.ndarray) -> Ends:
    """Of a Poisson count: P(Y <= k) = Q(k + 1, mu)."""
    return tuple(  # type: ignore[return-value]
        np.where(k < 0, -np.inf, -gamma_score(np.maximum(k, 0) + 1, mu)) for k in _counts(y)
    )


def negative_binomial_ends(y: np.ndarray, mu: np.ndarray, theta: float) -> Ends:
    """Of a negative binomial count: P(Y <= k) = I_p(theta, k + 1) with p = theta/(theta + mu)."""
    p, rest = theta / (theta + mu), mu / (theta + mu)
    return tuple(  # type: ignore[return-value]
        np.where(k < 0, -np.inf, beta_score(theta, np.maximum(k, 0) + 1, p, rest))
        for k in _counts(y)
    )


def binomial_ends(successes: np.ndarray, size: np.ndarray, mu: np.ndarray) -> Ends:
    """Of a number of successes: P(Y <= k) = I_{1 - mu}(size - k, k + 1)."""
    found = []
    for k in _counts(successes):
        inside = (k >= 0) & (k < size)
        at, left = np.where(inside, k, 0.0), np.where(inside, size - k, 1.0)
        z = beta_score(left, at + 1, 1 - mu, mu)
        found.append(np.where(inside, z, np.where(k < 0, -np.inf, np.inf)))
    return found[0], found[1]


def _counts(y: np.ndarray) -> Ends:
    """The largest count below y, and the largest up to y."""
    whole = np.rint(y)
    near = np.abs(y - whole) <= 1e-7 * np.maximum(1.0, np.abs(y))
    return np.where(near, whole, np.ceil(y)) - 1, np.where(near, whole, np.floor(y))
