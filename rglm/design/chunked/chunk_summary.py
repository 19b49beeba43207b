"""What a look at a part of the data finds for the formula; ``+=`` joins what other parts say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from rglm.design.chunked.collecting_scope import CollectingScope
from rglm.design.chunked.data_requirements import DataRequirements
from rglm.design.chunked.learning_state import LearningState
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.frame.evaluated_variables import evaluate_variables, select_rows
from rglm.design.transforms.streaming_quantiles import Bracket
from rglm.design.values.column_kinds import ColumnKind, common_kind
from rglm.design.values.r_values import Factor
from rglm.errors import DataError
from rglm.formatting.hints.warning_location import collect_warnings

RESPONSE = ""  # among the names of expressions, which are never empty


@dataclass
class ChunkSummary:
    """What a pass has found in some parts; ``+=`` joins that of others behind them."""

    pending: dict[str, LearningState] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, ColumnKind] = field(default_factory=dict)
    used: dict[str, dict[str, None]] = field(default_factory=dict)
    exact: bool = True
    rows: int = 0
    chosen: int = 0
    counts: list[int] = field(default_factory=list)  # of rows that take part, by part

    def __iadd__(self, other: ChunkSummary) -> ChunkSummary:
        for name, kind in other.kinds.items():
            both = common_kind(self.kinds.get(name, kind), kind)
            if both is None:
                raise DataError(
                    f"column {name!r} holds {self.kinds[name]} in one part of the data and {kind} "
                    "in another; make it the same everywhere"
                )
            self.kinds[name] = ColumnKind.TEXT if self._disagrees(name, other) else both
        for call, state in other.pending.items():
            self.pending[call] = _joined(self.pending.get(call), state)
        for mine, theirs in ((self.columns, other.columns), (self.used, other.used)):
            for name, found in theirs.items():
                if name in mine:
                    mine[name] = _plus(mine[name], found)
                else:
                    mine[name] = found
        self.exact = self.exact and other.exact
        self.rows, self.chosen = self.rows + other.rows, self.chosen + other.chosen
        self.counts += other.counts
        return self

    def _disagrees(self, name: str, other: ChunkSummary) -> bool:
        """Whether a column's categories, which have no order, differ in two parts.

        They are text then, as pandas joins them.
        """
        kinds = {self.kinds.get(name), other.kinds[name]}
        if kinds != {ColumnKind.CATEGORIES} or name not in self.columns:
            return False
        return list(self.columns[name].levels) != list(other.columns[name].levels)


def _plus(one: Any, other: Any) -> Any:
    if isinstance(one, dict):
        return {**one, **other}
    one += other
    return one


def _joined(one: LearningState | None, other: LearningState) -> LearningState:
    if one is None or one.summary is None:
        return other
    if other.summary is not None:
        one.summary += other.summary
    return one


@dataclass(frozen=True)
class LearnedState:
    """What has been learned so far: states of words, levels of columns, hints for a next look."""

    states: dict[str, dict[str, Any]]
    levels: dict[str, Factor]
    brackets: dict[str, list[Bracket]]


def summarize_chunk(
    asked: DataRequirements, known: LearnedState, data: pd.DataFrame
) -> ChunkSummary:
    """What a part of the data says; what there is to warn of is said by the passes that follow."""
    with collect_warnings():
        return _observe(asked, known, data)


def _observe(asked: DataRequirements, known: LearnedState, data: pd.DataFrame) -> ChunkSummary:
    scope = CollectingScope(
        data, known.states, known.levels, BorrowedNames(asked.borrowed), known.brackets
    )
    found = evaluate_variables(asked.parsed, data, scope, asked.extras)
    before = len(scope.pending)
    kept, chosen, _ = select_rows(found, asked.subset, scope, asked.action)
    exact = scope.is_exact and len(scope.pending) == before  # else a condition waits for a word
    for e, value in found.values.items():  # text that a word which is still learning decides
        name = found.known[e].source
        inside = any(call in name and call != name for call in scope.pending)
        exact = exact and not (inside and isinstance(value, Factor))
    factors = {**found.values, RESPONSE: found.response}
    used = {
        name: dict.fromkeys(value.take(kept).used_levels())
        for name, value in factors.items()
        if isinstance(value, Factor)
    }
    sizes = len(data), int(chosen.sum()), [int(kept.sum())]
    return ChunkSummary(scope.pending, scope.columns, scope.kinds, used, exact, *sizes)
