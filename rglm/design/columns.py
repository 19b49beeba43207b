"""The columns of a design: numbers kept column by column, categories as one code per row.

No n x p matrix exists. X of a block of rows is filled in when it is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain

import numpy as np

from rglm.design.factors.indicators import Indicators
from rglm.linalg.constant_array import (
    ConstantArrayPickles,
    constant_array,
    is_constant,
    take_rows,
)


@dataclass(frozen=True)
class Columns(ConstantArrayPickles):
    """The columns of a model matrix X (n x p), under R's names."""

    nrows: int
    names: tuple[str, ...]
    # (p,) the term of each column: 0 for the intercept, then 1, 2, ... (R's ``assign``).
    assign: np.ndarray
    # (n,) the numeric columns. A constant one takes no memory of its own.
    dense: tuple[np.ndarray, ...]
    dense_positions: np.ndarray  # (d,) the positions of the numeric columns among all p
    indicators: tuple[Indicators, ...] = field(default=())  # the columns of categorical variables

    def __len__(self) -> int:
        return len(self.names)

    def matrix(
        self, rows: slice = slice(None), spare: int = 0, out: np.ndarray | None = None
    ) -> np.ndarray:
        """X on some rows, in Fortran order, with `spare` empty columns behind it.

        It is written into `out` if that has the right number of rows.
        """
        n = _count_rows(rows, self.nrows)
        if out is None or out.shape[0] != n:
            out = np.empty((n, len(self) + spare), order="F")
        for position, array in self._dense_items():
            out[:, position] = array[rows]
        for one in self.indicators:
            one.write(rows, out)
        return out

    def product(self, beta: np.ndarray, rows: slice, exact: bool = False) -> np.ndarray:
        """X beta on some rows, without X; `exact` sums in extended precision."""
        out = np.zeros(_count_rows(rows, self.nrows), dtype=np.longdouble if exact else float)
        factors = beta.astype(out.dtype)
        for position, array in self._dense_items():
            out += array[rows] * factors[position, None]  # in the precision of `out`
        for one in self.indicators:
            one.add_product(factors, rows, out)
        return out.astype(float) if exact else out

    def abs_product(self, beta: np.ndarray, rows: slice) -> np.ndarray:
        """|X| |beta| on some rows: the scale of the rounding error of X beta."""
        out, size = np.zeros(_count_rows(rows, self.nrows)), np.abs(beta)
        for position, array in self._dense_items():
            out += np.abs(array[rows]) * size[position]
        for one in self.indicators:
            one.absolute().add_product(size, rows, out)
        return out

    def transposed_product(self, values: np.ndarray, rows: slice) -> np.ndarray:
        """X'v (p,), for v with a value for each of some rows, without X."""
        out = np.zeros(len(self))
        for position, array in self._dense_items():
            out[position] = array[rows] @ values
        for one in self.indicators:
            weights = values if one.multiplier is None else values * one.multiplier[rows]
            one.write_sums(rows, weights, out)
        return out

    def column(self, position: int) -> np.ndarray:
        """One column (n,)."""
        (dense,) = np.nonzero(self.dense_positions == position)
        if len(dense):
            return self.dense[dense[0]]
        for one in self.indicators:
            (code,) = np.nonzero(one.positions == position)
            if len(code):
                return one.categories.column(int(code[0]))
        raise IndexError(position)

    def column_sums(self, rows: slice) -> np.ndarray:
        """The sum of each column over some rows, (p,)."""
        out = np.zeros(len(self))
        for position, array in self._dense_items():
            out[position] = array[rows].sum()
        for one in self.indicators:
            one.write_sums(rows, None if one.multiplier is None else one.multiplier[rows], out)
        return out

    def max_abs(self, rows: slice) -> np.ndarray:
        """The largest absolute value of each column on some rows, (p,).

        The columns of one categorical variable share theirs.
        """
        out = np.zeros(len(self))
        for position, array in self._dense_items():
            out[position] = np.abs(array[rows]).max(initial=0.0)
        for one in self.indicators:
            values = np.ones(1) if one.multiplier is None else one.multiplier[rows]
            out[one.positions[one.column_codes]] = np.abs(values).max(initial=0.0)
        return out

    def nonzero_rows(self, rows: slice) -> np.ndarray:
        """True for rows with a value that is neither zero nor missing in some column."""
        out = np.zeros(_count_rows(rows, self.nrows), dtype=bool)
        for array in self.dense:
            out |= np.abs(array[rows]) > 0
        for one in self.indicators:
            out |= one.nonzero_rows(rows)
        return out

    def compact(self) -> Columns:
        """The same columns, without codes for categories that have no column."""
        return replace(self, indicators=tuple(one.compact() for one in self.indicators))

    def take(self, rows: slice | np.ndarray) -> Columns:
        """The columns on some rows: views for a slice, copies for an array of row numbers."""
        return replace(
            self,
            nrows=_count_rows(rows, self.nrows) if isinstance(rows, slice) else len(rows),
            dense=tuple(take_rows(array, rows) for array in self.dense),
            indicators=tuple(one.take(rows) for one in self.indicators),
        )

    def select(self, positions: Sequence[int] | np.ndarray) -> Columns:
        """The columns at these positions, in this order."""
        positions = np.asarray(positions, dtype=int)
        new = np.full(len(self), -1)
        new[positions] = np.arange(len(positions))
        dense = [i for i, position in enumerate(self.dense_positions) if new[position] >= 0]
        selected = (one.select(new) for one in self.indicators)
        return replace(
            self,
            names=tuple(self.names[i] for i in positions),
            assign=self.assign[positions],
            dense=tuple(self.dense[i] for i in dense),
            dense_positions=new[self.dense_positions[dense]],
            indicators=tuple(one for one in selected if one is not None),
        )

    def _dense_items(self) -> Iterator[tuple[int, np.ndarray]]:
        return zip(self.dense_positions, self.dense, strict=True)


