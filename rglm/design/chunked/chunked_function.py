"""A function of a formula that learns from the data, where these come in chunks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

import numpy as np

from rglm.design.chunked.learning_state import LearningState
from rglm.design.values.r_values import Factor, Matrix, to_factor

Summary = TypeVar("Summary")  # joined with that of the chunk behind by +=


class ChunkedFunction(ABC, Generic[Summary]):
    """The steps in which a function learns: it collects a summary of each chunk, then finalizes.

    The sum of the summaries gives the state that the function would learn from all rows at once.
    Arguments are those of the function.
    """

    @abstractmethod
    def collect(self, state: LearningState, *args: Any, **named: Any) -> Summary | None:
        """The summary of a chunk; None where there is nothing to learn from rows."""

    @abstractmethod
    def finalize(self, summary: Summary, state: LearningState, *args: Any, **named: Any) -> bool:
        """Fill the state from the summary of all chunks; False where it needs another pass."""

    @abstractmethod
    def placeholder(self, *args: Any, **named: Any) -> Any:
        """A value on the rows of a chunk, until the state is known.

        It is right where it is missing and, if `has_exact_placeholder`, in its labels.
        """

    @abstractmethod
    def has_exact_placeholder(self, is_waiting: bool, args: tuple[Any, ...], labels: Any) -> bool:
        """Whether the placeholder is missing, and has labels, where the value does.

        `is_waiting` says that the argument is a placeholder itself.
        """


class NumericChunkedFunction(ChunkedFunction[Summary]):
    """A function with a numeric value, which is missing where its argument is."""

    def placeholder(self, x: Any, *args: Any, **named: Any) -> np.ndarray | Matrix:
        """Zeros, NaN where a value is missing."""
        return zeros_or_nan(np.isnan(np.asarray(x, dtype=float)))

    def has_exact_placeholder(self, is_waiting: bool, args: tuple[Any, ...], labels: Any) -> bool:
        """True: it is missing where the value is, and has no labels."""
        return True


class FactorChunkedFunction(ChunkedFunction[Summary]):
    """A function whose value is a factor."""

    def placeholder(self, x: Any, *args: Any, **named: Any) -> Factor:
        """The argument as a factor."""
        return to_factor(x)

    def has_exact_placeholder(self, is_waiting: bool, args: tuple[Any, ...], labels: Any) -> bool:
        """Whether the argument is known, and the levels keep their labels."""
        return not is_waiting and labels is None and len(args) <= 1


def zeros_or_nan(missing: np.ndarray) -> np.ndarray:
    """Zeros, NaN where a value is missing."""
    return np.where(missing, np.nan, 0.0)
