"""A data column as the words of a formula take it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.dates import Dates, read_dates
from rglm.design.values.exact_numbers import read_integers, read_nullable_numbers
from rglm.design.values.r_values import (
    Factor,
    Logical,
    factor_from_codes,
    put_levels_first,
    to_factor,
)

# in `attrs` of a table: its columns of text that come as categories
TEXT_COLUMNS = "rglm_text"
# its categories whose order is that of the numbers in their names
NUMERIC_CATEGORIES = "rglm_numbered"


def read_column(values: Any, name: str, known: Factor | None = None, text: bool = False) -> Any:
    """A data column as the formula's words take it.

    Parameters
    ----------
    values : Series or array_like
    name : str
        For messages.
    known : Factor, optional
        What the fit has seen of the column, if that was categories: what new data hold there is
        read as the same, whatever its type.
    text : bool
        Whether categories stand for strings.

    Raises
    ------
    TypeError
        A complex number or a mixture of types, with what to do about it.
    """
    series = values if isinstance(values, pd.Series) else pd.Series(values)
    value = _read(series, name, text)
    if known is None:
        return value
    factor = put_levels_first(to_factor(value), known.levels)
    return replace(factor, ordered=known.ordered, text=known.text)


def _read(series: pd.Series, name: str, text: bool) -> Any:
    dtype = series.dtype
    if isinstance(dtype, np.dtype) and dtype.kind == "f":
        return series.to_numpy(dtype=np.float64)
    if isinstance(dtype, np.dtype) and dtype.kind in "iu":
        return read_integers(series.to_numpy())
    if isinstance(dtype, pd.CategoricalDtype):
        return _read_categorical(series, text)
    return _read_other(series, name)


def _read_categorical(series: pd.Series, text: bool = False) -> Factor:
    codes, ordered = series.cat.codes.to_numpy(), bool(series.cat.ordered)
    return factor_from_codes(codes, series.cat.categories, ordered=ordered, text=text)


def _read_other(series: pd.Series, name: str) -> Any:
    kind = pd.api.types.infer_dtype(series, skipna=True)
    if kind == "boolean":
        return Logical(series.astype("object").map(_truth).to_numpy(dtype=np.float64))
    if kind in ("integer", "floating", "mixed-integer-float", "decimal", "empty"):
        return read_nullable_numbers(series)
    if kind == "string":
        return replace(to_factor(series), text=True)
    if str(series.dtype).startswith("dictionary"):  # Arrow's factor, whose order means nothing
        found = pd.Series(pd.Categorical(series.astype(object)))
        return _read_categorical(found, text=pd.api.types.is_string_dtype(found.cat.categories))
    dates: Dates | None = read_dates(series, kind, name)
    if dates is not None:
        return dates
    raise TypeError(
        f"column {name!r} holds values of type {kind} ({series.dtype}); make it a column of "
        "numbers, strings or categories first"
    )


def _truth(value: Any) -> float:
    return np.nan if pd.isna(value) else float(value)
