"""The directions that separate the outcomes: see `rglm.fitting.recession`.

The rows are looked at in passes, so that they may be too many for memory. A linear program has
some of them; those that its solution violates are added, and it is solved again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.fitting.separating import Count, Gather, Held, Left, Mask, Moving, Survey, Violated
from rglm.linalg.pivot import pivot
from rglm.linalg.triangle import triangle

TIGHT = 1e-10  # what a program may violate, its columns scaled to 1
APART = 1e-7  # a row is separated where s x'g is above it
LOT = 2_000_000  # numbers in the rows of a program; of more rows those violated are added


@dataclass(frozen=True)
class Recession:
    """Where coefficients are infinite.

    Attributes
    ----------
    direction : (p,) array
        A direction that separates every row that can be; zero if there is none.
    free : (p,) bool array
        The coefficients that are not the same at all points of the maximum: the infinite ones.
    separated, rows : int
        Rows fitted without error in the limit, and rows with a weight.
    """

    direction: np.ndarray
    free: np.ndarray
    separated: int
    rows: int


class Cone:
    """The directions that separate, of the columns `kept` of a source."""

    def __init__(self, source: Any, family: Any, kept: np.ndarray) -> None:
        self.source, self.kept = source.select(kept), kept
        self.p, self.family = len(source.columns), family
        self.found = self.source.total(Survey.of(family))
        most = self.found.most
        self.scale = 1 / np.where(most > 0, most, 1.0)
        self.basis = self._null_space(Held(family, self.scale), self.found.middle)
        self.program = Program()
        step = self._step(self.found.ends, self.basis.shape[1])
        self._choose(self._gather(Left(family, self.scale), step, signed=True))

    def _step(self, count: int, width: int) -> int:
        """Every so manieth of many rows are enough to begin with."""
        many = max(LOT // max(1, width), 4 * width)
        return max(1, -(-count // many))

    def _gather(self, mask: Mask, step: int = 1, signed: bool = False) -> np.ndarray:
        """The scaled columns of some rows, (m, q), times their sides."""
        found = self.source.total(Gather(mask, step, signed)).rows
        return np.vstack(found) if found else np.zeros((0, len(self.kept)))

    def _null_space(self, mask: Mask, count: int) -> np.ndarray:
        """Directions (in scaled columns) in which none of some rows moves, (p, q).

        That of a part of many rows; those that do move are added, and it is found again.
        """
        rows = self._gather(mask, self._step(count, len(self.kept)))
        basis = null_space(rows)
        while len(rows) and basis.shape[1]:
            wrong = self._gather(Moving(mask, basis, APART / 10), self._few)
            rows = np.vstack([rows, wrong])
            smaller = null_space(rows) if len(wrong) else basis
            if smaller.shape[1] == basis.shape[1]:
                return basis
            basis = smaller
        return basis

    @property
    def _few(self) -> int:
        """Of rows that were not expected, some 10,000 are enough at a time."""
        return max(1, (self.found.ends + self.found.middle) // 10_000)

    def _choose(self, rows: np.ndarray) -> None:
        """Add s_i x_i' of some rows, on the basis, to the programs."""
        self.program.add(rows @ self.basis)

    def best(self, objective: np.ndarray) -> np.ndarray:
        """The direction (p,) in the unit box that is best by an objective (p,).

        A program over the chosen rows; what it violates among the others is added, and it is
        solved again.
        """
        g = np.zeros(len(self.kept))
        while self.basis.shape[1]:
            before, g = g, self.basis @ self.program.solve(objective @ self.basis)
            mask = Violated(self.family, self.scale, g, -10 * TIGHT)
            wrong = self._gather(mask, self._few, signed=True)
            if not len(wrong) or np.array_equal(before, g):
                return g
            self._choose(wrong)
        return g

    def runs(self, place: int, sign: float) -> bool:
        """Whether the coefficient at a place among all may go to infinity on one side."""
        objective = np.where(self.kept == place, sign, 0.0)
        return bool(objective.any()) and float(objective @ self.best(objective)) > APART

    def recession(self) -> Recession:
        """All that recedes."""
        left, total = Left(self.family, self.scale), np.zeros(len(self.kept))
        count = self.source.total(Count(left))
        while count.rows:
            g = self.best(count.side * self.scale / count.rows)
            further = left.without(g, APART)
            after = self.source.total(Count(further))
            if after.rows == count.rows:
                break
            total, left, count = total + g, further, after
        held = self._null_space(
            Held(self.family, self.scale, left), self.found.middle + count.rows
        )
        direction, free = np.zeros(self.p), np.zeros(self.p, dtype=bool)
        if total.any():
            direction[self.kept] = total * self.scale
            free[self.kept] = (np.abs(held) > APART).any(axis=1)
        rows = self.found.ends + self.found.middle
        return Recession(direction, free, self.found.ends - count.rows, rows)


def null_space(rows: np.ndarray) -> np.ndarray:
    """An orthogonal complement's basis of rows (m, q), as (q, q - rank)."""
    q = rows.shape[1]
    if not len(rows):
        return np.eye(q)
    solved = pivot(triangle(np.asfortranarray(np.column_stack([rows, np.zeros(len(rows))]))), 1e-9)
    out = np.zeros((q, q - solved.rank))
    out[solved.kept] = -solved.alias()
    out[solved.order[solved.rank :]] = np.eye(out.shape[1])
    return out


class Program:
    """Maximise objective @ c over the c in the unit box with rows @ c >= 0."""

    def __init__(self) -> None:
        self.parts: list[Any] = []

    def add(self, rows: np.ndarray) -> None:
        """More rows, (m, q)."""
        from scipy.sparse import csr_array

        self.parts.append(csr_array(-rows))

    def solve(self, objective: np.ndarray) -> np.ndarray:
        """The best c (q,)."""
        from scipy.optimize import linprog
        from scipy.sparse import vstack

        rows = vstack(self.parts)
        tight = {"primal_feasibility_tolerance": TIGHT, "dual_feasibility_tolerance": TIGHT}
        zero, box = np.zeros(rows.shape[0]), (-1, 1)
        found = linprog(-objective, rows, zero, bounds=box, method="highs", options=tight)
        return found.x if found.x is not None else np.zeros(len(objective))
