"""Directions in which coefficients run to infinity without lowering the likelihood.

A row whose response is at an end of the family's range (0 or 1 of a proportion, 0 of a count) is
fitted ever better as its linear predictor goes to one side; any other row has its best in between.
A direction g with s_i x_i'g >= 0 on the rows at an end (s_i = -+1 their side), x_i'g = 0 on all
others and X g not zero separates the outcomes, and the maximum likelihood estimate lies at
infinity along it (Albert & Anderson 1984, Biometrika 71). Such directions are found by linear
programming (Konis 2007, Linear programming algorithms for detecting separated data, Oxford).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.fitting.irls import Solution
from rglm.fitting.triangles import linear
from rglm.linalg.pivot import pivot
from rglm.linalg.triangle import Triangle, triangle

NEAR = 1e-4  # of an end of the range: a mean as near may be on its way there
MOVES = 5e-3  # what the last step of a separated fit adds to a linear predictor, at the least
TIGHT = 1e-10  # what a program may violate, its columns scaled to 1
APART = 1e-7  # a row is separated where s x'g is above it
LOT = 2_000_000  # numbers in the rows of a program; of more rows those violated are added
MOST = 1000  # columns beyond which programs take too long


def sides(family: Any, rows: Any) -> np.ndarray:
    """+1 or -1: the side to which a row's linear predictor may go without end; 0: neither.

    NaN for rows of weight 0, which say nothing.
    """
    out = np.zeros(len(rows.y))
    for edge, side in _ends(family).items():
        out[rows.y == edge] = side
    return np.where(rows.weights > 0, out, np.nan)


def _ends(family: Any) -> dict[float, float]:
    """The ends of the family's range that the link puts at infinity, with its sign."""
    with np.errstate(all="ignore"):
        eta = {edge: float(family.link.linkfun(np.array(edge))) for edge in family.edges}
    return {edge: float(np.sign(value)) for edge, value in eta.items() if abs(value) > 1e10}


def suspicious(source: Any, family: Any, solution: Solution, epsilon: float) -> bool:
    """Whether some mean is at an end of its range, and was still moving when the fit ended.

    Never of more than `MOST` columns, for which it would take minutes to be sure.
    """
    near = max(NEAR, epsilon * (solution.deviance + 0.1))
    ranges = (solution.lowest, solution.highest)
    if not any(abs(edge - mean) < near for edge in _ends(family) for mean in ranges):
        return False
    if len(solution.beta) > MOST:
        return False
    if not solution.converged or solution.before.beta is None:
        return True
    step = solution.beta - solution.before.beta

    def largest(block: Block) -> float:
        moved = np.abs(linear(block, step))
        return _Most(float(moved[np.abs(sides(family, block.rows)) == 1].max(initial=0.0)))

    return source.total(largest).value > MOVES


