"""Which parameters of a likelihood are infinite, where it goes on rising without end.

The last step of such an ascent is one direction to the limit of many. A model says which
inequalities a direction g has to obey to lead there: s_i c_i'g >= 0 on rows that come ever nearer
to certainty, and c_i'g = 0 on all others. A parameter is infinite where all such directions agree
on its sign (see `rglm.fitting.separation.separation_directions`).
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from rglm.design.block import Block, Rows
from rglm.design.columns import Columns
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.newton.likelihood_model import LikelihoodModel
from rglm.fitting.newton.optimization_result import OptimizationResult
from rglm.fitting.separation.separation_lp import (
    MIN_SEPARATION,
    RecessionResult,
    SeparationProblem,
)
from rglm.sources.memory import MemorySource
from rglm.sources.source import Source

MAX_INEQUALITY_NUMBERS = 3e7  # if there are more, the inequalities of some rows are enough


def with_limit_signs(
    model: LikelihoodModel, source: Source, maximum: OptimizationResult
) -> OptimizationResult:
    """The maximum, whose infinite step has the signs that all directions to its limit agree on.

    The step is 0 for a finite parameter, and NaN where directions differ in its sign.
    """
    step = maximum.infinite_step
    if step is None:
        return maximum
    count = len(step)
    every = max(1, int(source.nrows * count * model.inequalities / MAX_INEQUALITY_NUMBERS))
    some = source if every == 1 else source.every_nth(every)
    no_columns = numbered_columns(np.zeros((0, count)))
    inequalities = some.transform(partial(_inequality_rows, model, step), no_columns)
    problem = SeparationProblem(inequalities, CertaintyFamily(), np.arange(count))
    recession = problem.recession()
    signed = _with_signs(step, recession, model.free_scalars)
    shapes = [one.shapes for one in model.directions(source.every_nth(source.nrows), step)]
    uncertain = inequalities.total(partial(_count_uncertain, recession.direction, len(shapes)))
    for places, rows in zip(shapes, uncertain, strict=True):
        if not rows:  # all rows become certain, whatever the shape
            signed[places] = np.where(signed[places] == 0, 0.0, np.nan)
    return replace(maximum, infinite_step=signed)


def _with_signs(step: np.ndarray, recession: RecessionResult, scalars: np.ndarray) -> np.ndarray:
    """The step with the signs that every direction has."""
    free = recession.free
    if not recession.separated or step[scalars].any():
        # a shape that goes to infinity takes coefficients along that are in no inequality
        free = free | (step != 0)
    size = np.maximum(np.abs(step), 1e-3 * np.abs(step).max())
    signs = np.where(recession.free, recession.signs, np.sign(step))
    out = np.where(free, np.where(signs == 0, np.nan, signs * size), 0.0)
    out[scalars] = step[scalars]
    return out


class CertaintyFamily:
    """A `BoundedFamily` for inequalities as rows: a response of 1 is at a bound."""

    boundary_means: tuple[float, ...] = (1.0,)

    @property
    def link(self) -> CertaintyFamily:
        """The link, which is the family itself."""
        return self

    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return infinity."""
        return np.full(np.shape(mu), np.inf)


def numbered_columns(rows: np.ndarray) -> Columns:
    """Rows (n, k) as columns whose names are numbers."""
    places = np.arange(rows.shape[1])
    arrays = tuple(np.ascontiguousarray(rows.T))
    return Columns(len(rows), tuple(map(str, places)), places, arrays, places)


def _inequality_rows(
    model: LikelihoodModel, step: np.ndarray, source: MemorySource
) -> MemorySource:
    """A row for each inequality: s_i c_i, with a response of 1; or of 0, where c_i'g is 0.

    Its trials are the number of the inequality in the model's list.
    """
    used, rows, responses, numbers = source.rows.weights > 0, [], [], []
    for number, inequality in enumerate(model.directions(source, step)):
        has_inequality = used & ~np.isnan(inequality.sides)
        side = inequality.sides[has_inequality]
        signs = np.where(side == 0, 1.0, side)
        rows.append(inequality.columns[has_inequality] * signs[:, None])
        responses.append(np.abs(side))
        numbers.append(np.full(len(side), float(number)))
    y, kinds = np.concatenate(responses), np.concatenate(numbers)
    return MemorySource(numbered_columns(np.vstack(rows)), Rows(y, y**0, 0 * y, kinds, 0 * y))


def _count_uncertain(direction: np.ndarray, count: int, block: Block) -> np.ndarray:
    """In how many rows a direction does not lead to certainty, by inequality."""
    is_certain = (block.rows.y == 1) & (design_product(block, direction) > MIN_SEPARATION / 2)
    return np.bincount(block.rows.trials.astype(int), ~is_certain, count)
