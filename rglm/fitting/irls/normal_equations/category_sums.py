"""Sums by category over a block of rows, by counting codes."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from rglm.design.factors.indicators import Indicators
from rglm.fitting.irls.column_layout import CategoryPair, ColumnLayout
from rglm.linalg.constant_array import is_constant


class CategorySums:
    """Sums by category over a block; `pull` is weight times target."""

    def __init__(
        self, layout: ColumnLayout, rows: slice, weight: np.ndarray, pull: np.ndarray
    ) -> None:
        self.layout, self.rows, self.weight, self.pull = layout, rows, weight, pull
        self.q = len(layout.others)
        self._weight_sums: dict[int, np.ndarray] = {}  # of variables by identity
        self.pair = layout.pair
        self._pair_sums: dict[int, np.ndarray] = {}  # of values by identity

    def fill(self, rest: np.ndarray) -> None:
        """Fill the rows and columns of the coded variables into `rest`."""
        coded = list(zip(self.layout.coded, self.layout.coded_places, strict=True))
        for part, at in coded:
            cross = self.by_dense(part)
            rest[at] += cross
            rest[:, at] += cross.T
            rest[at, at] = self._own(part)
        for (one, at), (two, other) in combinations(coded, 2):
            pairs = self._pairs(one, two)
            rest[np.ix_(at, other)] = pairs
            rest[np.ix_(other, at)] = pairs.T

    def eliminated(self, k: int) -> tuple[np.ndarray, np.ndarray]:
        """D, and B with E'Wt as its last column."""
        largest = self.layout.partialled_out
        if largest is None:
            return np.zeros(0), np.zeros((0, self.q + 1), order="F")
        cross = self.by_dense(largest)
        for part, at in zip(self.layout.coded, self.layout.coded_places, strict=True):
            cross[:, at] = self._pairs(largest, part)
        return self._own(largest), cross

    def by_dense(self, part: Indicators) -> np.ndarray:
        """A variable's columns times the dense columns and the target, (k, q + 1)."""
        dense, at = self.layout.dense, self.layout.dense_places
        out = np.zeros((len(part.column_codes), self.q + 1), order="F")
        weight = (
            self.weight if part.multiplier is None else self.weight * part.multiplier[self.rows]
        )
        pull = self.pull if part.multiplier is None else self.pull * part.multiplier[self.rows]
        out[:, -1] = self._sum(part, pull)
        for place, array in zip(dense.dense_positions, dense.dense, strict=True):
            if is_constant(array):
                out[:, at[place]] = array[0] * self._weight(part, weight)
            else:
                out[:, at[place]] = self._sum(part, weight * array[self.rows])
        for narrow in dense.indicators:
            out[:, at[narrow.positions[narrow.column_codes]]] = self._pairs(part, narrow)
        return out

    def _own(self, part: Indicators) -> np.ndarray:
        if part.multiplier is None:
            return self._weight(part, self.weight)
        return self._sum(part, self.weight * part.multiplier[self.rows] ** 2)

    def _weight(self, part: Indicators, weight: np.ndarray) -> np.ndarray:
        """The sums of the weights, times the multiplier, by category: summed once."""
        found = self._weight_sums.get(id(part))
        if found is None:
            found = self._weight_sums[id(part)] = self._sum(part, weight)
        return found

    def _sum(self, part: Indicators, values: np.ndarray) -> np.ndarray:
        pair = self.pair
        if pair is not None and (values is self.weight or values is self.pull):
            if part is pair.one:
                return self._pair_table(pair, values).sum(axis=0)[part.column_codes]
            if part is pair.two:
                return self._pair_table(pair, values).sum(axis=1)[part.column_codes]
        return np.bincount(part.codes[self.rows], values, part.categories.k)[part.column_codes]

    def _pair_table(self, pair: CategoryPair, values: np.ndarray) -> np.ndarray:
        """The sums of the weights, or the pulls, by pair of categories: summed once."""
        found = self._pair_sums.get(id(values))
        if found is None:
            found = self._pair_sums[id(values)] = pair.sums(self.rows, values)
        return found

    def _pairs(self, one: Indicators, two: Indicators) -> np.ndarray:
        """The columns of one variable times those of another."""
        if (pair := self.pair) is not None and {id(one), id(two)} == {id(pair.one), id(pair.two)}:
            table = self._pair_table(pair, self.weight)
            table = table[_places(pair.two)][:, _places(pair.one)]
            return table if one is pair.two else table.T
        k, m = one.categories.k, two.categories.k
        first, second = one.codes[self.rows], two.codes[self.rows]
        values = self.weight
        for part in (one, two):
            values = values if part.multiplier is None else values * part.multiplier[self.rows]
        if m > 4 * len(two.column_codes):  # most of its categories have no column here
            out = [
                np.bincount(first[c], values[c], k)
                for c in (second == j for j in two.column_codes)
            ]
            return np.array(out)[:, one.column_codes].T
        codes = np.multiply(second, k, dtype=np.intp)
        codes += first
        table = np.bincount(codes, values, k * m).reshape(m, k)
        return table[np.ix_(two.column_codes, one.column_codes)].T


def _places(part: Indicators) -> slice | np.ndarray:
    """The categories that have a column; a slice where they follow one another."""
    codes = part.column_codes
    is_run = len(codes) and codes[-1] - codes[0] + 1 == len(codes)
    return slice(int(codes[0]), int(codes[-1]) + 1) if is_run else codes
