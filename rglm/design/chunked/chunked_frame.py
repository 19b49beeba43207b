"""The model frame of chunked data: learned in a few passes, made chunk by chunk.

What is learned from all rows (levels, knots, polynomials, the levels that rows of the fit have) is
a sum over the chunks (`ChunkSummary`). The frame of a chunk has the columns that its rows have in
the frame of all data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from rglm.design.chunked.chunk_summary import (
    RESPONSE_KEY,
    ChunkSummary,
    LearnedState,
    summarize_chunk,
)
from rglm.design.chunked.data_requirements import DataRequirements
from rglm.design.chunked.finalizing_scope import FinalizingScope
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import expression
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.frame.build_frame import check_contrasts
from rglm.design.frame.evaluated_variables import EvaluatedVariables, evaluate_variables
from rglm.design.frame.missing_values import NaAction
from rglm.design.frame.model_frame import ModelFrame, PartDesign
from rglm.design.frame.row_selection import check_rows_left, select_rows
from rglm.design.frame.schema import learn_schema
from rglm.design.values.column_kinds import ColumnKind
from rglm.design.values.formula_value import ColumnValue, FunctionState
from rglm.design.values.r_values import Factor
from rglm.errors import FormulaError

MAX_PASSES = 12  # functions within functions need one each


@dataclass(frozen=True)
class ChunkedFrame:
    """The model frame of chunked data: learned from all chunks, made for each."""

    requirements: DataRequirements
    parts: tuple[PartDesign, ...]  # the schema of each right side, with its columns without rows
    empty_data: pd.DataFrame  # data of the same types without rows
    response_levels: tuple[str, ...] | None  # the levels of the response that rows of the fit have
    empty_response_levels: tuple[str, ...]  # those that only other rows have
    levels: dict[str, Factor]  # the data's categorical columns, as factors without rows
    states: dict[str, FunctionState]  # what functions have learned, by call
    kinds: dict[str, ColumnKind]  # the kind of each column that is read
    subset_count: int  # the rows that ``subset=`` takes
    counts: tuple[int, ...]  # the rows of the fit, by chunk

    @property
    def nrows(self) -> int:
        """The number of rows of the fit."""
        return sum(self.counts)

    @property
    def columns_read(self) -> list[str]:
        """The columns of the data that are needed."""
        return self.requirements.columns(list(self.kinds))

    @property
    def na_action(self) -> NaAction | None:
        """The number of rows that missing values took away, without their labels."""
        omitted = self.subset_count - self.nrows
        if not omitted:
            return None
        none = pd.RangeIndex(0)
        action = self.requirements.action
        return NaAction(action, pd.RangeIndex(omitted), none, np.zeros(0, dtype=bool))

    def frame(self, data: pd.DataFrame) -> ModelFrame:
        """The model frame of a chunk; it may have no rows."""
        requirements = self.requirements
        scope = RowScope(
            data, self.states, dict(self.levels), BorrowedNames(requirements.borrowed)
        )
        variables = evaluate_variables(
            requirements.parsed, data, scope, requirements.row_arguments
        )
        rows = select_rows(variables, requirements.subset, scope, requirements.action)
        variables = variables.take(rows.in_fit)
        variables.check_finite()
        variables = variables.with_response_levels(self.response_levels)
        parts = []
        for i, (parsed, part) in enumerate(zip(requirements.parsed, self.parts, strict=True)):
            columns = part.schema.columns(variables.values, variables.n)
            offset = variables.offset(parsed, is_first=i == 0)
            parts.append(PartDesign(part.schema, columns, offset))
        return variables.frame(tuple(parts), rows.na_action, drops_unused_levels=False)


def learn_chunked_frame(
    requirements: DataRequirements,
    fold: Callable[[Callable[[pd.DataFrame], ChunkSummary]], ChunkSummary],
    first: ChunkSummary | None = None,
) -> ChunkedFrame:
    """Learn from all chunks of the data.

    Parameters
    ----------
    requirements : DataRequirements
    fold : function
        ``fold(f)`` is the sum, by ``+=``, of f of each chunk in order.
    first : ChunkSummary, optional
        The sum of the first pass, where it is known.

    Raises
    ------
    FormulaError
        Functions that learn from the data are nested too deeply.
    """
    learned = LearnedState({}, {}, {})
    for _ in range(MAX_PASSES):
        summary = first or fold(partial(summarize_chunk, requirements, learned))
        first = None
        if summary.is_exact or not summary.rows:  # else the rows left are not known yet
            check_rows_left(summary.rows, summary.subset_count, sum(summary.counts))
        scope = FinalizingScope(
            summary.columns,
            summary.kinds,
            learned.states,
            BorrowedNames(requirements.borrowed),
            summary.pending,
        )
        variables = evaluate_variables(
            requirements.parsed, scope.data, scope, requirements.row_arguments
        )
        if requirements.subset is not None:
            scope.evaluate(expression(requirements.subset))
        learned = _after_pass(learned, summary, scope)
        if summary.is_exact and all(s.has_learned for s in summary.pending.values()):
            return _learned_frame(requirements, summary, variables, scope.empty_data, learned)
    raise FormulaError("the formula has words that learn from the data in one another too deeply")


def _after_pass(
    learned: LearnedState, summary: ChunkSummary, scope: FinalizingScope
) -> LearnedState:
    """The learned state after one more pass."""
    pending = summary.pending.items()
    states = {call: dict(state) for call, state in pending if state.has_learned}
    brackets = {
        call: state.brackets for call, state in pending if not state.has_learned and state.brackets
    }
    return LearnedState(learned.states | states, scope.levels, brackets)


def _learned_frame(
    requirements: DataRequirements,
    summary: ChunkSummary,
    variables: EvaluatedVariables,
    empty_data: pd.DataFrame,
    learned: LearnedState,
) -> ChunkedFrame:
    """The chunked frame, its schemas learned from no rows with the levels of all."""
    values = {
        e: _with_used_levels(v, summary.used_levels.get(e)) for e, v in variables.values.items()
    }
    check_contrasts(requirements.contrasts, variables.expressions, values)
    borrowed = BorrowedNames(requirements.borrowed)
    scope = RowScope(empty_data, learned.states, learned.levels, borrowed)
    parts = []
    for i, parsed in enumerate(requirements.parsed):
        offset = requirements.row_arguments["offset"] if i == 0 else None
        schema, columns = learn_schema(parsed, values, 0, scope, requirements.contrasts, offset)
        parts.append(PartDesign(schema, columns, np.zeros(0)))
    levels, empty_levels = _response_levels(
        variables.response, summary.used_levels.get(RESPONSE_KEY)
    )
    return ChunkedFrame(
        requirements=requirements,
        parts=tuple(parts),
        empty_data=empty_data,
        response_levels=levels,
        empty_response_levels=empty_levels,
        levels=learned.levels,
        states=learned.states,
        kinds=summary.kinds,
        subset_count=summary.subset_count,
        counts=tuple(summary.counts),
    )


def _response_levels(
    response: ColumnValue, used: dict[str, None] | None
) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """The levels of the response that rows of the fit have, and its other levels."""
    if not isinstance(response, Factor):
        return None, ()
    levels = _used_levels(response, used)
    has_rows = set(levels)
    return levels, tuple(level for level in response.levels if level not in has_rows)


def _with_used_levels(value: ColumnValue, used: dict[str, None] | None) -> ColumnValue:
    """A factor with the levels that rows have; as in R without contrasts of its own if some go."""
    if not isinstance(value, Factor):
        return value
    levels = _used_levels(value, used)
    return value if levels == value.levels else Factor(value.codes, levels, value.ordered)


def _used_levels(factor: Factor, used: dict[str, None] | None) -> tuple[str, ...]:
    """The levels that rows have, in order; both of a logical."""
    labels = used or {}
    if factor.is_logical:
        return factor.levels
    if set(labels) - set(factor.levels):  # text that the formula makes
        return tuple(sorted(labels))
    return tuple(level for level in factor.levels if level in labels)
