"""The names of an expression over a chunk, while functions learn from chunks of the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from rglm.design.chunked.chunked_function_table import CHUNKED_FUNCTIONS
from rglm.design.chunked.learning_state import LearningState, state_of_call, with_arguments_of
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.formula_functions import STATEFUL_FUNCTIONS
from rglm.design.evaluation.rowwise_check import check_rowwise
from rglm.design.evaluation.scope import Scope
from rglm.design.syntax.syntax_tree import Call
from rglm.design.transforms.streaming_quantiles import Bracket
from rglm.design.values.category_levels import CategoryLevels
from rglm.design.values.column_kinds import ColumnKind, column_kind
from rglm.design.values.formula_value import ColumnValue, FormulaValue, FunctionState
from rglm.design.values.r_values import Factor

# these read the values of a factor's levels, so that all levels must be known
LEVEL_READERS = ("as.numeric(", "as.double(", "as.integer(", "as.logical(")


class CollectingScope(Scope):
    """The names over a chunk: a function that learns collects, and its value is a placeholder.

    Parameters
    ----------
    data, levels, borrowed
        As in `Scope`.
    states : dict
        What functions have learned in earlier passes, by call.
    brackets : dict
        By call, those of the quantiles that this pass completes.

    Attributes
    ----------
    pending : dict
        By call, the `LearningState` of each function that is still learning.
    columns : dict
        By column, the `CategoryLevels` of those that are categories.
    kinds : dict
        By column, its `ColumnKind`.
    is_exact : bool
        Whether all placeholders have the labels of the values that they stand for.
    """

    def __init__(
        self,
        data: pd.DataFrame,
        states: Mapping[str, FunctionState],
        levels: Mapping[str, Factor],
        borrowed: BorrowedNames,
        brackets: Mapping[str, list[Bracket]],
    ) -> None:
        super().__init__(data, dict(levels), borrowed)
        self.pending = {call: LearningState(call, known) for call, known in brackets.items()}
        self.states = states
        self.learned_columns = frozenset(levels)
        self.columns: dict[str, CategoryLevels] = {}
        self.kinds: dict[str, ColumnKind] = {}
        self.is_exact = True

    def state(self, call: str) -> FunctionState:
        """What a call has learned, or its `LearningState`."""
        return state_of_call(call, self.states, self.pending)

    def check_call(self, node: Call, value: Any) -> None:
        """Check that a function of the context needs no other rows."""
        check_rowwise(node, value, self)

    def _stateful_function(self, name: str) -> Callable[..., Any]:
        return with_arguments_of(STATEFUL_FUNCTIONS[name], self._collect, name)

    def _read_column(self, name: str) -> ColumnValue:
        value = self._column_of_data(name)
        self.kinds[name] = column_kind(value, self.data, name)
        if isinstance(value, Factor):
            self.columns[name] = CategoryLevels.of(value)
        return value

    def _pandas_column(self, name: str) -> pd.Series:
        self.variable(name)  # its kind and levels are collected
        return self.data[name].copy()

    def _collect(self, name: str, *args: Any, state: FunctionState, **named: Any) -> FormulaValue:
        """Call a stateful function, which collects if it is still learning."""
        if not args or not isinstance(state, LearningState):
            return STATEFUL_FUNCTIONS[name](*args, state=state, **named)
        function, is_waiting = CHUNKED_FUNCTIONS[name], self._is_waiting(state)
        if not is_waiting:
            state.summary = function.collect(state, *args, **named)
            if state.summary is None:  # nothing to learn from rows
                return STATEFUL_FUNCTIONS[name](*args, state={}, **named)
        is_exact = function.has_exact_placeholder(is_waiting, args[1:], named.get("labels"))
        self.is_exact = self.is_exact and is_exact
        return function.placeholder(*args, **named)

    def _is_waiting(self, state: LearningState) -> bool:
        """Whether the argument of a call is not known, as something in it is still learning."""
        needs_levels = any(name in state.call for name in LEVEL_READERS)
        if needs_levels and not set(self.columns) <= self.learned_columns:
            return True
        return any(call in state.call for call in self.pending if call != state.call)
