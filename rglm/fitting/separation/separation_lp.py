"""The directions that separate the outcomes: see `rglm.fitting.separation.separation_directions`.

The rows are looked at in passes, so that they may be too many for memory. A linear program has
some of them; those that its solution violates are added, and it is solved again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.fitting.separation.separation_passes import (
    CollectRows,
    FixedRows,
    MovingRows,
    RowCounts,
    RowMask,
    SeparatedRows,
    SumSides,
    UnseparatedRows,
    ViolatedRows,
)
from rglm.linalg.pivot import solve_upper
from rglm.linalg.threads import one_thread
from rglm.linalg.triangle import qr_triangle

LP_TOLERANCE = 1e-10  # what a program may violate, its columns scaled to 1
DEPENDENT_LENGTH = 1e-9  # what is left of a column, of its length, that is a combination of others
MIN_SEPARATION = 1e-7  # a row is separated where s x'g is above it
MAX_PROGRAM_NUMBERS = (
    2_000_000  # numbers in the rows of a program; of more rows those violated are added
)
ROUNDING_ENTRY = 1e-13  # in a row, scaled: rounding
RANDOM_OBJECTIVES = 4  # random objectives, whose directions settle many signs at once


@dataclass(frozen=True)
class RecessionResult:
    """Where coefficients are infinite.

    Attributes
    ----------
    direction : (p,) array
        A direction that separates every row that can be; zero if there is none.
    free : (p,) bool array
        The coefficients that are not the same at all points of the maximum: the infinite ones.
    signs : (p,) array
        Of the infinite ones: 1 or -1 where a coefficient goes to that side in every direction
        that separates all rows that can be, 0 where directions differ.
    separated, upper, rows : int
        Rows fitted without error in the limit, those of them whose linear predictor goes to
        infinity (of the others to minus infinity), and rows with a weight.
    """

    direction: np.ndarray
    free: np.ndarray
    signs: np.ndarray
    separated: int
    upper: int
    rows: int


class SeparationProblem:
    """The directions that separate, of the columns `kept` of a source."""

    def __init__(self, source: Any, family: Any, kept: np.ndarray) -> None:
        self.source, self.kept = source.select(kept), kept
        self.p, self.family = len(source.columns), family
        self.found = self.source.total(RowCounts.of(family))
        most = self.found.most
        self.scale = 1 / np.where(most > 0, most, 1.0)
        self.basis = self._null_space(FixedRows(family, self.scale), self.found.middle)
        self.program = LinearProgram()
        self.known: list[np.ndarray] = []  # directions that were found
        step = self._step(self.found.ends, self.basis.shape[1])
        self._choose(self._gather(UnseparatedRows(family, self.scale), step, signed=True))

    def _step(self, count: int, width: int) -> int:
        """Every so manieth of many rows are enough to begin with."""
        many = max(MAX_PROGRAM_NUMBERS // max(1, width), 4 * width)
        return max(1, -(-count // many))

    def _gather(self, mask: RowMask, step: int = 1, signed: bool = False) -> np.ndarray:
        """The scaled columns of some rows, (m, q), times their sides."""
        found = self.source.total(CollectRows(mask, step, signed)).rows
        return np.vstack(found) if found else np.zeros((0, len(self.kept)))

    def _null_space(self, mask: RowMask, count: int) -> np.ndarray:
        """Directions (in scaled columns) in which none of some rows moves, (p, q).

        That of a part of many rows; those that do move are added, and it is found again.
        """
        rows = self._gather(mask, self._step(count, len(self.kept)))
        basis = null_space(rows)
        while len(rows) and basis.shape[1]:
            wrong = self._gather(MovingRows(mask, basis, MIN_SEPARATION / 10), self._few)
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
            mask = ViolatedRows(self.family, self.scale, g, -10 * LP_TOLERANCE)
            wrong = self._gather(mask, self._few, signed=True)
            if not len(wrong) or np.array_equal(before, g):
                return g
            self._choose(wrong)
        return g

    def runs(self, place: int, sign: float) -> bool:
        """Whether the coefficient at a place among all may go to infinity on one side."""
        objective = np.where(self.kept == place, sign, 0.0)
        if (
            not objective.any()
            or not np.abs(objective @ self.basis).max(initial=0.0) > MIN_SEPARATION
        ):
            return False
        if any(objective @ g > MIN_SEPARATION for g in self.known):
            return True
        if self.program.forbids(objective @ self.basis):
            return False
        self.known.append(self.best(objective))
        return float(objective @ self.known[-1]) > MIN_SEPARATION

    def signs(self, free: np.ndarray) -> np.ndarray:
        """The side to which each of some coefficients goes in every direction; 0 if they differ.

        Those that separate every row that can be are the inner points of the cone: there a
        coefficient has one sign if and only if it has no other in the whole cone.
        """
        if free.sum() > RANDOM_OBJECTIVES:
            normal = np.random.default_rng(0).standard_normal
            self.known += [self.best(normal(len(self.kept))) for _ in range(RANDOM_OBJECTIVES)]
        out = np.zeros(len(free))
        for place in np.flatnonzero(free):
            out[place] = float(self.runs(place, 1.0)) - float(self.runs(place, -1.0))
        return out

    def _narrow(self, basis: np.ndarray, left: UnseparatedRows) -> None:
        """Go on with directions in which the rows do not move that nothing separates."""
        self.basis, self.program = basis, LinearProgram()
        step = self._step(self.found.ends, basis.shape[1])
        self._choose(self._gather(SeparatedRows(self.family, self.scale, left), step, signed=True))

    def recession(self) -> RecessionResult:
        """All that recedes."""
        left, total = UnseparatedRows(self.family, self.scale), np.zeros(len(self.kept))
        count = self.source.total(SumSides(left))
        while count.rows:
            g = self.best(count.side * self.scale / count.rows)
            further = left.without(g, MIN_SEPARATION)
            after = self.source.total(SumSides(further))
            if after.rows == count.rows:
                break
            total, left, count = total + g, further, after
        held = self._null_space(
            FixedRows(self.family, self.scale, left), self.found.middle + count.rows
        )
        direction, free = np.zeros(self.p), np.zeros(self.p, dtype=bool)
        if total.any():
            self.known.append(total / np.abs(total).max())
            self._narrow(held, left)
            direction[self.kept] = total * self.scale
            free[self.kept] = (np.abs(held) > MIN_SEPARATION).any(axis=1)
        return RecessionResult(
            direction,
            free,
            self.signs(free),
            self.found.ends - count.rows,
            self.found.upper - count.upper,
            self.found.ends + self.found.middle,
        )


def null_space(rows: np.ndarray) -> np.ndarray:
    """An orthogonal complement's basis of rows (m, q), as (q, q - rank)."""
    from scipy.linalg import qr

    q = rows.shape[1]
    if not len(rows):
        return np.eye(q)
    whole = qr_triangle(np.asfortranarray(rows))
    length = np.linalg.norm(whole, axis=0)
    scale = 1 / np.where(length > 0, length, 1.0)
    with one_thread():
        r, order = qr(whole * scale, mode="r", pivoting=True)
    rank = int((np.abs(np.diag(r)) > DEPENDENT_LENGTH).sum())
    out = np.zeros((q, q - rank))
    out[order[:rank]] = -solve_upper(r[:rank, :rank], r[:rank, rank:])
    out[order[rank:]] = np.eye(q - rank)
    out *= scale[:, None]
    return out / np.abs(out).max(axis=0, initial=1e-300)


