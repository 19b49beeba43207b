"""How ``cut``, ``factor``, ``relevel``, ``C`` and ``interaction`` learn from chunks."""

# ruff: noqa: D102  methods are documented in ChunkedFunction

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.chunked.chunked_function import FactorChunkedFunction, zeros_or_nan
from rglm.design.chunked.learning_state import LearningState
from rglm.design.factors.factor_functions import excluded_labels
from rglm.design.factors.interaction_factor import InteractionSummary, interaction_levels
from rglm.design.transforms.cutting import learn_cut
from rglm.design.transforms.streaming_moments import Moments
from rglm.design.values.category_levels import CategoryLevels
from rglm.design.values.numeric_arguments import check_not_empty, nonmissing_values
from rglm.design.values.r_values import Factor, to_factor


class ChunkedCut(FactorChunkedFunction[Moments]):
    """``cut``, which learns the range of a column where only the number of intervals is given."""

    def collect(
        self, state: LearningState, x: Any, breaks: Any, *args: Any, **named: Any
    ) -> Moments | None:
        return None if np.size(breaks) != 1 else Moments.of(nonmissing_values(x, "cut"))

    def finalize(
        self, summary: Moments, state: LearningState, x: Any, breaks: Any, *args: Any, **named: Any
    ) -> bool:
        check_not_empty(summary.n, "cut")
        state.update(learn_cut(summary.range, breaks, *args, **named))
        return True

    def placeholder(self, x: Any, *args: Any, **named: Any) -> Factor:
        return to_factor(zeros_or_nan(np.isnan(np.asarray(x, dtype=float))))

    def has_exact_placeholder(self, is_waiting: bool, args: tuple[Any, ...], labels: Any) -> bool:
        return False  # its labels are the intervals


@dataclass(frozen=True)
class ChunkedFactor(FactorChunkedFunction[CategoryLevels]):
    """``factor`` and its like; ``ordered`` has no argument ``exclude``."""

    has_exclude: bool

    def collect(
        self, state: LearningState, x: Any, levels: Any = None, *args: Any, **named: Any
    ) -> CategoryLevels | None:
        return CategoryLevels.of(x) if levels is None else None

    def finalize(
        self,
        summary: CategoryLevels,
        state: LearningState,
        x: Any,
        levels: Any = None,
        labels: Any = None,
        exclude: Any = None,
        *args: Any,
        **named: Any,
    ) -> bool:
        in_order, excluded = summary.in_order(x), excluded_labels(exclude)
        if isinstance(x, Factor):
            in_order = tuple(level for level in in_order if level in summary.used)
        state["levels"] = tuple(level for level in in_order if level not in excluded)
        return True

    def placeholder(
        self,
        x: Any,
        levels: Any = None,
        labels: Any = None,
        exclude: Any = None,
        *args: Any,
        **named: Any,
    ) -> Factor:
        value = to_factor(x)
        if not self.has_exclude or exclude is None:
            return value
        return value.without_levels(excluded_labels(exclude))


@dataclass(frozen=True)
class ChunkedLevels(FactorChunkedFunction[CategoryLevels]):
    """``relevel`` and ``C``: `function` learns from a factor with all levels and no rows."""

    function: Callable[..., Any]

    def collect(
        self, state: LearningState, x: Any, *args: Any, **named: Any
    ) -> CategoryLevels | None:
        return CategoryLevels.of(x)

    def finalize(
        self, summary: CategoryLevels, state: LearningState, x: Any, *args: Any, **named: Any
    ) -> bool:
        is_ordered = isinstance(x, Factor) and x.ordered
        empty = Factor(np.zeros(0, dtype=np.intp), summary.in_order(x), is_ordered)
        self.function(empty, *args, state=state, **named)
        return True


class ChunkedInteraction(FactorChunkedFunction[InteractionSummary]):
    """``interaction``."""

    def collect(self, state: LearningState, *factors: Any, **named: Any) -> InteractionSummary:
        return InteractionSummary.of(factors)

    def finalize(
        self, summary: InteractionSummary, state: LearningState, *factors: Any, **named: Any
    ) -> bool:
        pairs = zip(summary.factors, factors, strict=True)
        orders = [levels.in_order(factor) for levels, factor in pairs]
        state.update(interaction_levels(orders, summary.used, **named))
        return True

    def has_exact_placeholder(self, is_waiting: bool, args: tuple[Any, ...], labels: Any) -> bool:
        return False  # its labels are combinations
