"""The residual sums of squares of small models as R rounds them, for tables that are printed."""

from __future__ import annotations

import numpy as np

from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.least_squares.linpack import linpack_fit
from rglm.fitting.least_squares.weighted_rows import first_rows
from rglm.sources.source import Source

MAX_WORK = 3e5  # n rank^2 up to which reflections take less than a millisecond
AGREEMENT = 1e-11  # to which a number is the same but for rounding


def printed_deviance(source: Source | None, columns: np.ndarray, result: IrlsResult) -> float:
    """The residual sum of squares of a fit to some columns; R's last bits where rows are few.

    Parameters
    ----------
    source : Source or None
        The rows of all columns.
    columns : int array
        The places of the columns of the fit.
    """
    own, rank = result.deviance, result.rank
    if source is None or source.is_chunked or rank == 0 or own == 0:
        return own
    if source.nrows * rank**2 > MAX_WORK:
        return own
    design = source.columns.select(columns[result.system.estimable])
    residuals = linpack_fit(first_rows(design, source.rows, source.nrows)).residuals
    theirs = float(np.add.accumulate((residuals**2).astype(np.longdouble))[-1])
    return theirs if abs(theirs - own) <= AGREEMENT * own else own
