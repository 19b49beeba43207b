"""The rows that a prediction is of, their linear predictor and its standard error."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block, Rows
from rglm.fitting.irls.design_product import design_product
from rglm.inference.prediction.estimability import warn_if_not_estimable
from rglm.inference.prediction.term_contributions import root
from rglm.linalg.constant_array import constant_array
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.sources.frames.as_frame import as_frame
from rglm.sources.memory import MemorySource
from rglm.sources.source import Source


def predicted_rows(fit: HasWorkingWeights, newdata: Any) -> tuple[Source, pd.Index]:
    """New rows, or those of the fit, as a source, and their labels."""
    return (fit._rows_source, fit._index) if newdata is None else new_rows(fit, newdata)


def new_rows(fit: HasWorkingWeights, newdata: Any) -> tuple[MemorySource, pd.Index]:
    """New rows as a source: their columns and offset, and nothing else."""
    data = as_frame(newdata, "newdata")
    columns, offset = fit._schema.apply(data)
    none = constant_array(np.nan, len(data))
    source = MemorySource(columns, Rows(none, none, offset, none, none))
    warn_if_not_estimable(fit._solution.system, source)
    return source, data.index


def eta_of_block(fit: HasWorkingWeights, block: Block) -> np.ndarray:
    """X beta + offset; NaN where a column or the offset is."""
    return design_product(block, fit._solution.beta) + block.rows.offset


def unit_errors(fit: HasWorkingWeights, block: Block, given: np.ndarray | None) -> np.ndarray:
    """sqrt(x' (X'WX)^-1 x) by row, or sqrt(x' V x) for a covariance V given."""
    if given is not None:
        x = block.matrix()
        return root(np.einsum("ij,ij->i", x @ given, x))
    return np.sqrt(fit._solution.system.row_variances(block.columns, block.row_slice))


def without_aliased(fit: HasWorkingWeights, covariance: np.ndarray) -> np.ndarray:
    """A covariance with 0 for aliased coefficients, which no prediction uses."""
    aliased = fit._solution.system.order[fit.rank :]
    covariance[aliased] = covariance[:, aliased] = 0.0
    return covariance
