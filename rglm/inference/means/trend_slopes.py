"""The slopes of predictions at the rows of a reference grid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import factorial

import numpy as np
import pandas as pd

from rglm.design.derivatives.column_function import column_of_function, function_slope
from rglm.inference.estimands.averaged_slopes import averaged_slopes
from rglm.inference.estimands.design_derivative import design_derivative
from rglm.inference.estimands.estimands import Estimands
from rglm.inference.estimands.stacked import Stacked
from rglm.protocol.model_result import ModelResult
from rglm.protocol.quantities.design_rows import DesignRows
from rglm.protocol.quantities.row_quantity import RowQuantity

DEGREES = ("linear", "quadratic", "cubic", "quartic", "quintic")
DEGREE = "degree"  # the variable whose levels these are


@dataclass(frozen=True)
class TrendSlopes:
    """The slopes of a quantity by x, or by a function of x.

    Attributes
    ----------
    quantity : RowQuantity
        Whose slopes these are.
    var : str
        x, or an expression in it such as ``log(x)``.
    column : str
        x.
    max_degree : int
        The highest order of derivatives, each divided by its factorial.
    """

    quantity: RowQuantity
    var: str
    column: str
    max_degree: int = 1

    @classmethod
    def of(
        cls, quantity: RowQuantity, var: str, variables: list[str], max_degree: int
    ) -> TrendSlopes:
        """The slopes that are asked for.

        Raises
        ------
        ValueError
            `var` is no variable of the model nor a function of one; a degree that is no whole
            number from 1 to 5; degrees above 1 of a function, or on the scale of the response.
        """
        column = column_of_function(var, variables)
        if max_degree not in range(1, len(DEGREES) + 1):
            raise ValueError(f"max_degree={max_degree!r}: a whole number from 1 to {len(DEGREES)}")
        if max_degree > 1 and not (quantity.is_linear and quantity.columns is None):
            raise ValueError(
                f"max_degree={max_degree}: trends of a degree above 1 are of linear predictors; "
                "leave out type=, regrid= and mode=, or use max_degree=1"
            )
        if max_degree > 1 and var != column:
            raise ValueError(f"max_degree={max_degree} needs a variable, and not var={var!r}")
        return cls(quantity, var, column, max_degree)

    @property
    def named_quantity(self) -> RowQuantity:
        """What tables show: a column for each degree, and no other scale."""
        out = replace(self.quantity, link=None, name=f"{self.var}.trend")
        if self.max_degree == 1:
            return out
        return replace(out, columns=DEGREES[: self.max_degree], column_variable=DEGREE)

    def averages(
        self, fit: ModelResult, grid: pd.DataFrame, rows: DesignRows, weights: np.ndarray
    ) -> Estimands:
        """Weighted sums of the slopes at the rows of a grid; a degree after the other."""
        with np.errstate(all="ignore"):
            by_var = weights / function_slope(self.var, grid, self.column)
        degrees = range(1, self.max_degree + 1)
        parts = [self._degree(fit, grid, rows, by_var, degree) for degree in degrees]
        return parts[0] if len(parts) == 1 else Stacked(tuple(parts))

    def _degree(
        self,
        fit: ModelResult,
        grid: pd.DataFrame,
        rows: DesignRows,
        weights: np.ndarray,
        degree: int,
    ) -> Estimands:
        derivative = design_derivative(fit, grid, self.column, degree)
        return averaged_slopes(rows, derivative, self.quantity, weights / factorial(degree))
