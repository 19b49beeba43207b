"""The names of an expression over no rows, after a pass over all chunks of the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.chunked.chunked_function_table import CHUNKED_FUNCTIONS
from rglm.design.chunked.learning_state import LearningState, state_of_call, with_arguments_of
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.formula_functions import STATEFUL_FUNCTIONS
from rglm.design.evaluation.scope import Scope
from rglm.design.syntax.syntax_tree import Call
from rglm.design.values.category_levels import CategoryLevels
from rglm.design.values.column_kinds import ColumnKind, empty_factor
from rglm.design.values.data_column import TEXT_COLUMNS_ATTR
from rglm.design.values.dates import Dates
from rglm.design.values.formula_value import ColumnValue, FormulaValue, FunctionState
from rglm.design.values.r_values import Logical


class FinalizingScope(Scope):
    """The names over no rows: a function that learns is finalized from what was collected.

    Parameters
    ----------
    columns, kinds : dict
        What `CollectingScope` has collected of the data's columns.
    states, borrowed
        As in `CollectingScope`.
    pending : dict of LearningState
        With the summaries of all chunks; those that are finalized have learned then.
    """

    def __init__(
        self,
        columns: Mapping[str, CategoryLevels],
        kinds: Mapping[str, ColumnKind],
        states: Mapping[str, FunctionState],
        borrowed: BorrowedNames,
        pending: dict[str, LearningState],
    ) -> None:
        levels = {
            name: empty_factor(category_levels, kinds[name])
            for name, category_levels in columns.items()
        }
        super().__init__(pd.DataFrame(columns=list(kinds)), levels, borrowed)
        self.kinds, self.states, self.pending = kinds, states, pending

    @property
    def empty_data(self) -> pd.DataFrame:
        """Data of the same types without rows."""
        dtypes: dict[str, Any] = {name: kind.empty_dtype for name, kind in self.kinds.items()}
        dtypes |= {
            name: pd.CategoricalDtype(list(factor.levels), factor.ordered)
            for name, factor in self.levels.items()
        }
        data = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes.items()})
        texts = (name for name, kind in self.kinds.items() if kind == ColumnKind.TEXT)
        data.attrs[TEXT_COLUMNS_ATTR] = tuple(texts)
        return data

    def state(self, call: str) -> FunctionState:
        """What a call has learned, or its `LearningState`."""
        return state_of_call(call, self.states, self.pending)

    def check_call(self, node: Call, value: Any) -> None:
        """Accept any value: there are no rows."""

    def _stateful_function(self, name: str) -> Callable[..., Any]:
        return with_arguments_of(STATEFUL_FUNCTIONS[name], self._finalize, name)

    def _pandas_column(self, name: str) -> pd.Series:
        column = self.empty_data[name]
        return column.astype(object) if self.kinds[name] == ColumnKind.TEXT else column

    def _read_column(self, name: str) -> ColumnValue:
        if name in self.levels:
            return self.levels[name]
        values = np.zeros(0)
        if self.kinds[name] == ColumnKind.TIMES:
            return Dates(values, pd.Series(dtype="datetime64[us]"), name, "datetime64")
        return Logical(values) if self.kinds[name] == ColumnKind.LOGICAL else values

    def _finalize(self, name: str, *args: Any, state: FunctionState, **named: Any) -> FormulaValue:
        """Call a stateful function, which is finalized if it is still learning."""
        if isinstance(state, LearningState) and not state.has_learned:
            function = CHUNKED_FUNCTIONS[name]
            if self._is_waiting(state):
                pass
            elif state.summary is not None:
                state.has_learned = function.finalize(state.summary, state, *args, **named)
            else:
                state.has_learned = function.collect(state, *args, **named) is None
            if not state.has_learned:
                return function.placeholder(*args, **named)
        return STATEFUL_FUNCTIONS[name](*args, state=state, **named)

    def _is_waiting(self, state: LearningState) -> bool:
        """Whether something in the arguments of a call is still to be learned."""
        others = (other for other in self.pending.values() if not other.has_learned)
        return any(other.call in state.call for other in others if other is not state)
