"""How ``poly``, ``scale``, ``bs`` and ``ns`` learn from chunks of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.chunked.chunked_function import NumericChunkedFunction, zeros_or_nan
from rglm.design.chunked.learning_state import LearningState
from rglm.design.transforms.poly_functions import PolyCall, joined_poly_state
from rglm.design.transforms.polynomials import check_degree, orthogonal_poly_state
from rglm.design.transforms.scaling import scale_from_moments
from rglm.design.transforms.spline_knots import count_inner_knots, knot_probabilities
from rglm.design.transforms.splines import learn_bs, learn_ns
from rglm.design.transforms.streaming_moments import ChebyshevTriangle, Moments
from rglm.design.transforms.streaming_quantiles import QuantilePass
from rglm.design.values.numeric_arguments import check_not_empty, nonmissing_values


@dataclass
class PolySummary:
    """What ``poly`` needs of each of its variables."""

    triangles: list[ChebyshevTriangle]

    def __iadd__(self, other: PolySummary) -> PolySummary:
        for mine, theirs in zip(self.triangles, other.triangles, strict=True):
            mine += theirs
        return self


class ChunkedPoly(NumericChunkedFunction[PolySummary]):
    """``poly`` and ``polym``."""

    def collect(self, state: LearningState, *args: Any, **named: Any) -> PolySummary | None:
        """The triangle of each variable."""
        call = PolyCall.read(*args, **named)
        if call.raw:
            return None
        columns = [nonmissing_values(x, "poly") for x in call.columns]
        return PolySummary([ChebyshevTriangle.of(x, call.degree) for x in columns])

    def finalize(
        self, summary: PolySummary, state: LearningState, *args: Any, **named: Any
    ) -> bool:
        """The recurrence of each variable's polynomials."""
        degree, states = PolyCall.read(*args, **named).degree, []
        for triangle in summary.triangles:
            check_not_empty(triangle.n, "poly")
            check_degree(degree, len(triangle.distinct))
            states.append(orthogonal_poly_state(*triangle.recurrence()))
        state.update(joined_poly_state(states))
        return True

    def placeholder(self, *args: Any, **named: Any) -> np.ndarray:
        """Zeros, NaN where a value of some variable is missing."""
        return zeros_or_nan(PolyCall.read(*args, **named).missing)


class ChunkedScale(NumericChunkedFunction[Moments]):
    """``scale``."""

    def collect(
        self, state: LearningState, x: Any, center: Any = True, scale: Any = True
    ) -> Moments:
        """The moments of a chunk."""
        return Moments.of(nonmissing_values(x, "scale"))

    def finalize(
        self,
        summary: Moments,
        state: LearningState,
        x: Any,
        center: Any = True,
        scale: Any = True,
    ) -> bool:
        """The centre and the scale."""
        check_not_empty(summary.n, "scale")
        state.update(scale_from_moments(summary, center, scale))
        return True


@dataclass
class SplineSummary:
    """What a spline needs: moments and, where knots are at quantiles, these."""

    moments: Moments
    quantiles: QuantilePass | None = None

    @classmethod
    def of(
        cls, values: np.ndarray, boundary_knots: Any, count: int, state: LearningState
    ) -> SplineSummary:
        """The summary of some values, for so many knots at quantiles."""
        moments = Moments.of(values)
        if boundary_knots is not None:
            low, high = np.sort(np.asarray(boundary_knots, dtype=float))
            values = values[(values >= low) & (values <= high)]
        return cls(moments, QuantilePass.of(values, state.brackets) if count else None)

    def __iadd__(self, other: SplineSummary) -> SplineSummary:
        self.moments += other.moments
        if self.quantiles is not None and other.quantiles is not None:
            self.quantiles += other.quantiles
        return self

    def are_knots_known(self, count: int, state: LearningState, function: str) -> bool:
        """Whether the knots are known; else `state` has their brackets for another pass."""
        check_not_empty(self.moments.n, function)
        if self.quantiles is None:
            return True
        if not self.quantiles.n:
            raise ValueError(f"{function}(): no value of x is inside the boundary knots")
        brackets = self.quantiles.missing_brackets(knot_probabilities(count).tolist())
        if brackets is None:
            return True
        state.brackets = brackets
        return False

    def inner_knots(self, count: int, given: Any) -> Any:
        """The knots that the call gave, or those at quantiles."""
        if self.quantiles is None:
            return given
        return self.quantiles.quantiles(knot_probabilities(count).tolist())


class ChunkedBs(NumericChunkedFunction[SplineSummary]):
    """``bs``."""

    def collect(
        self,
        state: LearningState,
        x: Any,
        df: Any = None,
        knots: Any = None,
        degree: int = 3,
        intercept: bool = False,
        Boundary_knots: Any = None,
    ) -> SplineSummary:
        """The summary of a chunk."""
        values = nonmissing_values(x, "bs")
        count = _count_quantiles(df, knots, degree + bool(intercept), "bs")
        return SplineSummary.of(values, Boundary_knots, count, state)

    def finalize(
        self,
        summary: SplineSummary,
        state: LearningState,
        x: Any,
        df: Any = None,
        knots: Any = None,
        degree: int = 3,
        intercept: bool = False,
        Boundary_knots: Any = None,
    ) -> bool:
        """The knots."""
        count = _count_quantiles(df, knots, degree + bool(intercept), "bs")
        if not summary.are_knots_known(count, state, "bs"):
            return False
        inner, ends = summary.inner_knots(count, knots), summary.moments.range
        state.update(learn_bs(ends, None, inner, degree, intercept, Boundary_knots))
        return True


class ChunkedNs(NumericChunkedFunction[SplineSummary]):
    """``ns``."""

    def collect(
        self,
        state: LearningState,
        x: Any,
        df: Any = None,
        knots: Any = None,
        intercept: bool = False,
        Boundary_knots: Any = None,
    ) -> SplineSummary:
        """The summary of a chunk."""
        values = nonmissing_values(x, "ns")
        count = _count_quantiles(df, knots, 1 + bool(intercept), "ns")
        return SplineSummary.of(values, Boundary_knots, count, state)

    def finalize(
        self,
        summary: SplineSummary,
        state: LearningState,
        x: Any,
        df: Any = None,
        knots: Any = None,
        intercept: bool = False,
        Boundary_knots: Any = None,
    ) -> bool:
        """The knots."""
        count = _count_quantiles(df, knots, 1 + bool(intercept), "ns")
        if not summary.are_knots_known(count, state, "ns"):
            return False
        inner, ends = summary.inner_knots(count, knots), summary.moments.range
        state.update(learn_ns(ends, None, inner, intercept, Boundary_knots))
        return True


def _count_quantiles(df: Any, knots: Any, least: int, function: str) -> int:
    """The number of knots that are at quantiles."""
    return 0 if knots is not None else count_inner_knots(df, least, function)
