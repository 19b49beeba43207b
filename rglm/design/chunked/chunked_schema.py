"""The names of an expression while the words in it learn from parts of the data.

On some rows (`CollectingScope`) each word that learns looks at its argument and gives back a
stand-in: of it counts only where it is missing and, of a factor, its labels. On no rows
(`FinalizingScope`) the words close, from what was found in all parts, and give
what they would give of no rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.chunked.chunked_transforms import CLOSES, LOOKS
from rglm.design.chunked.learning_state import LearningState
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.formula_functions import STATEFUL_FUNCTIONS
from rglm.design.evaluation.rowwise_check import check_rowwise
from rglm.design.evaluation.scope import Scope
from rglm.design.factors.factor_functions import excluded_labels
from rglm.design.syntax.syntax_tree import Call
from rglm.design.transforms.poly_functions import POLY_FUNCTIONS, PolyCall
from rglm.design.transforms.summary_functions import SUMMARY_FUNCTIONS, SummaryCall
from rglm.design.values.category_levels import CategoryLevels
from rglm.design.values.column_kinds import (
    EMPTY_TYPES,
    LOGICAL,
    TEXT,
    TIMES,
    column_kind,
    empty_factor,
)
from rglm.design.values.data_column import TEXT_COLUMNS
from rglm.design.values.dates import Dates
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.function_state import FunctionState
from rglm.design.values.r_values import Factor, Logical, to_factor

FACTORS = ("cut", "factor", "as_factor", "ordered", "as_ordered", "relevel", "C", "interaction")
# of a factor: they need all of its levels
CODES = ("as.numeric(", "as.double(", "as.integer(", "as.logical(")


class CollectingScope(Scope):
    """The names over some rows of data that are seen part by part.

    Attributes
    ----------
    pending : dict
        By call, the `LearningState` state of each word that is still learning.
    columns : dict
        By column, the `CategoryLevels` of those that are categories.
    kinds : dict
        By column, what it holds: one of `KINDS`.
    exact : bool
        Whether all stand-ins have the labels that they stand for.
    """

    def __init__(
        self,
        data: pd.DataFrame,
        states: Mapping[str, dict[str, Any]],
        levels: Mapping[str, Factor],
        borrowed: BorrowedNames,
        hints: Mapping[str, Any],
    ) -> None:
        super().__init__(data, dict(levels), borrowed)
        self.pending = {call: LearningState(call, hint) for call, hint in hints.items()}
        self.states = states
        self.learned = frozenset(levels)
        self.columns: dict[str, CategoryLevels] = {}
        self.kinds: dict[str, str] = {}
        self.exact = True

    def state(self, call: str) -> FunctionState:
        """What a call has learned, or its `LearningState`."""
        return _state(call, self.states, self.pending)

    def _stateful_function(self, name: str) -> Callable[..., Any]:
        return partial(self._look, name)

    def _read_column(self, name: str) -> ColumnValue:
        value = self._column_of_data(name)
        self.kinds[name] = column_kind(value, self.data, name)
        if isinstance(value, Factor):
            self.columns[name] = CategoryLevels.of(value)
        return value

    def _pandas_column(self, name: str) -> pd.Series:
        self.variable(name)  # its kind and levels are collected
        return self.data[name].copy()

    def check_call(self, node: Call, value: Any) -> None:
        """Check that a function of the context needs no other rows."""
        check_rowwise(node, value, self)

    def _look(self, word: str, *given: Any, state: dict[str, Any], **kwargs: Any) -> Any:
        if not given or not isinstance(state, LearningState):
            return STATEFUL_FUNCTIONS[word](*given, state=state, **kwargs)
        x, *args = given
        if word in SUMMARY_FUNCTIONS or word == "interaction":
            self.exact = False  # what stands in for them has other values
        if self._waits(state):
            self.exact = self.exact and word not in FACTORS
            return _stand_in(word, x, *args, **kwargs)
        state.found = LOOKS[word](state, x, *args, **kwargs)
        if state.found is None:  # nothing that the rows decide
            return STATEFUL_FUNCTIONS[word](x, *args, state={}, **kwargs)
        relabelled = word == "cut" or kwargs.get("labels") is not None or len(args) > 1
        self.exact = self.exact and not (word in FACTORS and relabelled)
        return _stand_in(word, x, *args, **kwargs)

    def _waits(self, state: LearningState) -> bool:
        """Whether a word's argument is not known yet, because something in it is learning."""
        unread = any(word in state.call for word in CODES)
        if unread and not set(self.columns) <= self.learned:
            return True
        return any(call in state.call for call in self.pending if call != state.call)


