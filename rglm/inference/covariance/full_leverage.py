"""Leverages that are 1, or so near to 1 that rounding hides the difference.

A leverage h = w x' (X'WX)^-1 x that is computed as 1 - 1e-11 may be 1, and one computed as 1 may
be less: its error is that of (X'WX)^-1. So 1 - h of a row i near 1 is summed over the other rows,

    1 - h_i = |e_i - W^(1/2) X b|^2,      b = (X'WX)^-1 X'W^(1/2) e_i

with b refined (Bjorck 1996, Numerical Methods for Least Squares Problems, section 2.9). The design
without the row lacks a rank, and h_i is 1, if and only if that vector is zero: no more than the
rounding of its sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor, weights_at
from rglm.protocol.capabilities import HasLeverage
from rglm.sources.source import Source

MIN_FULL_LEVERAGE = 1 - 10 * np.finfo(float).eps  # a leverage above it is 1, as in R
MAX_NEAR_FULL_GAP = 1e-4  # below 1: the 1 - h of such a row is summed again
MAX_SINGLE_ROWS = 32  # rows near 1 up to which each is computed alone; more of them go together
SUM_ROUNDING = 64 * np.finfo(float).eps  # of the sizes of what is summed: what may stand for zero
REFINEMENT_STEPS = 2
MAX_TRIES = 6  # of a set of rows, each time without those that are known to be less than 1


@dataclass(frozen=True)
class LeverageCorrection:
    """The leverages that are 1 or near it, computed with care.

    A row belongs to a direction b where its sqrt(w) x'b is about 1 or -1; it is about 0 on all
    others.

    Attributes
    ----------
    directions : (p, m) array
    complements : (m,) array
        1 - h of the rows of each; 0 where the leverage is 1.
    """

    directions: np.ndarray
    complements: np.ndarray

    def correct(self, hat: np.ndarray, weight: np.ndarray, block: Block) -> np.ndarray:
        """The leverages of a block with those near 1 corrected."""
        root = np.sqrt(weight)
        for direction, complement in zip(self.directions.T, self.complements, strict=True):
            along = root * block.columns.product(direction, block.row_slice)
            hat = np.where(np.abs(along) > 0.5, 1 - complement, hat)
        return np.where(hat > MIN_FULL_LEVERAGE, 1.0, hat)


def block_leverages(fit: HasLeverage, block: Block) -> np.ndarray:
    """The leverages of the rows of a block, NaN where the weight is 0."""
    weight = weights_at(fit._solution.system_predictor, block)
    hat = _computed(fit._solution, weight, block)
    if (hat > 1 - MAX_NEAR_FULL_GAP).any():
        hat = fit._leverage_correction.correct(hat, weight, block)
    return np.where(block.rows.weights == 0, np.nan, hat)


def leverages(fit: HasLeverage) -> pd.Series:
    """The leverages of the rows of the fit, without those that ``na_exclude`` left out."""
    return fit._row_series(fit._rows_source.by_row(partial(block_leverages, fit)))


def leverage_correction(fit: HasLeverage) -> LeverageCorrection:
    """The rows of leverage 1 or near it among all rows of a fit."""
    return _correction(fit._rows_source, fit._solution)


def _correction(source: Source, solution: IrlsResult) -> LeverageCorrection:
    p = len(source.columns)
    none = _Candidates(np.zeros(p))
    candidates = source.total(_CandidatesOfBlock(solution)) if solution.rank else none
    if candidates.count == 0:
        return LeverageCorrection(np.zeros((p, 0)), np.zeros(0))
    if candidates.count > MAX_SINGLE_ROWS:
        return _correction_of_many(source, solution, candidates.product)
    directions, residuals = _refine(source, solution, np.column_stack(candidates.rows))
    return LeverageCorrection(directions, np.where(residuals.ratio <= 1, 0.0, residuals.squares))


def _correction_of_many(
    source: Source, solution: IrlsResult, product: np.ndarray
) -> LeverageCorrection:
    """The correction where many rows are near 1: of those whose leverage is 1, all at once.

    A sum of their e_i with signs is in the column space.
    """
    for _ in range(MAX_TRIES):
        directions, residuals = _refine(source, solution, product[:, None])
        if residuals.ratio[0] <= 1:
            return LeverageCorrection(directions, np.zeros(1))
        product = residuals.inside[:, 0]
        if not product.any():
            break
    return LeverageCorrection(np.zeros((len(product), 0)), np.zeros(0))


def _refine(
    source: Source, solution: IrlsResult, products: np.ndarray
) -> tuple[np.ndarray, _Residuals]:
    """The b of each X'W^(1/2) v (p, m), and the residuals v - W^(1/2) X b."""
    solved = solution.system
    directions = np.column_stack([solved.apply(product) for product in products.T])
    for _ in range(REFINEMENT_STEPS):
        residuals = source.total(_ResidualsOfBlock(solution.system_predictor, directions))
        directions = directions + np.column_stack([solved.apply(p) for p in residuals.products.T])
    return directions, source.total(_ResidualsOfBlock(solution.system_predictor, directions))


