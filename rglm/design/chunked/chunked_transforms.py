"""How the words that learn from the data learn from parts of it.

A word looks at some rows (`LOOKS`), what it found is joined with what it found in others, and then
it is closed (`CLOSES`): its state is what the word would have learned from all rows at once. Some
quantiles need a second look, for which the first leaves a hint.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.chunked.chunked_summaries import SUMMARY_CLOSES, SUMMARY_LOOKS
from rglm.design.chunked.learning_state import LearningState
from rglm.design.evaluation.formula_functions import STATEFUL_FUNCTIONS
from rglm.design.factors.factor_functions import excluded_labels
from rglm.design.transforms import cutting, polynomials, scaling, splines
from rglm.design.transforms.poly_functions import PolyCall, joined_poly_state
from rglm.design.transforms.streaming_moments import ChebyshevTriangle, Moments, nonmissing_values
from rglm.design.transforms.streaming_quantiles import BracketCounts, QuantileSketch, quantile
from rglm.design.values.category_levels import CategoryLevels
from rglm.design.values.numeric_arguments import observed_values
from rglm.design.values.r_values import Factor


@dataclass
class Column:
    """What splines need: moments, and where knots are quantiles ranks or what is between them."""

    moments: Moments
    ranks: QuantileSketch | None = None
    between: list[BracketCounts] | None = None

    def __iadd__(self, other: Column) -> Column:
        self.moments += other.moments
        if self.ranks is not None:
            self.ranks += other.ranks
        for one, two in zip(self.between or [], other.between or [], strict=True):
            one += two
        return self


@dataclass
class Several:
    """What is to be known of each of several columns."""

    parts: list[Any]

    def __iadd__(self, other: Several) -> Several:
        for mine, theirs in zip(self.parts, other.parts, strict=True):
            mine += theirs
        return self


def _finite(x: Any, word: str) -> np.ndarray:
    """The values that are not missing, as `observed_values`, but there may be none."""
    values = nonmissing_values(x, word)
    return values if not values.size else observed_values(values, word)


def _some(found: Moments | ChebyshevTriangle, word: str) -> None:
    if not found.n:
        raise ValueError(f"{word}(): x has no values that are not missing")


def _look_poly(state: LearningState, *args: Any, **given: Any) -> Any:
    call = PolyCall.read(*args, **given)
    if call.raw:
        return None
    return Several([ChebyshevTriangle.of(_finite(x, "poly"), call.degree) for x in call.columns])


def _close_poly(state: LearningState, *args: Any, **given: Any) -> bool:
    degree, learned = PolyCall.read(*args, **given).degree, []
    for found in state.found.parts:
        _some(found, "poly")
        polynomials.check_degree(degree, len(found.distinct))
        learned.append(polynomials.orthogonal_poly_state(*found.recurrence()))
    state.update(joined_poly_state(learned))
    return True


def _look_scale(state: LearningState, x: Any, center: Any = True, scale: Any = True) -> Any:
    return Moments.of(_finite(x, "scale"))


def _close_scale(state: LearningState, x: Any, center: Any = True, scale: Any = True) -> bool:
    _some(state.found, "scale")
    state.update(scaling.scale_from_moments(state.found, center, scale))
    return True


def _look_cut(state: LearningState, x: Any, breaks: Any, *args: Any, **kwargs: Any) -> Any:
    return None if np.size(breaks) != 1 else Moments.of(_finite(x, "cut"))


def _close_cut(state: LearningState, x: Any, breaks: Any, *args: Any, **kwargs: Any) -> bool:
    _some(state.found, "cut")
    ends = np.array([state.found.low, state.found.high])
    state.update(cutting.learn_cut(ends, breaks, *args, **kwargs))
    return True


def _bs_arguments(
    df: Any = None,
    knots: Any = None,
    degree: int = 3,
    intercept: bool = False,
    Boundary_knots: Any = None,
) -> dict[str, Any]:
    return dict(locals())


def _ns_arguments(
    df: Any = None, knots: Any = None, intercept: bool = False, Boundary_knots: Any = None
) -> dict[str, Any]:
    return dict(locals())


@dataclass(frozen=True)
class _Spline:
    """``bs`` or ``ns``, whose arguments differ in one."""

    word: str
    read: Callable[..., dict[str, Any]]

    def count(self, given: dict[str, Any]) -> int:
        """How many knots are quantiles."""
        if given["knots"] is not None:
            return 0
        least = given["degree"] if self.word == "bs" else 1
        return splines.count_inner_knots(given["df"], least + bool(given["intercept"]), self.word)

    def look(self, state: LearningState, x: Any, *args: Any, **kwargs: Any) -> Column:
        given, values = self.read(*args, **kwargs), _finite(x, self.word)
        found = Column(Moments.of(values))
        if given["Boundary_knots"] is not None:
            low, high = np.sort(np.asarray(given["Boundary_knots"], dtype=float))
            values = values[(values >= low) & (values <= high)]
        if state.hint is not None:
            found.between = [BracketCounts.of(values, *ends) for ends in state.hint[1]]
        elif self.count(given):
            found.ranks = QuantileSketch.of(values)
        return found

    def close(self, state: LearningState, x: Any, *args: Any, **kwargs: Any) -> bool:
        given, found = self.read(*args, **kwargs), state.found
        _some(found.moments, self.word)
        shares, knots = splines.knot_probabilities(self.count(given)), given["knots"]
        if found.ranks is not None and found.ranks.values is None:
            n = found.ranks.n
            brackets = [found.ranks.bracket(int((n - 1) * share)) for share in shares]
            state.hint = (n, brackets)
            return False
        if found.between is not None:
            n = state.hint[0]
            pairs = zip(found.between, shares, strict=True)
            knots = [quantile(one, n, share) for one, share in pairs]
        elif found.ranks is not None:
            n = found.ranks.n
            if not n:
                raise ValueError(f"{self.word}(): no value of x is inside the boundary knots")
            knots = [quantile(found.ranks, n, share) for share in shares]
        ends = np.array([found.moments.low, found.moments.high])
        same = {"intercept": bool(given["intercept"]), "boundary_knots": given["Boundary_knots"]}
        if self.word == "bs":
            state.update(splines.learn_bs(ends, None, knots, given["degree"], **same))
        else:
            state.update(splines.learn_ns(ends, None, knots, **same))
        return True


def _look_factor(
    state: LearningState,
    x: Any,
    levels: Any = None,
    labels: Any = None,
    exclude: Any = None,
    ordered: Any = None,
) -> Any:
    return CategoryLevels.of(x) if levels is None else None


def _close_factor(
    state: LearningState,
    x: Any,
    levels: Any = None,
    labels: Any = None,
    exclude: Any = None,
    *args: Any,
    **kwargs: Any,
) -> bool:
    order, out = state.found.order(x), excluded_labels(exclude)
    used = order if not isinstance(x, Factor) else [v for v in order if v in state.found.used]
    state["levels"] = tuple(level for level in used if level not in out)
    return True


def _look_labels(state: LearningState, x: Any, *args: Any, **kwargs: Any) -> Any:
    return CategoryLevels.of(x)


def _close_by_word(word: str) -> Callable[..., bool]:
    """By the word itself on a factor that has all levels and no rows."""

    def close(state: LearningState, x: Any, *args: Any, **kwargs: Any) -> bool:
        ordered = isinstance(x, Factor) and x.ordered
        whole = Factor(np.zeros(0, dtype=np.intp), state.found.order(x), ordered)
        STATEFUL_FUNCTIONS[word](whole, *args, state=state, **kwargs)
        return True

    return close


# what a word finds in some rows, None where it has nothing to learn from them
LOOKS: dict[str, Callable[..., Any]] = {
    "poly": _look_poly,
    "polym": _look_poly,
    "scale": _look_scale,
    "cut": _look_cut,
    "bs": _Spline("bs", _bs_arguments).look,
    "ns": _Spline("ns", _ns_arguments).look,
    "relevel": _look_labels,
    "C": _look_labels,
    **SUMMARY_LOOKS,
} | dict.fromkeys(("factor", "as_factor", "ordered", "as_ordered"), _look_factor)
# fills a word's state from what was found in all rows; False where it needs another look
CLOSES: dict[str, Callable[..., bool]] = {
    "poly": _close_poly,
    "polym": _close_poly,
    "scale": _close_scale,
    "cut": _close_cut,
    "bs": _Spline("bs", _bs_arguments).close,
    "ns": _Spline("ns", _ns_arguments).close,
    "relevel": _close_by_word("relevel"),
    "C": _close_by_word("C"),
    **SUMMARY_CLOSES,
} | dict.fromkeys(("factor", "as_factor", "ordered", "as_ordered"), _close_factor)
