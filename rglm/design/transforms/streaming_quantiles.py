"""Exact quantiles of a column that is seen part by part.

A first look keeps the distinct values with their numbers, or where those are many some order
statistics of each part, between which the rank of any value is known to within a bound. They say
between which two values a quantile has to be; a second look keeps what lies there (Munro &
Paterson 1980, Theoretical Computer Science 12).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

MAX_DISTINCT_VALUES = 1 << 14  # distinct values that are all kept
SKETCH_POINTS = 512  # order statistics of a part, where there are more


@dataclass
class QuantileSketch:
    """What a look has found of the distribution of a column.

    Attributes
    ----------
    values, counts : arrays
        The distinct values in order with their numbers; None where they are too many.
    parts : list of (n, points)
        Order statistics 0, n/POINTS, 2n/POINTS, ..., n - 1 of parts of n values.
    """

    values: np.ndarray | None
    counts: np.ndarray | None
    parts: list[tuple[int, np.ndarray]] = field(default_factory=list)

    @classmethod
    def of(cls, values: np.ndarray) -> QuantileSketch:
        """Those of some values."""
        ordered = np.sort(values)
        new = np.flatnonzero(np.diff(ordered, prepend=np.nan) != 0)
        if len(new) <= MAX_DISTINCT_VALUES:
            return cls(ordered[new], np.diff(new, append=len(ordered)))
        return cls(None, None, [_points(ordered)])

    def __iadd__(self, other: QuantileSketch) -> QuantileSketch:
        self.parts += other.parts
        if self.values is None or other.values is None:
            for part in (self, other):
                if part.values is not None and len(part.values):
                    self.parts.append(_points_of(part.values, part.counts))
            self.values = self.counts = None
            return self
        self.values, self.counts = _merge(self, other)
        if len(self.values) > MAX_DISTINCT_VALUES:
            self.parts.append(_points_of(self.values, self.counts))
            self.values = self.counts = None
        return self

    @property
    def n(self) -> int:
        """The number of values."""
        whole = 0 if self.counts is None else int(self.counts.sum())
        return whole + sum(n for n, _ in self.parts)

    def bracket(self, rank: int) -> tuple[float, float]:
        """Two values between which order statistic `rank` (from 0) and the next one lie."""
        points = np.unique(np.concatenate([part for _, part in self.parts]))
        least, most = np.zeros(len(points)), np.zeros(len(points))
        for n, part in self.parts:
            at = np.linspace(0, n - 1, len(part)).astype(int)  # the rank of each point
            upto = np.searchsorted(part, points, side="right")  # points <= v
            least += np.where(upto > 0, at[upto - 1] + 1, 0)  # at least so many are <= v
            below = np.searchsorted(part, points, side="left")  # points < v
            most += np.where(below < len(part), at[np.minimum(below, len(part) - 1)], n)
        low = points[np.flatnonzero(most <= rank)[-1]]
        high = points[np.flatnonzero(least >= min(rank + 2, self.n))[0]]
        return float(low), float(high)


@dataclass
class BracketCounts:
    """The values between the ends of a bracket, and how many are below it."""

    below: int
    values: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, low: float, high: float) -> BracketCounts:
        """Those of some values."""
        inside = values[(values >= low) & (values <= high)]
        return cls(int((values < low).sum()), *np.unique(inside, return_counts=True))

    def __iadd__(self, other: BracketCounts) -> BracketCounts:
        self.below += other.below
        self.values, self.counts = _merge(self, other)
        return self


def order_statistic(found: QuantileSketch | BracketCounts, rank: int) -> float:
    """The value of that rank, from 0."""
    below = found.below if isinstance(found, BracketCounts) else 0
    ends = below + np.cumsum(found.counts)
    return float(found.values[np.searchsorted(ends, rank, side="right")])


def quantile(found: QuantileSketch | BracketCounts, n: int, share: float) -> float:
    """A quantile of all n values, of R's type 7."""
    place = (n - 1) * share
    rank = int(np.floor(place))
    first = order_statistic(found, rank)
    if rank + 1 >= n:
        return first
    second, part = order_statistic(found, rank + 1), place - rank
    # as numpy does, so that a quantile has the same bits
    return (
        second - (second - first) * (1 - part) if part >= 0.5 else first + (second - first) * part
    )


def _merge(
    one: QuantileSketch | BracketCounts, two: QuantileSketch | BracketCounts
) -> tuple[np.ndarray, np.ndarray]:
    values, place = np.unique(np.concatenate([one.values, two.values]), return_inverse=True)
    both = np.concatenate([one.counts, two.counts])
    return values, np.bincount(place, both, len(values)).astype(np.int64)


def _points(ordered: np.ndarray) -> tuple[int, np.ndarray]:
    n = len(ordered)
    return n, ordered[np.linspace(0, n - 1, min(n, SKETCH_POINTS)).astype(int)]


def _points_of(values: np.ndarray, counts: np.ndarray) -> tuple[int, np.ndarray]:
    ends = np.cumsum(counts)
    n = int(ends[-1])
    at = np.linspace(0, n - 1, min(n, SKETCH_POINTS)).astype(int)
    return n, values[np.searchsorted(ends, at, side="right")]
