"""The bins of a rootogram: one width for all, and what lies below and beyond them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MAX_UNBINNED_COUNT = 40  # up to here each count has a bar
MIN_BINS, MAX_BINS = 10, 40
BINS_PER_ROOT = 2.0  # bins for the square root of the number of rows
TAIL_IQRS = 6.0  # interquartile ranges beyond the quartiles: what is farther stands in one bar
LONG_TAIL_RATIO = 1.5  # of the largest count to the end of the axis, from which it is cut there
FAR_START = 0.3  # of the end of the axis: where no count is smaller it does not begin at 0
NICE_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class CountBins:
    """Bins of counts: ``first, first + width, ...``, and single ones at both ends.

    Attributes
    ----------
    low, high : (m,) arrays
        The smallest and the largest count of each; the last may be infinite.
    width : int
        How many counts each of the `regular` bins holds.
    regular : (m,) bool array
        Whether it is one of those of equal width. The others are zero, all counts below the first
        bin, and all beyond the last.
    """

    low: np.ndarray
    high: np.ndarray
    width: int
    regular: np.ndarray

    @property
    def names(self) -> list[str]:
        """``"3"``, ``"11-20"``, ``">200"``."""
        return [_name(*ends) for ends in zip(self.low, self.high, strict=True)]

    def select(self, kept: np.ndarray) -> CountBins:
        """The bins that are kept."""
        return CountBins(self.low[kept], self.high[kept], self.width, self.regular[kept])


def _name(low: float, high: float) -> str:
    if np.isinf(high):
        return f">{low - 1:,.0f}"
    return f"{low:,.0f}" if low == high else f"{low:,.0f}-{high:,.0f}"


def count_bins(
    y: np.ndarray, weights: np.ndarray, most: int | None = None, width: int | None = None
) -> CountBins:
    """The bins for counts y with weights.

    Counts up to 40 have a bar each. Above, bins hold 2, 5, 10, 20, 50, ... counts, so that there
    are at most 40 and no more than 2 sqrt(n); zero stays by itself.

    Parameters
    ----------
    y, weights : (n,) arrays
    most : int, optional
        The last count of the regular bins; by default the largest, unless it is far from the
        others.
    width : int, optional
        How many counts a bin holds.
    """
    first, last = _range(y, weights)
    last = last if most is None else most
    first = first if first <= last else 0
    width = width or _bin_width(last - first + 1, float((weights > 0).sum()))
    if width == 1 and not first:
        edges = np.arange(last + 2)
    else:
        first = max(1, width * ((first - 1) // width) + 1)
        edges = np.arange(first, max(last, first) + width, width)
        edges = np.append(edges, edges[-1] + width) if edges[-1] <= last else edges
    low, high = edges[:-1].astype(float), edges[1:] - 1.0
    regular = np.ones(len(low), dtype=bool)
    before = [(0.0, 0.0), (1.0, low[0] - 1)]
    before = [ends for ends in before if ends[0] <= ends[1] < low[0]]
    single = np.array([*before, (high[-1] + 1, np.inf)])
    low = np.concatenate([single[:-1, 0], low, single[-1:, 0]])
    high = np.concatenate([single[:-1, 1], high, single[-1:, 1]])
    regular = np.concatenate([np.zeros(len(before), dtype=bool), regular, [False]])
    return CountBins(low, high, width, regular)


def _range(y: np.ndarray, weights: np.ndarray) -> tuple[int, int]:
    """The first and the last count of the regular bins.

    Counts far beyond the quartiles of those above 0 are left out, if the axis were much longer.
    """
    values, places = np.unique(y[weights > 0], return_inverse=True)
    if not len(values) or values[-1] <= 0:
        return 0, 0
    frequency = np.bincount(places, weights[weights > 0])
    positive = values > 0
    share = np.cumsum(frequency[positive]) / frequency[positive].sum()
    quartiles = values[positive][np.searchsorted(share, [0.25, 0.75])]
    reach = TAIL_IQRS * max(float(np.ptp(quartiles)), 1.0)
    inside = values[positive]
    inside = inside[(inside >= quartiles[0] - reach) & (inside <= quartiles[1] + reach)]
    first, last = int(inside[0]), int(values[-1])
    if last > max(LONG_TAIL_RATIO * inside[-1], MAX_UNBINNED_COUNT / 2):
        last = int(inside[-1])
    return (first if first > FAR_START * last and last > MAX_UNBINNED_COUNT / 2 else 0), last


def _bin_width(counts: int, rows: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, ... that makes few enough bins."""
    if counts <= MAX_UNBINNED_COUNT + 1:
        return 1
    bins = float(np.clip(BINS_PER_ROOT * np.sqrt(rows), MIN_BINS, MAX_BINS))
    power = 1
    while True:
        for step in NICE_STEPS:
            if counts <= step * power * bins:
                return step * power
        power *= 10