class LinearProgram:
    """Maximise objective @ c over the c in the unit box with rows @ c >= 0."""

    def __init__(self) -> None:
        self.rows = np.zeros((0, 0))

    def add(self, rows: np.ndarray) -> None:
        """More rows, (m, q); of those that are the same, one."""
        rows = np.where(np.abs(rows) < ROUNDING_ENTRY, 0.0, rows)
        whole = np.vstack([self.rows, rows]) if len(self.rows) else rows
        self.rows = np.unique(whole, axis=0)

    def forbids(self, objective: np.ndarray) -> bool:
        """Whether a row alone says that an objective (q,) cannot be above 0.

        `solve` finds what several rows say together.
        """
        along = -(self.rows @ objective)
        lengths = np.linalg.norm(self.rows, axis=1) * np.linalg.norm(objective)
        return bool((along >= (1 - 1e-10) * lengths)[lengths > 0].any())

    def solve(self, objective: np.ndarray) -> np.ndarray:
        """The best c (q,)."""
        from scipy.optimize import linprog
        from scipy.sparse import csr_array

        rows = csr_array(-self.rows)
        tight = {
            "primal_feasibility_tolerance": LP_TOLERANCE,
            "dual_feasibility_tolerance": LP_TOLERANCE,
        }
        zero, box = np.zeros(rows.shape[0]), (-1, 1)
        found = linprog(-objective, rows, zero, bounds=box, method="highs", options=tight)
        return found.x if found.x is not None else np.zeros(len(objective))
