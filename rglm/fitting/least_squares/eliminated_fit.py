"""The least-squares fit of a design with a factor of many levels, by normal equations.

The factor is partialled out (`rglm.linalg.gram`). Normal equations lose digits, which one step of
iterative refinement restores: with the residuals r of the first solution the correction is
(X'WX)^-1 X'Wr (Björck 1996, *Numerical Methods for Least Squares Problems*, section 2.9). It takes
a pass for the equations and two more, without equations.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from rglm.design.block import Block
from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.fitting.irls.column_layout import lay_out_columns
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.normal_equations.gram_accumulator import GramAccumulator
from rglm.fitting.irls.working_statistics import Predictor
from rglm.fitting.irls.working_values import Accumulator, WorkingValues
from rglm.fitting.least_squares.fitted_sums import fitted_sums
from rglm.fitting.least_squares.row_totals import block_totals, check_totals
from rglm.fitting.solver_result import SolverStatus
from rglm.linalg.solved_system import LeastSquaresSystem
from rglm.sources.source import ScratchStatistic, Source


@dataclass
class EquationTotals:
    """The normal equations and the sums of some rows; ``+=`` adds those of others."""

    equations: LeastSquaresSystem
    sums: np.ndarray  # see `RowTotals`

    def __iadd__(self, other: EquationTotals) -> EquationTotals:
        self.equations += other.equations
        self.sums = self.sums + other.sums
        return self


@dataclass(frozen=True)
class _EquationStatistic(ScratchStatistic):
    """The function of a block whose sum over all rows is `EquationTotals`."""

    accumulator: Accumulator

    @property
    def is_threaded(self) -> bool:
        """Whether several threads gain time."""
        return self.accumulator.is_threaded

    def __call__(self, block: Block) -> EquationTotals:
        """The equations of min |W^(1/2) (y - offset - X b)|."""
        systems = []
        for part in block.split(self.accumulator.rows_at_once):
            x = self.accumulator.columns(part)
            values = WorkingValues(part.rows.weights, part.rows.y - part.rows.offset)
            systems.append(self.accumulator.rows_system(x, values))
        equations = self.accumulator.block_system(block, systems)
        return EquationTotals(equations, block_totals(block))

    def for_thread(self) -> _EquationStatistic:
        """The statistic with scratch memory of this thread."""
        return replace(self, accumulator=self.accumulator.for_thread())


def eliminated_fit(source: Source, family: Family, tol: float) -> IrlsResult:
    """The fit by normal equations.

    Raises
    ------
    NearSingularError
        Columns are combinations of others, or nearly so.
    DataError
        No row has a weight.
    FitError
        Numbers are too large.
    """
    accumulator = GramAccumulator(lay_out_columns(source.columns))
    accumulator.begin()
    totals = source.total(_EquationStatistic(accumulator), accumulator.blocks_at_once)
    check_totals(totals.sums, totals.equations.is_finite)
    solved = totals.equations.solve(tol)
    beta = solved.step()
    beta = beta + solved.apply(source.total(partial(_scores, beta)))
    sums, deviance = fitted_sums(source, beta, totals.sums)
    if not np.isfinite(deviance):
        raise FitError("the residual sum of squares is no floating point number")
    return IrlsResult(
        status=SolverStatus.CONVERGED,
        iter=1,
        beta=beta,
        system=solved,
        system_predictor=Predictor(family, beta),
        deviance=deviance,
        boundary=False,
        lowest=np.nan,
        highest=np.nan,
        least_squares=sums,
    )


def _scores(beta: np.ndarray, block: Block) -> np.ndarray:
    """X'W (y - offset - X beta) of a block."""
    rows = block.rows
    residuals = rows.y - rows.offset - design_product(block, beta)
    return block.columns.transposed_product(rows.weights * residuals, block.row_slice)
