"""Least-squares fits of some of the columns of a design, without a further pass over its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor
from rglm.fitting.least_squares.least_squares_sums import LeastSquaresSums
from rglm.fitting.least_squares.triangle_fit import (
    TriangleFit,
    fit_triangle,
    reordered_triangle,
    residual_squares,
)
from rglm.fitting.solver_result import SolverStatus


@dataclass(frozen=True)
class ColumnFits:
    """The fits of any columns of a design, from the triangle of all.

    Attributes
    ----------
    triangle : (k, k) array
        See `LeastSquaresSums.triangle`.
    columns : int
        The number p of columns of the design.
    informative : int
        The number of rows with a weight.
    tol : float
        The tolerance of the rank rule.
    family : Family
        That of the results.
    """

    triangle: np.ndarray
    columns: int
    informative: int
    tol: float
    family: Family

    @classmethod
    def of_sums(
        cls, sums: LeastSquaresSums | None, columns: int, tol: float, family: Family
    ) -> ColumnFits | None:
        """The fits of the columns of a design of known sums; None where it has no triangle."""
        if sums is None or sums.triangle is None:
            return None
        return cls(sums.triangle, columns, sums.row_sums.informative, tol, family)

    def fit(self, columns: Sequence[int] | np.ndarray) -> IrlsResult:
        """The fit of the columns at some places, in this order."""
        return self.result(fit_triangle(self.triangle, self.columns, self.tol, columns))

    def with_sums(
        self, sums: LeastSquaresSums, columns: Sequence[int] | np.ndarray, has_intercept: bool
    ) -> IrlsResult:
        """The fit of some columns with its sums over the rows, from those of all columns."""
        p, count = self.columns, len(columns)
        places = [*columns, *range(p, len(self.triangle))]
        triangle = reordered_triangle(self.triangle, places)
        fit = fit_triangle(triangle, count, self.tol)
        first = None if sums.first is None else sums.first[:count, [*columns, p]]
        own = replace(
            sums,
            fitted_squares=fit.fitted_squares(False),
            model_squares=fit.fitted_squares(has_intercept),
            null_squares=fit.null_squares(has_intercept),
            triangle=triangle,
            first=first,
        )
        return self.result(fit, own)

    def residual_squares(self, columns: Sequence[int] | np.ndarray) -> tuple[float, int]:
        """The residual sum of squares and the rank of that fit; quicker than `fit`."""
        squares, rank = residual_squares(self.triangle, self.columns, self.tol, columns)
        return (squares if rank < self.informative else 0.0), rank

    def result(self, fit: TriangleFit, sums: LeastSquaresSums | None = None) -> IrlsResult:
        """A fit as a result; without residual degrees of freedom its deviance is 0.

        Raises
        ------
        FitError
            The residual sum of squares is no floating point number.
        """
        deviance = fit.residual_squares if fit.system.rank < self.informative else 0.0
        if not np.isfinite(deviance):
            raise FitError("the residual sum of squares is no floating point number")
        return IrlsResult(
            status=SolverStatus.CONVERGED,
            iter=1,
            beta=fit.beta,
            system=fit.system,
            system_predictor=Predictor(self.family, fit.beta),
            deviance=deviance,
            boundary=False,
            lowest=np.nan,
            highest=np.nan,
            least_squares=sums,
        )
