"""Which parameters of a likelihood are infinite, where it goes on rising without end.

The last step of such a climb is one way to the limit of many. A model says which inequalities a
direction g has to obey to lead there: s_i c_i'g >= 0 on rows that come ever nearer to certainty,
and c_i'g = 0 on all others. A parameter is infinite where all such directions agree on its sign
(see `rglm.fitting.separation.separation_directions`).
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from rglm.design.block import Block, Rows
from rglm.design.columns import Columns
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.newton.optimization_result import OptimizationResult
from rglm.fitting.separation.separation_lp import (
    MIN_SEPARATION,
    RecessionResult,
    SeparationProblem,
)
from rglm.sources.memory import MemorySource

MAX_NUMBERS = 3e7  # numbers: of more inequalities those of some rows are enough


def with_limit_signs(model: Any, source: Any, maximum: OptimizationResult) -> OptimizationResult:
    """The maximum with the signs that all directions to its limit agree on.

    `running` is 0 for a parameter that is finite, and NaN for one on whose side they differ.
    """
    step = maximum.running
    if step is None:
        return maximum
    count = len(step)
    every = max(1, int(source.nrows * count * model.inequalities / MAX_NUMBERS))
    some = source if every == 1 else source.every_nth(every)
    made = some.transform(partial(_inequality_rows, model, step), _columns(np.zeros((0, count))))
    found = SeparationProblem(made, CertaintyFamily(), np.arange(count)).recession()
    out = _with_signs(step, found, model.free_scalars)
    shapes = [one.shapes for one in model.directions(source.every_nth(source.nrows), step)]
    uncertain = made.total(partial(_count_uncertain, found.direction, len(shapes)))
    for places, rows in zip(shapes, uncertain, strict=True):
        if not rows:  # all come to certainty whatever the shape
            out[places] = np.where(out[places] == 0, 0.0, np.nan)
    return replace(maximum, running=out)


def _with_signs(step: np.ndarray, found: RecessionResult, scalars: np.ndarray) -> np.ndarray:
    """The step with the signs that every direction has."""
    free = found.free
    if not found.separated or step[scalars].any():
        # a shape that runs away takes coefficients with it that no inequality is of
        free = free | (step != 0)
    size = np.maximum(np.abs(step), 1e-3 * np.abs(step).max())
    signs = np.where(found.free, found.signs, np.sign(step))
    out = np.where(free, np.where(signs == 0, np.nan, signs * size), 0.0)
    out[scalars] = step[scalars]
    return out


class CertaintyFamily:
    """Stands for a family whose responses of 1 are at an end of its range."""

    boundary_means = (1.0,)

    @property
    def link(self) -> CertaintyFamily:
        """Itself."""
        return self

    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return infinity."""
        return np.full(np.shape(mu), np.inf)


def _columns(rows: np.ndarray) -> Columns:
    places = np.arange(rows.shape[1])
    arrays = tuple(np.ascontiguousarray(rows.T))
    return Columns(len(rows), tuple(map(str, places)), places, arrays, places)


def _inequality_rows(model: Any, step: np.ndarray, source: MemorySource) -> MemorySource:
    """A row for each inequality: s_i c_i, with a response of 1; or of 0, where c_i'g is 0.

    Its trials are the number of the inequality in the model's list.
    """
    used, rows, ends, numbers = source.rows.weights > 0, [], [], []
    for number, found in enumerate(model.directions(source, step)):
        asked = used & ~np.isnan(found.sides)
        side = found.sides[asked]
        rows.append(found.columns[asked] * np.where(side == 0, 1.0, side)[:, None])
        ends.append(np.abs(side))
        numbers.append(np.full(len(side), float(number)))
    y, kinds = np.concatenate(ends), np.concatenate(numbers)
    return MemorySource(_columns(np.vstack(rows)), Rows(y, y**0, 0 * y, kinds, 0 * y))


def _count_uncertain(direction: np.ndarray, count: int, block: Block) -> np.ndarray:
    """In how many rows a direction does not lead to certainty, by inequality."""
    certain = (block.rows.y == 1) & (design_product(block, direction) > MIN_SEPARATION / 2)
    return np.bincount(block.rows.trials.astype(int), ~certain, count)
