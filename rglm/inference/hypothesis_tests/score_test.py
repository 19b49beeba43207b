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
from rglm.protocol.capabilities import HasWorkingWeights

RANK_TOLERANCE = 1e-7


@dataclass(frozen=True)
class ScoreTest:
    """Rao's score test of columns that are added to a smaller model.

    Attributes
    ----------
    source : MemorySource or ChunkedSource
        The rows, with the columns of all models.
    family : Family
    tolerance : float
        Of the rank.
    intercept : bool
        Whether the models have one.
    """

    source: Any
    family: Any
    tolerance: float
    intercept: bool

    @classmethod
    def of(cls, fit: HasWorkingWeights, source: Any) -> ScoreTest:
        """The score tests of models with the family of a fit, on the rows of a source."""
        return cls(source, fit.family, fit.control.tol, fit._schema.parsed.intercept)

    def statistic(self, smaller: np.ndarray, solution: IrlsResult, larger: np.ndarray) -> float:
        """|Q'w^(1/2) r|^2, by which the columns `larger` explain the working residuals r.

        Working weights and residuals are those of the solution with the columns `smaller`; the
        weights are, as in R, those of its last step.
        """

        def of_block(block: Block) -> np.ndarray:
            inside = replace(block, columns=block.columns.select(smaller))
            return weighted_residuals(self.family, solution, inside)

        return self.explained(of_block, larger)

    def explained(self, residuals: Callable[[Block], np.ndarray], larger: np.ndarray) -> float:
        """The same for working weights and residuals of each block, (rows, 2)."""

        def of_block(block: Block) -> _Triangle:
            weight, residual = residuals(block).T
            x = replace(block, columns=block.columns.select(larger)).matrix(spare=1)
            x[:, -1] = residual
            x *= np.sqrt(weight)[:, None]
            return _Triangle(qr_triangle(x))

        solved = pivot(self.source.total(of_block).r, self.tolerance)
        # as in R the residuals are taken about their weighted mean, which the intercept explains
        return float((solved.rotated[int(self.intercept) : solved.rank] ** 2).sum())


def sequential_scores(fit: HasWorkingWeights, steps: list[IrlsResult]) -> list[float]:
    """Rao's score statistic of each term, beside the terms before it.

    Parameters
    ----------
    steps : list of IrlsResult
        The fits with the first term, the first two, ..., all.
    """
    if not steps:
        return []
    assign, test = fit._schema.assign, ScoreTest.of(fit, fit._cell_source)
    first = fit._refit_columns(np.flatnonzero(assign == 0))
    return [
        test.statistic(np.flatnonzero(assign <= k), solution, np.flatnonzero(assign <= k + 1))
        for k, solution in enumerate([first, *steps[:-1]])
    ]


def score_between(one: HasWorkingWeights, two: HasWorkingWeights) -> float:
    """Rao's statistic of two nested fits, at the smaller; below 0 where that is the second."""
    small, large = (one, two) if one.rank <= two.rank else (two, one)
    designs = [large._rows_source.columns, small._rows_source.columns]
    if _rank(large, designs) > _rank(large, designs[:1]):
        raise ValueError(
            f"test='Rao' compares nested models; {small.formula!r} is not part of "
            f"{large.formula!r}"
        )
    sign = 1.0 if small is one else -1.0
    family, solution = large.family, small._solution
    residuals = small._rows_source.by_row(
        lambda block: weighted_residuals(family, solution, block)
    )
    test = ScoreTest.of(large, large._rows_source)
    all_columns = np.arange(len(large._schema.names))
    return sign * test.explained(lambda block: residuals[block.row_slice], all_columns)


def weighted_residuals(family: Any, solution: IrlsResult, block: Block) -> np.ndarray:
    """Working weights and residuals of a block, (rows, 2)."""
    weight = weights_at(solution.system_predictor, block)
    residual = residuals_at(Predictor(family, solution.beta), block)
    return np.column_stack([weight, np.where(weight > 0, residual, 0.0)])


@dataclass(frozen=True)
class _Triangle:
    """The R factor of a QR decomposition, which is summed over blocks."""

    r: np.ndarray

    def __add__(self, other: _Triangle) -> _Triangle:
        return _Triangle(merge_triangles(self.r, other.r))


def _rank(fit: HasWorkingWeights, designs: list[Columns]) -> int:
    """The rank of some designs side by side on the rows of a fit."""

    def of_block(block: Block) -> _Triangle:
        x = [columns.matrix(block.row_slice) for columns in designs]
        return _Triangle(qr_triangle(np.asfortranarray(np.column_stack([*x, block.rows.y]))))

    return pivot(fit._rows_source.total(of_block).r, RANK_TOLERANCE).rank
