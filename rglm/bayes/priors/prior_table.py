"""Which prior each parameter of a model has: the user's, or the model's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from rglm.bayes.distributions.distribution import Distribution
from rglm.bayes.priors.ordered_priors import log_order_probability, sample_ordered
from rglm.bayes.priors.prior import Prior
from rglm.formatting.hints.argument_kinds import describe_value
from rglm.formatting.hints.did_you_mean import did_you_mean

DEFAULT_DIGITS = 3  # of the arguments of default priors in a table
INTERCEPT = "Intercept"
# what an argument of prior() names
KIND_OF_ARGUMENT = {"class_": "class", "coef": "coefficient", "dpar": "part"}


@dataclass(frozen=True)
class Parameter:
    """A parameter that can have a prior.

    Attributes
    ----------
    name : str
        As it is shown: ``logmass``, ``zi_logmass``, ``sigma``, ``Intercept[1]``.
    class_, coef, dpar : str
        brms' words for it: see `Prior`. The `coef` of cut points is their number.
    default : Distribution
    lower, upper : float
        Where it may lie.
    """

    name: str
    class_: str
    coef: str
    dpar: str
    default: Distribution
    lower: float = -np.inf
    upper: float = np.inf

    @property
    def is_cut_point(self) -> bool:
        """Whether it is one of the ordered cut points."""
        return self.class_ == INTERCEPT and bool(self.coef)


@dataclass(frozen=True)
class PriorRow:
    """A row of brms' table of priors; a bound that is infinite is shown as none."""

    prior: str
    class_: str
    coef: str
    dpar: str
    lb: float
    ub: float
    source: str  # "default", "user", or "(vectorized)": that of the class


@dataclass(frozen=True)
class PriorTable:
    """The priors of P parameters.

    Attributes
    ----------
    parameters : tuple of P Parameter
    distributions : tuple of P Distribution
        Of q, between the bounds.
    given : tuple of P (Prior or None)
        The user's prior that each comes from, None for the default.
    """

    parameters: tuple[Parameter, ...]
    distributions: tuple[Distribution, ...]
    given: tuple[Prior | None, ...]

    @property
    def lower(self) -> np.ndarray:
        """The lower bound of each q, (P,)."""
        return np.array([float(one.lower) for one in self.distributions])

    @property
    def upper(self) -> np.ndarray:
        """The upper bound of each q, (P,)."""
        return np.array([float(one.upper) for one in self.distributions])

    @property
    def is_flat(self) -> np.ndarray:
        """Whether each has an improper prior, (P,)."""
        return np.array([not one.is_proper for one in self.distributions], dtype=bool)

    @property
    def flat_names(self) -> list[str]:
        """The parameters that have an improper prior."""
        pairs = zip(self.parameters, self.is_flat, strict=True)
        return [parameter.name for parameter, is_flat in pairs if is_flat]

    @property
    def cut_points(self) -> list[Distribution]:
        """The priors of the ordered cut points."""
        pairs = zip(self.parameters, self.distributions, strict=True)
        return [distribution for parameter, distribution in pairs if parameter.is_cut_point]

    @cached_property
    def log_normaliser(self) -> float:
        """What makes the density of ordered cut points integrate to 1: minus the logarithm of
        the probability that independent ones are in order.
        """
        proper = all(one.is_proper for one in self.cut_points)
        return -log_order_probability(self.cut_points) if proper else 0.0

    def sample(self, draws: int, rng: np.random.Generator) -> np.ndarray:
        """Draws of q from the prior alone, (P, draws).

        NaN of a flat prior, and of all cut points where one of theirs is flat.
        """
        out = np.full((len(self.parameters), draws), np.nan)
        for place, one in enumerate(self.distributions):
            if one.is_proper:
                out[place] = one.sample(rng, draws)
        if cuts := [i for i, one in enumerate(self.parameters) if one.is_cut_point]:
            is_proper = not self.is_flat[cuts].any()
            out[cuts] = sample_ordered(self.cut_points, draws, rng) if is_proper else np.nan
        return out

    @property
    def rows(self) -> list[PriorRow]:
        """Brms' table: a row for each class whose parameters share a prior, then each of them."""
        keyed = zip(self.parameters, self.distributions, self.given, strict=True)
        groups = groupby(keyed, key=lambda one: (one[0].dpar, one[0].class_))
        return [row for _, group in groups for row in _group_rows(list(group))]


_Member = tuple[Parameter, Distribution, Prior | None]


def _group_rows(members: list[_Member]) -> list[PriorRow]:
    """The rows of the parameters of a class; its own first, if it has a prior as a whole."""
    whole = next((one for one in members if one[2] is not None and not one[2].coef), None)
    if whole is None and len(members) > 1 and len({one[1] for one in members}) == 1:
        whole = members[0] if members[0][2] is None else None
    if whole is None or not members[0][0].coef:
        return [_row(*one) for one in members]
    shared = [_row(*whole, coef="")]
    return shared + [
        _row(*one, source="(vectorized)" if one[2] is whole[2] else "") for one in members
    ]


