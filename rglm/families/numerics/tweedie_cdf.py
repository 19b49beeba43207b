"""The distribution function of a Tweedie response with a power between 1 and 2.

It is a Poisson number of gamma values (Jorgensen 1997, *The Theory of Dispersion Models*, section
4.2): with

    lambda = mu^(2-p) / (phi (2-p)),  alpha = (2-p) / (p-1),  x = y / (phi (p-1) mu^(p-1))

P(Y <= y) = e^-lambda + sum over n >= 1 of e^-lambda lambda^n / n! P(n alpha, x), P the incomplete
gamma function. The terms that count lie about lambda and about y^(2-p) / (phi (2-p)), the number
that the density has its largest term at (Dunn & Smyth 2005, Statistics and Computing 15).
"""

from __future__ import annotations

from functools import partial

import numpy as np

from rglm.families.numerics.normal_scores import (
    Scores,
    log_gamma_cdf,
    log_gamma_sf,
    score_of_tails,
)

TERM_DEVIATIONS = 12.0  # standard deviations of the number beyond which terms are negligible
LARGE_RATE = 400.0  # from it on the larger tail is 1 less the smaller one


def compound_poisson_scores(y: np.ndarray, mu: np.ndarray, phi: np.ndarray, p: float) -> Scores:
    """Return the normal scores of P(Y < y) and P(Y <= y): they differ at 0 only."""
    with np.errstate(all="ignore"):
        rate = mu ** (2 - p) / (phi * (2 - p))
        alpha = (2 - p) / (p - 1)
        x = y / (phi * (p - 1) * mu ** (p - 1))
        most = y ** (2 - p) / (phi * (2 - p))  # given y the number is about this
        above, few = y > mu, rate < LARGE_RATE
        first, last = _around(most)
        last = np.where(few, np.maximum(last, _around(rate)[1]), last)
        lower, upper = _sums(rate, alpha, x, first, last)
        lower, upper = np.where(above, 1 - upper, lower), np.where(above | few, upper, 1 - lower)

        def log_tail(below: bool, at: np.ndarray) -> np.ndarray:
            rows = zip(rate[at], x[at], first[at], last[at], strict=True)
            return np.array([_log_tail(r, alpha, t, f, m, below) for r, t, f, m in rows])

        high = score_of_tails(lower, upper, partial(log_tail, True), partial(log_tail, False))
    return np.where(y > 0, high, -np.inf), high


def _around(number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """From where to where terms count about a number."""
    spread = TERM_DEVIATIONS * np.sqrt(number)
    return np.maximum(np.floor(number - spread - 10), 1), np.ceil(number + spread + 30)


def _sums(
    rate: np.ndarray, alpha: float, x: np.ndarray, first: np.ndarray, last: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The probabilities of both tails, as far as the terms from `first` to `last` give them."""
    from scipy.special import gammainc, gammaincc, gammaln

    lower, upper = np.exp(-rate), np.zeros_like(rate)
    n, (at,) = first.copy(), np.nonzero(first <= last)
    while len(at):
        number = n[at]
        times = np.exp(number * np.log(rate[at]) - rate[at] - gammaln(number + 1))
        lower[at] += times * gammainc(number * alpha, x[at])
        upper[at] += times * gammaincc(number * alpha, x[at])
        n[at] += 1
        at = at[n[at] <= last[at]]
    return lower, upper


def _log_tail(
    rate: float, alpha: float, x: float, first: float, last: float, below: bool
) -> float:
    """The logarithm of a tail too small for a float, of one row."""
    from scipy.special import gammainc, gammaincc, gammaln, logsumexp

    n = np.arange(first, last + 1)
    shape, place = n * alpha, np.full(len(n), x)
    tail, log_tail = (
        (gammainc(shape, x), log_gamma_cdf) if below else (gammaincc(shape, x), log_gamma_sf)
    )
    small = tail < 1e-290
    log = np.log(np.where(small, 1.0, tail))
    log[small] = log_tail(shape[small], place[small])
    terms = n * np.log(rate) - rate - gammaln(n + 1) + log
    return float(logsumexp(np.append(terms, -rate) if below else terms))
