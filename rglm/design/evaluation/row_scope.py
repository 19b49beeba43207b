"""The names of an expression over rows that are all in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.formula_functions import STATEFUL_FUNCTIONS
from rglm.design.evaluation.scope import Scope
from rglm.design.syntax.syntax_tree import Call
from rglm.design.values.formula_value import ColumnValue, FunctionState
from rglm.design.values.r_values import Factor


class RowScope(Scope):
    """The names over all rows of some data, whose functions learn from these rows or have learned.

    Parameters
    ----------
    states : dict
        What functions have learned, by call; filled by those that have not.
    data, levels, borrowed, context, title
        As in `Scope`.
    """

    def __init__(
        self,
        data: pd.DataFrame,
        states: dict[str, FunctionState],
        levels: dict[str, Factor],
        borrowed: BorrowedNames,
        context: Mapping[str, Any] | None = None,
        title: str = "the data",
    ) -> None:
        super().__init__(data, levels, borrowed, context, title)
        self.states = states

    def state(self, call: str) -> FunctionState:
        """What the function of a call has learned; empty at first."""
        return self.states.setdefault(call, {})

    def check_call(self, node: Call, value: Any) -> None:
        """Accept any value: a function of the context sees all rows."""

    def _stateful_function(self, name: str) -> Callable[..., Any]:
        return STATEFUL_FUNCTIONS[name]

    def _read_column(self, name: str) -> ColumnValue:
        return self._column_of_data(name)

    def _pandas_column(self, name: str) -> pd.Series:
        return self.data[name].copy()
