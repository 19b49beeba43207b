"""The derivatives of the negative binomial log-likelihood by log(theta).

With n = y + theta, v = (y - mu)/(mu + theta), g(x) = log x - psi(x) and prior weight w, the slope
of a row's log-likelihood by log(theta) is w (theta (g(theta) - g(n)) + theta (log(1 + v) - v)).
The first part is the same for all rows of one count, so that it is computed from a table of how
often each count occurs; the second takes a pass over the rows. Neither loses digits where theta
is large.
"""

from __future__ import annotations

import numpy as np

from rglm.design.block import Block
from rglm.families.numerics.pochhammer import SUMMED_FACTORS, digamma_excess, series_differences
from rglm.families.numerics.series_remainders import log1p_rest
from rglm.fitting.irls.working_statistics import Predictor
from rglm.fitting.value_counts import ValueCounts
from rglm.sources.source import Source


def response_counts(source: Source) -> ValueCounts:
    """The weight of each value of the response."""
    return source.total(lambda block: ValueCounts.of(block.rows.y, block.rows.weights))


def theta_derivatives(
    source: Source, counts: ValueCounts, predictor: Predictor, theta: float
) -> tuple[float, float]:
    """The first and second derivative of the log-likelihood by log(theta)."""
    first, second = (float(counts.totals @ part) for part in _count_terms(counts.values, theta))
    rest, square = source.total(lambda block: _mean_sums(predictor, theta, block))
    return first + rest, first + rest + second + square


def _count_terms(y: np.ndarray, theta: float) -> tuple[np.ndarray, np.ndarray]:
    """Theta (g(theta) - g(y + theta)), and its derivative by log(theta) less itself."""
    if (y == np.rint(y)).all():
        return digamma_excess(y, theta)
    if theta >= SUMMED_FACTORS:
        first, second = series_differences(np.asarray(theta), y)
        return theta * first, -theta * (theta * second)
    from scipy.special import digamma, polygamma

    n = y + theta
    first = digamma(n) - digamma(theta) - np.log1p(y / theta)
    second = polygamma(1, n) - polygamma(1, theta) - (1 / n - 1 / theta)
    return theta * first, theta * theta * second


def _mean_sums(predictor: Predictor, theta: float, block: Block) -> np.ndarray:
    """Sums of w theta (log(1 + v) - v) and of w (theta v)^2/n over a block."""
    y, w = block.rows.y, block.rows.weights
    with np.errstate(all="ignore"):
        mu = predictor.family.link.linkinv(predictor.eta(block))
        n, total = y + theta, mu + theta
        v = (y - mu) / total
        rest = log1p_rest(v, np.log(n / total))
        v *= theta
    return np.array([theta * (w @ rest), w @ (v * v / n)])


def residual_sums(predictor: Predictor, block: Block) -> np.ndarray:
    """Sums of w, of w (y/mu - 1)^2 and of w ((y - mu)^2 - y) over a block."""
    y, w = block.rows.y, block.rows.weights
    with np.errstate(all="ignore"):
        mu = predictor.family.link.linkinv(predictor.eta(block))
        relative, residual = y / mu - 1, y - mu
        return np.array([w.sum(), w @ (relative * relative), w @ (residual * residual - y)])
