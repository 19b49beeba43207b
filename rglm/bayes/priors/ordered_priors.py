"""Priors of ordered cut points: independent ones, given that c_1 < ... < c_K.

The density is f_1(c_1) ... f_K(c_K) / Z on ordered points, where Z is the probability that
independent draws are in order. With equal priors Z = 1 / K!, and sorted draws have the density.

Otherwise let B_k(x) be the probability that c_k, ..., c_K are in order and above x:

    B_k(x) = integral from x to infinity of f_k(c) B_(k+1)(c) dc,    B_(K+1) = 1,    Z = B_1(-inf)

Each B is worked out by Gauss-Legendre quadrature between quantiles of all priors that leave out
1e-13 in each tail. Given c_(k-1), c_k is drawn by solving B_k(c_k) = U B_k(c_(k-1)), U uniform.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lgamma

import numpy as np

from rglm.bayes.distributions.distribution import Distribution

LARGEST_LOGIT = 30.0  # of the quantiles between which is integrated: a tail of 1e-13
QUANTILES = 121  # in each half of a prior
NODES = 8  # between two quantiles; the error is then that of rounding


def log_order_probability(priors: Sequence[Distribution]) -> float:
    """The logarithm of the probability that independent draws are in order."""
    if len(set(priors)) <= 1:
        return -lgamma(len(priors) + 1)
    return float(np.log(_OrderProbabilities(priors).total))


def sample_ordered(
    priors: Sequence[Distribution], draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Draws (K, draws) of ordered cut points."""
    if len(set(priors)) <= 1:
        return np.sort([one.sample(rng, draws) for one in priors], axis=0)
    return _OrderProbabilities(priors).sample(draws, rng)


class _OrderProbabilities:
    """The functions B_k at the points between which they are interpolated."""

    def __init__(self, priors: Sequence[Distribution]) -> None:
        edges = _quantile_grid(priors)
        t, weights = np.polynomial.legendre.leggauss(NODES)
        half = np.diff(edges) / 2
        nodes = edges[:-1, None] + half[:, None] * (t + 1)
        rest = weights - _integrals_to_nodes(t)  # (node, value): from a node to the upper edge
        self.points = np.append(np.column_stack([edges[:-1], nodes]).ravel(), edges[-1])
        self.above: list[np.ndarray] = []  # B_K, ..., B_1 at the points
        following = np.ones(nodes.shape)
        for prior in reversed(priors):
            values = np.exp(prior.log_density(nodes)) * following * half[:, None]
            after = np.append(np.cumsum((values @ weights)[::-1])[::-1], 0.0)
            following = after[1:, None] + values @ rest.T
            by_panel = np.column_stack([after[:-1], following])
            self.above.append(np.append(by_panel.ravel(), 0.0))
        self.total = float(self.above[-1][0])
        if not self.total > 0:
            raise ValueError(
                "prior= of the cut points: the priors leave no probability for points in order; "
                "give a later cut point a prior that is not far below an earlier one's"
            )

    def sample(self, draws: int, rng: np.random.Generator) -> np.ndarray:
        """Draws (K, draws), one cut point after the other."""
        out: list[np.ndarray] = []
        above = np.full(draws, self.total)
        for k, probability in enumerate(self.above[::-1]):
            if k:
                above = np.interp(out[-1], self.points, probability)
            target = rng.random(draws) * above
            out.append(np.interp(target, probability[::-1], self.points[::-1]))
        return np.array(out)


def _quantile_grid(priors: Sequence[Distribution]) -> np.ndarray:
    """Quantiles of every prior, as the edges of panels."""
    p = 1 / (1 + np.exp(np.linspace(0.0, LARGEST_LOGIT, QUANTILES)))
    return np.unique(
        np.concatenate(
            [part for one in set(priors) for part in (one.quantile(p), one.upper_quantile(p))]
        )
    )


def _integrals_to_nodes(t: np.ndarray) -> np.ndarray:
    """The matrix that takes values at nodes t to the integrals from -1 to each node."""
    from numpy.polynomial.legendre import legint, legval, legvander

    unit = np.eye(len(t))
    integrals = np.column_stack([legval(t, legint(row, lbnd=-1)) for row in unit])
    return integrals @ np.linalg.inv(legvander(t, len(t) - 1))
