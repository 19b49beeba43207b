"""The residual sums of squares of small models as R rounds them, for tables that are printed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.least_squares.linpack import linpack_fit
from rglm.fitting.least_squares.weighted_rows import first_rows
from rglm.sources.memory import MemorySource
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
    own, residuals = result.deviance, _residuals(source, columns, result)
    if residuals is None:
        return own
    ordered_sum = float(np.add.accumulate((residuals**2).astype(np.longdouble))[-1])
    return ordered_sum if abs(ordered_sum - own) <= AGREEMENT * own else own


def source_of_submodel(
    source: Source | None, columns: np.ndarray, result: IrlsResult
) -> Source | None:
    """The rows whose responses are residuals + fitted values of a fit, as R's drop1 takes them."""
    residuals = _residuals(source, columns, result)
    if residuals is None or not isinstance(source, MemorySource):
        return source
    rows = source.rows
    used = rows.weights > 0
    y, offset = rows.y.copy(), rows.offset[used]
    gap = residuals / np.sqrt(rows.weights[used])
    y[used] = gap + ((y[used] - offset - gap) + offset)
    return replace(source, rows=replace(rows, y=y))


def _residuals(
    source: Source | None, columns: np.ndarray, result: IrlsResult
) -> np.ndarray | None:
    """The weighted residuals in the order of R's sums; None where that takes time."""
    if source is None or source.is_chunked or result.rank == 0 or result.deviance == 0:
        return None
    if source.nrows * result.rank**2 > MAX_WORK:
        return None
    design = source.columns.select(columns[result.system.estimable])
    return linpack_fit(first_rows(design, source.rows, source.nrows)).residuals
