"""The directions that separate the outcomes: see `rglm.fitting.separation.separation_directions`.

The rows are read in passes, so that they may be too many for memory. A linear program has some of
them; those that its solution violates are added, and it is solved again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.fitting.separation.linear_program import LP_TOLERANCE, LinearProgram, null_space
from rglm.fitting.separation.row_masks import (
    FixedRows,
    MovingRows,
    RowMask,
    SeparatedRows,
    UnseparatedRows,
    ViolatedRows,
)
from rglm.fitting.separation.row_passes import CollectRows, CountRows, SumSides
from rglm.fitting.separation.separation_directions import BoundedFamily
from rglm.sources.source import Source

MIN_SEPARATION = 1e-7  # a row is separated where s x'g is above it
MAX_PROGRAM_NUMBERS = 2_000_000  # in the first rows of a program
MAX_ADDED_ROWS = 10_000  # of those that a solution violates, about
RANDOM_OBJECTIVE_COUNT = 4  # whose directions settle many signs at once


@dataclass(frozen=True)
class RecessionResult:
    """Which coefficients are infinite."""

    # (p,) a direction that separates every row that can be separated; zero if there is none
    direction: np.ndarray
    # (p,) the coefficients that are not the same at all points of the maximum: the infinite
    # ones
    free: np.ndarray
    # (p,) of the infinite ones: 1 or -1 where a coefficient goes to that side in every
    # direction that separates all rows that can be separated, 0 where directions differ
    signs: np.ndarray
    # separated, upper, rows: rows of the data fitted without error in the limit; those of them
    # whose linear predictor goes to infinity (the others go to minus infinity); and rows with a
    # weight
    separated: int
    upper: int
    rows: int


class SeparationProblem:
    """The cone of directions that separate, by the columns `columns` of a source.

    A direction g in scaled columns is a combination of the columns of `basis`.
    """

    def __init__(self, source: Source, family: BoundedFamily, columns: np.ndarray) -> None:
        self.source, self.columns = source.select(columns), columns
        self.p, self.family = len(source.columns), family
        self.counts = self.source.total(CountRows(family))
        largest = self.counts.largest
        self.scale = 1 / np.where(largest > 0, largest, 1.0)
        self.basis = self._null_space(FixedRows(family, self.scale), self.counts.interior)
        self.program = LinearProgram()
        self.directions: list[np.ndarray] = []  # that were found before
        self._add_rows(UnseparatedRows(family, self.scale))

    def recession(self) -> RecessionResult:
        """The infinite coefficients."""
        rows, total = UnseparatedRows(self.family, self.scale), np.zeros(len(self.columns))
        sums = self.source.total(SumSides(rows))
        while sums.rows:
            g = self.best(sums.total * self.scale / sums.rows)
            fewer_rows = rows.without(g, MIN_SEPARATION)
            after = self.source.total(SumSides(fewer_rows))
            if after.rows == sums.rows:
                break
            total, rows, sums = total + g, fewer_rows, after
        fixed = FixedRows(self.family, self.scale, rows)
        basis = self._null_space(fixed, self.counts.interior + sums.rows)
        direction, free = np.zeros(self.p), np.zeros(self.p, dtype=bool)
        if total.any():
            self.directions.append(total / np.abs(total).max())
            self._restrict(basis, rows)
            direction[self.columns] = total * self.scale
            free[self.columns] = (np.abs(basis) > MIN_SEPARATION).any(axis=1)
        data, left = self.counts.data, sums.data
        upper, lower = data.upper - left.upper, data.lower - left.lower
        return RecessionResult(
            direction,
            free,
            self.signs(free),
            upper + lower,
            upper,
            data.upper + data.lower + data.interior,
        )

    def best(self, objective: np.ndarray) -> np.ndarray:
        """The direction (p,) in the unit box that is best by an objective (p,).

        A program over some rows; those of the others that its solution violates are added, and it
        is solved again.
        """
        g = np.zeros(len(self.columns))
        while self.basis.shape[1]:
            before, g = g, self.basis @ self.program.solve(objective @ self.basis)
            mask = ViolatedRows(self.family, self.scale, g, -10 * LP_TOLERANCE)
            violated = self._collect(mask, self._added_step, signed=True)
            if not len(violated) or np.array_equal(before, g):
                return g
            self.program.add(violated @ self.basis)
        return g

    def is_unbounded(self, place: int, sign: float) -> bool:
        """Whether the coefficient at a place among all may go to infinity on one side."""
        objective = np.where(self.columns == place, sign, 0.0)
        along_basis = np.abs(objective @ self.basis).max(initial=0.0)
        if not objective.any() or not along_basis > MIN_SEPARATION:
            return False
        if any(objective @ g > MIN_SEPARATION for g in self.directions):
            return True
        if self.program.forbids(objective @ self.basis):
            return False
        self.directions.append(self.best(objective))
        return float(objective @ self.directions[-1]) > MIN_SEPARATION

    def signs(self, free: np.ndarray) -> np.ndarray:
        """The side to which each free coefficient goes in every direction; 0 if they differ.

        The directions that separate every row that can be separated are the inner points of the
        cone. There a coefficient has one sign if and only if it has no other in the whole cone.
        """
        if free.sum() > RANDOM_OBJECTIVE_COUNT:
            normal = np.random.default_rng(0).standard_normal
            objectives = (normal(len(self.columns)) for _ in range(RANDOM_OBJECTIVE_COUNT))
            self.directions += [self.best(objective) for objective in objectives]
        out = np.zeros(len(free))
        for place in map(int, np.flatnonzero(free)):
            out[place] = self.is_unbounded(place, 1.0) - float(self.is_unbounded(place, -1.0))
        return out

    def _restrict(self, basis: np.ndarray, unseparated: UnseparatedRows) -> None:
        """Go on with directions that do not move the rows that nothing separates."""
        self.basis, self.program = basis, LinearProgram()
        self._add_rows(SeparatedRows(self.family, self.scale, unseparated))

    def _add_rows(self, mask: RowMask) -> None:
        """Add s_i x_i' of some rows of a mask, on the basis, to the program."""
        step = self._first_step(self.counts.at_bound, self.basis.shape[1])
        self.program.add(self._collect(mask, step, signed=True) @ self.basis)

    def _null_space(self, mask: RowMask, count: int) -> np.ndarray:
        """The directions (in scaled columns) that do not move the rows of a mask, (p, q).

        They are those of some of many rows; the rows that move are added, and it is done again.
        """
        rows = self._collect(mask, self._first_step(count, len(self.columns)))
        basis = null_space(rows)
        while len(rows) and basis.shape[1]:
            moving = MovingRows(mask.family, mask.scale, mask, basis, MIN_SEPARATION / 10)
            moved = self._collect(moving, self._added_step)
            rows = np.vstack([rows, moved])
            smaller = null_space(rows) if len(moved) else basis
            if smaller.shape[1] == basis.shape[1]:
                return basis
            basis = smaller
        return basis

    def _collect(self, mask: RowMask, step: int, signed: bool = False) -> np.ndarray:
        """The scaled columns of every `step`-th row (m, q), times their sides if `signed`."""
        rows = self.source.total(CollectRows(mask, step, signed)).rows
        return np.vstack(rows) if rows else np.zeros((0, len(self.columns)))

    def _first_step(self, count: int, width: int) -> int:
        """The step that leaves as many of `count` rows as a program begins with."""
        rows = max(MAX_PROGRAM_NUMBERS // max(1, width), 4 * width)
        return max(1, -(-count // rows))

    @property
    def _added_step(self) -> int:
        """The step that leaves as many rows as are added at a time."""
        return max(1, (self.counts.at_bound + self.counts.interior) // MAX_ADDED_ROWS)
