"""``polr``: ordered categories by proportional odds and its kin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.values.r_values import Factor
from rglm.errors import DataError
from rglm.families.likelihoods.cumulative import as_distribution
from rglm.fitting.control import Control, as_control
from rglm.fitting.newton.newton_method import maximise
from rglm.fitting.newton.ordinal_likelihood import OrdinalLikelihood
from rglm.fitting.separation.infinite_parameters import with_limit_signs
from rglm.formatting.hints.argument_hints import spelled
from rglm.formatting.hints.warning_location import warn
from rglm.linalg.threads import one_thread, single_threaded
from rglm.models.base import likelihood_warnings, model_data
from rglm.models.base.likelihood_estimates import Estimated
from rglm.models.base.likelihood_fit import source_of
from rglm.models.polr.polr_fit import PolrFit
from rglm.protocol.model_call import ModelCall
from rglm.warnings import FitWarning


@spelled
def polr(
    formula: str,
    data: Any,
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
    points zeta_1 < ... < zeta_(m-1): a positive coefficient makes the higher categories likelier.
    With the logistic F it is proportional odds.

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
    The maximum is found by Newton's method and the covariance is the inverse of the exact Hessian,
    where R has a quasi-Newton method and a Hessian by differences, right to some four digits.

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
class PolrCall(ModelCall["PolrFit"]):
    """The arguments of a call of `polr`."""

    method: str

    function = staticmethod(polr)
    shown = (*ModelCall.shown, "method")

    @single_threaded
    def fit(self) -> PolrFit:
        """The model fitted to the data of the call."""
        z, control = (
            as_distribution(self.method),
            as_control(self.control, 100, ("maxit",)),
        )
        read = model_data.read(self, (self.formula,), rows_of)
        frame, source = read.frame, read.source
        advice = "make it one with its levels in order: ordered(y, levels=c('low', 'high'))"
        response = model_data.categories(read, 3, "polr", advice)
        _check_order(read, response, advice)
        tally = source.total(partial(_tally, len(response.levels)))
        counts, offset = tally[:-1], float(tally[-1])
        _check_weights(response, counts)
        columns, first = _coefficients(frame)
        triangle = model_data.estimable(source, ones=not first)
        kept = model_data.kept_columns(triangle)
        kept = kept[kept >= 1] - 1
        model = OrdinalLikelihood(z, columns[kept], len(response.levels))
        share = np.cumsum(counts)[:-1] / counts.sum()
        level = offset / counts.sum()
        start = np.concatenate([np.zeros(len(kept)), z.quantile(share) + level])
        with one_thread(), _offset_in_words(source):
            maximum = maximise(model.total(source), start, control.maxit)
            maximum = with_limit_signs(model, source, maximum)
        p, cuts = len(columns), len(response.levels) - 1
        places = np.concatenate([kept, np.arange(p, p + cuts)])
        solution = Estimated.of(maximum, places, p + cuts)
        fit = PolrFit(
            solution,
            source,
            [frame.schema],
            control,
            model=model,
            levels=response.levels,
            ordered=response.ordered,
            columns=columns,
            triangles=[triangle],
            **read.made_of,
        )
        aliased = [name for i, name in enumerate(fit.names[:p]) if i not in kept]
        likelihood_warnings.warn("polr", maximum, [fit.names[i] for i in places], aliased)
        return fit


def rows_of(frame: Any, weights: np.ndarray) -> Any:
    """The rows of a model frame."""
    codes = frame.response.codes.astype(float) if isinstance(frame.response, Factor) else None
    return source_of(frame.columns, [frame.offset], codes, weights)


def _tally(levels: int, block: Block) -> np.ndarray:
    """The weight of each level, and of the offsets."""
    rows = block.rows
    counts = np.bincount(rows.y.astype(np.intp), rows.weights, levels)
    return np.append(counts, rows.weights @ rows.offset)


@contextmanager
def _offset_in_words(source: Any) -> Iterator[None]:
    """Only an offset can make the data impossible where all coefficients are zero."""
    try:
        yield
    except FloatingPointError:
        lows, highs = zip(*source.each(_range), strict=True)
        raise DataError(
            f"polr: the offset goes from {min(lows):g} to {max(highs):g}, with which the "
            "likelihood is 0 to begin with; it is added to the linear predictor, where 1 is much"
        ) from None


def _range(source: Any) -> tuple[float, float]:
    """The ends of the offset."""
    return source.rows.offset.min(), source.rows.offset.max()


def _coefficients(frame: Any) -> tuple[np.ndarray, bool]:
    """The columns that have a coefficient: all but the intercept's."""
    first = frame.schema.parsed.intercept
    if not first:
        warn(
            "polr: the cut points are intercepts; the formula without one is read as if it had it",
            FitWarning,
        )
    return np.arange(int(first), len(frame.columns)), first


def _check_order(read: model_data.Reading, response: Factor, advice: str) -> None:
    """Strings have no order but the alphabet's, which is nobody's."""
    name = read.frame.schema.parsed.response.name
    if response.ordered or name not in read.made_of["data"].columns:
        return
    if name not in read.categories:
        raise DataError(f"polr: the response {name!r} has no order of its levels; {advice}")


def _check_weights(response: Factor, counts: np.ndarray) -> None:
    if not counts.all():
        level = response.levels[int(np.argmin(counts))]
        raise DataError(f"polr: all rows of the level {level!r} have the weight 0; leave them out")
