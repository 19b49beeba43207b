"""Whether one model is a case of another, so that their likelihoods can be tested.

A model is a case of another if its distribution is, and if each of its linear predictors can be
written in the columns of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from rglm.inference.nesting.column_space import contains, has_constant, is_constant
from rglm.inference.nesting.comparable_fits import check_fit
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.protocol.likelihood_structure import LikelihoodStructure, PredictorPart
from rglm.protocol.model_result import ModelResult

ADVICE = "compare(m1, m2) shows their AIC beside each other, vuong(m1, m2) tests which is nearer"


@dataclass(frozen=True)
class Nesting:
    """How a model is a case of a larger one.

    Attributes
    ----------
    pairs : tuple of pairs of str
        Which linear predictor of the smaller model is which of the larger.
    bounds : int
        How many parameters of the larger model are at the boundary of their range in the smaller.
    without_zeros : bool
        Whether the larger model has a zero part with more than an intercept, whose coefficients
        have no values in the smaller.
    """

    pairs: tuple[tuple[str, str], ...]
    bounds: int = 0
    without_zeros: bool = False


# the distributions that are cases of others, and how many parameters are at a boundary there
BOUND_COUNTS = {
    ("poisson", "negbin"): 1,
    ("geometric", "negbin"): 0,
    ("binomial", "betabinomial"): 1,
}
ABOVE_ZERO, ABOVE_ZERO_NEGBIN = "above zero", "above zero, negbin"
# 1 - f(0) of a count with log mean eta, as a model of what is above zero
HURDLE_PARTS = {
    "poisson": PredictorPart(ABOVE_ZERO, "cloglog"),
    "geometric": PredictorPart(ABOVE_ZERO, "logit"),
    "negbin": PredictorPart(ABOVE_ZERO_NEGBIN, "log"),
}
HURDLE_PART_BOUNDS = {
    PredictorPart(ABOVE_ZERO, "cloglog"): 1,
    PredictorPart(ABOVE_ZERO, "logit"): 0,
}  # cases of the last
KNOWN_THETA = "negbin("  # a theta that is known


def hurdle_part(distribution: str) -> PredictorPart | None:
    """P(Y > 0) of a distribution of counts as a part of a hurdle model."""
    return HURDLE_PARTS.get("negbin" if distribution.startswith(KNOWN_THETA) else distribution)


def _bounds(small: PredictorPart, large: PredictorPart) -> int | None:
    """How many parameters are at a boundary where a part is a case of another; else None."""
    if small == large:
        return 0
    if large.distribution == ABOVE_ZERO_NEGBIN:
        return HURDLE_PART_BOUNDS.get(small)
    if small.link != large.link:
        return None
    if small.distribution.startswith(KNOWN_THETA) and large.distribution == "negbin":
        return 0
    return BOUND_COUNTS.get((small.distribution, large.distribution))


def nesting(small: LikelihoodStructure, large: LikelihoodStructure) -> Nesting | None:
    """How one likelihood is a case of another, columns apart; None if it is no case."""
    if small.kind == large.kind and small.parts.keys() == large.parts.keys():
        return _combined([(_bounds(p, large.parts[n]), n, n) for n, p in small.parts.items()])
    mean = small.parts.get("mean")
    if mean is None or "count" not in large.parts:
        return None
    first = (_bounds(mean, large.parts["count"]), "mean", "count")
    if large.kind == "zero-inflated":
        return _combined([first])
    zeros = hurdle_part(mean.distribution)
    if zeros is None or mean.link != "log":
        return None
    return _combined([first, (_bounds(zeros, large.parts["zero"]), "mean", "zero")])


def _combined(parts: list[tuple[int | None, str, str]]) -> Nesting | None:
    """The nesting of all parts, given with their bounds; None where one is no case."""
    if any(bounds is None for bounds, _, _ in parts):
        return None
    pairs = tuple((one, two) for _, one, two in parts)
    return Nesting(pairs, sum(bounds or 0 for bounds, _, _ in parts))


def how_to_compare(one: ModelResult, other: ModelResult) -> str:
    """The functions that compare two models of different kinds, which ``anova()`` does not."""
    ends = one._likelihood_structure, other._likelihood_structure
    if nesting(*ends) or nesting(*ends[::-1]):
        return "lrtest(m1, m2) compares nested models of different kinds"
    return f"neither is a case of the other. {ADVICE}"


def check_same_analysis(fit: ModelResult, others: Sequence[object]) -> None:
    """Check that ``anova()`` has fits of one kind: all of deviances, or all of variances.

    Raises
    ------
    TypeError
        One is no fit.
    ValueError
        One is of another kind.
    """
    for other in others:
        check_fit(other)
        assert isinstance(other, ModelResult)
        if other._analysis != fit._analysis:
            one, two = f"{fit._function_name}()", f"{other._function_name}()"
            raise ValueError(
                f"anova() compares fits of {one}, got one of {two}: {one} has an analysis of "
                f"{fit._analysis}, {two} of {other._analysis}; {how_to_compare(fit, other)}"
            )


def is_case(small: ModelResult, large: ModelResult) -> bool:
    """Whether a model is a case of another of more parameters."""
    try:
        _nesting_of_two(small, 1, large, 2, equal=False, verb="")
    except ValueError:
        return False
    return True


def nested_pairs(
    models: Sequence[ModelResult], df: Sequence[float] | np.ndarray, verb: str
) -> list[Nesting]:
    """How each model and the one before it are nested.

    Parameters
    ----------
    df : sequence of float
        The number of parameters of each, or residual degrees of freedom with a minus.

    Raises
    ------
    ValueError
        Neither of two models is a case of the other, or they have as many parameters.
    """
    numbered = list(enumerate(zip(models, df, strict=True), 1))
    out = []
    for (i, (one, p)), (j, (two, q)) in pairwise(numbered):
        small, large = ((one, i), (two, j)) if p <= q else ((two, j), (one, i))
        out.append(_nesting_of_two(*small, *large, equal=p == q, verb=verb))
    return out


def check_nested_means(models: Sequence[HasWorkingWeights], rest: Sequence[float]) -> None:
    """Check that the means of one model of each two are cases of the other's.

    Models of as many degrees of freedom are left out: R's table has no test of them.

    Raises
    ------
    ValueError
        They are not.
    """
    numbered = list(enumerate(zip(models, rest, strict=True), 1))
    for (i, (one, p)), (j, (two, q)) in pairwise(numbered):
        if p == q:
            continue
        small, large = ((one, i), (two, j)) if p > q else ((two, j), (one, i))
        links = [model.family.link.name for model, _ in (small, large)]
        if links[0] != links[1]:
            raise ValueError(
                f"anova() tests nested models, and models {i} and {j} have the links {links[0]} "
                f"and {links[1]}. {ADVICE}"
            )
        _check_columns(*small, *large, ("mean", "mean"), "anova() tests nested models")


def _check_columns(
    small: ModelResult, i: int, large: ModelResult, j: int, pair: tuple[str, str], named: str
) -> None:
    """Check that a linear predictor can be written in the columns of another."""
    one, two = pair
    if small._is_maximum_likelihood != large._is_maximum_likelihood:
        raise ValueError(
            f"{named} by their likelihoods, and one of models {i} and {j} is not at its maximum: "
            "it is bias-reduced, method='brglm'"
        )
    if not contains(large, two, small, one):
        why = _difference_in_words(small, one, large, two)
        raise ValueError(f"{named}, and model {i} is no case of model {j}{why}. {ADVICE}")


def _nesting_of_two(
    small: ModelResult, i: int, large: ModelResult, j: int, equal: bool, verb: str
) -> Nesting:
    pairing = nesting(small._likelihood_structure, large._likelihood_structure)
    named = f"{verb}() tests nested models"
    if pairing is None:
        raise ValueError(
            f"{named}, and {_name(small)} (model {i}) is no case of {_name(large)} (model {j}): "
            f"their distributions or links differ. {ADVICE}"
        )
    for pair in pairing.pairs:
        _check_columns(small, i, large, j, pair, named)
    if equal:
        raise ValueError(
            f"{named}, and models {min(i, j)} and {max(i, j)} are the same model, with as many "
            "parameters: there is nothing to test"
        )
    if (
        small._likelihood_structure.kind != large._likelihood_structure.kind
        and len(pairing.pairs) == 1
    ):
        return _without_zeros(pairing, large, j, named)
    return pairing


def _without_zeros(pairing: Nesting, large: ModelResult, j: int, named: str) -> Nesting:
    """A count model as the zero-inflated one whose zeros of a second kind have probability 0."""
    if not has_constant(large, "zero"):
        raise ValueError(
            f"{named}, and the zero part of model {j} has no intercept, so that it has zeros of a "
            f"second kind whatever its coefficients are. {ADVICE}"
        )
    if not is_constant(large, "zero"):
        return replace(pairing, without_zeros=True)
    return replace(pairing, bounds=pairing.bounds + 1)


def _name(fit: ModelResult) -> str:
    link = next(iter(fit._likelihood_structure.parts.values())).link
    return fit.model_name if link in fit.model_name else f"{fit.model_name} with link {link!r}"


def _difference_in_words(small: ModelResult, one: str, large: ModelResult, two: str) -> str:
    """Text about what a linear predictor has that another lacks."""
    parsed, other = small._parsed_formula_of(one), large._parsed_formula_of(two)
    where = "" if two == "mean" else f" in the {two} part"
    lacking = [label for label in parsed.labels if label not in other.labels]
    if lacking:
        return f": it has {', '.join(map(repr, lacking))}, which that lacks{where}"
    if parsed.intercept and not other.intercept:
        return f": it has an intercept, which that lacks{where}"
    if [e.name for e in parsed.offsets] != [e.name for e in other.offsets]:
        return f": their offsets differ{where}"
    return f": their offsets differ, or the values of their columns do{where}"
