"""Rao's score tests of what a larger model adds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor, residuals_at, weights_at
from rglm.linalg.pivot import pivot
from rglm.linalg.triangle import merge_triangles, qr_triangle


def scores(fit: Any, steps: list[IrlsResult]) -> list[float]:
    """Rao's score statistic of each term: what its columns explain of the working residuals of
    the fit without it.
    """
    if not steps:
        return []
    assign = fit._schema.assign
    first = fit._refit_columns(np.flatnonzero(assign == 0))
    out = []
    for k, solution in enumerate([first, *steps[:-1]]):
        smaller, columns = np.flatnonzero(assign <= k), np.flatnonzero(assign <= k + 1)
        out.append(score(fit, smaller, solution, columns))
    return out


def score(fit: Any, smaller: np.ndarray, solution: IrlsResult, columns: np.ndarray) -> float:
    """|Q'w^(1/2) r|^2 over `columns` of a fit, with the weights and the working residuals of the
    solution of a model with the columns `smaller` (as in R the weights of its last step).
    """
    family = fit.family

    def residuals(block: Block) -> np.ndarray:
        inside = replace(block, columns=block.columns.select(smaller))
        return _weighted_residuals(family, solution, inside)

    return _score(fit, residuals, columns)


def _score(fit: Any, residuals: Callable[[Block], np.ndarray], columns: np.ndarray) -> float:
    """`score`, of the weights and residuals of a block, (rows, 2)."""

    def of_block(block: Block) -> _Rotated:
        weight, residual = residuals(block).T
        x = replace(block, columns=block.columns.select(columns)).matrix(spare=1)
        x[:, -1] = residual
        x *= np.sqrt(weight)[:, None]
        return _Rotated(qr_triangle(x))

    solved = pivot(fit._rows_source.total(of_block).r, fit.control.tol)
    # as in R the residuals are taken about their weighted mean, which the intercept explains
    return float((solved.rotated[int(fit._schema.parsed.intercept) : solved.rank] ** 2).sum())


def _weighted_residuals(family: Any, solution: IrlsResult, block: Block) -> np.ndarray:
    """Working weights and residuals of a block, (rows, 2)."""
    weight = weights_at(solution.before, block)
    residual = residuals_at(Predictor(family, solution.beta), block)
    return np.column_stack([weight, np.where(weight > 0, residual, 0.0)])


@dataclass(frozen=True)
class _Rotated:
    r: np.ndarray

    def __add__(self, other: _Rotated) -> _Rotated:
        return _Rotated(merge_triangles(self.r, other.r))


def score_between(one: Any, two: Any) -> float:
    """Rao's statistic for two nested models, at the fit of the smaller."""
    small, large = (one, two) if one.rank <= two.rank else (two, one)
    designs = [large._rows_source.columns, small._rows_source.columns]
    if _rank(large, designs) > _rank(large, designs[:1]):
        raise ValueError(
            f"test='Rao' compares nested models; {small.formula!r} is not part of "
            f"{large.formula!r}"
        )
    sign = 1.0 if small is one else -1.0
    everything = np.arange(len(large._schema.names))
    family, solution = large.family, small._solution
    found = small._rows_source.by_row(lambda block: _weighted_residuals(family, solution, block))
    return sign * _score(large, lambda block: found[block.row_slice], everything)


def _rank(fit: Any, designs: list[Columns]) -> int:
    """The rank of some designs side by side on the rows of a fit."""

    def of_block(block: Block) -> _Rotated:
        x = [columns.matrix(block.row_slice) for columns in designs]
        return _Rotated(qr_triangle(np.asfortranarray(np.column_stack([*x, block.rows.y]))))

    return pivot(fit._rows_source.total(of_block).r, 1e-7).rank