@dataclass
class _Most:
    value: float

    def __iadd__(self, other: _Most) -> _Most:
        self.value = max(self.value, other.value)
        return self


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
        self.source = source.select(kept)
        self.p, self.kept = len(source.columns), kept
        self.sides = source.by_row(lambda block: sides(family, block.rows))
        self.at_end = np.abs(self.sides) == 1
        size = self.source.by_row(lambda block: np.abs(block.matrix()).max(axis=0)[None])
        self.scale = 1 / np.where(size.max(axis=0) > 0, size.max(axis=0), 1.0)
        self.basis = self._null_space(self.sides == 0)
        self.chosen, self.program = np.zeros(len(self.sides), dtype=bool), Program()
        self._choose(self._few(self.at_end, self.basis.shape[1]))

    def _few(self, mask: np.ndarray, width: int) -> np.ndarray:
        """A mask of some of many rows, evenly spread."""
        many, places = max(LOT // max(1, width), 4 * width), np.flatnonzero(mask)
        out = np.zeros(len(mask), dtype=bool)
        out[places[:: max(1, -(-len(places) // many))]] = True
        return out

    def _null_space(self, mask: np.ndarray) -> np.ndarray:
        """Directions (in scaled columns) in which none of some rows moves, (p, q).

        That of a part of many rows; those that do move are added, and it is found again.
        """
        chosen = self._few(mask, len(self.kept))
        while chosen.any():
            basis = self._null_space_of(chosen)
            wrong = np.flatnonzero(mask)[self._moves(basis, mask) > APART / 10]
            if not len(wrong[~chosen[wrong]]):
                return basis
            chosen[wrong[:: max(1, len(wrong) // 5000)]] = True
        return np.eye(len(self.kept))

    def _moves(self, basis: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """How far some rows move in the directions of a basis."""
        return self._by_row(lambda x, _: np.abs(x @ basis).max(axis=1, initial=0.0), mask)

    def _null_space_of(self, mask: np.ndarray) -> np.ndarray:
        def of_block(block: Block) -> Triangle:
            x = block.matrix(spare=1)
            x[:, :-1] *= self.scale
            x[:, -1] = 0.0
            return Triangle(triangle(np.asfortranarray(x[mask[block.place]])))

        solved = pivot(self.source.total(of_block).r, 1e-9)
        out = np.zeros((len(self.kept), len(self.kept) - solved.rank))
        out[solved.kept] = -solved.alias()
        out[solved.order[solved.rank :]] = np.eye(out.shape[1])
        return out

    def _by_row(self, function: Callable[..., np.ndarray], mask: np.ndarray) -> np.ndarray:
        """What a function says of the scaled columns of some rows and of their places."""

        def of_block(block: Block) -> np.ndarray:
            places = np.flatnonzero(mask[block.place]) + block.place.start
            return function(block.matrix()[mask[block.place]] * self.scale, places)

        return self.source.by_row(of_block)

    def values(self, g: np.ndarray) -> np.ndarray:
        """s_i x_i'g of every row, zero on those that are at no end."""
        eta = self.source.by_row(lambda block: linear(block, self.scale * g))
        return np.where(self.at_end, eta * np.nan_to_num(self.sides), 0.0)

    def _choose(self, mask: np.ndarray) -> None:
        """Add s_i x_i' of some rows, on the basis, to the programs."""
        new = mask & ~self.chosen
        found = self._by_row(lambda x, at: (x @ self.basis) * self.sides[at, None], new)
        self.chosen |= new
        self.program.add(found)

    def best(self, objective: np.ndarray) -> np.ndarray:
        """The direction (p,) in the unit box that is best by an objective (p,).

        A program over the chosen rows; what it violates among the others is added, and it is
        solved again.
        """
        while self.basis.shape[1]:
            g = self.basis @ self.program.solve(objective @ self.basis)
            wrong = np.flatnonzero((self.values(g) < -10 * TIGHT) & ~self.chosen)
            if not len(wrong):
                return g
            more = np.zeros(len(self.chosen), dtype=bool)
            more[wrong[:: max(1, len(wrong) // 5000)]] = True
            self._choose(more)
        return np.zeros(len(self.kept))

    def runs(self, place: int, sign: float) -> bool:
        """Whether the coefficient at a place among all may go to infinity on one side."""
        objective = np.where(self.kept == place, sign, 0.0)
        return bool(objective.any()) and float(objective @ self.best(objective)) > APART

    def recession(self) -> Recession:
        """All that recedes."""
        left, total = self.at_end.copy(), np.zeros(len(self.kept))
        while left.any():
            g = self.best(self._sum(left))
            new = left & (self.values(g) > APART)
            if not new.any():
                break
            total, left = total + g, left & ~new
        held = self._null_space((self.sides == 0) | left)
        direction, free = np.zeros(self.p), np.zeros(self.p, dtype=bool)
        if total.any():
            direction[self.kept] = total * self.scale
            free[self.kept] = (np.abs(held) > APART).any(axis=1)
        separated = int(self.at_end.sum() - left.sum())
        return Recession(direction, free, separated, int((~np.isnan(self.sides)).sum()))

    def _sum(self, mask: np.ndarray) -> np.ndarray:
        """The mean of s_i x_i over some rows."""

        def of_block(block: Block) -> np.ndarray:
            side = np.where(mask[block.place], self.sides[block.place], 0.0)
            return (side @ block.matrix()) * self.scale

        return self.source.total(of_block) / max(1, int(mask.sum()))


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
