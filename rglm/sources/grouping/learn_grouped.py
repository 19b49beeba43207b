"""The model frame of chunked data learned from their distinct rows, where there are few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import iadd
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.chunked.chunked_frame import ChunkedFrame, learn_chunked_frame
from rglm.design.chunked.chunked_function import FactorChunkedFunction
from rglm.design.chunked.chunked_function_table import CHUNKED_FUNCTIONS
from rglm.design.chunked.data_requirements import DataRequirements
from rglm.design.evaluation.formula_functions import vocabulary_name
from rglm.design.frame.model_frame import ModelFrame
from rglm.design.syntax.syntax_tree import Call, Name
from rglm.design.syntax.tree_walks import walk
from rglm.formatting.hints.warning_location import collect_warnings
from rglm.sources.cells.thresholds import MIN_ROWS, MIN_ROWS_PER_CELL
from rglm.sources.grouping.distinct_rows import DistinctRows, RowsDifferError
from rglm.sources.grouping.distinct_table import DistinctTable
from rglm.sources.grouping.grouping_pass import GroupingPass, PassResult

REPEATED_ROWS = 1 << 17  # rows of a chunk of rows that are repeated

Fold = Callable[[Callable[[pd.DataFrame], Any]], Any]


@dataclass(frozen=True)
class DistinctFrame:
    """The model frame of distinct rows, and the number of rows of each that are fitted."""

    frame: ModelFrame
    counts: np.ndarray  # (m,) int64


@dataclass(frozen=True)
class LearnedFrame:
    """The model frame of chunked data, and the frames of their distinct rows, if there are few."""

    frame: ChunkedFrame
    distinct: tuple[DistinctFrame, ...] = ()


def learn_frame(
    requirements: DataRequirements,
    fold: Fold,
    nrows: int | None = None,
    count_rows: Callable[[int], list[DistinctRows] | None] = lambda most: None,
) -> LearnedFrame:
    """Learn from all chunks of the data, in one pass where their rows have few distinct values.

    Parameters
    ----------
    requirements : DataRequirements
    fold : function
        ``fold(f)`` is the sum, by ``+=``, of f of each chunk in order.
    nrows : int, optional
        The number of rows, or one above it, as far as it is known.
    count_rows : function, optional
        The distinct rows, where the source counts them without handing out chunks: at most as many
        as its argument, else it raises RowsDifferError.
    """
    first = None
    if nrows is None or nrows >= MIN_ROWS:
        first = _first_pass(requirements, fold, nrows, count_rows)
    if first is not None and first.table is not None:
        grouped = _learn_from_tables(requirements, first)
        if grouped is not None:
            return grouped
        first = None
    summary = None if first is None else first.summary
    return LearnedFrame(learn_chunked_frame(requirements, fold, summary))


def _first_pass(
    requirements: DataRequirements,
    fold: Fold,
    nrows: int | None,
    count_rows: Callable[[int], list[DistinctRows] | None],
) -> PassResult | None:
    """The distinct rows or a summary; None where it turned out late that rows differ.

    Functions from outside the vocabulary are tried on the rows of chunks.
    """
    try:
        if nrows is not None and not requirements.borrowed:
            tables = count_rows(nrows // MIN_ROWS_PER_CELL)
            if tables is not None:
                return PassResult(DistinctTable(nrows, tables))
        return fold(GroupingPass(requirements, nrows))
    except RowsDifferError:
        return None


def _learn_from_tables(requirements: DataRequirements, found: PassResult) -> LearnedFrame | None:
    """The frame learned from distinct rows; None where there is something to warn of.

    The rows themselves are then read, whose errors and warnings name the right ones.
    """
    assert found.table is not None
    try:
        tables = found.table.finish()
        with collect_warnings() as warnings:
            chunks = _chunks(tables, needs_counts(requirements))
            learned = learn_chunked_frame(requirements, lambda f: reduce(iadd, map(f, chunks())))
            frames = [learned.frame(table.frame) for table in tables]
    except Exception:  # it comes again with the rows
        return None
    if warnings:
        return None
    nrows, omitted, distinct = 0, 0, []
    for table, frame in zip(tables, frames, strict=True):
        counts = table.counts[frame.index.to_numpy()]
        nrows += int(counts.sum())
        if frame.na_action is not None:
            omitted += int(table.counts[frame.na_action.omitted.to_numpy()].sum())
        distinct.append(DistinctFrame(frame, counts))
    learned = replace(learned, counts=(nrows,), subset_count=nrows + omitted)
    return LearnedFrame(learned, tuple(distinct))


def _chunks(
    tables: Sequence[DistinctRows], with_counts: bool
) -> Callable[[], Iterator[pd.DataFrame]]:
    """The distinct rows as chunks of the data, each row as often as it occurs if that counts."""
    if not with_counts:
        return lambda: (table.frame for table in tables)
    return lambda: (chunk for table in tables for chunk in table.repeat(REPEATED_ROWS))


def needs_counts(requirements: DataRequirements) -> bool:
    """Whether a function of the formula learns from the number of equal rows, as a mean does."""
    nodes = (node for e in requirements.expressions for node in walk(e.tree))
    functions = (node.function for node in nodes if isinstance(node, Call))
    words = (vocabulary_name(f.text) for f in functions if isinstance(f, Name))
    learning = (CHUNKED_FUNCTIONS[word] for word in words if word in CHUNKED_FUNCTIONS)
    return any(not isinstance(function, FactorChunkedFunction) for function in learning)
