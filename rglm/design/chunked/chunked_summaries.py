"""How ``interaction()`` and the summaries learn from parts of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rglm.design.chunked.learning_state import LearningState
from rglm.design.factors.interaction_factor import InteractionSummary, interaction_levels
from rglm.design.transforms.summary_functions import (
    SUMMARY_FUNCTIONS,
    SummaryCall,
    SummaryStatistics,
)


def look_interaction(state: LearningState, *factors: Any, **given: Any) -> InteractionSummary:
    """The combinations of levels that some rows have."""
    return InteractionSummary.of(factors)


def close_interaction(state: LearningState, *factors: Any, **given: Any) -> bool:
    """The levels of the interaction, of those of all rows."""
    labels = zip(state.found.labels, factors, strict=True)
    orders = [found.order(factor) for found, factor in labels]
    state.update(interaction_levels(orders, state.found.used, **given))
    return True


@dataclass(frozen=True)
class SummaryLesson:
    """How a summary looks at some rows, and what it makes of all."""

    word: str

    def look(self, state: LearningState, *args: Any, **given: Any) -> SummaryStatistics:
        """What is to be known of some rows."""
        return SummaryStatistics.of(SummaryCall.read(self.word, *args, **given), state.hint)

    def close(self, state: LearningState, *args: Any, **given: Any) -> bool:
        """The value of all rows; False where quantiles need another look."""
        call, found = SummaryCall.read(self.word, *args, **given), state.found
        brackets = found.brackets(call.shares)
        if brackets is not None:
            state.hint = brackets
            return False
        state["value"] = found.value(call)
        return True


SUMMARY_LOOKS = {"interaction": look_interaction}
SUMMARY_LOOKS |= {word: SummaryLesson(word).look for word in SUMMARY_FUNCTIONS}
SUMMARY_CLOSES = {"interaction": close_interaction}
SUMMARY_CLOSES |= {word: SummaryLesson(word).close for word in SUMMARY_FUNCTIONS}
