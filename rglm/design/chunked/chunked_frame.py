"""The model frame of data that are seen part by part: learned in a few passes, made of a part.

What is learned from all rows (levels, knots, polynomials, which levels the rows fitted have) is
a sum over the parts (`ChunkSummary`); the frame of a part has the columns that those rows have in
the frame of the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.chunked.chunk_summary import RESPONSE, ChunkSummary, LearnedState, summarize_chunk
from rglm.design.chunked.data_requirements import DataRequirements
from rglm.design.chunked.finalizing_scope import FinalizingScope
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import expression
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.frame.build_frame import check_contrasts
from rglm.design.frame.evaluated_variables import check_rows_left, evaluate_variables, select_rows
from rglm.design.frame.missing_values import NaAction
from rglm.design.frame.model_frame import ModelFrame, PartDesign
from rglm.design.frame.schema import learn_schema
from rglm.design.values.column_kinds import ColumnKind
from rglm.design.values.r_values import Factor
from rglm.errors import FormulaError

MAX_PASSES = 12  # of learning: words in words in words need one each


@dataclass(frozen=True)
class ChunkedFrame:
    """What all rows have taught.

    Attributes
    ----------
    asked : Wanted
    parts : tuple of Part
        Each right side's schema, with its columns of no rows.
    none : DataFrame
        Data like those learned from, without rows.
    answers : tuple of str or None
        The levels of the response that rows which take part have.
    responses : tuple of str
        Those of all rows.
    levels, states, kinds : dict
    rows, chosen : int
        All rows, and those that ``subset=`` takes.
    counts : tuple of int
        Those of them without missing values, in each part.
    """

    asked: DataRequirements
    parts: tuple[PartDesign, ...]
    none: pd.DataFrame
    answers: tuple[str, ...] | None
    responses: tuple[str, ...]
    levels: dict[str, Factor]
    states: dict[str, dict[str, Any]]
    kinds: dict[str, ColumnKind]
    rows: int
    chosen: int
    counts: tuple[int, ...]

    @property
    def empty(self) -> tuple[str, ...]:
        """The levels of the response that no row which takes part has."""
        kept = set(self.answers or ())
        return tuple(level for level in self.responses if level not in kept)

    @property
    def kept(self) -> int:
        """The rows that take part."""
        return sum(self.counts)

    @property
    def reads(self) -> list[str]:
        """The columns of the data that are needed."""
        return self.asked.columns(list(self.kinds))

    @property
    def na_action(self) -> NaAction | None:
        """How many rows missing values took away; not which."""
        gone = self.chosen - self.kept
        if not gone:
            return None
        none = pd.RangeIndex(0)
        return NaAction(self.asked.action, pd.RangeIndex(gone), none, np.zeros(0, dtype=bool))

    def frame(self, data: pd.DataFrame) -> ModelFrame:
        """The model frame of a part of the data; it may have no rows."""
        asked = self.asked
        scope = RowScope(data, self.states, dict(self.levels), BorrowedNames(asked.borrowed))
        found = evaluate_variables(asked.parsed, data, scope, asked.extras)
        kept, _, omitted = select_rows(found, asked.subset, scope, asked.action)
        found = found.take(kept).checked(drop=False).with_levels(self.answers)
        parts = []
        for i, (parsed, part) in enumerate(zip(asked.parsed, self.parts, strict=True)):
            columns = part.schema.columns(
                {e: found.values[e] for e in parsed.expressions}, found.n
            )
            parts.append(PartDesign(part.schema, columns, found.offset(parsed, first=i == 0)))
        return found.frame(tuple(parts), omitted, drop=False)


def learn_chunked_frame(
    asked: DataRequirements, fold: Callable[[Callable[[pd.DataFrame], ChunkSummary]], ChunkSummary]
) -> ChunkedFrame:
    """Learn from all parts of the data.

    Parameters
    ----------
    asked : Wanted
    fold : function
        ``fold(f)`` is the sum, by ``+=``, of f of each part in order.
    """
    known = LearnedState({}, {}, {})
    for _ in range(MAX_PASSES):
        seen = fold(partial(summarize_chunk, asked, known))
        if seen.exact or not seen.rows:  # else values stand in for summaries that are not known
            check_rows_left(seen.rows, seen.chosen, sum(seen.counts))
        scope = FinalizingScope(
            seen.columns, seen.kinds, known.states, BorrowedNames(asked.borrowed), seen.pending
        )
        found = evaluate_variables(asked.parsed, scope.data, scope, asked.extras)
        if asked.subset is not None:
            scope.evaluate(expression(asked.subset))
        closed = {call: dict(s) for call, s in seen.pending.items() if s.has_learned}
        brackets = {
            call: s.brackets
            for call, s in seen.pending.items()
            if not s.has_learned and s.brackets
        }
        known = LearnedState(known.states | closed, scope.levels, brackets)
        if seen.exact and all(state.has_learned for state in seen.pending.values()):
            return _schema(asked, seen, found, scope, known)
    raise FormulaError("the formula has words that learn from the data in one another too deeply")


def _schema(
    asked: DataRequirements,
    seen: ChunkSummary,
    found: Any,
    scope: FinalizingScope,
    known: LearnedState,
) -> ChunkedFrame:
    """The schemas, of values without rows that have the levels which the rows fitted have."""
    values = {e: _with(v, seen.used.get(e)) for e, v in found.values.items()}
    all_known = {e: x for part in asked.parsed for e, x in part.expressions.items()}
    check_contrasts(asked.contrasts, all_known, values)
    ready = RowScope(scope.data, known.states, scope.levels, BorrowedNames(asked.borrowed))
    parts = []
    for i, parsed in enumerate(asked.parsed):
        mine = {e: values[e] for e in parsed.expressions}
        names = {*mine} | parsed.names
        contrasts = {f: c for f, c in asked.contrasts.items() if f in names}
        offset = asked.extras["offset"] if i == 0 else None
        schema, columns = learn_schema(parsed, mine, 0, ready, contrasts, offset)
        parts.append(PartDesign(schema, columns, np.zeros(0)))
    response, answers, every = found.response, None, ()
    if isinstance(response, Factor):
        answers = _with(response, seen.used.get(RESPONSE)).levels
        every = tuple(dict.fromkeys((*response.levels, *answers)))
    sizes = seen.rows, seen.chosen, tuple(seen.counts)
    learned_of = scope.levels, known.states, seen.kinds
    return ChunkedFrame(asked, tuple(parts), scope.empty_data, answers, every, *learned_of, *sizes)


def _with(value: Any, used: dict[str, None] | None) -> Any:
    """A factor with the levels that rows have; as in R without contrasts of its own if some go."""
    if not isinstance(value, Factor) or value.is_logical:
        return value
    if set(used or ()) - set(value.levels):  # text that the formula makes
        return Factor(value.codes, tuple(sorted(used or ())), value.ordered)
    levels = tuple(level for level in value.levels if level in (used or {}))
    if levels == value.levels:
        return value
    return Factor(value.codes, levels, value.ordered)