class FinalizingScope(Scope):
    """The names over no rows, after all parts were seen.

    Parameters
    ----------
    columns, kinds : dict
        What `CollectingScope` has found of the data's columns.
    pending : dict of LearningState
        With what was found in all parts; those that have learned all are `done` then.
    """

    def __init__(
        self,
        columns: Mapping[str, CategoryLevels],
        kinds: Mapping[str, str],
        states: Mapping[str, dict[str, Any]],
        borrowed: BorrowedNames,
        pending: dict[str, LearningState],
    ) -> None:
        super().__init__(pd.DataFrame(columns=list(kinds)), {}, borrowed)
        self.kinds, self.states, self.pending = kinds, states, pending
        self.levels = {name: empty_factor(found, kinds[name]) for name, found in columns.items()}

    @property
    def none(self) -> pd.DataFrame:
        """Data of the same kind without rows."""
        kinds = {name: EMPTY_TYPES.get(k, "float64") for name, k in self.kinds.items()}
        levels = {
            name: pd.CategoricalDtype(list(found.levels), found.ordered)
            for name, found in self.levels.items()
        }
        out = pd.DataFrame({name: pd.Series(dtype=k) for name, k in (kinds | levels).items()})
        out.attrs[TEXT_COLUMNS] = tuple(name for name, kind in self.kinds.items() if kind == TEXT)
        return out

    def state(self, call: str) -> FunctionState:
        """What a call has learned, or its `LearningState`."""
        return _state(call, self.states, self.pending)

    def check_call(self, node: Call, value: Any) -> None:
        """Accept any value: there are no rows."""

    def _stateful_function(self, name: str) -> Callable[..., Any]:
        return partial(self._close, name)

    def _pandas_column(self, name: str) -> pd.Series:
        none = self.none[name]
        return none.astype(object) if self.kinds[name] == TEXT else none

    def _read_column(self, name: str) -> ColumnValue:
        if name in self.levels:
            return self.levels[name]
        none = np.zeros(0)
        if self.kinds[name] == TIMES:
            return Dates(none, pd.Series(dtype="datetime64[us]"), name, "datetime64")
        return Logical(none) if self.kinds[name] == LOGICAL else none

    def _close(self, word: str, x: Any, *args: Any, state: dict[str, Any], **kwargs: Any) -> Any:
        if isinstance(state, LearningState) and not state.done:
            if self._waits(state):
                pass
            elif state.found is not None:
                state.done = CLOSES[word](state, x, *args, **kwargs)
            else:
                state.done = LOOKS[word](state, x, *args, **kwargs) is None
            if not state.done:
                return _stand_in(word, x, *args, **kwargs)
        return STATEFUL_FUNCTIONS[word](x, *args, state=state, **kwargs)

    def _waits(self, state: LearningState) -> bool:
        """Whether something in a word's arguments is still to be learned."""
        others = (other for other in self.pending.values() if not other.done)
        return any(other.call in state.call for other in others if other is not state)


def _state(
    call: str, states: Mapping[str, FunctionState], pending: dict[str, LearningState]
) -> FunctionState:
    """What a call has learned, or its `LearningState`."""
    return states[call] if call in states else pending.setdefault(call, LearningState(call))


def _stand_in(word: str, x: Any, *args: Any, **given: Any) -> Any:
    if word in SUMMARY_FUNCTIONS:
        return SummaryCall.read(word, x, *args, **given).stand_in
    if word in POLY_FUNCTIONS:
        return np.where(PolyCall.read(x, *args, **given).missing, np.nan, 0.0)
    if word in FACTORS:
        if word == "cut":
            x = np.where(np.isnan(np.asarray(x, dtype=float)), np.nan, 0.0)
        value, exclude = to_factor(x), given.get("exclude", args[2] if len(args) > 2 else None)
        if word not in ("factor", "as_factor") or exclude is None:
            return value
        out = excluded_labels(exclude)
        return value.recode([level for level in value.levels if level not in out])
    return np.where(np.isnan(np.asarray(x, dtype=float)), np.nan, 0.0)
