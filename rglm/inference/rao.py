"""Rao's score tests of what a larger model adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.fitting.irls import Solution
from rglm.fitting.working import Predictor, residuals_at, weights_at
from rglm.linalg.pivot import pivot
from rglm.linalg.triangle import merge, triangle


def scores(fit: Any, steps: list[Solution]) -> list[float]:
    """Rao's score statistic of each term: what its columns explain of the working residuals of
    the fit without it.
    """
    if not steps:
        return []
    assign = fit.schema.assign
    first = fit.refit(np.flatnonzero(assign == 0))
    out = []
    for k, solution in enumerate([first, *steps[:-1]]):
        smaller = fit.rows_source.select(np.flatnonzero(assign <= k))
        out.append(score(fit, smaller, solution, np.flatnonzero(assign <= k + 1)))
    return out


def score(fit: Any, smaller: Any, solution: Solution, columns: np.ndarray) -> float:
    """|Q'w^(1/2) r|^2 over `columns` of a fit, with the weights and the working residuals of the
    smaller model's solution (as in R the weights of its last step).
    """
    family = fit.family
    weight, residual = smaller.by_row(lambda block: _weighted_residuals(family, solution, block)).T
    source = fit.rows_source.select(columns)

    def of_block(block: Block) -> _Rotated:
        x = block.matrix(spare=1)
        x[:, -1] = residual[block.place]
        x *= np.sqrt(weight[block.place])[:, None]
        return _Rotated(triangle(x))

    solved = pivot(source.total(of_block).r, fit.control.tol)
    # as in R the residuals are taken about their weighted mean, which the intercept explains
    return float((solved.rotated[int(fit.schema.parsed.intercept) : solved.rank] ** 2).sum())


def _weighted_residuals(family: Any, solution: Solution, block: Block) -> np.ndarray:
    """Working weights and residuals of a block, (rows, 2)."""
    weight = weights_at(solution.before, block)
    residual = residuals_at(Predictor(family, solution.beta), block)
    return np.column_stack([weight, np.where(weight > 0, residual, 0.0)])


@dataclass(frozen=True)
class _Rotated:
    r: np.ndarray

    def __add__(self, other: _Rotated) -> _Rotated:
        return _Rotated(merge(self.r, other.r))


def score_between(one: Any, two: Any) -> float:
    """Rao's statistic for two nested models, at the fit of the smaller."""
    small, large = (one, two) if one.rank <= two.rank else (two, one)
    designs = [large.rows_source.columns, small.rows_source.columns]
    if _rank(large, designs) > _rank(large, designs[:1]):
        raise ValueError(
            f"test='Rao' compares nested models; {small.formula!r} is not part of "
            f"{large.formula!r}"
        )
    sign = 1.0 if small is one else -1.0
    everything = np.arange(len(large.schema.names))
    return sign * score(large, small.rows_source, small.solution, everything)


def _rank(fit: Any, designs: list[Columns]) -> int:
    """The rank of some designs side by side on the rows of a fit."""

    def of_block(block: Block) -> _Rotated:
        x = [columns.matrix(block.place) for columns in designs]
        return _Rotated(triangle(np.asfortranarray(np.column_stack([*x, block.rows.y]))))

    return pivot(fit.rows_source.total(of_block).r, 1e-7).rank
