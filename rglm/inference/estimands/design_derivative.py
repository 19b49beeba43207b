"""The derivative of the design of a fit by a column of its data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from rglm.design.columns import Columns
from rglm.design.derivatives.schema_derivative import schema_derivative
from rglm.linalg.constant_array import constant_array
from rglm.protocol.model_result import ModelResult
from rglm.protocol.quantities.design_rows import DesignRows


def design_derivative(
    fit: ModelResult, data: pd.DataFrame, name: str, order: int = 1
) -> DesignRows:
    """dX_l/dx and do_l/dx for each linear predictor of a fit at rows of data.

    Their `linear_predictors` are d(eta_l)/dx, the slopes on the scale of the link; `deviation` is
    by how much slopes break the relations that make coefficients aliased.

    Parameters
    ----------
    data : DataFrame (n, ...)
    name : str
        The column x.
    order : int
        Of the derivative, by default the first.

    Raises
    ------
    ValueError
        The formula reads the column as levels or in steps, or the column is no number.
    """
    parts = [schema_derivative(schema, data, name, order) for schema in fit._schemas]
    designs, offsets = zip(*parts, strict=True)
    rows = fit._rows_of_designs(designs, offsets)
    # what is the same in all rows, such as the constant of a dispersion, has no slope
    still = fit._rows_of_designs([_zero_row(d) for d in designs], [np.zeros(1)] * len(designs))
    return replace(
        rows,
        x=rows.x - still.x,
        offset=rows.offset - still.offset,
        deviation=rows.deviation - still.deviation,
    )


def _zero_row(columns: Columns) -> Columns:
    """A row of zeros."""
    zero = constant_array(0.0, 1)
    return Columns(
        1, columns.names, columns.assign, (zero,) * len(columns), np.arange(len(columns))
    )
