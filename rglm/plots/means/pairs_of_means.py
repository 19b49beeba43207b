"""The comparisons of all pairs of means in groups, as square tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rglm.inference.means.emm_grid import EmmGrid


@dataclass(frozen=True)
class PairsOfMeans:
    """Half the length of the interval of each difference, and its p-value, in one group.

    Attributes
    ----------
    places : (k,) int array
        The rows of the means.
    margins, p_values : (k, k) float array
        Symmetric.
    """

    places: np.ndarray
    margins: np.ndarray
    p_values: np.ndarray


@dataclass(frozen=True)
class ComparedMeans:
    """The pairs of each group, and how they were adjusted for their number."""

    groups: tuple[PairsOfMeans, ...]
    adjust: str

    @classmethod
    def of(cls, means: EmmGrid, adjust: str | None, level: float, what: str) -> ComparedMeans:
        """Compare the means of each group on the scale of the link.

        Raises ValueError: these are contrasts.
        """
        if means.is_contrast:
            raise ValueError(
                f"{what} compares means, and these are contrasts: draw what they are contrasts "
                "of, or plot() them"
            )
        pairs = means.pairs(adjust=adjust, infer=True, level=level, type="link")
        half = np.diff(pairs.inferences.limits, axis=1).ravel() / 2
        groups = tuple(
            PairsOfMeans(
                places,
                _symmetric(half[rows], len(places)),
                _symmetric(pairs.inferences.p_values[rows], len(places)),
            )
            for places, rows in _rows_of_groups(means)
        )
        return cls(groups, pairs.settings.adjust)


def _rows_of_groups(means: EmmGrid) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The places of the means of each group, and of their pairs among those of all."""
    start = 0
    for places in means.places:
        count = len(places) * (len(places) - 1) // 2
        yield places, np.arange(start, start + count)
        start += count


def _symmetric(pairs: np.ndarray, count: int) -> np.ndarray:
    """The square table of a number for each pair (0, 1), (0, 2), ..., (1, 2), ..."""
    out = np.zeros((count, count))
    out[np.triu_indices(count, 1)] = pairs
    return out + out.T
