"""How the summaries of a column, ``mean(x)`` and its like, learn from chunks of the data."""

# ruff: noqa: D102  methods are documented in ChunkedFunction

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rglm.design.chunked.chunked_function import ChunkedFunction
from rglm.design.chunked.learning_state import LearningState
from rglm.design.transforms.summary_functions import SummaryCall, SummaryStatistics


@dataclass(frozen=True)
class ChunkedSummary(ChunkedFunction[SummaryStatistics]):
    """A summary function of this name."""

    function: str

    def collect(self, state: LearningState, *args: Any, **named: Any) -> SummaryStatistics:
        return SummaryStatistics.of(self._read(*args, **named), state.brackets)

    def finalize(
        self, summary: SummaryStatistics, state: LearningState, *args: Any, **named: Any
    ) -> bool:
        call = self._read(*args, **named)
        brackets = summary.missing_brackets(call)
        if brackets is not None:
            state.brackets = brackets
            return False
        state["value"] = summary.value(call)
        return True

    def placeholder(self, *args: Any, **named: Any) -> float | list[float]:
        return self._read(*args, **named).placeholder

    def has_exact_placeholder(self, is_waiting: bool, args: tuple[Any, ...], labels: Any) -> bool:
        return False  # what is computed from it has other values

    def _read(self, *args: Any, **named: Any) -> SummaryCall:
        return SummaryCall.read(self.function, *args, **named)
