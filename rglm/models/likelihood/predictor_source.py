"""Rows with an offset for each linear predictor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.design.block import Rows
from rglm.design.columns import Columns
from rglm.linalg.constant_array import constant_array
from rglm.sources.memory import MemorySource


def predictor_source(
    columns: Columns,
    offsets: Sequence[np.ndarray],
    y: np.ndarray | None = None,
    weights: np.ndarray | None = None,
) -> MemorySource:
    """Rows with an offset for each linear predictor, side by side if there are several.

    New rows have neither response nor weights: both are NaN.
    """
    none = constant_array(np.nan, columns.nrows)
    offset = offsets[0] if len(offsets) == 1 else np.column_stack(offsets)
    y, weights = (none if given is None else given for given in (y, weights))
    return MemorySource(columns, Rows(y, weights, offset, none, none))
