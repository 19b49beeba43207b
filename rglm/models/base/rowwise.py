"""Verbs and attributes of rows, computed chunk by chunk where the data are not in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache, partial, wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import pandas as pd

from rglm.design.evaluation.expressions import expression
from rglm.errors import DataError
from rglm.formatting.hints.argument_kinds import is_number
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.linalg.threads import single_threaded
from rglm.models.base.row_access import on_chunk
from rglm.sources.as_data import as_data
from rglm.sources.chunks.chunked_data import CHUNK_NUMBER_ATTR
from rglm.sources.chunks.chunked_draws import chunk_values
from rglm.sources.frames.polars_frames import (
    NeededColumns,
    as_polars,
    collect_columns,
    is_lazy_frame,
    is_polars_frame,
)

if TYPE_CHECKING:
    from rglm.protocol.model_result import ModelResult

Function = TypeVar("Function", bound=Callable[..., Any])

ROW_ARGUMENTS = ("weights", "pred_var")  # arguments of verbs that have a value for each row


def by_row(
    function: Function,
    needs: tuple[str, ...] = (),
    draws: bool = False,
    new_response: bool = False,
    keeps_columns: bool = False,
    by_draw: bool = False,
) -> Function:
    """The function of a fit, computed chunk by chunk where its data are not in memory.

    Its result is then what the data, or ``newdata=``, have for rows: a Dask Series or DataFrame,
    or an iterable `ChunkedValues`.

    Parameters
    ----------
    needs : tuple of str
        The attributes of the fit that depend on all rows, to be known before.
    draws : bool
        Whether the function draws random numbers.
    new_response : bool
        Whether the function uses the response of new rows, where they have it.
    keeps_columns : bool
        Whether the function returns the new rows with its values beside them.
    by_draw : bool
        Whether the result has a column, and no row, for each row of the data.
    """
    return cast(Function, _by_row(function, needs, draws, new_response, keeps_columns, by_draw))


@cache
def _by_row(
    function: Callable[..., Any],
    needs: tuple[str, ...],
    draws: bool,
    new_response: bool,
    keeps_columns: bool,
    by_draw: bool,
) -> Callable[..., Any]:
    known = signature(function)

    @wraps(function)
    def chunked_function(fit: ModelResult, *args: Any, **kwargs: Any) -> Any:
        try:
            given = dict(known.bind(fit, *args, **kwargs).arguments)
        except TypeError as error:
            raise TypeError(f"{function.__name__}(): {error}") from None
        del given[next(iter(given))]  # the fit
        new = table = given.get("newdata")
        if table is not None:
            needed = None if keeps_columns else partial(_columns_needed, fit, given, new_response)
            if is_lazy_frame(table):
                table = table.collect() if needed is None else collect_columns(table, needed)
            new = given["newdata"] = _new_data(fit, table, needed)
        elif keeps_columns:
            table = given.get("data")
            table = given["data"] = table.collect() if is_lazy_frame(table) else table
        is_chunked_fit = new is None and fit._is_chunked
        is_chunked_newdata = new is not None and not isinstance(new, pd.DataFrame)
        if not (is_chunked_fit or is_chunked_newdata):
            values = function(fit, **given)
            if by_draw or not is_polars_frame(table):
                return values
            return as_polars(values, table, keeps_columns)
        given = _completed_arguments(fit, given, needs, draws)
        return (
            _values_on_new_rows(fit, function, given, new_response, by_draw)
            if is_chunked_newdata
            else _values_on_fit_rows(fit, function, given, by_draw)
        )

    return chunked_function


if TYPE_CHECKING:
    row_property = property
else:

    def row_property(function: Callable[[Any], Any]) -> property:
        """An attribute with a value for each row."""
        return property(single_threaded(by_row(function)))


def _columns_needed(
    fit: ModelResult, given: Mapping[str, Any], new_response: bool, columns: list[str]
) -> list[str]:
    """The columns of new data that predictions are made of."""
    texts = {name: value for name, value in given.items() if isinstance(value, str)}
    response = _response_columns(fit, columns) if new_response else []
    read = _columns_read_of(fit, columns)
    return [*response, *read, *_columns_of_row_arguments(texts, columns)]


def _response_columns(fit: ModelResult, columns: Collection[str]) -> list[str]:
    """The columns of new data that the response, and what counts its trials, reads."""
    reads = [*fit._schema.parsed.response.reads, *fit._new_weights_reads]
    return [name for name in reads if name in columns]


def _new_data(fit: ModelResult, newdata: Any, needed: NeededColumns | None) -> Any:
    """The data of ``newdata=``; a Series with the names of columns, or a named tuple, is a row.

    Raises
    ------
    TypeError
        It has no names of columns.
    """
    if isinstance(newdata, pd.Series):
        names_read = _columns_read(fit)
        if not names_read or newdata.index.isin(names_read).any():
            return as_data(newdata.to_frame().T.infer_objects(), "newdata")
        raise TypeError(
            f"newdata= is a Series without the columns {', '.join(names_read)}; give a row of the "
            f"data, data.loc[3], or the columns, data[{names_read!r}]"
        )
    if isinstance(newdata, tuple) and (as_dict := getattr(newdata, "_asdict", None)):
        newdata = as_dict()
    try:
        return as_data(newdata, "newdata", needed=needed)
    except TypeError as error:
        names_read = _columns_read(fit)
        error.args = (f"{error}; the model reads {', '.join(names_read) or 'no column'}",)
        raise


def _values_on_fit_rows(
    fit: ModelResult, function: Callable[..., Any], given: dict[str, Any], by_draw: bool
) -> Any:
    """The values of a function on the rows of the fit."""
    known = partial(on_chunk, fit._without_rows(), partial(_call_on_chunk, function, given))
    extra_columns = _columns_of_row_arguments(given, fit.data.columns)
    return fit._source.row_values(known, extra_columns, by_draw)


def _values_on_new_rows(
    fit: ModelResult,
    function: Callable[..., Any],
    given: dict[str, Any],
    new_response: bool,
    by_draw: bool,
) -> Any:
    """The values of a function on new rows."""
    new = given["newdata"]
    names_read = [
        *(_response_columns(fit, new.columns) if new_response else ()),
        *_columns_read_of(fit, new.columns),
        *_columns_of_row_arguments(given, new.columns),
    ]
    of_chunk = partial(_call_on_new_chunk, function, given, fit._without_rows())
    columns = list(dict.fromkeys(names_read))
    return chunk_values(new.sized_for(columns), of_chunk, columns, by_draw)


def _call_on_chunk(function: Callable[..., Any], given: dict[str, Any], fit: ModelResult) -> Any:
    return function(fit, **_with_seed_of_chunk(given, fit.data))


def _with_seed_of_chunk(given: dict[str, Any], data: pd.DataFrame) -> dict[str, Any]:
    """The arguments with a seed of the chunk's own, where there is one."""
    if "seed" not in given:
        return given
    number = data.attrs.get(CHUNK_NUMBER_ATTR, 0)
    return given | {"seed": np.random.SeedSequence([given["seed"], number])}


