"""The columns of a categorical variable, held as one code per row instead of zeros and ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

# `compact` codes anew where categories are more than this many times the columns (at least 16)
MAX_CATEGORIES_PER_COLUMN = 4
MIN_COMPACT_COLUMNS = 16


@dataclass(frozen=True, eq=False)
class CategoryCodes:
    """The category of each row, and the number in the column of its category."""

    codes: np.ndarray  # (n,) 0..k-1; -1 where missing; of any signed integer type
    k: int  # the number of categories
    # (n,) the number that stands in place of 1, where the variable interacts with numeric
    # columns
    multiplier: np.ndarray | None = None
    # whether the categories are pairs of categories of several variables, some of which may
    # not occur
    is_crossed: bool = False

    def column(self, code: int) -> np.ndarray:
        """One category's column (n,), NaN where the category is missing."""
        values = np.where(self.codes < 0, np.nan, (self.codes == code).astype(float))
        return values if self.multiplier is None else values * self.multiplier

    def take(self, rows: slice | np.ndarray) -> CategoryCodes:
        """The same categories on some rows: views for a slice."""
        multiplier = None if self.multiplier is None else self.multiplier[rows]
        return replace(self, codes=self.codes[rows], multiplier=multiplier)

    def cross(self, other: CategoryCodes) -> CategoryCodes:
        """The pairs of categories of two variables; this one's change fastest."""
        codes = np.multiply(other.codes, self.k, dtype=np.intp)
        codes += self.codes
        missing = (self.codes < 0) | (other.codes < 0)
        if missing.any():
            codes[missing] = -1
        crossed = CategoryCodes(codes, self.k * other.k, self.multiplier, is_crossed=True)
        return crossed if other.multiplier is None else crossed.multiply(other.multiplier)

    def multiply(self, values: np.ndarray) -> CategoryCodes:
        """The same categories, their columns multiplied by a number per row."""
        product = values if self.multiplier is None else self.multiplier * values
        return replace(self, multiplier=product)


@dataclass(frozen=True, eq=False)
class Indicators:
    """Columns of a design that are 1 where a row is in their category, and 0 elsewhere."""

    categories: CategoryCodes
    # (k,) the position of each category's column; -1 for a category without one, such as the
    # base level
    positions: np.ndarray

    @property
    def codes(self) -> np.ndarray:
        """The category of each row."""
        return self.categories.codes

    @property
    def multiplier(self) -> np.ndarray | None:
        """The number in the column of each row's category, if it is not 1."""
        return self.categories.multiplier

    @cached_property
    def column_codes(self) -> np.ndarray:
        """The categories that have a column."""
        return np.flatnonzero(self.positions >= 0)

    @cached_property
    def has_missing(self) -> bool:
        """Whether a row has a missing value, so that its columns are NaN."""
        return bool(self.missing(slice(None)).any())

    def missing(self, rows: slice) -> np.ndarray:
        """True for rows whose columns are NaN."""
        missing = self.codes[rows] < 0
        return missing if self.multiplier is None else missing | np.isnan(self.multiplier[rows])

    def take(self, rows: slice | np.ndarray) -> Indicators:
        """The same columns on some rows: views for a slice."""
        return Indicators(self.categories.take(rows), self.positions)

    def write(self, rows: slice, out: np.ndarray) -> None:
        """Write the columns of some rows into `out` (rows x p)."""
        codes = self.codes[rows]
        out[:, self.positions[self.column_codes]] = 0.0
        positions = self.positions[codes]
        (here,) = np.nonzero((positions >= 0) & (codes >= 0))
        values = 1.0 if self.multiplier is None else self.multiplier[rows][here]
        out[here, positions[here]] = values
        if self.has_missing:
            out[np.ix_(self.missing(rows), self.positions[self.column_codes])] = np.nan

    def write_sums(self, rows: slice, weights: np.ndarray | None, out: np.ndarray) -> None:
        """Write the sum of `weights` (1 if None) of each category's rows into `out` (p,)."""
        sums = np.bincount(self.codes[rows], weights, self.categories.k)
        out[self.positions[self.column_codes]] = sums[self.column_codes]

    def add_product(self, beta: np.ndarray, rows: slice, out: np.ndarray) -> None:
        """Add these columns times their coefficients in `beta` (p,) to `out` (rows,)."""
        by_code = np.zeros(self.categories.k + 1, dtype=out.dtype)
        by_code[self.column_codes] = beta[self.positions[self.column_codes]]
        by_code[-1] = np.nan  # where a row has no category
        product = by_code[self.codes[rows]]
        out += product if self.multiplier is None else product * self.multiplier[rows]

    def absolute(self) -> Indicators:
        """The absolute values of the columns."""
        if self.multiplier is None:
            return self
        absolute = replace(self.categories, multiplier=np.abs(self.multiplier))
        return Indicators(absolute, self.positions)

    def codes_and_values(self, rows: slice) -> tuple[np.ndarray, np.ndarray]:
        """The category of some rows (-1: missing), and the number in its column."""
        codes = self.codes[rows]
        values = np.ones(len(codes)) if self.multiplier is None else self.multiplier[rows]
        return codes, np.where(codes < 0, np.nan, values)

    def count_nonzero(self, rows: slice, weight: np.ndarray) -> np.ndarray:
        """The number of rows with a positive weight and a value other than 0, by column."""
        used = weight > 0
        if self.multiplier is not None:
            used &= self.multiplier[rows] != 0
        codes = self.codes[rows][used]
        return np.bincount(codes[codes >= 0], minlength=self.categories.k)[self.column_codes]

    def nonzero_rows(self, rows: slice) -> np.ndarray:
        """True for rows with a value that is neither zero nor missing in some column."""
        out = np.append(self.positions >= 0, False)[self.codes[rows]]
        return out if self.multiplier is None else out & (np.abs(self.multiplier[rows]) > 0)

    def compact(self) -> Indicators:
        """The same columns, coded by categories that have one, if these are few."""
        coded, k = self.column_codes, self.categories.k
        if k <= MAX_CATEGORIES_PER_COLUMN * max(len(coded), MIN_COMPACT_COLUMNS):
            return self
        new = np.full(k + 1, len(coded))  # one more category for all that have no column
        new[coded], new[-1] = np.arange(len(coded)), -1
        categories = replace(self.categories, codes=new[self.codes], k=len(coded) + 1)
        return Indicators(categories, np.append(self.positions[coded], -1))

    def shift(self, by: int) -> Indicators:
        """The same columns, `by` positions further on."""
        return Indicators(self.categories, np.where(self.positions >= 0, self.positions + by, -1))

    def select(self, new: np.ndarray) -> Indicators | None:
        """The columns renumbered by `new` (p,), -1 for one that goes; None if all go."""
        positions = np.where(self.positions >= 0, new[self.positions], -1)
        return Indicators(self.categories, positions) if (positions >= 0).any() else None
