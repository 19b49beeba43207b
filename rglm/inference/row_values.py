"""A value for each row of a fit, from what ``cluster=`` and ``order_by=`` take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import Expression, expression
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.frame.row_arguments import read_subset
from rglm.design.row_labels import positions_of_rows
from rglm.design.values.r_values import Factor
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.protocol.argument_types import RowValues
from rglm.protocol.model_result import ModelResult
from rglm.protocol.result_rows import ResultRows
from rglm.sources.script.script_variables import with_script_variables


def row_values(fit: ModelResult, given: RowValues, name: str, argument: str) -> Any:
    """The values of the rows of a fit, an array of any type with (n,) elements.

    Parameters
    ----------
    given : str, Series or array
        A column's name or an expression in the columns; a Series is matched by its index; an
        array has a value for each row of the data, or of the fit.
    name, argument : str
        What messages call these values, ``order_by=year``, and the argument, ``order_by``.

    Raises
    ------
    TypeError, ValueError
        It is none of these, or has a wrong length.
    """
    if isinstance(given, pd.Series):
        values: Any = _match_index(fit, name, argument, given)
    elif isinstance(given, str):
        values = _evaluate(fit, given)
    elif isinstance(given, Iterable):
        is_array = isinstance(given, (np.ndarray, pd.Index, pd.api.extensions.ExtensionArray))
        values = given if is_array else np.array(list(given), dtype=object)
    else:
        raise TypeError(f"{argument}= takes names of columns, Series or arrays, got {given!r}")
    if isinstance(values, Factor):
        values = pd.Categorical.from_codes(values.codes, pd.Index(values.levels))
    if np.ndim(values) != 1:
        raise ValueError(f"{name} has shape {np.shape(values)}; it takes one value a row")
    if len(values) == len(fit._index):
        return values
    if len(values) == len(fit.data):
        return pd.Series(values, copy=False).iloc[rows_in_data(fit)].array
    raise ValueError(
        f"{name} has {len(values)} values where the data have {len(fit.data)} rows and "
        f"the fit {len(fit._index)}"
    )


def columns_of_values(fit: ModelResult, given: Any, argument: str) -> list[str]:
    """The columns of chunked data that such an argument reads.

    Raises
    ------
    ValueError
        It is not given by a name, or there is no such column.
    """
    have = fit.data.columns
    if not isinstance(given, str):
        raise ValueError(
            f"{argument}= takes names of columns where the data are not in memory, got "
            f"{type(given).__name__}; put the values into the data"
        )
    names = [given] if given in have else list(expression(given).reads)
    for name in names:
        if name not in have:
            raise ValueError(f"{argument}=: there is no column {name!r}{did_you_mean(name, have)}")
    return names


def drop_padding(fit: ModelResult, values: pd.Series) -> np.ndarray:
    """Values of the rows fitted, without the rows that ``na_exclude`` put back."""
    if fit.na_action is None or len(values) == len(fit._index):
        return values.to_numpy()
    return values.to_numpy()[fit.na_action.kept]


def rows_in_data(fit: ResultRows) -> np.ndarray:
    """The positions in the data of the rows of the fit."""
    index = fit.data.index
    if len(index) == len(fit._index):
        return np.arange(len(index))
    if index.is_unique:
        return index.get_indexer(fit._index)
    rows = np.flatnonzero(read_subset(fit._model_call.subset, _scope(fit))[0])
    return rows if fit.na_action is None else rows[fit.na_action.kept]


def _evaluate(fit: ModelResult, text: str) -> Any:
    """The values of a column of the data, or of an expression in them."""
    if text in (data := data_with(fit, [text])).columns:
        return data[text]
    read = expression(text)
    value = _scope(fit, [read]).evaluate(read)
    return value if isinstance(value, Factor) else np.asarray(value)


def data_with(fit: ResultRows, names: Collection[str]) -> Any:
    """The data of a fit, with columns that only the caller's data have."""
    callers_data = fit._model_call.callers_data
    is_complete = fit._is_chunked or all(name in fit.data for name in names)
    if is_complete or callers_data is None:
        return fit.data
    return callers_data.add_new_columns(fit.data, names)


def _scope(fit: ResultRows, expressions: Sequence[Expression] = ()) -> RowScope:
    """The names of the data of a fit, with what expressions may use besides."""
    call = replace(fit._model_call, borrowed=tuple(part.borrowed for part in fit._schemas))
    names, data = call.names(), data_with(fit, [name for e in expressions for name in e.reads])
    if not fit._is_chunked:
        data = with_script_variables(data, expressions, names)
    return RowScope(data, {}, {}, BorrowedNames(), names)


def _match_index(fit: ModelResult, name: str, argument: str, series: pd.Series) -> Any:
    """The values of a Series whose index is that of the data or of the fit, or covers it."""
    if series.index.equals(fit._index):
        return series.array
    positions = positions_of_rows(series.index, fit.data.index)
    if positions is not None:
        return series.iloc[positions].array
    if series.index.is_unique and fit._index.is_unique:
        positions = series.index.get_indexer(fit._index)
        if (positions >= 0).all():
            return series.iloc[positions].array
    raise ValueError(
        f"{name}: the index of the Series does not match the data's; give it the data's "
        f"index, or pass its values ({argument}=series.to_numpy())"
    )
