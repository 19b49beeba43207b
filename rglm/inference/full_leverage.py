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
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.fitting.working import weights_at

ONE = 1 - 10 * np.finfo(float).eps  # a leverage above it is 1, as in R
NEAR = 1e-4  # of 1: the rest of such a row is summed again
FEW = 32  # rows near 1 that are looked at one by one; more of them are tried together
ROUNDING = 64 * np.finfo(float).eps  # of the sizes of what is summed: what may stand for zero
REFINEMENTS = 2
TRIES = 6  # of a set of rows, each time without those that are known to be less than 1


@dataclass(frozen=True)
class NearOne:
    """The rows whose leverage is 1 or near it.

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
            along = root * block.columns.product(direction, block.place)
            hat = np.where(np.abs(along) > 0.5, 1 - rest, hat)
        return np.where(hat > ONE, 1.0, hat)


def block_leverages(fit: Any, block: Block) -> np.ndarray:
    """The leverages of the rows of a block, NaN where the weight is 0."""
    weight = weights_at(fit.solution.before, block)
    hat = _raw(fit.solution, weight, block)
    if (hat > 1 - NEAR).any():
        hat = near_one(fit).correct(hat, weight, block)
    return np.where(block.rows.weights == 0, np.nan, hat)


def near_one(fit: Any) -> NearOne:
    """The rows of leverage 1 or near it among all rows of a fit; remembered."""
    if "_near_one" not in vars(fit):
        fit._near_one = _near_one(fit.rows_source, fit.solution)
    return fit._near_one


def _near_one(source: Any, solution: Any) -> NearOne:
    p = len(source.columns)
    found = source.total(_Candidates(solution)) if solution.rank else _Found(np.zeros(p))
    if found.count == 0:
        return NearOne(np.zeros((p, 0)), np.zeros(0))
    if found.count > FEW:
        return _together(source, solution, found.pull)
    directions, off = _refined(source, solution, np.column_stack(found.rows))
    return NearOne(directions, np.where(off.ratio <= 1, 0.0, off.squares))


def _together(source: Any, solution: Any, pull: np.ndarray) -> NearOne:
    """Those of many rows whose leverage is 1: a sum of their e_i with signs is in the column
    space.
    """
    for _ in range(TRIES):
        directions, off = _refined(source, solution, pull[:, None])
        if off.ratio[0] <= 1:
            return NearOne(directions, np.zeros(1))
        pull = off.inside[:, 0]
        if not pull.any():
            break
    return NearOne(np.zeros((len(pull), 0)), np.zeros(0))


def _refined(source: Any, solution: Any, pulls: np.ndarray) -> tuple[np.ndarray, _Off]:
    """Return b for each X'W^(1/2) v (p, m), and how far W^(1/2) X b is from v."""
    solved = solution.pivoted
    directions = np.column_stack([solved.apply(pull) for pull in pulls.T])
    for _ in range(REFINEMENTS):
        off = source.total(_Remainders(solution.before, directions))
        directions = directions + np.column_stack([solved.apply(pull) for pull in off.pulls.T])
    return directions, source.total(_Remainders(solution.before, directions))


def _raw(solution: Any, weight: np.ndarray, block: Block) -> np.ndarray:
    with np.errstate(all="ignore"):
        return weight * solution.pivoted.variance_of(block.columns, block.place)


@dataclass
class _Found:
    """Rows near 1: how many, the sqrt(w) x of the first ones, and the sum of all with signs."""

    pull: np.ndarray
    count: int = 0
    rows: tuple[np.ndarray, ...] = ()

    def __iadd__(self, other: _Found) -> _Found:
        self.pull = self.pull + other.pull
        self.count += other.count
        self.rows = (*self.rows, *other.rows)[: FEW + 1]
        return self


@dataclass(frozen=True)
class _Candidates:
    solution: Any

    def __call__(self, block: Block) -> _Found:
        columns, weight = block.columns, weights_at(self.solution.before, block)
        near = _raw(self.solution, weight, block) > 1 - NEAR
        near &= block.rows.weights > 0
        if not near.any():
            return _Found(np.zeros(len(columns)))
        root, (places,) = np.sqrt(weight), np.nonzero(near)
        first = range(block.place.start, block.place.start + len(weight))
        rows = [
            root[i] * columns.matrix(slice(first[i], first[i] + 1))[0] for i in places[: FEW + 1]
        ]
        signs = np.random.default_rng(block.start).choice([-1.0, 1.0], len(weight))
        pull = columns.transposed_product(np.where(near, root * signs, 0.0), block.place)
        return _Found(pull, len(places), tuple(rows))


@dataclass
class _Off:
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

    def __iadd__(self, other: _Off) -> _Off:
        self.pulls, self.inside = self.pulls + other.pulls, self.inside + other.inside
        self.squares = self.squares + other.squares
        self.ratio = np.maximum(self.ratio, other.ratio)
        return self


@dataclass(frozen=True)
class _Remainders:
    before: Any
    directions: np.ndarray

    def __call__(self, block: Block) -> _Off:
        root = np.sqrt(weights_at(self.before, block))
        found = [self._along(block, root, direction) for direction in self.directions.T]
        pulls, inside, squares, ratio = zip(*found, strict=True)
        return _Off(
            np.column_stack(pulls), np.column_stack(inside), np.array(squares), np.array(ratio)
        )

    def _along(self, block: Block, root: np.ndarray, direction: np.ndarray) -> tuple[Any, ...]:
        columns, place = block.columns, block.place
        along = root * columns.product(direction, place)
        whole = np.where(np.abs(along) > 0.5, np.sign(along), 0.0)
        left = whole - along
        size = ROUNDING * (np.abs(whole) + root * columns.magnitudes(direction, place))
        ratio = np.divide(np.abs(left), size, out=np.zeros(len(left)), where=size > 0)
        inside = columns.transposed_product(np.where(ratio <= 1, root * whole, 0.0), place)
        pull = columns.transposed_product(root * left, place)
        return pull, inside, float(left @ left), float(ratio.max(initial=0.0))
