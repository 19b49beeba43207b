"""The parameters of a Bayesian model: names, classes of prior, defaults and coordinates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rglm.bayes.parameter_space import ParameterSpace
from rglm.bayes.priors.default_priors import intercept_prior, slope_prior
from rglm.bayes.priors.prior_table import Parameter, PriorTable
from rglm.models.brm.column_moments import ColumnMoments
from rglm.models.brm.families.brm_problem import BrmPredictor, BrmProblem

INTERCEPT = "Intercept"


@dataclass(frozen=True)
class ParameterPlaces:
    """Where the parameters of each kind stand: coefficients, cut points, auxiliaries.

    Attributes
    ----------
    predictors : tuple of slice
        The coefficients of each linear predictor.
    cuts, auxiliaries : slice
    count : int
    """

    predictors: tuple[slice, ...]
    cuts: slice
    auxiliaries: slice
    count: int

    @classmethod
    def of(cls, problem: BrmProblem) -> ParameterPlaces:
        """Those of a problem."""
        widths = [len(predictor.names) for predictor in problem.predictors]
        ends = np.cumsum([0, *widths, problem.cut_count, len(problem.auxiliaries)]).tolist()
        k = len(widths)
        predictors = tuple(slice(a, b) for a, b in pairwise(ends[: k + 1]))
        return cls(
            predictors, slice(ends[k], ends[k + 1]), slice(ends[k + 1], ends[k + 2]), ends[-1]
        )


def describe_parameters(problem: BrmProblem, columns: ColumnMoments) -> tuple[Parameter, ...]:
    """Name, class and default prior of each parameter, in the order of the likelihood's."""
    out: list[Parameter] = []
    for predictor in problem.predictors:
        out += _coefficients(predictor, columns)
    for k in range(problem.cut_count):
        assert problem.cut_default is not None
        name = f"{INTERCEPT}[{k + 1}]"
        out.append(Parameter(name, INTERCEPT, str(k + 1), "", problem.cut_default))
    for one in problem.auxiliaries:
        out.append(Parameter(one.name, one.name, "", "", one.default, 0.0, np.inf))
    return tuple(out)


def _coefficients(predictor: BrmPredictor, columns: ColumnMoments) -> list[Parameter]:
    prefix = f"{predictor.dpar}_" if predictor.dpar else ""
    sd = columns.sd[predictor.columns]
    out = []
    for place, name in enumerate(predictor.names):
        if place == predictor.intercept:
            default = intercept_prior(predictor.location, predictor.scale)
            out.append(Parameter(f"{prefix}{INTERCEPT}", INTERCEPT, "", predictor.dpar, default))
        else:
            default = slope_prior(predictor.scale, float(sd[place]))
            out.append(Parameter(f"{prefix}{name}", "b", name, predictor.dpar, default))
    return out


def parameter_term(parameter: Parameter, labels: Mapping[str, str]) -> str:
    """The term that a parameter is of, by the terms of columns; "" of one of no term."""
    prefix = f"{parameter.dpar}_" if parameter.dpar else ""
    if parameter.class_ == INTERCEPT:
        return f"{prefix}(Intercept)"
    return prefix + labels.get(parameter.coef, "") if parameter.class_ == "b" else ""


def is_secondary(parameter: Parameter) -> bool:
    """Whether a parameter is of a part behind the first, a cut point, or no coefficient."""
    is_coefficient = parameter.class_ in (INTERCEPT, "b")
    return bool(parameter.dpar) or parameter.is_cut_point or not is_coefficient


def parameter_space(
    problem: BrmProblem, columns: ColumnMoments, priors: PriorTable
) -> ParameterSpace:
    """The coordinates of the parameters: intercepts and cut points of centred columns."""
    places = ParameterPlaces.of(problem)
    centring, signs = np.eye(places.count), np.ones(places.count)
    for predictor, at in zip(problem.predictors, places.predictors, strict=True):
        signs[at] = predictor.sign
        means = columns.mean[predictor.columns]
        slopes = np.arange(at.start, at.stop)
        if predictor.intercept is not None:
            row = at.start + predictor.intercept
            others = slopes[slopes != row]
            centring[row, others] = -np.delete(means, predictor.intercept)
        centring[places.cuts, at] = means if problem.cut_count else 0.0
    signs[places.auxiliaries] = [one.sign for one in problem.auxiliaries]
    is_positive = np.zeros(places.count, dtype=bool)
    is_positive[places.auxiliaries] = True
    cuts = places.cuts if problem.cut_count else None
    return ParameterSpace(centring, signs, is_positive, cuts, priors.lower, priors.upper)
