"""From the arguments of a model's function to its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Rows
from rglm.design.chunked.chunked_frame import ChunkedFrame
from rglm.design.columns import constant_column, hstack
from rglm.design.frame.build_frame import model_frame
from rglm.design.frame.model_frame import ModelFrame
from rglm.design.frame.row_arguments import prior_weights
from rglm.design.values.column_kinds import CATEGORICAL
from rglm.design.values.data_column import TEXT_COLUMNS
from rglm.design.values.r_values import Factor
from rglm.errors import DataError
from rglm.families.glm.gaussian import gaussian
from rglm.fitting.control import Control
from rglm.fitting.irls.irls import irls
from rglm.formatting.hints.warning_location import warn
from rglm.models.base.chunked_data import check_weights, learn_parts
from rglm.protocol.model_call import ModelCall
from rglm.sources.as_data import as_data
from rglm.sources.chunks.chunked_source import PartedSource
from rglm.sources.frames.data_copies import copy_data
from rglm.sources.memory import MemorySource
from rglm.warnings import FitWarning

FEWEST, MOST = 1e-15, 1e100  # observations that the weights may count


@dataclass(frozen=True)
class Reading:
    """What a model's function has read.

    Attributes
    ----------
    frame : ModelFrame
        Of all rows; without rows where the data are not in memory.
    source : MemorySource or PartedSource
        The rows fitted.
    empty : tuple of str
        The levels that the response has in the data but on none of these rows; they are no
        levels of the frame's response.
    made_of : dict
        What the fit keeps of where it came from.
    categories : set of str
        The columns of the data whose categories have an order of their own.
    """

    frame: ModelFrame
    source: Any
    empty: tuple[str, ...]
    made_of: dict[str, Any]
    categories: frozenset[str]


RowsOf = Callable[[ModelFrame, np.ndarray], MemorySource]


def read(
    call: ModelCall[Any],
    formulas: tuple[str, ...],
    rows: RowsOf,
) -> Reading:
    """The rows of a model, in memory or part by part.

    Parameters
    ----------
    rows : function
        The source of a model frame and its prior weights.
    """
    data, options, caller = as_data(call.data), call.row_options(), call.names()
    if not isinstance(data, pd.DataFrame):
        found, data = learn_parts(formulas, data, caller, options, call.progress)
        return _by_parts(found, rows, call.own_copy(data))
    data, checksums = copy_data(data, formulas, options)
    kept = {"data": data, "model_call": call.own_copy(data)}
    frame = model_frame(formulas, data, context=caller, **options)
    kept |= {name: getattr(frame, name) for name in ("index", "na_action", "variables")}
    frame, empty = _without_empty_levels(frame)
    weights = prior_weights(frame.extras["weights"], frame.index)
    kinds = data.dtypes.items()
    ordered = {name for name, kind in kinds if isinstance(kind, pd.CategoricalDtype)}
    ordered -= {*data.attrs.get(TEXT_COLUMNS, ())}
    source = replace(rows(frame, weights), checksums=checksums)
    _check_total(source, call.weights)
    return Reading(frame, source, empty, kept, frozenset(ordered))


def _check_total(source: Any, weights: Any) -> None:
    """That the weights count something: a likelihood of 1e-20 observations is flat everywhere."""
    if weights is None:
        return
    total = source.sizes["weight"]
    if 0 < total < FEWEST or total > MOST:
        raise DataError(f"weights= add up to {total:.3g}; rescale them to add up to the rows")


def _without_empty_levels(frame: ModelFrame) -> tuple[ModelFrame, tuple[str, ...]]:
    """The frame with a response of the levels that its rows have, and the levels that go."""
    response = frame.response
    if not isinstance(response, Factor):
        return frame, ()
    used = response.drop_unused()
    return replace(frame, response=used), _removed_levels(response.levels, used.levels)


def _removed_levels(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    kept = set(after)
    return tuple(level for level in before if level not in kept)


def _by_parts(found: ChunkedFrame, rows: RowsOf, call: ModelCall[Any]) -> Reading:
    ready = PartRows(found, rows)
    frame = ready.frame(found.none)
    source = ready.source(frame)
    parted = PartedSource(
        call.data,
        ready,
        found.reads,
        source.columns,
        found.counts,
        progress=call.progress,
    )
    check_weights(parted, call.weights)
    _check_total(parted, call.weights)
    kept = {"data": call.data, "model_call": call, "variables": None}
    kept |= {"index": pd.RangeIndex(found.kept), "na_action": found.na_action}
    ordered = frozenset(name for name, kind in found.kinds.items() if kind in CATEGORICAL)
    return Reading(frame, parted, found.empty, kept, ordered)


@dataclass(frozen=True)
class PartRows:
    """Makes the rows of a part of the data."""

    found: ChunkedFrame
    rows: RowsOf

    def frame(self, data: pd.DataFrame) -> ModelFrame:
        """The model frame."""
        return self.found.frame(data)

    def source(self, frame: ModelFrame) -> MemorySource:
        """The rows of a model frame."""
        weights = prior_weights(frame.extras["weights"], frame.index, whole=False)
        return self.rows(frame, weights)


def categories(reading: Reading, least: int, function: str, advice: str) -> Factor:
    """The response as a factor of at least so many levels; those without rows are warned of."""
    name, found = reading.frame.schema.parsed.response.name, reading.frame.response
    if not isinstance(found, Factor):
        raise DataError(f"{function}: the response {name!r} is not a factor; {advice}")
    if len(found.levels) < least:
        shown = ", ".join(map(repr, found.levels))
        raise DataError(
            f"{function}: the response {name!r} has {len(found.levels)} level(s) ({shown}); it "
            f"takes {least} or more"
        )
    if reading.empty:
        shown = ", ".join(map(repr, reading.empty[:10]))
        groups, are = ("groups", "are") if len(reading.empty) > 1 else ("group", "is")
        more = ", ..." if len(reading.empty) > 10 else ""
        warn(
            f"{function}: {groups} {shown}{more} {are} empty: no row of the fit has such a "
            f"response {name!r}; the model is of the other levels",
            FitWarning,
        )
    return found


def estimable(source: Any, ones: bool = False) -> Any:
    """The triangle of the columns, which says which are no combinations of those before them.

    It goes by R's rank rule; None without columns.

    With `ones` a column of ones stands in front of them.
    """
    columns = source.columns
    if ones:
        columns = hstack([constant_column(columns.nrows), columns])
    if not len(columns):
        return None
    flat = source.changed(partial(_flat, ones=ones), columns)
    return irls(flat, gaussian(), Control(), None).pivoted


def kept_columns(triangle: Any) -> np.ndarray:
    """The columns that are estimated, in order."""
    return np.zeros(0, dtype=int) if triangle is None else np.sort(triangle.kept)


def _flat(source: MemorySource, ones: bool) -> MemorySource:
    """The rows with a response of zeros."""
    n, columns = source.nrows, source.columns
    none = np.zeros(n)
    if ones:
        columns = hstack([constant_column(n), columns])
    return MemorySource(columns, Rows(none, source.rows.weights, none, none, none))
