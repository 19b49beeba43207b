"""Functions of a fit, on a sample of its rows where they are not in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial, wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pandas as pd

from rglm.inference.row_values import columns_of_values
from rglm.sources.chunks.model_chunk import ModelChunk

if TYPE_CHECKING:
    from rglm.protocol.model_result import ModelResult
    from rglm.protocol.result_rows import ResultRows

SAMPLE_ROWS = 5000


Function = TypeVar("Function", bound=Callable[..., Any])
Fit = TypeVar("Fit", bound="ResultRows")


def of_sample(function: Function) -> Function:
    """The function of a fit; of evenly spread rows where they are not in memory."""
    return cast(Function, _on_sample(function))


@cache
def _on_sample(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def sampled_function(fit: ModelResult, *args: Any, **kwargs: Any) -> Any:
        if fit._is_chunked:
            from rglm.inference.covariance.given_covariance import with_given_covariance

            given = signature(function).bind(fit, *args, **kwargs)
            arguments = dict(list(given.arguments.items())[1:])
            columns = _columns_read(fit, arguments)
            arguments = with_given_covariance(fit, arguments)
            return function(sample_rows(fit, columns), **arguments)
        return function(fit, *args, **kwargs)

    return sampled_function


def _columns_read(fit: ModelResult, arguments: Mapping[str, Any]) -> list[str]:
    """The columns that arguments read besides those of the formula."""
    out = [value for value in arguments.values() if isinstance(value, str)]
    colour = arguments.get("colour")
    out += [] if colour is None else columns_of_values(fit, colour, "colour")
    return [name for name in dict.fromkeys(out) if name in fit.data.columns]


def sample_rows(fit: ModelResult, extra_columns: Sequence[str] = ()) -> ModelResult:
    """The fit with about `SAMPLE_ROWS` evenly spread rows in memory."""
    return every_nth_row(fit, max(1, -(-fit._source.nrows // SAMPLE_ROWS)), extra_columns)


def every_nth_row(fit: Fit, step: int, extra_columns: Sequence[str] = ()) -> Fit:
    """The fit with every `step`-th row of each chunk in memory."""
    parts = list(fit._source.map_chunks(partial(_every, step), "a sample", extra_columns))
    data = pd.concat(parts)
    return fit._without_rows()._on_chunk(
        ModelChunk.of(data, fit._source.builder, fit._source.transforms)
    )


def _every(step: int, part: Any) -> pd.DataFrame:
    return part.data.iloc[::step]
