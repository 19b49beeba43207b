"""The layout of the columns of a design in its normal equations: dense, coded, partialled out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rglm.design.block import BLOCK_ROWS
from rglm.design.columns import Columns
from rglm.design.factors.indicators import Indicators
from rglm.errors import FitError

# up to which columns of zeros and ones cost less than counting codes: of many rows, and of few,
# which one thread works on
MAX_DENSE_CATEGORIES, MAX_FEW_ROWS_DENSE_CATEGORIES = 24, 6
MAX_FEW_ROWS = 2**17
MAX_PAIRS_PER_ROW = 2  # beyond which a table of all pairs of categories is not worth it
MIN_PARTIALLED_OUT_COLUMNS = 100  # of a variable, from which on it is partialled out
MAX_EQUATIONS_BYTES = 6e9


@dataclass(frozen=True, eq=False)
class CategoryPair:
    """Two variables, and the number of the pair of categories that each row has.

    The sums of weights over the rows of each pair are a table; its margins are those of each
    variable's categories.
    """

    one: Indicators
    two: Indicators
    codes: np.ndarray  # (n,) the category of the first changes fastest

    def sums(self, rows: slice, values: np.ndarray) -> np.ndarray:
        """The sums over the rows of each pair, a row for each category of the second."""
        k, m = self.one.categories.k, self.two.categories.k
        return np.bincount(self.codes[rows], values, k * m).reshape(m, k)


@dataclass(frozen=True)
class ColumnLayout:
    """The columns of a design, by the way in which they are summed.

    The columns of one variable, E, are partialled out; Z are all others, as in
    `rglm.linalg.gram`.
    """

    columns: Columns  # the design
    dense: Columns  # the dense columns and those of variables with few categories
    dense_places: np.ndarray  # (t,) their places in Z
    coded: tuple[Indicators, ...]  # variables with many categories, summed by counting codes
    coded_places: tuple[np.ndarray, ...]  # the places of their columns in Z
    partialled_out: Indicators | None  # the variable of E
    # eliminated, others: the places of the columns of E and of Z in the design
    eliminated: np.ndarray
    others: np.ndarray
    # how many blocks of rows are counted at once: enough that a table of all pairs of
    # categories is not larger than the rows that it counts
    blocks: int

    @property
    def has_coded(self) -> bool:
        """Whether some variable is summed by counting codes."""
        return bool(self.coded) or self.partialled_out is not None

    @cached_property
    def pair(self) -> CategoryPair | None:
        """The two largest coded variables of few rows; None where their pairs are too many."""
        parts = [part for part in (self.partialled_out, *reversed(self.coded)) if part is not None]
        parts, n = [part for part in parts if part.multiplier is None], self.columns.nrows
        if len(parts) < 2 or n > MAX_FEW_ROWS:
            return None
        one, two = parts[:2]
        k = one.categories.k
        if k * two.categories.k > MAX_PAIRS_PER_ROW * n:
            return None
        codes = np.multiply(two.codes, k, dtype=np.intp)
        codes += one.codes
        return CategoryPair(one, two, codes)


def lay_out_columns(columns: Columns) -> ColumnLayout:
    """The layout of a design.

    Raises FitError: its normal equations would not fit into memory.
    """
    p = len(columns)
    is_short = 0 < columns.nrows <= MAX_FEW_ROWS
    most = MAX_FEW_ROWS_DENSE_CATEGORIES if is_short else MAX_DENSE_CATEGORIES
    coded = sorted((i for i in columns.indicators if len(i.column_codes) > most), key=_size)
    is_large = coded and _size(coded[-1]) >= MIN_PARTIALLED_OUT_COLUMNS
    largest = coded.pop() if is_large else None
    eliminated = np.zeros(0, dtype=int) if largest is None else _places(largest)
    others = np.setdiff1d(np.arange(p), eliminated)
    _check_memory(len(eliminated), len(others))
    place_in_z = np.full(p, -1)
    place_in_z[others] = np.arange(len(others))
    dense = np.setdiff1d(others, np.concatenate([np.zeros(0, dtype=int), *map(_places, coded)]))
    return ColumnLayout(
        columns=columns,
        dense=columns if len(dense) == p else columns.select(dense),
        dense_places=place_in_z[dense],
        coded=tuple(coded),
        coded_places=tuple(place_in_z[_places(part)] for part in coded),
        partialled_out=largest,
        eliminated=eliminated,
        others=others,
        blocks=_block_count(largest, coded),
    )


def _size(part: Indicators) -> int:
    return len(part.column_codes)


def _places(part: Indicators) -> np.ndarray:
    return part.positions[part.column_codes]


def _check_memory(k: int, q: int) -> None:
    needed = 8.0 * (2 * k * q + 2 * q * q)
    if needed > MAX_EQUATIONS_BYTES:
        raise FitError(
            f"the design has {k + q:,} columns, of which {q:,} remain when the largest factor is "
            f"eliminated; their normal equations would take {needed / 1e9:.0f} GB. Leave out or "
            "coarsen a factor with many levels"
        )


def _block_count(largest: Indicators | None, coded: list[Indicators]) -> int:
    sizes = sorted((i.categories.k for i in (largest, *coded) if i is not None), reverse=True)
    if not sizes:
        return 1
    cells = sizes[0] * (sizes[1] if len(sizes) > 1 else 1)
    return int(np.clip(-(-cells // BLOCK_ROWS), 16, 128))
