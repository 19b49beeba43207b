"""Exact quantiles of a column of chunked data.

The first pass keeps the distinct values and their counts or, where there are too many, some order
statistics of each chunk, which bound the rank of any value. They bracket each quantile between two
values. A second pass keeps the values in the bracket (Munro & Paterson 1980, Theoretical Computer
Science 12).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

MAX_DISTINCT_VALUES = 1 << 14  # up to which all are kept
SKETCH_POINTS = 512  # order statistics of a chunk, where there are more

Bracket: TypeAlias = tuple[float, float]  # two values with a quantile between them


@dataclass
class DistinctValues:
    """Distinct values in order, and how many rows have each."""

    values: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray) -> DistinctValues:
        """The counts of some values."""
        return cls(*np.unique(values, return_counts=True))

    def merge(self, other: DistinctValues) -> DistinctValues:
        """The counts of the rows of both."""
        both = np.concatenate([self.values, other.values])
        values, position = np.unique(both, return_inverse=True)
        counts = np.bincount(position, np.concatenate([self.counts, other.counts]), len(values))
        return DistinctValues(values, counts.astype(np.int64))

    def order_statistics(self) -> OrderStatistics:
        """Evenly spaced order statistics of the values."""
        ends = np.cumsum(self.counts)
        n = int(ends[-1])
        return OrderStatistics(n, self.values[np.searchsorted(ends, _ranks(n), side="right")])


@dataclass
class OrderStatistics:
    """Order statistics 0, n/SKETCH_POINTS, 2n/SKETCH_POINTS, ..., n - 1 of n values."""

    n: int
    points: np.ndarray

    @classmethod
    def of_sorted(cls, ordered: np.ndarray) -> OrderStatistics:
        """The order statistics of sorted values."""
        return cls(len(ordered), ordered[_ranks(len(ordered))])


def _ranks(n: int) -> np.ndarray:
    return np.linspace(0, n - 1, min(n, SKETCH_POINTS)).astype(int)


@dataclass
class QuantileSketch:
    """The distribution of a column, as far as one pass keeps it; ``a += b`` joins two."""

    distinct: DistinctValues | None  # None where there are too many distinct values
    # those of the chunks whose distinct values were not kept
    chunks: list[OrderStatistics] = field(default_factory=list)

    @classmethod
    def of(cls, values: np.ndarray) -> QuantileSketch:
        """The sketch of some values."""
        ordered = np.sort(values)
        first = np.flatnonzero(np.diff(ordered, prepend=np.nan) != 0)
        if len(first) <= MAX_DISTINCT_VALUES:
            return cls(DistinctValues(ordered[first], np.diff(first, append=len(ordered))))
        return cls(None, [OrderStatistics.of_sorted(ordered)])

    def __iadd__(self, other: QuantileSketch) -> QuantileSketch:
        self.chunks += other.chunks
        if self.distinct is not None and other.distinct is not None:
            self.distinct = self.distinct.merge(other.distinct)
            if len(self.distinct.values) <= MAX_DISTINCT_VALUES:
                return self
            counts = [self.distinct]
        else:
            counts = [one for one in (self.distinct, other.distinct) if one is not None]
        self.chunks += [one.order_statistics() for one in counts if len(one.values)]
        self.distinct = None
        return self

    @property
    def n(self) -> int:
        """The number of values."""
        counted = 0 if self.distinct is None else int(self.distinct.counts.sum())
        return counted + sum(chunk.n for chunk in self.chunks)

    def bracket(self, probability: float) -> Bracket:
        """Two values between which the order statistics of a quantile of type 7 lie."""
        rank = int((self.n - 1) * probability)
        points = np.unique(np.concatenate([chunk.points for chunk in self.chunks]))
        # bounds of the number of values <= each point
        least, most = np.zeros(len(points)), np.zeros(len(points))
        for chunk in self.chunks:
            ranks = _ranks(chunk.n)
            cumulative_counts = np.searchsorted(chunk.points, points, side="right")
            least += np.where(cumulative_counts > 0, ranks[cumulative_counts - 1] + 1, 0)
            below = np.searchsorted(chunk.points, points, side="left")
            last = len(chunk.points) - 1
            most += np.where(below <= last, ranks[np.minimum(below, last)], chunk.n)
        low = points[np.flatnonzero(most <= rank)[-1]]
        high = points[np.flatnonzero(least >= min(rank + 2, self.n))[0]]
        return float(low), float(high)

    def brackets(self, probabilities: list[float]) -> list[Bracket] | None:
        """The bracket of each quantile; None where the distinct values give them exactly."""
        if self.distinct is not None:
            return None
        return [self.bracket(probability) for probability in probabilities]


@dataclass
class BracketCounts:
    """The values inside a bracket, and the number of values below it; ``a += b`` joins two."""

    below: int
    inside: DistinctValues

    @classmethod
    def of(cls, values: np.ndarray, low: float, high: float) -> BracketCounts:
        """The counts of some values."""
        inside = values[(values >= low) & (values <= high)]
        return cls(int((values < low).sum()), DistinctValues.of(inside))

    def __iadd__(self, other: BracketCounts) -> BracketCounts:
        self.below += other.below
        self.inside = self.inside.merge(other.inside)
        return self


def quantile(counts: DistinctValues, n: int, probability: float, below: int = 0) -> float:
    """The quantile of type 7 (R's default) of n values, of which `below` are below `counts`."""
    position = (n - 1) * probability
    rank = int(np.floor(position))
    first = order_statistic(counts, rank - below)
    if rank + 1 >= n:
        return first
    second, fraction = order_statistic(counts, rank + 1 - below), position - rank
    # as numpy does, so that a quantile has the same bits
    if fraction >= 0.5:
        return second - (second - first) * (1 - fraction)
    return first + (second - first) * fraction


def order_statistic(counts: DistinctValues, rank: int) -> float:
    """The value of that rank, from 0."""
    return float(counts.values[np.searchsorted(np.cumsum(counts.counts), rank, side="right")])


@dataclass
class QuantilePass:
    """The statistics of one pass for the quantiles of a column; ``a += b`` joins two.

    The first pass has a `sketch`. A second pass, where it is needed, has the values in each
    bracket.
    """

    n: int
    sketch: QuantileSketch | None = None
    brackets: list[BracketCounts] = field(default_factory=list)

    @classmethod
    def of(cls, values: np.ndarray, brackets: list[Bracket] | None) -> QuantilePass:
        """The first pass over some values, or the second, with the `brackets` of the first."""
        if brackets is None:
            return cls(len(values), QuantileSketch.of(values))
        return cls(len(values), None, [BracketCounts.of(values, *ends) for ends in brackets])

    def __iadd__(self, other: QuantilePass) -> QuantilePass:
        self.n += other.n
        if self.sketch is not None and other.sketch is not None:
            self.sketch += other.sketch
        for own, others in zip(self.brackets, other.brackets, strict=True):
            own += others
        return self

    def missing_brackets(self, probabilities: list[float]) -> list[Bracket] | None:
        """The brackets that a second pass needs; None where the quantiles are known."""
        return None if self.sketch is None else self.sketch.brackets(probabilities)

    def quantiles(self, probabilities: list[float]) -> list[float]:
        """The quantiles."""
        if self.sketch is None:
            pairs = zip(self.brackets, probabilities, strict=True)
            return [quantile(one.inside, self.n, p, one.below) for one, p in pairs]
        assert self.sketch.distinct is not None
        return [quantile(self.sketch.distinct, self.n, p) for p in probabilities]
