"""Directions in which coefficients go to infinity without lowering the likelihood.

A row whose response is at a bound of the mean (0 or 1 of a proportion, 0 of a count) is fitted
ever better as its linear predictor goes to one side; any other row has its best in between. A
direction g with s_i x_i'g >= 0 on the rows at a bound (s_i = -+1 their side), x_i'g = 0 on all
others and X g not zero separates the outcomes, and the maximum likelihood estimate lies at
infinity along it (Albert & Anderson 1984, Biometrika 71). Such directions are found by linear
programming (Konis 2007, Linear programming algorithms for detecting separated data, Oxford); see
`rglm.fitting.separation.separation_lp`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rglm.design.block import Block, Rows
from rglm.families.glm.family import Family
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.sources.source import Source, total_in_threads

MAX_BOUND_DISTANCE = 1e-4  # the distance of a mean that may be on its way to the bound
MIN_LAST_MOVE = 5e-3  # of a linear predictor, in the last step of a separated fit
MIN_SEPARATING_MOVE = 0.1  # the same, of a step that is taken for a direction that separates
MAX_WRONG_MOVE = 1e-7  # of the largest move: of rows that such a step must not move, or so
MAX_SEPARATION_COLUMNS = 1000  # beyond which linear programs take too long


class HasLinkFunction(Protocol):
    """A link, from the mean to the linear predictor."""

    def linkfun(self, mu: np.ndarray, /) -> np.ndarray:
        """The linear predictor."""
        ...


class BoundedFamily(Protocol):
    """A family whose mean has bounds."""

    @property
    def boundary_means(self) -> tuple[float, ...]:
        """Means at a bound that fit a response equal to them without error."""
        ...

    @property
    def link(self) -> HasLinkFunction:
        """The link."""
        ...


def infinite_sides(family: BoundedFamily, rows: Rows) -> np.ndarray:
    """+1 or -1: the side to which the linear predictor of a row may go without end; 0: neither.

    NaN for rows of weight 0.
    """
    out = np.zeros(len(rows.y))
    for bound, side in infinite_bounds(family).items():
        out[rows.y == bound] = side
    return np.where(rows.weights > 0, out, np.nan)


def infinite_bounds(family: BoundedFamily) -> dict[float, float]:
    """The bounds of the mean where the linear predictor is infinite, with its sign."""
    with np.errstate(all="ignore"):
        eta = {
            bound: float(family.link.linkfun(np.array(bound))) for bound in family.boundary_means
        }
    return {bound: float(np.sign(value)) for bound, value in eta.items() if abs(value) > 1e10}


def may_be_separated(source: Source, family: Family, result: IrlsResult, epsilon: float) -> bool:
    """Whether some mean is at a bound, and was still moving when the fit ended.

    False with more than `MAX_SEPARATION_COLUMNS` columns, for which it would take minutes.
    """
    near = max(MAX_BOUND_DISTANCE, epsilon * (result.deviance + 0.1))
    extremes = (result.lowest, result.highest)
    bounds = [b for b in family.boundary_means if any(abs(b - mean) < near for mean in extremes)]
    if not bounds or infinite_bounds(family).keys().isdisjoint(bounds):
        return False
    if len(result.beta) > MAX_SEPARATION_COLUMNS:
        return False
    if not result.converged or result.system_predictor.beta is None:
        return True
    step = result.beta - result.system_predictor.beta
    if result.closing is not None and result.closing.largest_move is not None:
        return result.closing.largest_move > MIN_LAST_MOVE
    if _is_still(source, family, result):
        return False
    return total_in_threads(source, largest_move(family, step)).value > MIN_LAST_MOVE


def _is_still(source: Source, family: Family, result: IrlsResult) -> bool:
    """Whether no linear predictor can move by more than `MIN_LAST_MOVE` in one more step.

    That step d lowers the deviance by d'X'WXd, so that w (x'd)^2 is at most as large for each row.
    A working weight w is least at one of the extreme means.
    """
    if not np.isfinite(result.next_gain):
        return False
    with np.errstate(all="ignore"):
        means = np.array([result.lowest, result.highest])
        slope = family.link.mu_eta(family.link.linkfun(means))
        least = float((slope * slope / family.variance(means)).min())
    weights = source.rows.weights
    least *= float(weights.min(where=weights > 0, initial=np.inf))
    return result.next_gain <= MIN_LAST_MOVE**2 * least


def separates_by_last_step(source: Source, family: Family, result: IrlsResult) -> bool:
    """Whether the last step of a fit is a direction that separates, which spares linear programs.

    On the way to infinity the linear predictors of separated rows move by about 1 in each step,
    and those of other rows no more. False says nothing.
    """
    if result.system_predictor.beta is None:
        return False
    step = result.beta - result.system_predictor.beta
    moves = total_in_threads(source, _moves(family, step))
    is_moving = bool(np.isfinite(moves.outward) and moves.outward > MIN_SEPARATING_MOVE)
    return is_moving and moves.wrong <= MAX_WRONG_MOVE * moves.outward


def _moves(family: BoundedFamily, step: np.ndarray) -> Callable[[Block], Moves]:
    """How a step d (p,) moves the linear predictors of a block."""

    def moves(block: Block) -> Moves:
        side = infinite_sides(family, block.rows)
        is_known = ~np.isnan(side)
        moved, side = design_product(block, step)[is_known], side[is_known]
        wrong = np.where(side == 0, np.abs(moved), -side * moved)
        return Moves(float((side * moved).max(initial=0.0)), float(wrong.max(initial=0.0)))

    return moves


@dataclass
class Moves:
    """The largest moves of rows to the side where they are fitted better, and of others."""

    outward: float
    wrong: float

    def __iadd__(self, other: Moves) -> Moves:
        self.outward = max(self.outward, other.outward)
        self.wrong = max(self.wrong, other.wrong)
        return self


def largest_move(family: BoundedFamily, step: np.ndarray) -> Callable[[Block], Largest]:
    """The largest |x'd| of a block by a step d (p,), of rows whose response is at a bound.

    Of any rows, where it is too small to matter.
    """
    return lambda block: Largest(
        largest_move_of_rows(family, block.rows, design_product(block, step))
    )


def largest_move_of_rows(family: BoundedFamily, rows: Rows, moved: np.ndarray) -> float:
    """The same of rows whose linear predictors have moved by `moved`."""
    moved = np.abs(moved)
    if (most := float(moved.max(initial=0.0))) <= MIN_LAST_MOVE:
        return most
    at_bound = np.abs(infinite_sides(family, rows)) == 1
    return float(moved[at_bound].max(initial=0.0))


@dataclass
class Largest:
    """The largest value of some rows; ``+=`` takes that of other rows too."""

    value: float

    def __iadd__(self, other: Largest) -> Largest:
        self.value = max(self.value, other.value)
        return self
