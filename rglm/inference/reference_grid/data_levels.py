"""Which columns of data have levels, and which."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

import pandas as pd

from rglm.design.frame.schema import Schema
from rglm.design.values.matrix_column import matrix_column
from rglm.inference.reference_grid.variable_summary import becomes_factor


def is_factor(
    column: pd.Series, name: str, schemas: Sequence[Schema], columns: Container[str]
) -> bool:
    """Whether a column has levels: it is no number, or the formula has ``factor(x)`` of it."""
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return matrix_column(column) is None
    return becomes_factor(name, schemas, columns)


def levels_of(column: pd.Series) -> list[Any]:
    """The values that a column has, in the order of its levels if it has any."""
    known = column.dropna()
    if isinstance(column.dtype, pd.CategoricalDtype):
        used = set(known)
        return [level for level in column.cat.categories if level in used]
    return sorted(known.unique().tolist())
