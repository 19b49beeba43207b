"""Which columns of a design are no combination of those before them, by R's rank rule."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from rglm.design.block import Rows
from rglm.design.columns import constant_column, hstack
from rglm.families.glm.gaussian import gaussian
from rglm.fitting.control import Control
from rglm.fitting.irls.irls import irls
from rglm.sources.memory import MemorySource


def pivot_columns(source: Any, ones: bool = False) -> Any:
    """The pivoted columns of a source; None if it has no columns.

    With `ones` a column of ones stands in front of them.
    """
    columns = source.columns
    if ones:
        columns = hstack([constant_column(columns.nrows), columns])
    if not len(columns):
        return None
    flat = source.transform(partial(_zero_response, ones=ones), columns)
    return irls(flat, gaussian(), Control(), None).system


def estimable_places(pivots: Any) -> np.ndarray:
    """The places of the columns that can be estimated, in order."""
    return np.zeros(0, dtype=int) if pivots is None else np.sort(pivots.estimable)


def _zero_response(source: MemorySource, ones: bool) -> MemorySource:
    n, columns = source.nrows, source.columns
    none = np.zeros(n)
    if ones:
        columns = hstack([constant_column(n), columns])
    return MemorySource(columns, Rows(none, source.rows.weights, none, none, none))
