"""The columns of a design: numbers kept column by column, categories as one code per row.

No matrix of n x p exists: a block of rows is put side by side when it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np

from rglm.design.factors.indicators import Indicators


@dataclass(frozen=True)
class Columns:
    """The columns of a model matrix X (n x p), under R's names.

    Attributes
    ----------
    nrows : int
    names : tuple of str, length p
    assign : (p,) int array
        The term each column belongs to: 0 for the intercept, then 1, 2, ... (R's ``assign``).
    arrays : tuple of (n,) float arrays
        The dense columns. A constant one takes no memory of its own.
    places : (d,) int array
        Where the dense columns stand among all.
    indicators : tuple of Indicators
        The columns of categorical variables.
    """

    nrows: int
    names: tuple[str, ...]
    assign: np.ndarray
    arrays: tuple[np.ndarray, ...]
    places: np.ndarray
    indicators: tuple[Indicators, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.names)

    def matrix(
        self, rows: slice = slice(None), spare: int = 0, out: np.ndarray | None = None
    ) -> np.ndarray:
        """X on some rows in Fortran order, with `spare` empty columns behind it; in `out`, if
        that is given and large enough.
        """
        n = len(range(*rows.indices(self.nrows)))
        if out is None or out.shape[0] != n:
            out = np.empty((n, len(self) + spare), order="F")
        for place, array in zip(self.places, self.arrays, strict=True):
            out[:, place] = array[rows]
        for part in self.indicators:
            part.write(rows, out)
        return out

    def product(self, beta: np.ndarray, rows: slice, exact: bool = False) -> np.ndarray:
        """X beta on some rows, without X; `exact` sums in extended precision."""
        n = len(range(*rows.indices(self.nrows)))
        out = np.zeros(n, dtype=np.longdouble if exact else float)
        factors = beta.astype(out.dtype)
        for place, array in zip(self.places, self.arrays, strict=True):
            out += array[rows] * factors[place]
        for part in self.indicators:
            part.add_product(factors, rows, out)
        return out.astype(float) if exact else out

    def magnitudes(self, beta: np.ndarray, rows: slice) -> np.ndarray:
        """|X| |beta| on some rows, by which the rounding of X beta is measured."""
        out, size = np.zeros(len(range(*rows.indices(self.nrows)))), np.abs(beta)
        for place, array in zip(self.places, self.arrays, strict=True):
            out += np.abs(array[rows]) * size[place]
        for part in self.indicators:
            part.absolute().add_product(size, rows, out)
        return out

    def transposed_product(self, values: np.ndarray, rows: slice) -> np.ndarray:
        """X' times a number for each of some rows, (p,), without X."""
        out = np.zeros(len(self))
        for place, array in zip(self.places, self.arrays, strict=True):
            out[place] = array[rows] @ values
        for part in self.indicators:
            weights = values if part.times is None else values * part.times[rows]
            found = np.bincount(part.codes[rows], weights, part.group.k)
            out[part.places[part.coded]] = found[part.coded]
        return out

    def column(self, place: int) -> np.ndarray:
        """One column (n,)."""
        (dense,) = np.nonzero(self.places == place)
        if len(dense):
            return self.arrays[dense[0]]
        for part in self.indicators:
            (code,) = np.nonzero(part.places == place)
            if len(code):
                return part.group.column(int(code[0]))
        raise IndexError(place)

    def sums(self, rows: slice) -> np.ndarray:
        """The sum of each column over some rows, (p,)."""
        out = np.zeros(len(self))
        for place, array in zip(self.places, self.arrays, strict=True):
            out[place] = array[rows].sum()
        for part in self.indicators:
            times = None if part.times is None else part.times[rows]
            found = np.bincount(part.codes[rows], times, part.group.k)
            out[part.places[part.coded]] = found[part.coded]
        return out

    def largest(self, rows: slice) -> np.ndarray:
        """The largest size of each column on some rows, (p,).

        The columns of a variable with categories have that of its numbers.
        """
        out = np.zeros(len(self))
        for place, array in zip(self.places, self.arrays, strict=True):
            out[place] = np.abs(array[rows]).max(initial=0.0)
        for part in self.indicators:
            times = np.ones(1) if part.times is None else part.times[rows]
            out[part.places[part.coded]] = np.abs(times).max(initial=0.0)
        return out

    def nonzero(self, rows: slice) -> np.ndarray:
        """Whether some rows have a column that is not zero, nor missing."""
        out = np.zeros(len(range(*rows.indices(self.nrows))), dtype=bool)
        for array in self.arrays:
            out |= np.abs(array[rows]) > 0
        for part in self.indicators:
            out |= part.nonzero(rows)
        return out

    def compact(self) -> Columns:
        """The same without codes for categories that have no column."""
        return replace(self, indicators=tuple(part.compact() for part in self.indicators))

    def part(self, rows: slice) -> Columns:
        """The columns on some rows, not copied."""
        return replace(
            self,
            nrows=len(range(*rows.indices(self.nrows))),
            arrays=tuple(array[rows] for array in self.arrays),
            indicators=tuple(Indicators(i.group.part(rows), i.places) for i in self.indicators),
        )

    def select(self, places: Sequence[int] | np.ndarray) -> Columns:
        """The columns at these places, in this order."""
        places = np.asarray(places, dtype=int)
        new = np.full(len(self), -1)
        new[places] = np.arange(len(places))
        kept = [i for i, place in enumerate(self.places) if new[place] >= 0]
        parts = (part.select(new) for part in self.indicators)
        return replace(
            self,
            names=tuple(self.names[i] for i in places),
            assign=self.assign[places],
            arrays=tuple(self.arrays[i] for i in kept),
            places=new[self.places[kept]],
            indicators=tuple(part for part in parts if part is not None),
        )


def constant(nrows: int, name: str = "(Intercept)") -> Columns:
    """A column of ones, which takes no memory of its own."""
    one, first = np.broadcast_to(1.0, (nrows,)), np.zeros(1, dtype=int)
    return Columns(nrows, (name,), first, (one,), first)


def no_columns(nrows: int) -> Columns:
    """A design without any column."""
    none = np.zeros(0, dtype=int)
    return Columns(nrows, (), none, (), none)


def beside(parts: Sequence[Columns]) -> Columns:
    """The columns of several designs on the same rows side by side."""
    ends = np.cumsum([0, *map(len, parts)])
    return Columns(
        nrows=parts[0].nrows,
        names=tuple(chain.from_iterable(part.names for part in parts)),
        assign=np.concatenate([part.assign for part in parts]),
        arrays=tuple(chain.from_iterable(part.arrays for part in parts)),
        places=np.concatenate([p.places + end for p, end in zip(parts, ends, strict=False)]),
        indicators=tuple(
            one.shifted(end)
            for part, end in zip(parts, ends, strict=False)
            for one in part.indicators
        ),
    )


def stacked(parts: Sequence[Columns]) -> Columns:
    """The same columns on the rows of several parts, one after the other."""
    first, nrows = parts[0], sum(part.nrows for part in parts)
    arrays = [_end_to_end([p.arrays[i] for p in parts], nrows) for i in range(len(first.arrays))]
    found = []
    for i, one in enumerate(first.indicators):
        groups = [part.indicators[i].group for part in parts]
        codes = np.concatenate([group.codes for group in groups])
        times = None if one.times is None else np.concatenate([g.times for g in groups])
        group = replace(one.group, codes=codes, times=times)
        found.append(Indicators(group, one.places))
    return replace(first, nrows=nrows, arrays=tuple(arrays), indicators=tuple(found))


def _end_to_end(arrays: list[np.ndarray], nrows: int) -> np.ndarray:
    if all(array.strides == (0,) and len(array) for array in arrays):
        return np.broadcast_to(arrays[0][0], (nrows,))  # a constant
    return np.concatenate(arrays)
