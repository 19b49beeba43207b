"""``polr``: ordered categories by proportional odds and its kin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.frame.model_frame import ModelFrame
from rglm.design.values.r_values import Factor
from rglm.errors import DataError
from rglm.families.links.link import Link
from rglm.families.links.link_names import cumulative_link
from rglm.fitting.control import Control
from rglm.fitting.newton.optimization_result import OptimizationResult
from rglm.fitting.newton.ordinal_likelihood import OrdinalLikelihood
from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.hints.warning_location import warn
from rglm.models.base.model_data import ModelData, RowsFunction
from rglm.models.categorical.response_levels import response_factor
from rglm.models.likelihood.estimable_columns import estimable_places, pivot_columns
from rglm.models.likelihood.likelihood_call import LikelihoodCall, LikelihoodProblem
from rglm.models.likelihood.predictor_source import predictor_source
from rglm.models.polr.polr_fit import PolrFit
from rglm.sources.memory import MemorySource
from rglm.warnings import FitWarning


@check_arguments
def polr(
    formula: str,
    data: Any = None,
    method: str = "logistic",
    weights: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    offset: str | Sequence[float] | pd.Series | None = None,
    control: Mapping[str, Any] | Control | None = None,
    contrasts: Mapping[str, Any] | None = None,
    progress: bool = True,
    context: Mapping[str, Any] | None = None,
) -> PolrFit:
    """Fit an ordered response by cumulative probabilities; R's ``MASS::polr``.

    P(Y_i <= k) = F(zeta_k - eta_i) with eta_i = x_i' beta + o_i without an intercept, and cut
    points zeta_1 < ... < zeta_(m-1). A positive coefficient raises P(Y_i > k) for every k: the
    highest category becomes likelier, the lowest less likely, one in between may do either. With
    the logistic F the model is proportional odds.

    Parameters
    ----------
    formula : str
        ``"y ~ x + g"``; y is an ordered Categorical, or one whose categories are in order (or an
        Enum of polars, but not its Categorical), of 3 levels or more. See `glm` for the language.
    data, subset, na_action, offset, contrasts
        As in `glm`.
    weights : expression, array or Series, optional
        Numbers of observations: a row of weight 2 is two rows, in estimates, ``nobs()``, BIC and
        robust covariances.
    method : {"logistic", "probit", "loglog", "cloglog", "cauchit"}
        F: 1/(1 + exp(-z)), the normal, exp(-exp(-z)), 1 - exp(-exp(z)), the Cauchy.
    control : dict, optional
        ``{"maxit": 100}``: Newton steps allowed.
    progress, context
        As in `glm`.

    Returns
    -------
    PolrFit
        ``coefficients``, ``zeta``, ``predict(type="class" | "probs")``, ``summary()``, ...

    Raises
    ------
    ValueError
        A response that is no factor, has no order or less than 3 levels; what `glm` raises of
        data and arguments.

    Warns
    -----
    FitWarning
        A level of the response that no row of the fit has; it is left out (R keeps it, with two
        cut points in one place).
    RankWarning, ConvergenceWarning, BoundaryWarning
        Aliased coefficients (NaN; R drops them); no maximum found; coefficients or cut points
        that are infinite, because a combination of the columns puts the categories in order.

    Notes
    -----
    *Are the slopes the same at every level?* The model says so; ``fit.brant()`` tests it, with the
    logistic F.

    The maximum is found by Newton's method and the covariance is the inverse of the exact Hessian,
    where R has a quasi-Newton method and a Hessian by differences. Of MASS's ``housing`` both
    have the same coefficients to six digits, and the same standard errors to seven.

    References
    ----------
    McCullagh (1980), Regression models for ordinal data, JRSS B 42.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    >>> fit.zeta.index.tolist()
    ['L|M', 'M|H']
    """
    return PolrCall.of(locals()).fit()


@dataclass(frozen=True, kw_only=True, eq=False)
class PolrCall(LikelihoodCall[PolrFit]):
    """The arguments of a call of `polr`."""

    method: str

    function = staticmethod(polr)
    result = PolrFit
    shown = (*LikelihoodCall.shown, "method")

    def check(self) -> None:
        """Check the name of the distribution."""
        cumulative_link(self.method)

    def rows_function(self) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return category_rows

    def problem(self, data: ModelData) -> LikelihoodProblem:
        """The likelihood of the cut points and of the columns that can be estimated."""
        response = response_factor(data, 3, "polr", ORDER_ADVICE)
        _check_order(data, response)
        levels, columns = len(response.levels), _slope_columns(data.frame)
        tally = data.source.total(partial(_tally, levels))
        _check_weights(response, tally[:-1])
        pivots = pivot_columns(data.source, ones=not data.frame.schema.parsed.intercept)
        estimable = estimable_places(pivots)
        estimable = estimable[estimable >= 1] - 1
        distribution = cumulative_link(self.method)
        count = len(columns) + levels - 1
        return LikelihoodProblem(
            OrdinalLikelihood(distribution, columns[estimable], levels),
            data.source,
            np.concatenate([np.zeros(len(estimable)), _starting_cuts(distribution, tally)]),
            np.concatenate([estimable, np.arange(len(columns), count)]),
            count,
            [pivots],
            details={"levels": response.levels, "ordered": response.ordered, "columns": columns},
        )

    def maximise(self, problem: LikelihoodProblem, maxit: int) -> OptimizationResult:
        """The maximum of the likelihood; only an offset can make the data impossible at first."""
        try:
            return super().maximise(problem, maxit)
        except FloatingPointError:
            lows, highs = zip(*problem.source.map_sources(_offset_range), strict=True)
            raise DataError(
                f"polr: the offset goes from {min(lows):g} to {max(highs):g}, with which the "
                "likelihood is 0 to begin with; it is added to the linear predictor, where 1 is "
                "much"
            ) from None


SHOWN_LEVELS = 8  # in a message
ORDER_ADVICE = "make it one with its levels in order: ordered(y, levels=c('low', 'mid', 'high'))"


def category_rows(frame: ModelFrame, weights: np.ndarray) -> MemorySource:
    """The rows of a model frame: the codes of the response."""
    response: Any = frame.response
    codes = response.codes.astype(float) if isinstance(response, Factor) else None
    return predictor_source(frame.columns, [frame.offset], codes, weights)


def _tally(levels: int, block: Block) -> np.ndarray:
    """The weight of each level, and of the offsets."""
    rows = block.rows
    counts = np.bincount(rows.y.astype(np.intp), rows.weights, levels)
    return np.append(counts, rows.weights @ rows.offset)


def _starting_cuts(distribution: Link, tally: np.ndarray) -> np.ndarray:
    """The cut points of the shares of the levels, at the mean offset."""
    counts, offset = tally[:-1], tally[-1]
    share = np.cumsum(counts)[:-1] / counts.sum()
    return distribution.linkfun(share) + offset / counts.sum()


def _offset_range(source: MemorySource) -> tuple[float, float]:
    return source.rows.offset.min(), source.rows.offset.max()


def _slope_columns(frame: ModelFrame) -> np.ndarray:
    """The columns that have a coefficient: all but the intercept's."""
    has_intercept = frame.schema.parsed.intercept
    if not has_intercept:
        warn(
            "polr: the cut points are intercepts; the formula without one is read as if it had it",
            FitWarning,
        )
    return np.arange(int(has_intercept), len(frame.columns))


def _check_order(data: ModelData, response: Factor) -> None:
    """Strings have no order but the alphabet's, which is nobody's."""
    name = data.frame.schema.parsed.response.name
    if response.ordered or name not in data.fit_arguments["data"].columns:
        return
    if name not in data.ordered_columns():
        levels = ", ".join(map(repr, response.levels[:SHOWN_LEVELS]))
        more = ", ..." if len(response.levels) > SHOWN_LEVELS else ""
        raise DataError(
            f"polr: the response {name!r} has no order of its levels; write them in their order, "
            f"the lowest first: ordered({name}, levels=c({levels}{more}))"
        )


def _check_weights(response: Factor, counts: np.ndarray) -> None:
    if not counts.all():
        level = response.levels[int(np.argmin(counts))]
        raise DataError(f"polr: all rows of the level {level!r} have the weight 0; leave them out")
