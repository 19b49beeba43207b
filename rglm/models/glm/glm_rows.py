"""The rows of a glm: response, weights, offset, and where to start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from rglm.design.block import LazyArray, Rows
from rglm.design.chunked.chunked_frame import ChunkedFrame
from rglm.design.columns import hstack
from rglm.design.frame.augmented_design import term_number
from rglm.design.frame.build_frame import model_frame
from rglm.design.frame.model_frame import ModelFrame
from rglm.design.frame.response import read_response
from rglm.design.frame.row_arguments import prior_weights
from rglm.design.frame.schema import Schema
from rglm.design.row_labels import row_label
from rglm.errors import DataError, ResponseError
from rglm.formatting.text.printable import listed
from rglm.models.base.chunked_data import check_weights, learn_parts
from rglm.protocol.model_call import ModelCall
from rglm.sources.chunks.chunked_source import ChunkedSource
from rglm.sources.frames.data_copies import copy_data
from rglm.sources.memory import MemorySource

Source: TypeAlias = MemorySource | ChunkedSource


@dataclass(frozen=True)
class GlmData:
    """The rows of a glm, and what its fit keeps of the data.

    Attributes
    ----------
    source : MemorySource or ChunkedSource
    start : (p,) float array or None
        The coefficients to start from.
    made_of : dict
        What the fit keeps of the data: arguments of its constructor.
    """

    source: Source
    start: np.ndarray | None
    made_of: dict[str, Any]

    @property
    def schema(self) -> Schema:
        """What the formula has learned from the data."""
        return self.made_of["schema"]


def read(call: ModelCall[Any], data: Any, family: Any, start: Any) -> GlmData:
    """The rows of a glm, in memory or in chunks."""
    read_rows = _read_memory if isinstance(data, pd.DataFrame) else _read_chunks
    source, made_of = read_rows(call, data, family)
    return GlmData(source, _start(start, source.columns.names), made_of)


def _read_memory(
    call: ModelCall[Any], data: pd.DataFrame, family: Any
) -> tuple[Source, dict[str, Any]]:
    options = call.row_options()
    data, checksums = copy_data(data, (call.formula,), options)
    frame = model_frame(call.formula, data, context=call.names(), **options)
    rows, success = _rows(frame, family)
    made_of = {
        "schema": frame.schema,
        "index": frame.index,
        "na_action": frame.na_action,
        "success": success,
        "data": data,
        "variables": frame.variables,
        "model_call": call.own_copy(data),
    }
    return MemorySource(frame.columns, rows, checksums), made_of


def _read_chunks(call: ModelCall[Any], data: Any, family: Any) -> tuple[Source, dict[str, Any]]:
    options, progress = call.row_options(), call.progress
    learned, data = learn_parts((call.formula,), data, call.names(), options, progress)
    first = learned.parts[0]
    ready = GlmRows(learned, family)
    source = ChunkedSource(
        data, ready, learned.reads, first.columns, learned.counts, progress=progress
    )
    check_weights(source, call.weights)
    made_of = {
        "schema": first.schema,
        "index": pd.RangeIndex(learned.kept),
        "na_action": learned.na_action,
        "success": ready.success,
        "data": data,
        "variables": None,
        "model_call": call.own_copy(data),
    }
    return source, made_of


def read_wider(
    call: ModelCall[Any], family: Any, formula: str, terms: Sequence[Any]
) -> tuple[ChunkedSource, list[np.ndarray]]:
    """The rows of chunked data where the variables of another formula are known too.

    The columns that its `terms` have there stand behind those of the call's formula; the places of
    those, term by term, are returned too.
    """
    options, progress = call.row_options(), call.progress
    found, data = learn_parts((call.formula, formula), call.data, call.names(), options, progress)
    first, second = found.parts
    numbers = [term_number(term, second.schema.parsed.terms) for term in terms]
    new = [np.flatnonzero(second.columns.assign == number) for number in numbers]
    ready = GlmRows(found, family, np.concatenate([*new, np.zeros(0, dtype=int)]))
    columns = hstack([first.columns, second.columns.select(ready.further)])
    source = ChunkedSource(data, ready, found.reads, columns, found.counts, progress=progress)
    ends = len(first.columns) + np.cumsum([0, *map(len, new)])
    return source, [np.arange(*span) for span in pairwise(ends)]


@dataclass(frozen=True)
class GlmRows:
    """Makes the rows of a glm of a part of the data.

    `further` are columns of a second right side that stand behind those of the first.
    """

    found: ChunkedFrame
    family: Any
    further: np.ndarray | None = None

    @property
    def success(self) -> str | None:
        """The level of the response that counts as success."""
        frame = self.found.frame(self.found.none)
        name = frame.schema.parsed.response.name
        return read_response(frame.response, name, self.family.of_two, self.found.answers)[1]

    def frame(self, data: pd.DataFrame) -> ModelFrame:
        """The model frame."""
        return self.found.frame(data)

    def source(self, frame: ModelFrame) -> MemorySource:
        """The rows of a model frame."""
        rows, _ = _rows(frame, self.family, self.found.answers, whole=False)
        if self.further is None:
            return MemorySource(frame.columns, rows)
        further = frame.parts[1].columns.select(self.further)
        return MemorySource(hstack([frame.columns, further]), rows)


def _rows(
    frame: ModelFrame, family: Any, answers: Sequence[str] | None = None, whole: bool = True
) -> tuple[Rows, str | None]:
    """The numbers of each row: response, weights, offset, trials and where to start."""
    name = frame.schema.parsed.response.name
    y, success = read_response(frame.response, name, family.of_two, answers)
    weights = prior_weights(frame.extras["weights"], frame.index, whole)
    ready = _prepare(family, y, weights, name, frame.index)
    given = frame.extras
    etastart = given["etastart"]
    if etastart is None:
        etastart = LazyArray(partial(_start_of, family.link, ready, given["mustart"]))
    return Rows(ready.y, ready.weights, frame.offset, ready.trials, etastart), success


def _start_of(link: Any, ready: Any, mustart: np.ndarray | None) -> np.ndarray:
    """The linear predictor at the means to start from."""
    with np.errstate(all="ignore"):
        return link.linkfun(ready.mustart if mustart is None else mustart)


def _prepare(family: Any, y: np.ndarray, weights: np.ndarray, name: str, index: pd.Index) -> Any:
    """The response checked by the family, whose complaint is given the row's label."""
    try:
        return family.prepare(y, weights)
    except ResponseError as error:
        where = "" if error.row is None else f", in the row labelled {row_label(index, error.row)}"
        raise DataError(f"{error} (response {name!r}{where})") from None


def _start(start: Any, names: Sequence[str]) -> np.ndarray | None:
    if start is None:
        return None
    names = list(names)
    values = pd.Series(start) if isinstance(start, Mapping) else start
    values = _by_name(values, names) if isinstance(values, pd.Series) else values
    try:
        values = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(f"start= takes numbers, got {start!r}") from None
    if values.shape != (len(names),) or not np.isfinite(values).all():
        raise ValueError(f"start= takes {len(names)} finite coefficients, for {listed(names)}")
    return values


def _by_name(start: pd.Series, names: list[str]) -> pd.Series:
    """The values in the order of the coefficients."""
    if list(start.index) == names:
        return start
    for labels in (start.index, pd.Index(names)):
        if not labels.is_unique:
            twice = labels[labels.duplicated()][0]
            raise ValueError(
                f"start= is ambiguous: it is matched by name, and there are two {twice!r}; give "
                f"an array of {len(names)} numbers, in the order {listed(names)}"
            )
    return start.reindex(names)
