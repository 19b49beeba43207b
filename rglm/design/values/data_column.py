"""A column of the data as a value of a variable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.dates import read_dates
from rglm.design.values.exact_numbers import read_integers, read_nullable_numbers
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.matrix_column import matrix_column
from rglm.design.values.r_values import (
    Factor,
    Logical,
    Matrix,
    factor_from_codes,
    put_levels_first,
    to_factor,
)

# in `attrs` of a table: its text columns that are stored as categories
TEXT_COLUMNS_ATTR = "rglm_text"
# its categorical columns whose levels are ordered as numbers
NUMERIC_CATEGORIES_ATTR = "rglm_numbered"
# its columns that are variables of the script, and of no table that the script gave
SCRIPT_VARIABLES_ATTR = "rglm_script"
# the columns of a LazyFrame or relation that a model does not read
OTHER_COLUMNS_ATTR = "rglm_others"


def read_column(
    values: Any, name: str, known: Factor | None = None, is_text: bool = False
) -> ColumnValue:
    """A column of the data as a value of a variable.

    Parameters
    ----------
    values : Series or array_like
    name : str
        Its name in messages.
    known : Factor, optional
        The column at the fit, without rows, if it was categorical: new data are read as the same
        factor, whatever their type.
    is_text : bool
        Whether categories stand for strings.

    Raises
    ------
    TypeError
        A complex number or a mixture of types, with what to do about it.
    """
    series = values if isinstance(values, pd.Series) else pd.Series(values)
    value = _read(series, name, is_text)
    if known is None:
        return value
    factor = put_levels_first(to_factor(value), known.levels)
    return replace(factor, ordered=known.ordered, is_text=known.is_text)


def _read(series: pd.Series, name: str, is_text: bool) -> ColumnValue:
    dtype = series.dtype
    if isinstance(dtype, np.dtype) and dtype.kind == "f":
        return series.to_numpy(dtype=np.float64)
    if isinstance(dtype, np.dtype) and dtype.kind in "iu":
        return read_integers(series.to_numpy())
    if isinstance(dtype, np.dtype) and dtype.kind == "b":
        return Logical(series.to_numpy(dtype=np.float64))
    if isinstance(dtype, pd.CategoricalDtype):
        return _read_categorical(series, is_text)
    if (matrix := matrix_column(series)) is not None:
        return Matrix(matrix.values, matrix.dtype.suffixes)
    return _read_other(series, name)


def _read_categorical(series: pd.Series, is_text: bool = False) -> Factor:
    values: Any = series.array
    levels, ordered = values.categories.tolist(), bool(values.ordered)
    return factor_from_codes(values.codes, levels, ordered=ordered, is_text=is_text)


def _read_other(series: pd.Series, name: str) -> ColumnValue:
    is_null = str(series.dtype) == "null[pyarrow]"
    kind = "empty" if is_null else pd.api.types.infer_dtype(series, skipna=True)
    if kind == "boolean":
        return Logical(series.astype("object").map(_truth).to_numpy(dtype=np.float64))
    if kind in ("integer", "floating", "mixed-integer-float", "decimal", "empty"):
        return read_nullable_numbers(series)
    if kind == "string":
        return replace(to_factor(series), is_text=True)
    if str(series.dtype).startswith("dictionary"):  # Arrow's factor, whose order means nothing
        categorical = pd.Series(pd.Categorical(series.astype(object)))
        is_text = pd.api.types.is_string_dtype(categorical.cat.categories)
        return _read_categorical(categorical, is_text)
    dates = read_dates(series, kind, name)
    if dates is not None:
        return dates
    if series.map(lambda value: isinstance(value, (np.ndarray, list, tuple))).any():
        raise TypeError(
            f"column {name!r} holds values of type {kind}, an array in each row; give the matrix "
            f"itself, {{{name!r}: np.stack(column)}}, or a column for each number"
        )
    raise TypeError(
        f"column {name!r} holds values of type {kind} ({series.dtype}); make it a column of "
        "numbers, strings or categories first"
    )


def _truth(value: Any) -> float:
    """1.0 or 0.0, NaN where missing."""
    return np.nan if pd.isna(value) else float(value)


@dataclass(frozen=True)
class TableColumns:
    """The columns that the caller's table has, without variables of the script.

    Only a formula with a ``.`` reads them, and pandas takes a hundredth of a small fit to list
    them.
    """

    data: pd.DataFrame

    def __iter__(self) -> Iterator[str]:
        script = self.data.attrs.get(SCRIPT_VARIABLES_ATTR, ())
        return (name for name in self.data.columns.tolist() if name not in script)


def known_columns(data: pd.DataFrame) -> list[str]:
    """The columns of a table, and those that its LazyFrame or relation has besides."""
    names: list[str] = data.columns.tolist()
    others = data.attrs.get(OTHER_COLUMNS_ATTR, ())
    return [*names, *(name for name in others if name not in data)]
