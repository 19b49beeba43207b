"""The distribution of the largest of correlated normal variables, and of t variables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.sparse.csgraph import connected_components

from rglm.inference.multiple_comparisons.maximum.cones import direction_measure
from rglm.inference.multiple_comparisons.maximum.separation_of_variables import separated_tail
from rglm.inference.multiple_comparisons.maximum.structured_tails import (
    STRUCTURE_TOLERANCE,
    NormalTail,
    chain_tail,
    common_factor,
    factor_tail,
    is_chain,
)
from rglm.inference.multiple_comparisons.studentized_range import (
    range_upper_tail,
    scale_nodes,
    upper_quantile,
)
from rglm.inference.multiple_comparisons.t_tails import t_tail

HIGHEST = 9.5  # of normal variables: beyond is a probability of 1e-21
LEAST = 1e-300
MOST = 1e150  # of thresholds
EXACT_NODES, NODES = 80, 40
SAME = 1e-9  # 1 minus the correlation of two variables that are one
RANK_TOLERANCE = 1e-9
EXACT_DIMENSIONS = 3  # in which the cones are better than 1e-7
BLEND_AT, BLEND_POWER = (
    0.5,
    6,
)  # the probability where cones and separation of variables are as good


@dataclass(frozen=True)
class TailSeries:
    """log P(max > c) of normal variables as Chebyshev series in c, below 0 and above.

    Attributes
    ----------
    below, above : (n,) array
        On -HIGHEST to 0 and on 0 to HIGHEST; `below` is empty where the probability is 1.
    """

    below: np.ndarray
    above: np.ndarray

    def __call__(self, thresholds: np.ndarray) -> np.ndarray:
        """P(max > c)."""
        value = np.polynomial.chebyshev.chebval
        inside = 2 * np.minimum(np.abs(thresholds), HIGHEST) / HIGHEST - 1
        logarithm = value(inside, self.above)
        if len(self.below):
            logarithm = np.where(thresholds < 0, value(inside, self.below), logarithm)
        beyond = np.maximum(thresholds, HIGHEST)
        logarithm = np.minimum(logarithm, 0.0) - (beyond**2 - HIGHEST**2) / 2
        tail = np.exp(logarithm)
        return np.asarray(tail if len(self.below) else np.where(thresholds > 0, tail, 1.0))


def tail_series(tail: NormalTail, is_two_sided: bool, count: int) -> TailSeries:
    """The series of a tail through `count` points on each side of 0."""
    points = np.cos(np.pi * (np.arange(count) + 0.5) / count)
    to_series = np.linalg.inv(np.polynomial.chebyshev.chebvander(points, count - 1))
    thresholds = HIGHEST * (points + 1) / 2
    above = to_series @ np.log(np.maximum(tail(thresholds), LEAST))
    if is_two_sided:
        return TailSeries(np.empty(0), above)
    return TailSeries(to_series @ np.log(np.maximum(tail(-thresholds), LEAST)), above)


@dataclass(frozen=True)
class Maximum:
    """The distribution of max |Z_i|, or of max Z_i, over a common sqrt(chi-square / df).

    Attributes
    ----------
    normal_tail : function
        P(max > c) of the normal variables.
    """

    normal_tail: NormalTail

    def tail(self, thresholds: np.ndarray, df: float) -> np.ndarray:
        """P(max > c), NaN where c is NaN."""
        scales, weights = scale_nodes(float(df))
        thresholds = np.asarray(thresholds, dtype=float)
        known = np.where(np.isnan(thresholds), 0.0, np.clip(thresholds, -MOST, MOST))
        found: np.ndarray = self.normal_tail(known[..., None] * scales) @ weights
        return np.where(np.isnan(thresholds), np.nan, np.minimum(found, 1.0))

    def quantile(self, level: float, df: float) -> float:
        """The c with P(max <= c) = level."""
        if np.isnan(df):
            return float("nan")

        def tail(c: float) -> float:
            return float(self.tail(np.array(c), df))

        if tail(0.0) >= 1.0 - level:
            return upper_quantile(tail, 1.0 - level)
        return -upper_quantile(lambda c: 1.0 - tail(-c), level)


@lru_cache(maxsize=32)
def _maximum(buffer: bytes, is_two_sided: bool, is_pairwise: bool) -> Maximum:
    correlation = np.frombuffer(buffer).reshape(int(np.sqrt(len(buffer) / 8)), -1)
    means = equal_pairs(correlation) if is_pairwise and is_two_sided else None
    if means is not None:
        return Maximum(lambda c: range_upper_tail(np.sqrt(2) * c, means))
    correlation = distinct_variables(correlation, is_two_sided)
    number, labels = connected_components(np.abs(correlation) > STRUCTURE_TOLERANCE)
    parts = [
        component_tail(correlation[np.ix_(labels == k, labels == k)], is_two_sided)
        for k in range(number)
    ]
    if len(parts) == 1:
        return Maximum(parts[0])

    def tail(thresholds: np.ndarray) -> np.ndarray:
        """One of some independent maxima is beyond."""
        with np.errstate(divide="ignore"):
            inside = [np.log1p(-part(thresholds)) for part in parts]
        return np.asarray(-np.expm1(np.sum(inside, axis=0)))

    return Maximum(tail)


def maximum(correlation: np.ndarray, is_two_sided: bool, is_pairwise: bool = False) -> Maximum:
    """The distribution of the largest of variables with a correlation.

    It is exact where the correlation has a structure: of all pairs of means with one variance, of
    comparisons with a control, of changes between neighbours, of at most three dimensions, and of
    independent groups of these. Else P(max > c) has an error of some 1e-4, and far less in the
    tail. It is the same in every run.

    Parameters
    ----------
    correlation : (m, m) array
    is_two_sided : bool
        Of the absolute values.
    is_pairwise : bool
        Whether the variables are all the differences of two of some means.

    Examples
    --------
    >>> pairs = maximum(np.array([[1, 0.5], [0.5, 1]]), is_two_sided=True)
    >>> round(pairs.quantile(0.95, 20.0), 4)
    2.3787
    """
    correlation = np.ascontiguousarray(correlation, dtype=float)
    return _maximum(correlation.tobytes(), is_two_sided, is_pairwise)


def equal_pairs(correlation: np.ndarray) -> int | None:
    """The number of means, if all their differences have one variance; else None."""
    size = np.abs(correlation)
    is_half = np.abs(size - 0.5) < SAME
    count = (1 + np.sqrt(1 + 8 * len(correlation))) / 2
    is_known = is_half | (size < SAME) | np.eye(len(correlation), dtype=bool)
    if not is_known.all() or (is_half.sum(axis=1) != 2 * (count - 2)).any():
        return None
    return round(count)


def distinct_variables(correlation: np.ndarray, is_two_sided: bool) -> np.ndarray:
    """The correlation without variables that are another one, or minus another one."""
    likeness = np.abs(correlation) if is_two_sided else correlation
    is_again = np.triu(likeness > 1 - SAME, 1).any(axis=0)
    return np.asarray(correlation[np.ix_(~is_again, ~is_again)])


def component_tail(correlation: np.ndarray, is_two_sided: bool) -> NormalTail:
    """P(max > c) of variables that hang together."""
    count = len(correlation)
    if count == 1:
        return lambda c: t_tail(c, np.full(c.shape, np.inf), 0 if is_two_sided else 1)
    exact = structured_tail(correlation, is_two_sided)
    if exact is not None:
        return tail_series(exact, is_two_sided, EXACT_NODES)
    values, vectors = np.linalg.eigh(correlation)
    kept = values > RANK_TOLERANCE * values.max()
    rows = vectors[:, kept] * np.sqrt(values[kept])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    if rows.shape[1] == 1:  # a variable and minus the same
        return lambda c: np.minimum(1.0, t_tail(np.maximum(c, 0.0), np.full(c.shape, np.inf), 0))
    cones = direction_measure(rows, is_two_sided).normal_tail
    if rows.shape[1] <= EXACT_DIMENSIONS:
        return tail_series(cones, is_two_sided, EXACT_NODES)

    def blended(thresholds: np.ndarray) -> np.ndarray:
        """Cones are good in the tail, separated variables where the probability is not small."""
        tail = np.clip(cones(thresholds), 0.0, 1.0)
        inner = tail > BLEND_AT / 4
        other = separated_tail(correlation, thresholds[inner], is_two_sided)
        odds = (tail[inner] / BLEND_AT) ** BLEND_POWER
        share = odds / (1 + odds)
        tail[inner] += share * (other - tail[inner])
        return tail

    return tail_series(blended, is_two_sided, NODES)


def structured_tail(correlation: np.ndarray, is_two_sided: bool) -> NormalTail | None:
    """An exact tail, if the correlation has a structure."""
    if len(correlation) == 2:
        return None  # two dimensions, where the cones are exact
    loadings = common_factor(correlation)
    if loadings is not None:
        return factor_tail(loadings, is_two_sided)
    return chain_tail(correlation, is_two_sided) if is_chain(correlation) else None
