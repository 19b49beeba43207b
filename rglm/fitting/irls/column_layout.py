"""How the columns of a design take part in its normal equations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.design.block import BLOCK_ROWS
from rglm.design.columns import Columns
from rglm.design.factors.indicators import Indicators
from rglm.errors import FitError

MAX_DENSE_CATEGORIES = (
    24  # categories up to which columns of zeros and ones cost less than counting by code
)
MIN_PARTIALLED_OUT_COLUMNS = 100  # columns from which on a variable is eliminated
MAX_QR_COLUMNS = 500  # columns whose triangles take long to merge, however few the rows
MAX_EQUATIONS_BYTES = 6e9  # bytes that the equations may take


@dataclass(frozen=True)
class ColumnLayout:
    """A design taken apart.

    Attributes
    ----------
    of : Columns
        The design.
    thin : Columns
        The dense columns and those of variables with few categories, put side by side.
    thin_at : (t,) int array
        Where they stand in Z.
    wide : tuple of Indicators
        Variables with many categories.
    wide_at : tuple of int arrays
        Where their columns stand in Z.
    largest : Indicators or None
        The one that is eliminated: E.
    eliminated, others : int arrays
        The columns of E and of Z among all.
    blocks : int
        How many blocks of rows are counted at once: so many that a table of all pairs of
        categories is not larger than the rows that it counts.
    """

    of: Columns
    thin: Columns
    thin_at: np.ndarray
    wide: tuple[Indicators, ...]
    wide_at: tuple[np.ndarray, ...]
    largest: Indicators | None
    eliminated: np.ndarray
    others: np.ndarray
    blocks: int

    @property
    def apart(self) -> bool:
        """Whether some variable is counted by code."""
        return bool(self.wide) or self.largest is not None


def is_gram_quicker(columns: Columns, nrows: int) -> bool:
    """Whether normal equations are quicker than triangles by more than a trifle."""
    p = len(columns)
    return p > 0 and (nrows * p * p > 2e7 or p > MAX_QR_COLUMNS)


def lay_out_columns(columns: Columns) -> ColumnLayout:
    """The layout of a design.

    Raises
    ------
    FitError
        Its normal equations would not fit into memory.
    """
    p = len(columns)
    wide = sorted(
        (i for i in columns.indicators if len(i.column_codes) > MAX_DENSE_CATEGORIES), key=_size
    )
    largest = wide.pop() if wide and _size(wide[-1]) >= MIN_PARTIALLED_OUT_COLUMNS else None
    eliminated = np.zeros(0, dtype=int) if largest is None else _columns(largest)
    others = np.setdiff1d(np.arange(p), eliminated)
    _check_room(len(eliminated), len(others))
    at = np.full(p, -1)
    at[others] = np.arange(len(others))
    wide_at = tuple(at[_columns(part)] for part in wide)
    apart = np.concatenate([eliminated, *(_columns(part) for part in wide)])
    thin = np.setdiff1d(np.arange(p), apart)
    return ColumnLayout(
        of=columns,
        thin=columns if len(thin) == p else columns.select(thin),
        thin_at=at[thin],
        wide=tuple(wide),
        wide_at=wide_at,
        largest=largest,
        eliminated=eliminated,
        others=others,
        blocks=_blocks(largest, wide),
    )


def _size(part: Indicators) -> int:
    return len(part.column_codes)


def _columns(part: Indicators) -> np.ndarray:
    return part.positions[part.column_codes]


def _check_room(k: int, q: int) -> None:
    needed = 8.0 * (2 * k * q + 2 * q * q)
    if needed > MAX_EQUATIONS_BYTES:
        raise FitError(
            f"the design has {k + q:,} columns, of which {q:,} remain when the largest factor is "
            f"eliminated; their normal equations would take {needed / 1e9:.0f} GB. Leave out or "
            "coarsen a factor with many levels"
        )


def _blocks(largest: Indicators | None, wide: list[Indicators]) -> int:
    ks = sorted((i.categories.k for i in (largest, *wide) if i is not None), reverse=True)
    if not ks:
        return 1
    cells = ks[0] * (ks[1] if len(ks) > 1 else 1)
    return int(np.clip(-(-cells // BLOCK_ROWS), 16, 128))
