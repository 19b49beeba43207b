"""``multinom``: unordered categories by log-odds against a reference level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.row_labels import row_label
from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.errors import DataError
from rglm.families.likelihoods.softmax import Softmax
from rglm.fitting.control import Control, as_control
from rglm.fitting.newton.newton_method import maximise
from rglm.fitting.newton.predictor_likelihood import PredictorLikelihood
from rglm.fitting.separation.infinite_parameters import with_limit_signs
from rglm.formatting.hints.argument_hints import spelled
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.linalg.threads import one_thread, single_threaded
from rglm.models.base import likelihood_warnings, model_data
from rglm.models.base.likelihood_estimates import Estimated
from rglm.models.base.likelihood_fit import source_of
from rglm.models.multinom.multinom_fit import MultinomFit
from rglm.protocol.model_call import ModelCall


@spelled
def multinom(
    formula: str,
    data: Any,
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
    The maximum is found by Newton's method with the exact Hessian, whose inverse is the
    covariance; R stops when the likelihood settles, four or five digits earlier.

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
class MultinomCall(ModelCall["MultinomFit"]):
    """The arguments of a call of `multinom`."""

    ref: str | None

    function = staticmethod(multinom)
    shown = (*ModelCall.shown, "ref")

    @single_threaded
    def fit(self) -> MultinomFit:
        """The model fitted to the data of the call."""
        control = as_control(self.control, 100, ("maxit",))
        read = model_data.read(self, (self.formula,), rows_of)
        frame, source = read.frame, read.source
        levels, ordered = _levels(read)
        order = _reference_first(levels, self.ref)
        if order != list(range(len(levels))):
            source = source.changed(partial(_in_order, order))
        tally = source.total(_tally)
        _check_levels([levels[i] for i in order], tally[:-2])
        triangle = model_data.estimable(source)
        kept = model_data.kept_columns(triangle)
        p, others = len(frame.columns), len(levels) - 1
        model = PredictorLikelihood(Softmax(len(levels)), (kept,) * others)
        start = _start(model, tally, frame.schema.parsed.intercept)
        with one_thread():
            maximum = maximise(model.total(source), start, control.maxit)
            maximum = with_limit_signs(model, source, maximum)
        places = np.concatenate([k * p + kept for k in range(others)]).astype(int)
        solution = Estimated.of(maximum, places, others * p)
        fit = MultinomFit(
            solution,
            source,
            [frame.schema],
            control,
            model=model,
            levels=levels,
            order=order,
            ordered=ordered,
            counts=isinstance(frame.response, Matrix),
            triangles=[triangle],
            **read.made_of,
        )
        aliased = [name for i, name in enumerate(frame.columns.names) if i not in kept]
        likelihood_warnings.warn("multinom", maximum, [fit.names[i] for i in places], aliased)
        return fit


def rows_of(frame: Any, weights: np.ndarray) -> Any:
    """The rows of a model frame: counts of each level, (n, m)."""
    found, name = frame.response, frame.schema.parsed.response.name
    if isinstance(found, Matrix):
        low = np.argwhere(found.values < 0)
        if len(low):
            row = row_label(frame.index, int(low[0][0]))
            value = found.values[tuple(low[0])]
            raise DataError(f"multinom: counts are >= 0, {name!r} has {value:g} in row {row}")
        y = found.values
    elif isinstance(found, Logical):
        y = (found.values[:, None] == [0, 1]).astype(float)
    elif isinstance(found, Factor):
        y = (found.codes[:, None] == np.arange(len(found.levels))).astype(float)
    else:
        y = None
    return source_of(frame.columns, [frame.offset], y, weights)


def _levels(read: model_data.Reading) -> tuple[tuple[str, ...], bool]:
    """The levels of the response, and whether they are ordered."""
    found = read.frame.response
    if isinstance(found, Matrix):
        m = found.values.shape[1]
        return tuple(s or str(i) for i, s in enumerate([*found.suffixes, *[""] * m][:m], 1)), False
    if isinstance(found, Logical):
        return ("FALSE", "TRUE"), False
    advice = "make it one, factor(y), or give counts of each level, cbind(a, b, c)"
    factor = model_data.categories(read, 2, "multinom", advice)
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


def _in_order(order: list[int], source: Any) -> Any:
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