@single_threaded
def _call_on_new_chunk(
    function: Callable[..., Any], given: dict[str, Any], fit: ModelResult, data: pd.DataFrame
) -> Any:
    return function(fit, **(_with_seed_of_chunk(given, data) | {"newdata": data}))


def _completed_arguments(
    fit: ModelResult, given: Mapping[str, Any], needs: tuple[str, ...], draws: bool
) -> dict[str, Any]:
    """The arguments with those that depend on all rows known; the fit computes what it needs."""
    from rglm.inference.covariance.given_covariance import with_given_covariance

    out = with_given_covariance(fit, given)
    if out.get("type") in ("terms", "partial"):
        needs = (*needs, "_column_means")
    for name in needs:
        getattr(fit, name)
    seed = out.get("seed")
    if draws or out.get("type") == "quantile" or seed is not None:
        seed = fit._default_seed if seed is None else seed
        out["seed"] = int(np.random.default_rng(seed).integers(2**62))
    return out


def _columns_of_row_arguments(given: Mapping[str, Any], columns: Collection[str]) -> list[str]:
    """The columns of chunked data that arguments with a value for each row read.

    Raises
    ------
    ValueError
        One has values, of rows that are not in memory.
    """
    out: list[str] = []
    for name in ROW_ARGUMENTS:
        value = given.get(name)
        if isinstance(value, str):
            reads = expression(value.strip().removeprefix("~").strip()).reads
            out += [read for read in reads if read in columns]
        elif value is not None and not is_number(value):
            raise ValueError(
                f"{name}= takes a number or the name of a column where the data are not in "
                f"memory, got {type(value).__name__}; put the values into the data"
            )
    return out


def _prediction_expressions(fit: ModelResult) -> list[Any]:
    """The expressions of new data that predictions are made of."""
    expressions = [e for p in fit._parsed_formulas for e in (*p.expressions.values(), *p.offsets)]
    return expressions + [expression(s.offset) for s in fit._schemas if isinstance(s.offset, str)]


def _columns_read(fit: ModelResult) -> list[str]:
    """The names that the fit reads of data."""
    borrowed = {name for schema in fit._schemas for name in schema.borrowed}
    names = dict.fromkeys(name for e in _prediction_expressions(fit) for name in e.reads)
    return [name for name in names if name not in borrowed]


def _columns_read_of(fit: ModelResult, columns: list[str]) -> list[str]:
    """The columns of new data that the fit reads.

    Raises
    ------
    DataError
        One is not there.
    """
    expressions = _prediction_expressions(fit)
    borrowed = {name: v for schema in fit._schemas for name, v in schema.borrowed.items()}
    for e in expressions:
        for name in e.missing_names(columns, borrowed):
            raise DataError(f"newdata= has no column {name!r}{did_you_mean(name, columns)}")
    return list(dict.fromkeys(name for e in expressions for name in e.reads if name in columns))
