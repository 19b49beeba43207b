"""``multinom``: unordered categories by log-odds against a reference level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.caller import names_of_caller
from rglm.design.errors import DataError, row_label
from rglm.design.values import Logical, Matrix
from rglm.families.softmax import Softmax
from rglm.fitting.control import as_control
from rglm.fitting.likelihood import maximise
from rglm.fitting.predictors import Predictors
from rglm.format.spelled import spelled
from rglm.format.suggest import did_you_mean
from rglm.linalg.threads import calm
from rglm.models import setup
from rglm.models.likelihoodfit import Estimated, source_of
from rglm.models.multinom_fit import MultinomFit


@spelled
def multinom(
    formula: str,
    data: Any,
    weights: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    offset: str | Sequence[float] | pd.Series | None = None,
    ref: str | None = None,
    control: Mapping[str, Any] | None = None,
    contrasts: Mapping[str, Any] | None = None,
) -> MultinomFit:
    """Fit a multinomial logit; R's ``nnet::multinom``.

    log(P(Y_i = k) / P(Y_i = r)) = x_i' beta_k + o_i for each level k but the reference r.

    Parameters
    ----------
    formula : str
        ``"y ~ x + g"``; y is a categorical column (strings, a Categorical, bools) of two levels or
        more, or counts of each level, ``"cbind(a, b, c) ~ x"``. See `glm` for the language.
    data, weights, subset, na_action, offset, contrasts
        As in `glm`; weights are numbers of observations. The offset is that of every level but
        the reference.
    ref : str, optional
        The reference level; the first by default.
    control : dict, optional
        ``{"maxit": 100}``: Newton steps allowed.

    Returns
    -------
    MultinomFit
        ``coefficients`` as a DataFrame, a row for each level and a column for each term;
        ``predict(type="class" | "probs")``, ``summary()``, ...

    Raises
    ------
    ValueError
        A numeric response, one of a single level or with an empty one, negative counts, an
        unknown `ref`; what `glm` raises of data and arguments.

    Warns
    -----
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
    return fit_multinom(
        names_of_caller(),
        formula=formula,
        data=data,
        weights=weights,
        subset=subset,
        na_action=na_action,
        offset=offset,
        ref=ref,
        control=control,
        contrasts=contrasts,
    )


def fit_multinom(caller: Mapping[str, Any], **arguments: Any) -> MultinomFit:
    """`multinom` with the names that its caller has."""
    control = as_control(arguments["control"], 100, ("maxit",))
    frame, weights, made_of = setup.read((arguments["formula"],), arguments, caller)
    y, levels, ordered = _response(frame)
    y, order = _reference_first(y, levels, arguments["ref"])
    _check_levels(y, [levels[i] for i in order], weights)
    source = source_of(frame.columns, [frame.offset], y, weights)
    kept = setup.estimable(frame.columns, weights)
    p, others = len(frame.columns), len(levels) - 1
    model = Predictors(Softmax(len(levels)), (kept,) * others)
    start = _start(model, source.rows, frame.schema.parsed.intercept)
    with calm(source.nrows, len(source.columns.arrays)):
        maximum = maximise(model.total(source), start, control.maxit)
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
        fitter=fit_multinom,
        **made_of,
    )
    aliased = [name for i, name in enumerate(frame.columns.names) if i not in kept]
    setup.warn("multinom", maximum, [fit.names[i] for i in places], aliased)
    return fit


def _response(frame: Any) -> tuple[np.ndarray, tuple[str, ...], bool]:
    """Counts of each level by row (n, m), the levels, and whether they are ordered."""
    found, name = frame.response, frame.schema.parsed.response.name
    if isinstance(found, Matrix):
        low = np.argwhere(found.values < 0)
        if len(low):
            row = row_label(frame.index, int(low[0][0]))
            value = found.values[tuple(low[0])]
            raise DataError(f"multinom: counts are >= 0, {name!r} has {value:g} in row {row}")
        m = found.values.shape[1]
        names = tuple(s or str(i) for i, s in enumerate([*found.suffixes, *[""] * m][:m], 1))
        return found.values, names, False
    if isinstance(found, Logical):
        levels = ("FALSE", "TRUE")
        return (found.values[:, None] == [0, 1]).astype(float), levels, False
    advice = "make it one, factor(y), or give counts of each level, cbind(a, b, c)"
    factor = setup.categories(frame, 2, "multinom", advice)
    member = factor.codes[:, None] == np.arange(len(factor.levels))
    return member.astype(float), factor.levels, factor.ordered


def _reference_first(
    y: np.ndarray, levels: tuple[str, ...], ref: str | None
) -> tuple[np.ndarray, list[int]]:
    """The columns of y in the order of the model, the reference in front."""
    if ref is None:
        return y, list(range(len(levels)))
    name = str(ref).upper() if isinstance(ref, bool) else str(ref)
    if name not in levels:
        hint = did_you_mean(name, levels)
        raise ValueError(f"ref={ref!r} is no level; there are {', '.join(levels)}{hint}")
    first = levels.index(name)
    order = [first, *(i for i in range(len(levels)) if i != first)]
    return np.asfortranarray(y[:, order]), order


def _check_levels(y: np.ndarray, levels: list[str], weights: np.ndarray) -> None:
    if len(levels) < 2:
        raise DataError(f"multinom: the response has {len(levels)} column(s); it takes 2 or more")
    total = weights @ y
    if not total.all():
        level = levels[int(np.argmin(total))]
        advice = "leave it out" if len(levels) > 2 else "there is nothing to tell the other from"
        raise DataError(f"multinom: no observation is in the level {level!r}; {advice}")


def _start(model: Predictors, rows: Any, intercept: bool) -> np.ndarray:
    """The log-odds of the levels in all, where there is an intercept; zero else."""
    start = np.zeros(model.count)
    if intercept:
        total, weights = rows.weights @ rows.y, rows.weights
        level = weights @ rows.offset / weights.sum()
        for k, at in enumerate(model.places, 1):
            start[at.start] = np.log(total[k] / total[0]) - level
    return start
