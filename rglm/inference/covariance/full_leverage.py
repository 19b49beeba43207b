"""Rows of leverage 1, told from rows of nearly 1.

A leverage h = w x' (X'WX)^-1 x that is computed as 1 - 1e-11 may be 1, and one computed as 1 may
be less: its error is that of (X'WX)^-1. So the rest 1 - h of a row i near 1 is summed over the
other rows,

    1 - h_i = |e_i - W^(1/2) X b|^2,      b = (X'WX)^-1 X'W^(1/2) e_i

with b refined (Bjorck 1996, Numerical Methods for Least Squares Problems, section 2.9). The design
without the row lacks a rank, and h_i is 1, if and only if that vector is zero: no more than the
rounding of its sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.fitting.irls.working_statistics import weights_at
from rglm.protocol.capabilities import HasLeverage

FULL = 1 - 10 * np.finfo(float).eps  # a leverage above it is 1, as in R
NEAR_FULL = 1e-4  # below 1: the 1 - h of such a row is summed again
MAX_SINGLE_ROWS = 32  # rows near 1 up to which each is computed alone; more of them go together
ROUNDING = 64 * np.finfo(float).eps  # of the sizes of what is summed: what may stand for zero
REFINEMENTS = 2
MAX_TRIES = 6  # of a set of rows, each time without those that are known to be less than 1


@dataclass(frozen=True)
class LeverageCorrection:
    """The leverages that are 1 or near it, computed with care.

    A row belongs to a direction b where its sqrt(w) x'b is about 1 or -1; it is about 0 on all
    others.

    Attributes
    ----------
    directions : (p, m) array
    rests : (m,) array
        1 - h of the rows of each; 0 where the leverage is 1.
    """

    directions: np.ndarray
    rests: np.ndarray

    def correct(self, hat: np.ndarray, weight: np.ndarray, block: Block) -> np.ndarray:
        """The leverages of a block with those near 1 corrected."""
        root = np.sqrt(weight)
        for direction, rest in zip(self.directions.T, self.rests, strict=True):
            along = root * block.columns.product(direction, block.row_slice)
            hat = np.where(np.abs(along) > 0.5, 1 - rest, hat)
        return np.where(hat > FULL, 1.0, hat)


def block_leverages(fit: Any, block: Block) -> np.ndarray:
    """The leverages of the rows of a block, NaN where the weight is 0."""
    weight = weights_at(fit._solution.system_predictor, block)
    hat = _computed(fit._solution, weight, block)
    if (hat > 1 - NEAR_FULL).any():
        hat = fit._leverage_correction.correct(hat, weight, block)
    return np.where(block.rows.weights == 0, np.nan, hat)


def leverages(fit: Any) -> pd.Series:
    """`hatvalues` of the rows of the fit, and of no others."""
    return fit._row_series(fit._rows_source.by_row(partial(block_leverages, fit)))


def leverage_correction(fit: HasLeverage) -> LeverageCorrection:
    """The rows of leverage 1 or near it among all rows of a fit."""
    return _correction(fit._rows_source, fit._solution)


def _correction(source: Any, solution: Any) -> LeverageCorrection:
    p = len(source.columns)
    none = _Candidates(np.zeros(p))
    candidates = source.total(_CandidatesOfBlock(solution)) if solution.rank else none
    if candidates.count == 0:
        return LeverageCorrection(np.zeros((p, 0)), np.zeros(0))
    if candidates.count > MAX_SINGLE_ROWS:
        return _correction_of_many(source, solution, candidates.pull)
    directions, left = _refine(source, solution, np.column_stack(candidates.rows))
    return LeverageCorrection(directions, np.where(left.ratio <= 1, 0.0, left.squares))


def _correction_of_many(source: Any, solution: Any, pull: np.ndarray) -> LeverageCorrection:
    """The correction of those of many rows whose leverage is 1.

    A sum of their e_i with signs is in the column space.
    """
    for _ in range(MAX_TRIES):
        directions, left = _refine(source, solution, pull[:, None])
        if left.ratio[0] <= 1:
            return LeverageCorrection(directions, np.zeros(1))
        pull = left.inside[:, 0]
        if not pull.any():
            break
    return LeverageCorrection(np.zeros((len(pull), 0)), np.zeros(0))


def _refine(source: Any, solution: Any, pulls: np.ndarray) -> tuple[np.ndarray, _Residuals]:
    """Return b for each X'W^(1/2) v (p, m), and how far W^(1/2) X b is from v."""
    solved = solution.system
    directions = np.column_stack([solved.apply(pull) for pull in pulls.T])
    for _ in range(REFINEMENTS):
        left = source.total(_ResidualsOfBlock(solution.system_predictor, directions))
        directions = directions + np.column_stack([solved.apply(pull) for pull in left.pulls.T])
    return directions, source.total(_ResidualsOfBlock(solution.system_predictor, directions))


