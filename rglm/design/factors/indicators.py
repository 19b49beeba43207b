"""The columns of a categorical variable, held as one code per row instead of zeros and ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

SPARSE = 4  # categories for each that has a column, from which on codes are made anew
BLOCKED = 16  # columns below which that is not worth while


@dataclass(frozen=True, eq=False)
class Codes:
    """Rows by category: ``codes`` 0..k-1 (-1: missing), and what stands where a category is.

    Attributes
    ----------
    codes : (n,) int array
    k : int
        The number of categories.
    times : (n,) float array, optional
        A number in place of the one, for a category that interacts with numeric columns.
    crossed : bool
        Whether the categories are pairs of those of several variables, which may not occur.
    """

    codes: np.ndarray
    k: int
    times: np.ndarray | None = None
    crossed: bool = False

    def column(self, code: int) -> np.ndarray:
        """One category's column (n,), NaN where a row has none."""
        values = np.where(self.codes < 0, np.nan, (self.codes == code).astype(float))
        return values if self.times is None else values * self.times

    def part(self, rows: slice) -> Codes:
        """The same on some rows, not copied."""
        times = None if self.times is None else self.times[rows]
        return replace(self, codes=self.codes[rows], times=times)

    def cross(self, other: Codes) -> Codes:
        """The pairs of categories of two variables; this one's change fastest."""
        codes = self.codes + self.k * other.codes
        missing = (self.codes < 0) | (other.codes < 0)
        if missing.any():
            codes[missing] = -1
        both = [t for t in (self.times, other.times) if t is not None]
        times = both[0] * both[1] if len(both) == 2 else _one(both)
        return Codes(codes, self.k * other.k, times, crossed=True)

    def multiplied(self, by: np.ndarray) -> Codes:
        """The same categories with their ones multiplied by a number per row."""
        return replace(self, times=by if self.times is None else self.times * by)


def _one(values: list[np.ndarray]) -> np.ndarray | None:
    return values[0] if values else None


class Levels(NamedTuple):
    """The columns of a factor that stand for a level each: the codes (m,) of those levels."""

    group: Codes
    coded: np.ndarray


@dataclass(frozen=True, eq=False)
class Indicators:
    """Columns of a design that are one where a row is in their category, and zero elsewhere.

    Attributes
    ----------
    group : Codes
    places : (k,) int array
        The column of each category; -1 for one that has none, such as the base level.
    """

    group: Codes
    places: np.ndarray

    @property
    def codes(self) -> np.ndarray:
        """The category of each row."""
        return self.group.codes

    @property
    def times(self) -> np.ndarray | None:
        """What stands in the category's column, if it is not one."""
        return self.group.times

    @cached_property
    def coded(self) -> np.ndarray:
        """The categories that have a column."""
        return np.flatnonzero(self.places >= 0)

    @cached_property
    def gaps(self) -> bool:
        """Whether some row misses a value, so that its columns are NaN."""
        return bool(self._missing(slice(None)).any())

    def _missing(self, rows: slice) -> np.ndarray:
        missing = self.codes[rows] < 0
        return missing if self.times is None else missing | np.isnan(self.times[rows])

    def write(self, rows: slice, out: np.ndarray) -> None:
        """Fill the columns of some rows into `out` (rows x p)."""
        codes = self.codes[rows]
        out[:, self.places[self.coded]] = 0.0
        places = self.places[codes]
        (here,) = np.nonzero((places >= 0) & (codes >= 0))
        out[here, places[here]] = 1.0 if self.times is None else self.times[rows][here]
        if self.gaps:
            out[np.ix_(self._missing(rows), self.places[self.coded])] = np.nan

    def add_product(self, beta: np.ndarray, rows: slice, out: np.ndarray) -> None:
        """Add these columns times their coefficients in `beta` (p,) to `out` (rows,)."""
        by_code = np.zeros(self.group.k + 1, dtype=out.dtype)
        by_code[self.coded] = beta[self.places[self.coded]]
        by_code[-1] = np.nan  # where a row has no category
        part = by_code[self.codes[rows]]
        out += part if self.times is None else part * self.times[rows]

    def absolute(self) -> Indicators:
        """The same with the sizes of what stands where a category is."""
        if self.times is None:
            return self
        return Indicators(replace(self.group, times=np.abs(self.times)), self.places)

    def where(self, rows: slice) -> tuple[np.ndarray, np.ndarray]:
        """The category of some rows (-1: missing), and the number that stands in its column."""
        codes = self.codes[rows]
        times = np.ones(len(codes)) if self.times is None else self.times[rows]
        return codes, np.where(codes < 0, np.nan, times)

    def occurring(self, rows: slice, weight: np.ndarray) -> np.ndarray:
        """The number of rows with a weight in which each coded category is not zero."""
        used = weight > 0 if self.times is None else (weight > 0) & (self.times[rows] != 0)
        codes = self.codes[rows][used]
        return np.bincount(codes[codes >= 0], minlength=self.group.k)[self.coded]

    def nonzero(self, rows: slice) -> np.ndarray:
        """Whether some rows have a column here that is not zero, nor missing."""
        codes = self.codes[rows]
        out = np.append(self.places >= 0, False)[codes]
        return out if self.times is None else out & (np.abs(self.times[rows]) > 0)

    def compact(self) -> Indicators:
        """The same with codes for the categories that have a column only, if these are few."""
        coded, k = self.coded, self.group.k
        if k <= SPARSE * max(len(coded), BLOCKED):
            return self
        new = np.full(k + 1, len(coded))  # one more category for all that have no column
        new[coded], new[-1] = np.arange(len(coded)), -1
        group = replace(self.group, codes=new[self.codes], k=len(coded) + 1)
        return Indicators(group, np.append(self.places[coded], -1))

    def shifted(self, by: int) -> Indicators:
        """The same behind so many other columns."""
        return Indicators(self.group, np.where(self.places >= 0, self.places + by, -1))

    def select(self, new: np.ndarray) -> Indicators | None:
        """The same with columns renumbered by `new` (p,), -1 for one that goes; None if all do."""
        places = np.where(self.places >= 0, new[self.places], -1)
        return Indicators(self.group, places) if (places >= 0).any() else None
