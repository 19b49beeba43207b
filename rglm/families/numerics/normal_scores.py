"""Distribution functions on the normal scale: z with Phi(z) = P(Y <= y).

A probability near 1 has no digits left and one below 1e-308 none at all; z keeps its digits in
both tails. Where even the tail's probability underflows (|z| > 36) its logarithm is used, from the
series and continued fractions of the incomplete gamma and beta functions (DLMF 8.11.4, 8.9.2 and
8.17.8).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rglm.families.numerics.floating_point import ignore_float_errors

SMALLEST_PROBABILITY = 1e-290  # those below it are taken from their logarithms
MAX_TERMS = 20_000  # terms of a series
Scores = tuple[np.ndarray, np.ndarray]


def score_of_tails(
    lower: np.ndarray,
    upper: np.ndarray,
    log_lower: Callable[[np.ndarray], np.ndarray],
    log_upper: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """Return z from the probabilities of both tails.

    Where one has underflowed its logarithm is used, a function of a mask of rows.
    """
    from scipy.special import ndtri, ndtri_exp

    z = np.where(lower <= upper, ndtri(lower), -ndtri(upper))
    for tail, sign, log in ((lower, 1, log_lower), (upper, -1, log_upper)):
        lost = tail < SMALLEST_PROBABILITY
        if lost.any():
            z[lost] = sign * ndtri_exp(np.minimum(log(lost), 0.0))
    return z


@ignore_float_errors
def gamma_score(shape: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return z of a gamma variable of this shape and scale 1 at x."""
    from scipy.special import gammainc, gammaincc

    shape, x = np.broadcast_arrays(np.asarray(shape, dtype=float), x)
    return score_of_tails(
        gammainc(shape, x),
        gammaincc(shape, x),
        lambda at: log_gamma_cdf(shape[at], x[at]),
        lambda at: log_gamma_sf(shape[at], x[at]),
    )


@ignore_float_errors
def beta_score(
    a: np.ndarray | float, b: np.ndarray, x: np.ndarray, rest: np.ndarray
) -> np.ndarray:
    """Return z of a beta(a, b) variable at x = 1 - rest."""
    from scipy.special import betainc

    a, b, x, rest = np.broadcast_arrays(np.asarray(a, dtype=float), b, x, rest)
    return score_of_tails(
        betainc(a, b, x),
        betainc(b, a, rest),
        lambda at: log_beta_cdf(a[at], b[at], x[at], rest[at]),
        lambda at: log_beta_cdf(b[at], a[at], rest[at], x[at]),
    )


def log_gamma_cdf(a: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The logarithm of P(a, x) for x well below a."""
    from scipy.special import gammaln

    return a * np.log(x) - x - gammaln(a + 1) + np.log(_series(lambda n: x / (a + n)))


def log_gamma_sf(a: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The logarithm of Q(a, x) for x well above a: Legendre's fraction, by Lentz's method."""
    from scipy.special import gammaln

    b = x + 1 - a
    d = 1 / b
    c, fraction = np.full_like(b, np.inf), d.copy()
    for n in range(1, MAX_TERMS):
        part = -n * (n - a)
        b = b + 2
        d = 1 / (part * d + b)
        c = b + part / c
        fraction *= c * d
        if np.all(np.abs(c * d - 1) < 1e-16):
            break
    return a * np.log(x) - x - gammaln(a) + np.log(fraction)


def log_beta_cdf(a: np.ndarray, b: np.ndarray, x: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """The logarithm of I_x(a, b) for x = 1 - rest well below a / (a + b)."""
    from scipy.special import betaln

    series = _series(lambda n: (a + b + n - 1) / (a + n) * x)
    return a * np.log(x) + b * np.log(rest) - np.log(a) - betaln(a, b) + np.log(series)


def _series(ratio: Callable[[int], np.ndarray]) -> np.ndarray:
    """1 + r_1 + r_1 r_2 + ..."""
    term = np.ones_like(ratio(1))
    total = term.copy()
    for n in range(1, MAX_TERMS):
        term = term * ratio(n)
        total += term
        if np.all(term < 1e-17 * total):
            break
    return total


def counts_around(y: np.ndarray) -> Scores:
    """Return the largest count below y, and the largest up to y."""
    whole = np.rint(y)
    near = np.abs(y - whole) <= 1e-7 * np.maximum(1.0, np.abs(y))
    return np.where(near, whole, np.ceil(y)) - 1, np.where(near, whole, np.floor(y))
