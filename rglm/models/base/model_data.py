"""From the arguments of a model's function to its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.frame.build_frame import model_frame
from rglm.design.frame.model_frame import ModelFrame, PartDesign
from rglm.design.frame.row_arguments import prior_weights
from rglm.design.values.data_column import TEXT_COLUMNS_ATTR
from rglm.design.values.r_values import Factor
from rglm.errors import DataError
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.warning_location import warn
from rglm.protocol.model_call import ModelCall
from rglm.sources.frames.data_copies import copy_data
from rglm.sources.memory import MemorySource
from rglm.sources.script.script_variables import read_script_variables

if TYPE_CHECKING:
    from rglm.design.chunked.chunked_frame import ChunkedFrame
    from rglm.sources.chunks.chunked_source import ChunkedSource
    from rglm.sources.grouping.learn_grouped import LearnedFrame

MIN_TOTAL_WEIGHT, MAX_TOTAL_WEIGHT = 1e-15, 1e100  # a likelihood of less is flat everywhere


@dataclass(frozen=True)
class ModelData:
    """The rows of a model, and what its fit keeps of the data.

    Attributes
    ----------
    frame : ModelFrame
        Of all rows; without rows where the data are not in memory.
    source : MemorySource or ChunkedSource
        The rows fitted.
    empty_levels : tuple of str
        The levels that the response has in the data but on none of these rows; they are no
        levels of the frame's response.
    fit_arguments : dict
        What the fit keeps of the data: arguments of its constructor.
    ordered_columns : function
        The columns of the data whose categories have an order of their own.
    """

    frame: ModelFrame
    source: Any
    empty_levels: tuple[str, ...]
    fit_arguments: dict[str, Any]
    ordered_columns: Callable[[], frozenset[str]]


RowsFunction = Callable[[ModelFrame, np.ndarray], MemorySource]


def read_model_data(
    call: ModelCall[Any], data: Any, formulas: tuple[str, ...], rows: RowsFunction
) -> ModelData:
    """The rows of a model, in memory or in chunks.

    Parameters
    ----------
    data : DataFrame, ChunkedData or None
        The data of the call, as `ModelCall.read_data` returns them.
    formulas : tuple of str
        One for each linear predictor, all with one response.
    rows : function
        The source of a model frame and its prior weights.
    """
    options, caller = call.row_options(), call.names()
    if data is not None and not isinstance(data, pd.DataFrame):
        from rglm.models.base.chunked_schema import learn_chunks  # most fits need none of it

        learned, data = learn_chunks(formulas, data, caller, options, call.progress)
        _check_contrasts_are_used(call, learned.frame.parts)
        return _read_chunks(learned, rows, call.own_copy(data))
    data = read_script_variables(data, formulas, options, caller)
    data, checksums = copy_data(data, formulas, options)
    fit_arguments = {"data": data, "model_call": call.own_copy(data)}
    frame = model_frame(formulas, data, context=caller, **options)
    _check_contrasts_are_used(call, frame.parts)
    fit_arguments |= {name: getattr(frame, name) for name in ("index", "na_action", "variables")}
    frame, empty = _without_empty_levels(frame)
    weights = prior_weights(frame.row_arguments["weights"], frame.index)
    source = replace(rows(frame, weights), checksums=checksums)
    return ModelData(frame, source, empty, fit_arguments, partial(_ordered_columns, data))


def _check_contrasts_are_used(call: ModelCall[Any], parts: Sequence[PartDesign]) -> None:
    """Warn of contrasts of variables that the model lacks, as R does.

    Those that an update has kept are for terms that may come back.
    """
    factors = [name for part in parts for name in part.schema.contrasts]
    for name in call.contrasts or ():
        if name not in factors and name not in call.kept_contrasts:
            message = f"contrasts=: variable {name!r} is absent, its contrast will be ignored"
            others = f"; the factors of the formula: {', '.join(factors)}" if factors else ""
            warn(message + (did_you_mean(name, factors) or others), UserWarning)


def check_total_weight(source: Any, weights: Any) -> None:
    """Check that the weights, if given, add up to a usable number of observations."""
    if weights is None:
        return
    total = source.row_sums.weight
    if 0 < total < MIN_TOTAL_WEIGHT or total > MAX_TOTAL_WEIGHT:
        raise DataError(f"weights= add up to {total:.3g}; rescale them to add up to the rows")


def _ordered_columns(data: pd.DataFrame) -> frozenset[str]:
    kinds = data.dtypes.items()
    ordered = {str(name) for name, kind in kinds if isinstance(kind, pd.CategoricalDtype)}
    return frozenset(ordered - {*data.attrs.get(TEXT_COLUMNS_ATTR, ())})


def _without_empty_levels(frame: ModelFrame) -> tuple[ModelFrame, tuple[str, ...]]:
    """The frame with a response of the levels that its rows have, and the levels that go."""
    response = frame.response
    if not isinstance(response, Factor):
        return frame, ()
    used = response.drop_unused()
    return replace(frame, response=used), _removed_levels(response.levels, used.levels)


def _removed_levels(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    remaining = set(after)
    return tuple(level for level in before if level not in remaining)


def _read_chunks(result: LearnedFrame, rows: RowsFunction, call: ModelCall[Any]) -> ModelData:
    from rglm.models.base.chunked_schema import check_weights

    frame, source = chunked_source(call, result, call.data, rows)
    learned = result.frame
    if call.checks_weights_first:
        check_weights(source, call.weights)
    fit_arguments = {"data": call.data, "model_call": call, "variables": None}
    fit_arguments |= {"index": pd.RangeIndex(learned.nrows), "na_action": learned.na_action}
    ordered = frozenset(name for name, kind in learned.kinds.items() if kind.is_categorical)
    return ModelData(frame, source, learned.empty_response_levels, fit_arguments, lambda: ordered)


def chunked_source(
    call: ModelCall[Any], result: LearnedFrame, data: Any, rows: RowsFunction
) -> tuple[ModelFrame, ChunkedSource]:
    """The model frame of no rows, and the rows of all chunks of the data."""
    from rglm.sources.chunks.chunked_source import ChunkedSource
    from rglm.sources.grouping.distinct_source import distinct_source

    learned = result.frame
    builder = ChunkRows(learned, rows)
    frame = builder.frame(learned.empty_data)
    return frame, ChunkedSource(
        data,
        builder,
        learned.columns_read,
        builder.source(frame).columns,
        learned.counts,
        distinct=distinct_source(builder, result.distinct),
        progress=call.progress,
        sample=data.sample,
    )


@dataclass(frozen=True)
class ChunkRows:
    """Makes the rows of a chunk of the data."""

    learned: ChunkedFrame
    rows: RowsFunction

    def frame(self, data: pd.DataFrame) -> ModelFrame:
        """The model frame."""
        return self.learned.frame(data)

    def source(self, frame: ModelFrame) -> MemorySource:
        """The rows of a model frame."""
        weights = prior_weights(frame.row_arguments["weights"], frame.index, is_chunk=True)
        return self.rows(frame, weights)
