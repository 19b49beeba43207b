"""The rows of a glm: response, weights, offset, and where to start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.block import LazyArray, Rows
from rglm.design.columns import hstack
from rglm.design.frame.model_frame import ModelFrame
from rglm.design.frame.response import read_response
from rglm.design.row_labels import row_label
from rglm.errors import DataError, ResponseError
from rglm.formatting.text.printable import listed
from rglm.models.base.model_data import chunked_source
from rglm.protocol.model_call import ModelCall
from rglm.sources.memory import MemorySource

if TYPE_CHECKING:
    from rglm.sources.chunks.chunked_source import ChunkedSource


def glm_rows(
    family: Any, frame: ModelFrame, weights: np.ndarray, function: str = "glm"
) -> MemorySource:
    """The rows of a model frame: response, weights, offset, trials and where to start.

    `function` is named in errors.
    """
    name, given = frame.schema.parsed.response.name, frame.row_arguments
    is_binary = family.has_binary_response
    y = read_response(frame.response, frame.schema.parsed, is_binary, function)
    prepared = prepare_response(family, y, weights, name, frame.index)
    etastart: Any = given["etastart"]
    if etastart is None:
        start = partial(_start_of, family.link, prepared, given["mustart"])
        etastart = LazyArray(start, start)
    rows = Rows(prepared.y, prepared.weights, frame.offset, prepared.trials, etastart)
    return MemorySource(frame.columns, rows)


def augmented_rows(
    family: Any, places: np.ndarray, frame: ModelFrame, weights: np.ndarray
) -> MemorySource:
    """The rows of `glm_rows`, with some columns of a second right side behind their own."""
    source = glm_rows(family, frame, weights)
    further = frame.parts[1].columns.select(places)
    return replace(source, columns=hstack([source.columns, further]))


def read_augmented(
    call: ModelCall[Any], family: Any, formula: str, terms: Sequence[Any]
) -> tuple[ChunkedSource, list[np.ndarray]]:
    """The rows of chunked data where the variables of another formula are known too.

    The columns that its `terms` have there stand behind those of the call's formula; the places of
    those, term by term, are returned too.
    """
    from rglm.design.frame.augmented_design import term_number
    from rglm.models.base.chunked_schema import learn_chunks

    formulas, options = (call.formula, formula), call.row_options()
    learned, data = learn_chunks(formulas, call.data, call.names(), options, call.progress)
    first, second = learned.frame.parts
    numbers = [term_number(term, second.schema.parsed.terms) for term in terms]
    new = [np.flatnonzero(second.columns.assign == number) for number in numbers]
    rows = partial(augmented_rows, family, np.concatenate([*new, np.zeros(0, dtype=int)]))
    source = chunked_source(call, learned, data, rows)[1]
    ends = len(first.columns) + np.cumsum([0, *map(len, new)])
    return source, [np.arange(*span) for span in pairwise(ends)]


def _start_of(
    link: Any, response: Any, mustart: np.ndarray | None, rows: slice | np.ndarray = slice(None)
) -> np.ndarray:
    """The linear predictor at the means that some rows start from."""
    with np.errstate(all="ignore"):
        return link.linkfun(response.mustart_of(rows) if mustart is None else mustart[rows])


def prepare_response(
    family: Any, y: np.ndarray, weights: np.ndarray, name: str, index: pd.Index
) -> Any:
    """The response checked by the family, whose complaint is given the row's label."""
    try:
        return family.prepare(y, weights)
    except ResponseError as error:
        where = "" if error.row is None else f", in the row labelled {row_label(index, error.row)}"
        raise DataError(f"{error} (response {name!r}{where})") from None


def starting_coefficients(start: Any, names: Sequence[str]) -> np.ndarray | None:
    """``start=`` in the order of the columns."""
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
