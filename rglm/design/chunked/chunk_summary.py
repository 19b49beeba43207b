"""Levels, kinds and counts that a pass collects from chunks of the data for a formula."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from rglm.design.chunked.collecting_scope import CollectingScope
from rglm.design.chunked.data_requirements import DataRequirements
from rglm.design.chunked.learning_state import LearningState
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.frame.evaluated_variables import evaluate_variables
from rglm.design.frame.row_selection import select_rows
from rglm.design.transforms.streaming_quantiles import Bracket
from rglm.design.values.category_levels import CategoryLevels
from rglm.design.values.column_kinds import ColumnKind, common_kind
from rglm.design.values.formula_value import FunctionState
from rglm.design.values.r_values import Factor
from rglm.errors import DataError
from rglm.formatting.hints.warning_location import collect_warnings

RESPONSE_KEY = ""  # among the names of expressions, which are never empty


@dataclass
class ChunkSummary:
    """Levels, kinds and counts collected from some chunks in one pass; ``+=`` joins two."""

    # by call, the state of each function that is still learning
    pending: dict[str, LearningState] = field(default_factory=dict)
    # by column, the levels of those that are categories
    columns: dict[str, CategoryLevels] = field(default_factory=dict)
    kinds: dict[str, ColumnKind] = field(default_factory=dict)  # by column, its kind
    # by expression, and `RESPONSE_KEY`, the levels that rows of the fit have, as keys of a
    # dict
    used_levels: dict[str, dict[str, None]] = field(default_factory=dict)
    is_exact: bool = True  # whether the rows of the fit are known, and the levels of every factor
    # rows, subset_count: all rows, and those that ``subset=`` takes
    rows: int = 0
    subset_count: int = 0
    counts: list[int] = field(default_factory=list)  # the rows of the fit, by chunk

    def __iadd__(self, other: ChunkSummary) -> ChunkSummary:
        for name, kind in other.kinds.items():
            self.kinds[name] = self._joined_kind(name, kind, other)
        for call, state in other.pending.items():
            self.pending[call] = _join_states(self.pending.get(call), state)
        for name, levels in other.columns.items():
            if name in self.columns:
                self.columns[name] += levels
            else:
                self.columns[name] = levels
        for name, used_levels in other.used_levels.items():
            self.used_levels[name] = {**self.used_levels.get(name, {}), **used_levels}
        self.is_exact = self.is_exact and other.is_exact
        self.rows += other.rows
        self.subset_count += other.subset_count
        self.counts += other.counts
        return self

    def _joined_kind(self, name: str, kind: ColumnKind, other: ChunkSummary) -> ColumnKind:
        """The kind of a column in the chunks of both."""
        own = self.kinds.get(name, kind)
        joined = common_kind(own, kind)
        if joined is None:
            raise DataError(
                f"column {name!r} holds {own} in one part of the data and {kind} "
                "in another; make it the same everywhere"
            )
        if {own, kind} != {ColumnKind.CATEGORIES} or name not in self.columns:
            return joined
        # categories without an order that differ are text, as pandas joins them
        are_same = list(self.columns[name].levels) == list(other.columns[name].levels)
        return joined if are_same else ColumnKind.TEXT


def _join_states(one: LearningState | None, other: LearningState) -> LearningState:
    if one is None or one.summary is None:
        return other
    if other.summary is not None:
        one.summary += other.summary
    return one


@dataclass(frozen=True)
class LearnedState:
    """States, levels and brackets learned in earlier passes."""

    states: dict[str, FunctionState]  # by call, those of the functions that have learned
    levels: dict[str, Factor]  # the data's categorical columns, as factors without rows
    brackets: dict[str, list[Bracket]]  # by call, those of quantiles that the next pass completes


def summarize_chunk(
    requirements: DataRequirements, learned: LearnedState, data: pd.DataFrame
) -> ChunkSummary:
    """The summary of a chunk. It gives no warnings: the passes that follow give them."""
    with collect_warnings():
        return _summarize(requirements, learned, data)


def _summarize(
    requirements: DataRequirements, learned: LearnedState, data: pd.DataFrame
) -> ChunkSummary:
    borrowed = BorrowedNames(requirements.borrowed)
    scope = CollectingScope(data, learned.states, learned.levels, borrowed, learned.brackets)
    variables = evaluate_variables(requirements.parsed, data, scope, requirements.row_arguments)
    n_pending = len(scope.pending)
    rows = select_rows(variables, requirements.subset, scope, requirements.action)
    # else the condition of subset= waits for a function
    is_exact = scope.is_exact and len(scope.pending) == n_pending
    for e, value in variables.values.items():  # text that a function decides which is learning
        source = variables.expressions[e].source
        is_inside = any(call in source and call != source for call in scope.pending)
        is_exact = is_exact and not (is_inside and isinstance(value, Factor))
    used_levels = {
        name: dict.fromkeys(value.take(rows.in_fit).used_levels())
        for name, value in {**variables.values, RESPONSE_KEY: variables.response}.items()
        if isinstance(value, Factor)
    }
    counts = len(data), int(rows.in_subset.sum()), [int(rows.in_fit.sum())]
    return ChunkSummary(scope.pending, scope.columns, scope.kinds, used_levels, is_exact, *counts)