def _computed(solution: IrlsResult, weight: np.ndarray, block: Block) -> np.ndarray:
    with np.errstate(all="ignore"):
        return weight * solution.system.row_variances(block.columns, block.row_slice)


@dataclass
class _Candidates:
    """Rows near 1: their number, sqrt(w) x of the first of them, and its sum with random signs."""

    product: np.ndarray
    count: int = 0
    rows: tuple[np.ndarray, ...] = ()

    def __iadd__(self, other: _Candidates) -> _Candidates:
        self.product = self.product + other.product
        self.count += other.count
        self.rows = (*self.rows, *other.rows)[: MAX_SINGLE_ROWS + 1]
        return self


@dataclass(frozen=True)
class _CandidatesOfBlock:
    solution: IrlsResult

    def __call__(self, block: Block) -> _Candidates:
        columns, weight = block.columns, weights_at(self.solution.system_predictor, block)
        near = _computed(self.solution, weight, block) > 1 - MAX_NEAR_FULL_GAP
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
        product = columns.transposed_product(np.where(near, root * signs, 0.0), block.row_slice)
        return _Candidates(product, len(places), tuple(rows))


@dataclass
class _Residuals:
    """The residuals r = v - W^(1/2) X b of each b.

    Attributes
    ----------
    products, inside : (p, m) arrays
        X'W^(1/2) r, and X'W^(1/2) v of the rows where r is no more than rounding.
    squares, ratio : (m,) arrays
        r'r, and the largest |r_i| in units of its rounding.
    """

    products: np.ndarray
    inside: np.ndarray
    squares: np.ndarray
    ratio: np.ndarray

    def __iadd__(self, other: _Residuals) -> _Residuals:
        self.products, self.inside = self.products + other.products, self.inside + other.inside
        self.squares = self.squares + other.squares
        self.ratio = np.maximum(self.ratio, other.ratio)
        return self


@dataclass(frozen=True)
class _ResidualsOfBlock:
    predictor: Predictor
    directions: np.ndarray

    def __call__(self, block: Block) -> _Residuals:
        root = np.sqrt(weights_at(self.predictor, block))
        each = (self._of_direction(block, root, direction) for direction in self.directions.T)
        products, inside, squares, ratio = zip(*each, strict=True)
        return _Residuals(
            np.column_stack(products), np.column_stack(inside), np.array(squares), np.array(ratio)
        )

    def _of_direction(
        self, block: Block, root: np.ndarray, direction: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, float, float]:
        columns, rows = block.columns, block.row_slice
        along = root * columns.product(direction, rows)
        target = np.where(np.abs(along) > 0.5, np.sign(along), 0.0)
        residual = target - along
        size = SUM_ROUNDING * (np.abs(target) + root * columns.abs_product(direction, rows))
        ratio = np.divide(np.abs(residual), size, out=np.zeros(len(residual)), where=size > 0)
        inside = columns.transposed_product(np.where(ratio <= 1, root * target, 0.0), rows)
        product = columns.transposed_product(root * residual, rows)
        return product, inside, float(residual @ residual), float(ratio.max(initial=0.0))
