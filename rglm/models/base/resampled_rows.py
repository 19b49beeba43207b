"""A model fitted again to some of its rows, or to other responses or columns of these.

Nothing is read from the data, and the formula is not evaluated.
"""

from __future__ import annotations

from functools import partial
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from rglm.design.columns import Columns
from rglm.design.frame.evaluated_variables import take_rows
from rglm.design.frame.model_frame import ModelFrame, PartDesign
from rglm.design.values.r_values import Factor
from rglm.inference.row_values import rows_in_data
from rglm.models.base.model_data import ModelData
from rglm.protocol.result_rows import ResultRows
from rglm.sources.frames.data_copies import CallersData
from rglm.sources.memory import MemorySource

Fit = TypeVar("Fit", bound=ResultRows)

NO_STARTS: dict[str, np.ndarray | None] = dict.fromkeys(("etastart", "mustart"))


def fit_to_rows(fit: Fit, rows: np.ndarray) -> Fit:
    """The model fitted again to rows at some places, which may be there several times.

    The columns of the design are those of the fit: levels, knots and means stay what they are.
    """
    source: Any = fit._rows_source
    data = fit.data.iloc[rows_in_data(fit)[rows]].reset_index(drop=True)
    variables = {name: take_rows(value, rows) for name, value in (fit._variables or {}).items()}
    return _fit_source(fit, source.take(rows), data, variables, pd.RangeIndex(len(rows)))


def fit_to_response(fit: Fit, value: Any) -> Fit:
    """The model fitted again to its rows with another response, a value of R's types."""
    source, given = fit._rows_source, dict(fit._variables or {})
    weights = given.get("(weights)")
    variables = given | {fit._schema.parsed.response.name: value}
    response = value.drop_unused() if isinstance(value, Factor) else value
    frame = ModelFrame(_parts(fit, source), response, NO_STARTS, variables, fit._index, None)
    call: Any = fit._model_call
    rows = call.rows_function()
    filled = rows(frame, np.ones(source.nrows) if weights is None else weights)
    return _fit_frame(fit, frame, filled, _data_of_rows(fit))


def fit_with_columns(fit: Fit, x: np.ndarray) -> Fit:
    """The model fitted again to its rows with other values of the columns, (n, p)."""
    source: Any = fit._rows_source
    old, places = source.columns, np.arange(x.shape[1])
    columns = Columns(len(x), old.names, old.assign, tuple(np.ascontiguousarray(x.T)), places)
    new, variables = MemorySource(columns, source.rows), dict(fit._variables or {})
    return _fit_source(fit, new, _data_of_rows(fit), variables, fit._index)


def _data_of_rows(fit: ResultRows) -> pd.DataFrame:
    """The data of the rows of the fit."""
    data: pd.DataFrame = fit.data
    return data if len(data) == len(fit._index) else data.iloc[rows_in_data(fit)]


def _fit_source(
    fit: Any,
    source: MemorySource,
    data: pd.DataFrame,
    variables: dict[str, Any],
    index: pd.Index,
) -> Any:
    """The fit of rows, whose response, weights and offset are among the variables."""
    response = _response(fit, variables)
    frame = ModelFrame(_parts(fit, source), response, NO_STARTS, variables, index, None)
    return _fit_frame(fit, frame, fit._as_read(source), data)


def _fit_frame(fit: Any, frame: ModelFrame, source: MemorySource, data: pd.DataFrame) -> Any:
    """The fit of the rows of a model frame."""
    call, variables = fit._model_call, frame.variables
    call = call.with_values(
        data=data,
        subset=None,
        progress=False,
        callers_data=CallersData(data),
        weights=variables.get("(weights)"),
        offset=variables.get("(offset)"),
        **dict.fromkeys(call.starting_values),
    )
    arguments = {"data": data, "model_call": call, "index": frame.index, "na_action": None}
    arguments["variables"] = frame.variables
    known: Any = partial(frozenset, data.columns)  # the fit has checked the order of the levels
    return call.fit_data(ModelData(frame, source, (), arguments, known))


def _parts(fit: Any, source: Any) -> tuple[PartDesign, ...]:
    """The designs of the parts, whose columns stand side by side in the source."""
    parts, start, offset = [], 0, source.rows.offset.reshape(source.nrows, -1)
    for i, schema in enumerate(fit._schemas):
        columns = source.columns.select(np.arange(start, start + len(schema.names)))
        parts.append(PartDesign(schema, columns, offset[:, i]))
        start += len(schema.names)
    return tuple(parts)


def _response(fit: Any, variables: dict[str, Any]) -> Any:
    """The response with the levels that the rows of the fit have."""
    name = fit._schema.parsed.response.name
    of_fit = fit._variables[name]
    if not isinstance(of_fit, Factor):
        return variables[name]
    return variables[name].recode(of_fit.drop_unused().levels)
