"""How ``poly``, ``scale``, ``bs`` and ``ns`` learn from chunks of the data."""

# ruff: noqa: D102  methods are documented in ChunkedFunction

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.chunked.chunked_function import NumericChunkedFunction, zeros_or_nan
from rglm.design.chunked.learning_state import LearningState
from rglm.design.transforms.poly_functions import PolyCall, joined_poly_state
from rglm.design.transforms.polynomials import check_degree, orthogonal_poly_state
from rglm.design.transforms.scaling import scale_from_moments
from rglm.design.transforms.spline_knots import (
    check_values_inside,
    count_inner_knots,
    find_boundary,
    knot_probabilities,
)
from rglm.design.transforms.splines import learn_bs, learn_ns
from rglm.design.transforms.streaming_moments import ChebyshevTriangle, Moments
from rglm.design.transforms.streaming_quantiles import QuantilePass
from rglm.design.values.formula_value import FunctionState
from rglm.design.values.numeric_arguments import check_not_empty, nonmissing_values


@dataclass
class PolySummary:
    """A triangle for each variable of ``poly``; ``a += b`` joins two."""

    triangles: list[ChebyshevTriangle]

    def __iadd__(self, other: PolySummary) -> PolySummary:
        for own, others in zip(self.triangles, other.triangles, strict=True):
            own += others
        return self


class ChunkedPoly(NumericChunkedFunction[PolySummary]):
    """``poly`` and ``polym``."""

    def collect(self, state: LearningState, *args: Any, **named: Any) -> PolySummary | None:
        call = PolyCall.read(*args, **named)
        if call.raw:
            return None
        columns = [nonmissing_values(x, "poly") for x in call.columns]
        return PolySummary([ChebyshevTriangle.of(x, call.degree) for x in columns])

    def finalize(
        self, summary: PolySummary, state: LearningState, *args: Any, **named: Any
    ) -> bool:
        degree, states = PolyCall.read(*args, **named).degree, []
        for triangle in summary.triangles:
            check_not_empty(triangle.n, "poly")
            check_degree(degree, len(triangle.distinct))
            states.append(orthogonal_poly_state(*triangle.recurrence()))
        state.update(joined_poly_state(states))
        return True

    def placeholder(self, *args: Any, **named: Any) -> np.ndarray:
        return zeros_or_nan(PolyCall.read(*args, **named).missing)


class ChunkedScale(NumericChunkedFunction[Moments]):
    """``scale``."""

    def collect(self, state: LearningState, x: Any, *args: Any, **named: Any) -> Moments:
        return Moments.of(_numbers(x, "scale"))

    def finalize(
        self, summary: Moments, state: LearningState, x: Any, *args: Any, **named: Any
    ) -> bool:
        check_not_empty(summary.n, "scale")
        state.update(scale_from_moments(summary, *args, **named))
        return True


@dataclass
class SplineSummary:
    """Moments, and quantiles where knots are at quantiles, for a spline; ``+=`` joins two."""

    moments: Moments
    quantiles: QuantilePass | None = None

    def __iadd__(self, other: SplineSummary) -> SplineSummary:
        self.moments += other.moments
        if self.quantiles is not None and other.quantiles is not None:
            self.quantiles += other.quantiles
        return self


@dataclass(frozen=True)
class BsArguments:
    """R's arguments of ``bs``."""

    df: Any = None
    knots: Any = None
    degree: int = 3
    intercept: bool = False
    Boundary_knots: Any = None

    def count_quantiles(self) -> int:
        """The number of knots that are at quantiles."""
        if self.knots is not None:
            return 0
        return count_inner_knots(self.df, self.degree + bool(self.intercept), "bs")

    def learn(self, ends: np.ndarray, knots: Any) -> FunctionState:
        """The state, with these inner knots."""
        return learn_bs(ends, None, knots, self.degree, self.intercept, self.Boundary_knots)


@dataclass(frozen=True)
class NsArguments:
    """R's arguments of ``ns``."""

    df: Any = None
    knots: Any = None
    intercept: bool = False
    Boundary_knots: Any = None

    def count_quantiles(self) -> int:
        """The number of knots that are at quantiles."""
        if self.knots is not None:
            return 0
        return count_inner_knots(self.df, 1 + bool(self.intercept), "ns")

    def learn(self, ends: np.ndarray, knots: Any) -> FunctionState:
        """The state, with these inner knots."""
        return learn_ns(ends, None, knots, self.intercept, self.Boundary_knots)


@dataclass(frozen=True)
class ChunkedSpline(NumericChunkedFunction[SplineSummary]):
    """``bs`` or ``ns``."""

    function: str
    arguments: type[BsArguments] | type[NsArguments]

    def collect(self, state: LearningState, x: Any, *args: Any, **named: Any) -> SplineSummary:
        call, values = self.arguments(*args, **named), _numbers(x, self.function)
        moments = Moments.of(values)
        if call.Boundary_knots is not None:
            ends = np.asarray(call.Boundary_knots, dtype=float)  # checked when knots are learned
            values = values[(values >= ends.min()) & (values <= ends.max())]
        if not call.count_quantiles():
            return SplineSummary(moments)
        return SplineSummary(moments, QuantilePass.of(values, state.brackets))

    def finalize(
        self, summary: SplineSummary, state: LearningState, x: Any, *args: Any, **named: Any
    ) -> bool:
        call = self.arguments(*args, **named)
        check_not_empty(summary.moments.n, self.function)
        ends, knots, quantiles = summary.moments.range, call.knots, summary.quantiles
        if quantiles is not None:
            boundary = find_boundary(ends, call.Boundary_knots, self.function)
            check_values_inside(quantiles.n, boundary, self.function)
            probabilities = knot_probabilities(call.count_quantiles()).tolist()
            brackets = quantiles.missing_brackets(probabilities)
            if brackets is not None:
                state.brackets = brackets
                return False
            knots = quantiles.quantiles(probabilities)
        state.update(call.learn(ends, knots))
        return True


def _numbers(x: Any, function: str) -> np.ndarray:
    """The values that are not missing; of a factor the error is that of data in memory."""
    return nonmissing_values(np.asarray(x, dtype=np.float64), function)
