"""Sums over the factors of rising factorials theta (theta + 1) ... (theta + n - 1), n a count.

Digamma functions at theta + n and theta differ by the sum of 1/(theta + j), j < n. The difference
loses its digits where theta is large beside n. Here the first factors are summed as they stand.
The rest is a difference of asymptotic series (Abramowitz & Stegun 1964, 6.1.40, 6.3.18 and
6.4.12), taken term by term with the factor 1/x - 1/z before it.
"""

from __future__ import annotations

import numpy as np

from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.numerics.log_density import stirling_error
from rglm.families.numerics.series_remainders import MAX_LOG_SERIES_ARGUMENT, log1p_rest

# From 16 on the series are exact to rounding: so many factors are summed as they stand.
SUMMED_FACTORS = 16
# log x - psi(x) is 1/(2x) + p(1/x^2); psi'(x) - 1/x is 1/(2 x^2) + p(1/x^2)/x. From the last.
LOG_MINUS_DIGAMMA_SERIES = (-691 / 32760, 1 / 132, -1 / 240, 1 / 252, -1 / 120, 1 / 12, 0.0)
TRIGAMMA_REMAINDER_SERIES = (-691 / 2730, 5 / 66, -1 / 30, 1 / 42, -1 / 30, 1 / 6, 0.0)

Sums = tuple[np.ndarray, np.ndarray, np.ndarray]


def _divided_difference(
    coefficients: tuple[float, ...], s: np.ndarray | float, t: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """p(s) and (p(s) - p(t))/(s - t) of a polynomial, by Horner's scheme."""
    value, slope = np.asarray(coefficients[0] + 0 * s), 0 * t
    for c in coefficients[1:]:
        slope = slope * t + value
        value = value * s + c
    return value, slope


def series_differences(x: np.ndarray | float, more: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the changes of log - psi and psi' - 1/x from x to x + more, for x >= 16."""
    z = x + more
    u, w = 1 / x, 1 / z
    gap, s, t = more / x / z, u * u, w * w
    _, slope = _divided_difference(LOG_MINUS_DIGAMMA_SERIES, s, t)
    trigamma, slope_too = _divided_difference(TRIGAMMA_REMAINDER_SERIES, s, t)
    both = u + w
    return gap * (0.5 + both * slope), gap * (both * 0.5 + trigamma + w * both * slope_too)


@ignore_float_errors
def digamma_excess(n: np.ndarray, theta: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the growth of psi - log and of psi' - 1/x from theta to theta + n.

    Parameters
    ----------
    n : (n,) float array
        Counts.
    theta : float
        Above zero.

    Returns
    -------
    tuple of two (n,) float arrays
        theta times the growth of psi - log, which is positive, and theta^2 times that of
        psi' - 1/x, which is negative.
    """
    j = np.arange(0 if theta >= SUMMED_FACTORS else SUMMED_FACTORS)
    x = theta + j
    share = theta / x
    start = np.minimum(n, len(j))
    index = start.astype(np.intp)
    excess = np.concatenate([[0.0], np.cumsum(-theta * log1p_rest(1 / x))])[index]
    slope = np.concatenate([[0.0], np.cumsum(share * share / (x + 1))])[index]
    rest, rest_slope = series_differences(np.float64(theta + len(j)), n - start)
    return excess + theta * rest, -slope - theta * (theta * rest_slope)


@ignore_float_errors
def rising_sums(n: np.ndarray, x: np.ndarray) -> Sums:
    """Return sums over j < n of log(1 + j x), j x/(1 + j x) and j x/(1 + j x)^2, for x > 0.

    The second and third are the first's derivatives by log x. All three go to zero with x, the
    sums of the derivatives without losing digits.
    """
    n, x = np.broadcast_arrays(np.asarray(n, dtype=float), x)
    theta = 1 / x
    low, high = np.minimum(theta, 1.0), np.minimum(x, 1.0)
    product = np.ones(n.shape)
    first, second = np.zeros(n.shape), np.zeros(n.shape)
    for j in range(1, min(SUMMED_FACTORS, int(n.max(initial=0.0)))):
        inside = n > j
        factor = low + j * high
        product *= np.where(inside, factor, 1.0)
        share = np.where(inside, j * high / factor, 0.0)
        first += share
        second += share * low / factor
    # one factor, that of j = 0, is 1 in any case
    steps = np.maximum(np.minimum(n, SUMMED_FACTORS) - 1, 0.0)
    value = np.log(product) + steps * np.log(np.maximum(x, 1.0))
    long = np.flatnonzero(n > SUMMED_FACTORS)
    if long.size:
        for whole, rest in zip(
            (value, first, second), _later_factors(n[long], theta[long]), strict=True
        ):
            whole[long] += rest
    return value, first, second


def _later_factors(n: np.ndarray, theta: np.ndarray) -> Sums:
    """The sums over the factors from SUMMED_FACTORS on."""
    x, more = theta + SUMMED_FACTORS, n - SUMMED_FACTORS
    v = more / x
    rest = log1p_rest(v)
    log = np.log1p(v)
    psi, trigamma = series_differences(x, more)
    # by log less its first term where that is small beside it, by log where it is not
    is_close = v < MAX_LOG_SERIES_ARGUMENT
    entropy = np.where(is_close, (1 + v) * rest + v * v, (1 + v) * log - v)
    value = x * entropy - 0.5 * log + more * np.log1p(SUMMED_FACTORS / theta)
    value += stirling_error(x + more) - stirling_error(x)
    first = SUMMED_FACTORS * log - x * rest - theta * psi
    second = np.where(is_close, rest + v * n / (theta + n), log - v * theta / (theta + n)) + psi
    second = theta * (second - theta * trigamma)
    return value, first, second
