"""The density of a weighted sum of independent quantities at a point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.bayes.distributions.distribution import Distribution
from rglm.bayes.distributions.location_scale import Normal


def linear_combination_density(
    distributions: Sequence[Distribution],
    weights: np.ndarray,
    point: float,
    rng: np.random.Generator,
    draws: int,
) -> float:
    """The density of sum_j w_j X_j at a point.

    Normal terms are one normal term together. If that leaves one term the density is exact.
    Otherwise it is the mean of f((t - R) / w) / abs(w) over draws of the rest R, where f and w are
    those of the widest term: an average without bias or kernel.

    Parameters
    ----------
    distributions : sequence of k proper distributions
    weights : (k,) float array
        None of them 0.
    point : float
    rng, draws
        For the rest, where there is one.

    Examples
    --------
    >>> terms, rng = [Normal(1.0, 3.0), Normal(2.0, 4.0)], np.random.default_rng(1)
    >>> density = linear_combination_density(terms, np.array([1.0, -1.0]), -1.0, rng, 100)
    >>> bool(np.isclose(density, 1 / np.sqrt(2 * np.pi * 25)))
    True
    """
    terms = _with_one_normal(distributions, weights)
    widest = max(range(len(terms)), key=lambda i: _width(*terms[i]))
    distribution, weight = terms.pop(widest)
    rest = sum((w * one.sample(rng, draws) for one, w in terms), start=np.zeros(1))
    values = np.exp(distribution.log_density((point - rest) / weight))
    return float(values.mean() / abs(weight))


def _with_one_normal(
    distributions: Sequence[Distribution], weights: np.ndarray
) -> list[tuple[Distribution, float]]:
    """The terms, all normal ones replaced by their sum."""
    terms: list[tuple[Distribution, float]] = []
    means, variances = [], []
    for one, weight in zip(distributions, weights.tolist(), strict=True):
        moments = one.normal_moments
        if moments is None:
            terms.append((one, weight))
        else:
            means.append(weight * moments[0])
            variances.append((weight * moments[1]) ** 2)
    if variances:
        terms.append((Normal(float(sum(means)), float(np.sqrt(sum(variances)))), 1.0))
    return terms


def _width(distribution: Distribution, weight: float) -> float:
    quartiles = distribution.quantile(np.array([0.25, 0.75]))
    return float(abs(weight) * (quartiles[1] - quartiles[0]))