def _count_rows(rows: slice, nrows: int) -> int:
    return len(range(*rows.indices(nrows)))


def constant_column(nrows: int, name: str = "(Intercept)") -> Columns:
    """A column of ones, which takes no memory of its own."""
    one, first = constant_array(1.0, nrows), np.zeros(1, dtype=int)
    return Columns(nrows, (name,), first, (one,), first)


def no_columns(nrows: int) -> Columns:
    """A design without columns."""
    none = np.zeros(0, dtype=int)
    return Columns(nrows, (), none, (), none)


def hstack(designs: Sequence[Columns]) -> Columns:
    """The columns of several designs on the same rows, side by side."""
    starts = accumulate(map(len, designs), initial=0)
    pairs = list(zip(designs, starts, strict=False))  # the last start is the end
    return Columns(
        nrows=designs[0].nrows,
        names=tuple(chain.from_iterable(design.names for design in designs)),
        assign=np.concatenate([design.assign for design in designs]),
        dense=tuple(chain.from_iterable(design.dense for design in designs)),
        dense_positions=np.concatenate([design.dense_positions + k for design, k in pairs]),
        indicators=tuple(part.shift(k) for design, k in pairs for part in design.indicators),
    )


def vstack(designs: Sequence[Columns]) -> Columns:
    """The same columns on the rows of several designs, one after the other."""
    first, nrows = designs[0], sum(design.nrows for design in designs)
    dense = [_concatenate([d.dense[i] for d in designs], nrows) for i in range(len(first.dense))]
    indicators = []
    for i, part in enumerate(first.indicators):
        each = [design.indicators[i] for design in designs]
        codes = np.concatenate([one.codes for one in each])
        multipliers = [one.multiplier for one in each if one.multiplier is not None]
        multiplier = np.concatenate(multipliers) if multipliers else None
        categories = replace(part.categories, codes=codes, multiplier=multiplier)
        indicators.append(Indicators(categories, part.positions))
    return replace(first, nrows=nrows, dense=tuple(dense), indicators=tuple(indicators))


def _concatenate(arrays: list[np.ndarray], nrows: int) -> np.ndarray:
    if all(map(is_constant, arrays)):
        return constant_array(arrays[0][0], nrows)
    return np.concatenate(arrays)
