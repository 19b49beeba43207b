"""The state of a function while it learns from chunks of the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from inspect import signature
from typing import Any

from rglm.design.transforms.streaming_quantiles import Bracket
from rglm.design.values.formula_value import FunctionState


class LearningState(dict[str, Any]):
    """The state of a stateful function that is still learning: empty until it has learned.

    Parameters
    ----------
    call : str
        The call that has this state.
    brackets : list of Bracket, optional
        Of quantiles: what an earlier pass found, for this pass.

    Attributes
    ----------
    summary : object
        What this pass collected; None where it could not collect yet.
    has_learned : bool
    """

    def __init__(self, call: str, brackets: list[Bracket] | None = None) -> None:
        super().__init__()
        self.call, self.brackets = call, brackets
        self.summary: Any = None
        self.has_learned = False


def state_of_call(
    call: str, states: Mapping[str, FunctionState], pending: dict[str, LearningState]
) -> FunctionState:
    """What a call has learned, or its `LearningState`, which is made on the first use."""
    return states[call] if call in states else pending.setdefault(call, LearningState(call))


def with_arguments_of(
    function: Callable[..., Any], learn: Callable[..., Any], name: str
) -> Callable[..., Any]:
    """``partial(learn, name)`` with the signature of `function`, which an error shows."""
    learning = partial(learn, name)
    learning.__signature__ = signature(function)  # type: ignore[attr-defined]  # read by inspect
    return learning
