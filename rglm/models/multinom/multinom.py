"""``multinom``: unordered categories by log-odds against a reference level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.frame.model_frame import ModelFrame
from rglm.design.row_labels import row_label
from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.errors import DataError
from rglm.families.likelihoods.softmax import Softmax
from rglm.fitting.control import Control
from rglm.fitting.newton.predictor_likelihood import PredictorLikelihood
from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.models.base.model_data import ModelData, RowsFunction
from rglm.models.categorical.response_levels import response_factor
from rglm.models.likelihood.estimable_columns import estimable_places, pivot_columns
from rglm.models.likelihood.likelihood_call import LikelihoodCall, LikelihoodProblem
from rglm.models.likelihood.predictor_source import predictor_source
from rglm.models.multinom.multinom_fit import MultinomFit
from rglm.sources.memory import MemorySource


@check_arguments
def multinom(
    formula: str,
    data: Any = None,
    weights: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    offset: str | Sequence[float] | pd.Series | None = None,
    ref: str | None = None,
    control: Mapping[str, Any] | Control | None = None,
    contrasts: Mapping[str, Any] | None = None,
    progress: bool = True,
    context: Mapping[str, Any] | None = None,
) -> MultinomFit:
    """Fit a multinomial logit; R's ``nnet::multinom``.

    log(P(Y_i = k) / P(Y_i = r)) = x_i' beta_k + o_i for each level k but the reference r.

    Parameters
    ----------
    formula : str
        ``"y ~ x + g"``; y is a categorical column (strings, a Categorical, bools) of two levels or
        more, or counts of each level, ``"cbind(a, b, c) ~ x"``. See `glm` for the language.
    data, subset, na_action, offset, contrasts
        As in `glm`. The offset is that of every level but the reference.
    weights : expression, array or Series, optional
        Numbers of observations, as counts of levels are: a row of weight 2 is two rows, in
        estimates, ``nobs()``, BIC and robust covariances.
    ref : str, optional
        The reference level; the first by default.
    control : dict, optional
        ``{"maxit": 100}``: Newton steps allowed.
    progress, context
        As in `glm`.

    Returns
    -------
    MultinomFit
        ``coefficients`` as a DataFrame, a row for each level and a column for each term;
        ``predict(type="class" | "probs")``, ``summary()``, ...

    Raises
    ------
    ValueError
        A numeric response, one of a single level, negative counts, an unknown `ref`; what `glm`
        raises of data and arguments.

    Warns
    -----
    FitWarning
        A level of the response that no row of the fit has; it is left out.
    RankWarning, ConvergenceWarning, BoundaryWarning
        Aliased coefficients (NaN); no maximum found; coefficients that are infinite, because a
        combination of the columns tells levels apart.

    Notes
    -----
    The odds of two levels do not depend on which other levels there are (the independence of
    irrelevant alternatives). That is an assumption where levels are alternatives of a choice.

    The maximum is found by Newton's method with the exact Hessian, whose inverse is the
    covariance. R stops when the likelihood settles: its coefficients are then right to about
    five digits (of MASS's ``housing``, to 2e-5).

    References
    ----------
    Theil (1969), A multinomial extension of the linear logit model, International Economic Review
    10; Agresti (2013), *Categorical Data Analysis*, section 8.1; Venables & Ripley (2002), *Modern
    Applied Statistics with S*, section 7.3.

    Examples
    --------
    >>> from rglm import multinom
    >>> from rglm.datasets import load
    >>> fit = multinom("tension ~ breaks", load("warpbreaks"))
    >>> fit.coefficients.round(3)
       (Intercept)  breaks
    M        1.874  -0.061
    H        3.280  -0.120
    """
    return MultinomCall.of(locals()).fit()


@dataclass(frozen=True, kw_only=True, eq=False)
class MultinomCall(LikelihoodCall[MultinomFit]):
    """The arguments of a call of `multinom`."""

    ref: str | None

    function = staticmethod(multinom)
    result = MultinomFit
    shown = (*LikelihoodCall.shown, "ref")

    def rows_function(self) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return count_rows

    def problem(self, data: ModelData) -> LikelihoodProblem:
        """The likelihood of the log-odds of each level against the reference."""
        frame, source = data.frame, data.source
        levels, ordered = _levels(data)
        order = _reference_first(levels, self.ref)
        change = None if order == list(range(len(levels))) else partial(_in_order, order)
        if change is not None:
            source = source.transform(change)
        tally = source.total(_tally)
        _check_levels([levels[i] for i in order], tally[:-2])
        pivots = pivot_columns(source)
        estimable, p, others = estimable_places(pivots), len(frame.columns), len(levels) - 1
        likelihood = PredictorLikelihood(Softmax(len(levels)), (estimable,) * others)
        return LikelihoodProblem(
            likelihood,
            source,
            _start(likelihood, tally, frame.schema.parsed.intercept),
            np.concatenate([k * p + estimable for k in range(others)]).astype(int),
            others * p,
            [pivots],
            details={
                "levels": levels,
                "order": order,
                "ordered": ordered,
                "counts": isinstance(frame.response, Matrix),
            },
            change=change,
        )

    def aliased_names(self, fit: MultinomFit) -> list[str]:
        """The names of the columns, which have a coefficient for each level."""
        estimable = fit._likelihood_model.parts[0]
        return [name for i, name in enumerate(fit._schema.names) if i not in estimable]


def count_rows(frame: ModelFrame, weights: np.ndarray) -> MemorySource:
    """The rows of a model frame: counts of each level, (n, m)."""
    return predictor_source(frame.columns, [frame.offset], _level_counts(frame), weights)


def _level_counts(frame: ModelFrame) -> np.ndarray | None:
    """The counts of each level (n, m); None of a response that is no factor."""
    response: Any = frame.response
    if isinstance(response, Matrix):
        _check_counts(frame, response.values)
        return response.values
    if isinstance(response, Logical):
        return (response.values[:, None] == [0, 1]).astype(float)
    if isinstance(response, Factor):
        return (response.codes[:, None] == np.arange(len(response.levels))).astype(float)
    return None


def _check_counts(frame: ModelFrame, counts: np.ndarray) -> None:
    low = np.argwhere(counts < 0)
    if len(low):
        name, row = frame.schema.parsed.response.name, row_label(frame.index, int(low[0][0]))
        value = counts[tuple(low[0])]
        raise DataError(f"multinom: counts are >= 0, {name!r} has {value:g} in row {row}")


def _levels(data: ModelData) -> tuple[tuple[str, ...], bool]:
    """The levels of the response, and whether they are ordered."""
    response: Any = data.frame.response
    if isinstance(response, Matrix):
        m = response.values.shape[1]
        suffixes = [*response.suffixes, *[""] * m][:m]
        return tuple(s or str(i) for i, s in enumerate(suffixes, 1)), False
    if isinstance(response, Logical):
        return ("FALSE", "TRUE"), False
    advice = "make it one, factor(y), or give counts of each level, cbind(a, b, c)"
    factor = response_factor(data, 2, "multinom", advice)
    return factor.levels, factor.ordered


def _reference_first(levels: tuple[str, ...], ref: str | None) -> list[int]:
    """The levels in the order of the model, the reference in front."""
    if ref is None:
        return list(range(len(levels)))
    name = str(ref).upper() if isinstance(ref, bool) else str(ref)
    if name not in levels:
        hint = did_you_mean(name, levels)
        raise ValueError(f"ref={ref!r} is no level; there are {', '.join(levels)}{hint}")
    first = levels.index(name)
    return [first, *(i for i in range(len(levels)) if i != first)]


def _in_order(order: list[int], source: MemorySource) -> MemorySource:
    """The rows with their counts in another order of the levels."""
    y = np.asfortranarray(source.rows.y[:, order])
    return replace(source, rows=replace(source.rows, y=y))


def _tally(block: Block) -> np.ndarray:
    """The weight of each level, of the offsets, and of all."""
    rows, weights = block.rows, block.rows.weights
    return np.concatenate([weights @ rows.y, [weights @ rows.offset, weights.sum()]])


def _check_levels(levels: list[str], total: np.ndarray) -> None:
    if len(levels) < 2:
        raise DataError(f"multinom: the response has {len(levels)} column(s); it takes 2 or more")
    if not total.all():
        level = levels[int(np.argmin(total))]
        advice = "leave it out" if len(levels) > 2 else "there is nothing to tell the other from"
        raise DataError(f"multinom: no observation is in the level {level!r}; {advice}")


def _start(model: PredictorLikelihood, tally: np.ndarray, intercept: bool) -> np.ndarray:
    """The log-odds of the levels in all, where there is an intercept; zero else."""
    start = np.zeros(model.count)
    if intercept:
        total, level = tally[:-2], tally[-2] / tally[-1]
        for k, at in enumerate(model.places, 1):
            start[at.start] = np.log(total[k] / total[0]) - level
    return start