def _computed(solution: Any, weight: np.ndarray, block: Block) -> np.ndarray:
    with np.errstate(all="ignore"):
        return weight * solution.system.row_variances(block.columns, block.row_slice)


@dataclass
class _Candidates:
    """Rows near 1: how many, the sqrt(w) x of the first ones, and the sum of all with signs."""

    pull: np.ndarray
    count: int = 0
    rows: tuple[np.ndarray, ...] = ()

    def __iadd__(self, other: _Candidates) -> _Candidates:
        self.pull = self.pull + other.pull
        self.count += other.count
        self.rows = (*self.rows, *other.rows)[: MAX_SINGLE_ROWS + 1]
        return self


@dataclass(frozen=True)
class _CandidatesOfBlock:
    solution: Any

    def __call__(self, block: Block) -> _Candidates:
        columns, weight = block.columns, weights_at(self.solution.system_predictor, block)
        near = _computed(self.solution, weight, block) > 1 - NEAR_FULL
        near &= block.rows.weights > 0
        if not near.any():
            return _Candidates(np.zeros(len(columns)))
        root, (places,) = np.sqrt(weight), np.nonzero(near)
        first = range(block.row_slice.start, block.row_slice.start + len(weight))
        rows = [
            root[i] * columns.matrix(slice(first[i], first[i] + 1))[0]
            for i in places[: MAX_SINGLE_ROWS + 1]
        ]
        signs = np.random.default_rng(block.start).choice([-1.0, 1.0], len(weight))
        pull = columns.transposed_product(np.where(near, root * signs, 0.0), block.row_slice)
        return _Candidates(pull, len(places), tuple(rows))


@dataclass
class _Residuals:
    """What is left of v - W^(1/2) X b for each b.

    Attributes
    ----------
    pulls, inside : (p, m) arrays
        X'W^(1/2) times it; and times v of the rows where it is no more than rounding.
    squares, ratio : (m,) arrays
        Its squared length; and the largest of it in roundings.
    """

    pulls: np.ndarray
    inside: np.ndarray
    squares: np.ndarray
    ratio: np.ndarray

    def __iadd__(self, other: _Residuals) -> _Residuals:
        self.pulls, self.inside = self.pulls + other.pulls, self.inside + other.inside
        self.squares = self.squares + other.squares
        self.ratio = np.maximum(self.ratio, other.ratio)
        return self


@dataclass(frozen=True)
class _ResidualsOfBlock:
    before: Any
    directions: np.ndarray

    def __call__(self, block: Block) -> _Residuals:
        root = np.sqrt(weights_at(self.before, block))
        each = (self._of_direction(block, root, direction) for direction in self.directions.T)
        pulls, inside, squares, ratio = zip(*each, strict=True)
        return _Residuals(
            np.column_stack(pulls), np.column_stack(inside), np.array(squares), np.array(ratio)
        )

    def _of_direction(
        self, block: Block, root: np.ndarray, direction: np.ndarray
    ) -> tuple[Any, ...]:
        columns, place = block.columns, block.row_slice
        along = root * columns.product(direction, place)
        whole = np.where(np.abs(along) > 0.5, np.sign(along), 0.0)
        left = whole - along
        size = ROUNDING * (np.abs(whole) + root * columns.abs_product(direction, place))
        ratio = np.divide(np.abs(left), size, out=np.zeros(len(left)), where=size > 0)
        inside = columns.transposed_product(np.where(ratio <= 1, root * whole, 0.0), place)
        pull = columns.transposed_product(root * left, place)
        return pull, inside, float(left @ left), float(ratio.max(initial=0.0))
