"""Distribution functions of counts, and draws, by summing probabilities."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.numerics.normal_scores import Scores, counts_around

LogProbability = Callable[[np.ndarray, np.ndarray, float], np.ndarray]
MAX_COUNT = 1_000_000


@ignore_float_errors
def count_scores(
    log_probability: LogProbability, y: np.ndarray, mu: np.ndarray, dispersion: float
) -> Scores:
    """Return the normal quantiles of P(Y < y) and P(Y <= y).

    Parameters
    ----------
    log_probability : function of (y, mu, dispersion)
        The log probability of counts.
    """
    from scipy.special import ndtri

    last = counts_around(np.asarray(y, dtype=float))
    below, up_to = np.zeros(np.shape(y)), np.zeros(np.shape(y))
    for k, p in _probabilities(log_probability, mu, dispersion, last[1].max(initial=-1.0)):
        below += np.where(k <= last[0], p, 0.0)
        up_to += np.where(k <= last[1], p, 0.0)
    return ndtri(np.minimum(below, 1.0)), ndtri(np.minimum(up_to, 1.0))


@ignore_float_errors
def draw_counts(
    log_probability: LogProbability, mu: np.ndarray, dispersion: float, rng: np.random.Generator
) -> np.ndarray:
    """Draw a count for each mean, by inverting the sum of the probabilities."""
    mu = np.asarray(mu, dtype=float)
    u, total, y = rng.random(mu.shape), np.zeros(mu.shape), np.zeros(mu.shape)
    for k, p in _probabilities(log_probability, mu, dispersion, MAX_COUNT):
        total += p
        waiting = u >= total
        # a sum that rounding keeps below u is at its end where probabilities vanish
        if not (waiting & ((p > 0) | (k < mu))).any():
            return y
        y[waiting] = k + 1
    raise ValueError(f"simulate: the probabilities of counts up to {MAX_COUNT} do not sum to 1")


def _probabilities(
    log_probability: LogProbability, mu: np.ndarray, dispersion: float, last: float
) -> Iterator[tuple[int, np.ndarray]]:
    """Each count k up to `last` with its probability at every mean."""
    for k in range(int(last) + 1):
        yield k, np.exp(log_probability(np.full(np.shape(mu), float(k)), mu, dispersion))