def _row(
    parameter: Parameter,
    distribution: Distribution,
    given: Prior | None,
    coef: str | None = None,
    source: str = "",
) -> PriorRow:
    text = distribution.untruncated.text(*([DEFAULT_DIGITS] if given is None else []))
    return PriorRow(
        text,
        parameter.class_,
        parameter.coef if coef is None else coef,
        parameter.dpar,
        float(distribution.lower),
        float(distribution.upper),
        source or ("default" if given is None else "user"),
    )


def resolve_priors(given: Any, parameters: Sequence[Parameter]) -> PriorTable:
    """The prior of each parameter.

    A prior of one coefficient goes before that of its class, and both before the default, as in
    brms. A distribution alone is the prior of the slopes.

    Parameters
    ----------
    given : Prior, Distribution, a list of priors, or None
    parameters : sequence of P Parameter

    Raises
    ------
    TypeError
        For anything else.
    ValueError
        For a class, coefficient or part that the model does not have, two priors of the same
        parameters, or one without probability where the parameter may lie.
    """
    priors = _as_list(given)
    _check_duplicates(priors)
    chosen: list[Prior | None] = [None] * len(parameters)
    for prior in sorted(priors, key=lambda one: bool(one.coef)):  # those of classes first
        for place in _places(prior, parameters):
            chosen[place] = prior
    pairs = zip(parameters, chosen, strict=True)
    return PriorTable(tuple(parameters), tuple(_bounded(*one) for one in pairs), tuple(chosen))


def _as_list(given: Any) -> list[Prior]:
    items = [] if given is None else [given] if isinstance(given, (Prior, Distribution)) else given
    if isinstance(items, (list, tuple)):
        found = [Prior(one) if isinstance(one, Distribution) else one for one in items]
        wrong = [one for one in found if not isinstance(one, Prior)]
        if not wrong:
            return found
        items = wrong[0]
    raise TypeError(
        "prior= takes a prior, a list of them, or a distribution for the slopes, such as "
        f"prior(normal(0, 1), class_='b'), of rglm.priors, got {describe_value(items)}"
    )


def _check_duplicates(priors: list[Prior]) -> None:
    places = [prior.place for prior in priors]
    twice = [place for place in places if places.count(place) > 1]
    if twice:
        raise ValueError(f"prior= has two priors of {twice[0]}; leave one out")


def _places(prior: Prior, parameters: Sequence[Parameter]) -> list[int]:
    """The places of the parameters that a prior is of."""
    dpars = {one.dpar for one in parameters}
    if prior.dpar not in dpars and (prior.dpar or not _is_of_categories(dpars)):
        raise _unknown("dpar", prior.dpar, sorted(dpars - {""}), "the model")
    part = [i for i, one in enumerate(parameters) if _is_of_part(prior, one, dpars)]
    of_part = f"the part {prior.dpar!r}" if prior.dpar else "the model"
    classes = list(dict.fromkeys(parameters[i].class_ for i in part))
    if prior.class_ in dpars - {""}:
        raise ValueError(
            f"prior(class_={prior.class_!r}): {prior.class_} has a linear predictor; its "
            f"intercept, on the scale of the link, is class_='Intercept', dpar={prior.class_!r}"
        )
    if prior.class_ not in classes:
        raise _unknown("class_", prior.class_, classes, of_part)
    of_class = [i for i in part if parameters[i].class_ == prior.class_]
    found = [i for i in of_class if prior.coef in ("", parameters[i].coef)]
    if not found:
        names = [parameters[i].coef for i in of_class if parameters[i].coef]
        raise _unknown("coef", prior.coef, names, f"class_={prior.class_!r}")
    return found


def _is_of_categories(dpars: set[str]) -> bool:
    """Whether a model has a part for each category, and none without a name."""
    return "" not in dpars and any(dpar.startswith("mu") for dpar in dpars)


def _is_of_part(prior: Prior, parameter: Parameter, dpars: set[str]) -> bool:
    """Whether a parameter is of a prior's part; all categories, if it names none."""
    is_all = not prior.dpar and _is_of_categories(dpars)
    return parameter.dpar.startswith("mu") if is_all else parameter.dpar == prior.dpar


def _unknown(argument: str, word: str, known: list[str], owner: str) -> ValueError:
    is_intercept = argument == "coef" and word in (INTERCEPT, "(Intercept)")
    hint = " (the intercept is class_='Intercept')" if is_intercept else did_you_mean(word, known)
    shown = f"it has {', '.join(map(repr, known))}" if known else f"leave {argument}= out"
    what = KIND_OF_ARGUMENT[argument]
    return ValueError(f"prior({argument}={word!r}): {owner} has no such {what}{hint}; {shown}")


def _bounded(parameter: Parameter, given: Prior | None) -> Distribution:
    """The distribution of a parameter between its bounds."""
    distribution = parameter.default if given is None else given.distribution
    if parameter.is_cut_point and (
        np.isfinite(distribution.lower) or np.isfinite(distribution.upper)
    ):
        raise ValueError(
            f"prior= of {parameter.name}: {distribution} has bounds, and cut points have to be in "
            "order; give them one on the whole line, such as student_t(3, 0, 2.5)"
        )
    try:
        return distribution.truncated(parameter.lower, parameter.upper)
    except ValueError as error:
        raise ValueError(f"prior= of {parameter.name}: {error}, where it has to lie") from None
