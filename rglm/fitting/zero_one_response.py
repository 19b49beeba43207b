"""Sums over rows whose responses are 0 or 1, which follow from how many there are of each.

Of such responses the deviance D has two terms at a common mean, and the log-likelihood is
l = n_0 s(0) + n_1 s(1) - D/2, with s(y) what the family's density of one row has at its best mean:
0 for a probability.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rglm.design.block import BLOCK_ROWS, Block
from rglm.families.glm.family import Family
from rglm.linalg.constant_array import is_constant
from rglm.sources.source import Source, total_in_threads

RESPONSES = np.array([0.0, 1.0])
INNER_MEANS = np.array([0.5, 0.5])  # at which the density of a response is compared


class ZeroOneWeights(NamedTuple):
    """The weights of rows with a response of 0, and of 1.

    Attributes
    ----------
    zeros, ones : float
        The sums of the weights.
    is_unit : bool
        Whether all rows have a weight and a trial of 1.
    """

    zeros: float
    ones: float
    is_unit: bool


def zero_one_weights(source: Source, family: Family) -> ZeroOneWeights | None:
    """The weights of each response; None where rows are few, in chunks, or between 0 and 1."""
    if source.is_chunked or source.nrows <= BLOCK_ROWS or not family.has_binary_response:
        return None
    rows = source.rows
    if rows.y.ndim != 1 or rows.counts is not None or rows.squares is not None:
        return None
    if rows.y[0] not in (0.0, 1.0):
        return None
    total, squares, weight, weighted, most = total_in_threads(source, _sums).tolist()
    # y lies in 0..1, so that y^2 <= y
    if total != squares:
        return None
    return ZeroOneWeights(weight - weighted, weighted, not most)


def _sums(block: Block) -> np.ndarray:
    """The sums of y, y^2, w and w y, and how many weights or trials are not 1."""
    rows = block.rows
    y, weights = rows.y, rows.weights
    if is_constant(weights) and is_constant(rows.trials):
        total, weight = float(y.sum()), float(weights[0])
        others = len(y) * float(weight != 1.0 or rows.trials[0] != 1.0)
        return np.array([total, y @ y, weight * len(y), weight * total, others])
    others = float(np.count_nonzero((weights != 1.0) | (rows.trials != 1.0)))
    return np.array([y.sum(), y @ y, weights.sum(), weights @ y, others])


def deviance_at_mean(family: Family, weights: ZeroOneWeights, mean: float) -> float:
    """The deviance of all rows at a common mean."""
    means = np.full(2, mean)
    terms = family.dev_resids(RESPONSES, means, np.array([weights.zeros, weights.ones]))
    return float(terms.sum())


def log_likelihood(family: Family, weights: ZeroOneWeights, deviance: float) -> float | None:
    """The log-likelihood of rows of this deviance; None where it does not follow from it."""
    if not (family.is_fixed_by_mean and weights.is_unit):
        return None
    one, phi = np.ones(2), family.dispersion
    with np.errstate(all="ignore"):
        density = family.log_density(RESPONSES, INNER_MEANS, one, one, phi)
        best = density + family.dev_resids(RESPONSES, INNER_MEANS, one) / (2 * phi)
    best[np.abs(best) <= 4 * np.finfo(float).eps] = 0.0  # rounding: the sum of logarithms of 1/2
    return float(best @ [weights.zeros, weights.ones] - deviance / (2 * phi))
