"""Families of estimates that are tested together, and how a method may adjust them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RANK_TOLERANCE = 1e-8  # of eigenvalues of a correlation, relative to the largest


@dataclass(frozen=True)
class Family:
    """The estimates that are tested together.

    Attributes
    ----------
    size : int
        The number of means that are compared.
    is_pairwise : bool
        Whether the estimates are all the differences of two of these means.
    rank : int or None
        The rank of the linear functions, for Scheffe's method; if None, of their correlation.
    """

    size: int
    is_pairwise: bool = False
    rank: int | None = None


@dataclass(frozen=True)
class Estimates:
    """What an adjustment knows of m estimates.

    Attributes
    ----------
    df : (m,) array
        Infinite where the statistics are normal; NaN of an estimate that is not estimable.
    side : int
        -1, 0 or 1: the left tail, both, the right one.
    family : Family
    correlation : (m, m) array or None
        Of the estimates; NaN of those that are not estimable.
    """

    df: np.ndarray
    side: int
    family: Family
    correlation: np.ndarray | None

    @property
    def count(self) -> int:
        """The number of estimates, those that are not estimable among them."""
        return len(self.df)

    @property
    def is_empty(self) -> bool:
        """Whether the correlation says that none is estimable."""
        return not self.estimable_correlation().size

    @property
    def rank(self) -> int:
        """The rank of the linear functions."""
        if self.family.rank is not None:
            return self.family.rank
        values = np.linalg.eigvalsh(self.estimable_correlation())
        return int((values > RANK_TOLERANCE * values.max(initial=0.0)).sum())

    def estimable_correlation(self) -> np.ndarray:
        """The correlation of those that are estimable.

        Raises
        ------
        ValueError
            No correlation was given.
        """
        if self.correlation is None:
            raise ValueError("this adjustment needs the correlation of the estimates")
        known = ~np.isnan(np.diag(self.correlation))
        correlation: np.ndarray = self.correlation[np.ix_(known, known)]
        return correlation


def by_df(df: np.ndarray) -> list[tuple[float, np.ndarray]]:
    """The places of each value of the degrees of freedom above 0."""
    return [(float(value), np.flatnonzero(df == value)) for value in np.unique(df[df > 0])]
