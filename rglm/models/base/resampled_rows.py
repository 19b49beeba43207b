"""A model fitted again to some of its rows, or with other weights, without reading a formula."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from rglm.design.frame.evaluated_variables import take_rows
from rglm.design.frame.model_frame import ModelFrame, PartDesign
from rglm.design.values.r_values import Factor
from rglm.inference.row_values import rows_in_data
from rglm.models.base.model_data import ModelData
from rglm.protocol.result_rows import ResultRows
from rglm.sources.frames.data_copies import CallersData
from rglm.sources.memory import MemorySource

Fit = TypeVar("Fit", bound=ResultRows)

ROW_ARGUMENTS = ("weights", "offset")


def fit_to_rows(fit: Fit, rows: np.ndarray) -> Fit:
    """The model fitted again to rows at some places, which may be there several times.

    The columns of the design are those of the fit: levels, knots and means stay what they are.
    """
    source = fit._rows_source
    taken = MemorySource(source.columns.take(rows), source.rows.take(rows))
    data = fit.data.iloc[rows_in_data(fit)[rows]].reset_index(drop=True)
    variables = {name: take_rows(value, rows) for name, value in (fit._variables or {}).items()}
    changes: dict[str, Any] = {name: variables.get(f"({name})") for name in ROW_ARGUMENTS}
    return _fit_source(fit, taken, data, variables, pd.RangeIndex(len(rows)), changes)


def fit_with_weights(fit: Fit, weights: np.ndarray) -> Fit:
    """The model fitted again to its rows with other prior weights, (n,)."""
    source: Any = fit._rows_source
    weighted = replace(source, rows=replace(source.rows, weights=weights))
    data, variables = fit.data, dict(fit._variables or {})
    if len(data) != len(weights):
        data = data.iloc[rows_in_data(fit)]
    changes = {"weights": weights, "offset": variables.get("(offset)")}
    return _fit_source(fit, weighted, data, variables, fit._index, changes)


def _fit_source(
    fit: Any,
    source: MemorySource,
    data: pd.DataFrame,
    variables: dict[str, Any],
    index: pd.Index,
    changes: dict[str, Any],
) -> Any:
    call = fit._model_call
    call = call.with_values(
        data=data,
        subset=None,
        progress=False,
        callers_data=CallersData(data),
        **changes,
        **dict.fromkeys(call.starting_values),
    )
    frame = ModelFrame(_parts(fit, source), _response(fit, variables), {}, variables, index, None)
    arguments = {"data": data, "model_call": call, "index": index, "na_action": None}
    arguments["variables"] = variables
    known: Any = partial(frozenset, data.columns)  # the fit has checked the order of the levels
    return call.fit_data(ModelData(frame, fit._as_read(source), (), arguments, known))


def _parts(fit: Any, source: MemorySource) -> tuple[PartDesign, ...]:
    """The designs of the parts, whose columns stand side by side in the source."""
    parts, start = [], 0
    for schema in fit._schemas:
        columns = source.columns.select(np.arange(start, start + len(schema.names)))
        parts.append(PartDesign(schema, columns, source.rows.offset))
        start += len(schema.names)
    return tuple(parts)


def _response(fit: Any, variables: dict[str, Any]) -> Any:
    """The response with the levels that the rows of the fit have."""
    name = fit._schema.parsed.response.name
    of_fit = fit._variables[name]
    if not isinstance(of_fit, Factor):
        return variables[name]
    return variables[name].recode(of_fit.drop_unused().levels)
