"""Predictions of a linear model, with intervals of the mean and of responses; R's predict.lm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.option_check import check_option
from rglm.inference.confidence_level import check_level
from rglm.inference.prediction.interval_width import IntervalWidth
from rglm.inference.prediction.predicted_rows import (
    eta_of_block,
    predicted_rows,
    unit_errors,
)
from rglm.inference.prediction.prediction_variance import RowNumbers, prediction_variance
from rglm.inference.prediction.term_contributions import term_constant, term_values
from rglm.protocol.argument_types import Vcov
from rglm.protocol.capabilities import HasLeverage

TYPES = ("response", "terms")
INTERVALS = ("confidence", "prediction")


def predict(
    fit: HasLeverage,
    newdata: Any = None,
    se_fit: bool = False,
    scale: float | None = None,
    df: float | None = None,
    interval: str | None = None,
    level: float = 0.95,
    type: str = "response",
    terms: str | Sequence[str] | None = None,
    pred_var: RowNumbers = None,
    weights: RowNumbers = None,
    vcov: Vcov = None,
) -> pd.Series | pd.DataFrame:
    """Predictions on new rows, or on those of the fit, and their intervals; R's ``predict.lm``.

    The mean of a row x is m = x'beta + offset, with standard error s = sigma sqrt(x'(X'WX)^-1 x).
    Its confidence interval is m -+ t s; that of a new response, the prediction interval, is
    m -+ t sqrt(s^2 + v), v the variance of the response about its mean.

    Parameters
    ----------
    newdata : table, optional
        Anything ``data=`` takes. A row with a missing value predicts NaN. Rows of polars have
        predictions of polars (a Series or DataFrame, null where missing).
    se_fit : bool
        Standard errors of the mean too.
    scale : float, optional
        Instead of the fit's sigma.
    df : float, optional
        The degrees of freedom of t where `scale` or `vcov` is given: infinite by default for
        `scale`, ``df_residual`` else.
    interval : {None, "confidence", "prediction"}
        Of the mean, or of a new response.
    level : float
        The coverage of the interval.
    type : {"response", "terms"}
        m, or what each term adds to it, centred as in R.
    terms : label or labels, optional
        With ``type="terms"``: which of them, in this order.
    pred_var : number, array, Series, or name of a column, optional
        The variance v of new responses; by default sigma^2, over `weights` if there are any.
    weights : number, array, Series, or name of a column, optional
        The weights of new responses: v = sigma^2 / w. A text is a column of `newdata` or an
        expression in its columns, as R's ``weights = ~ w``. For the rows of a fit with weights
        they are by default those, for new rows 1; a warning says so.
    vcov : str, dict, matrix or function, optional
        Another covariance of the coefficients for s: a type (``"HC3"``), a matrix
        (``fit.vcov(cluster="g")``) or a function of the fit. v stays sigma^2.

    Returns
    -------
    Series, or DataFrame
        With ``se_fit`` or an interval the columns ``fit``, ``se_fit``, ``lwr`` and ``upr``, those
        that were asked for; ``attrs["residual_scale"]`` and ``attrs["df"]`` are sigma and the
        degrees of freedom. For terms one column a term, under ``fit``, ``se_fit``, ``lwr`` and
        ``upr`` if these were asked for, and the constant in ``attrs["constant"]``.

    Raises
    ------
    ValueError
        An unknown `type`, `interval` or term; a column missing in `newdata`; a level the fit has
        not seen; an ``offset=`` that was an array at the fit; `weights` or `pred_var` below 0, of
        another length, or without a prediction interval; `vcov` with `scale`.

    Warns
    -----
    FitWarning
        Prediction intervals of the rows of the fit, or of new rows of a fit with weights.
    RankWarning
        New rows that need a coefficient which is aliased.

    Notes
    -----
    A prediction interval is for normal responses, however many the rows; that of the mean holds
    for others too if rows are many. R before 4.3 warns of every prediction of a fit with aliased
    coefficients.

    References
    ----------
    Seber & Lee (2003), *Linear Regression Analysis*, section 5.3.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ tension", load("warpbreaks"))
    >>> fit.predict({"tension": ["L", "H"]}, interval="prediction").round(2)
         fit    lwr    upr
    0  36.39  11.88  60.89
    1  21.67  -2.84  46.17
    """
    request = _Request(se_fit, interval, level, type, _term_labels(fit, type, terms))
    width = IntervalWidth.of(fit, scale, df, vcov)
    source, index = predicted_rows(fit, newdata)
    variance = prediction_variance(fit, newdata, interval, width.sigma, pred_var, weights)
    make = _term_prediction if type == "terms" else _mean_prediction
    table = make(fit, source, index, request, width, variance)
    attrs = table.attrs
    if request.has_errors:
        attrs |= {"residual_scale": width.sigma, "df": width.df}
    table = fit._pad_omitted(table) if newdata is None else table
    table.attrs |= attrs
    return table


@dataclass(frozen=True)
class _Request:
    """What a prediction was asked for."""

    se_fit: bool
    interval: str | None
    level: float
    type: str
    labels: list[str]

    def __post_init__(self) -> None:
        check_option("type", self.type, TYPES)
        if self.interval is not None:
            check_option("interval", self.interval, INTERVALS, " or None")
        check_level(self.level)

    @property
    def has_errors(self) -> bool:
        """Whether standard errors are needed."""
        return self.se_fit or self.interval is not None

    def kinds(self, fit: Any, se: Any, half_width: Any) -> dict[str, Any]:
        """The tables asked for, from the predictions and the half width of their intervals."""
        out = {"fit": fit}
        if self.se_fit:
            out["se_fit"] = se
        if self.interval is not None:
            out |= {"lwr": fit - half_width, "upr": fit + half_width}
        return out


def _term_labels(fit: HasLeverage, type: str, terms: str | Sequence[str] | None) -> list[str]:
    """The labels of the terms asked for.

    Raises
    ------
    ValueError
        One is unknown, or `terms` is given for another type.
    """
    if terms is None:
        return list(fit.terms)
    if type != "terms":
        raise ValueError(f"terms= goes with type='terms', not with type={type!r}")
    labels = [terms] if isinstance(terms, str) or not isinstance(terms, Iterable) else list(terms)
    for label in labels:
        if label not in fit.terms:
            hint = did_you_mean(str(label), fit.terms)
            raise ValueError(
                f"terms={label!r} is no term of the model; it has "
                f"{', '.join(fit.terms) or 'none'}{hint}"
            )
    return labels


def _mean_prediction(
    fit: HasLeverage,
    source: Any,
    index: pd.Index,
    request: _Request,
    width: IntervalWidth,
    variance: np.ndarray | float,
) -> pd.Series | pd.DataFrame:
    """The mean of each row, with standard errors and the ends of intervals if asked for."""
    mean = source.by_row(lambda block: eta_of_block(fit, block))
    if not request.has_errors:
        return pd.Series(mean, index=index)
    se = width.unit * source.by_row(lambda block: unit_errors(fit, block, width.covariance))
    half_width = width.half_width(se, variance, request.level)
    return pd.DataFrame(request.kinds(mean, se, half_width), index=index)


def _term_prediction(
    fit: HasLeverage,
    source: Any,
    index: pd.Index,
    request: _Request,
    width: IntervalWidth,
    variance: np.ndarray | float,
) -> pd.DataFrame:
    """What some terms add, with standard errors and the ends of intervals if asked for."""
    labels, terms = request.labels, list(fit.terms)
    values = term_values(fit, source, request.has_errors, width.unit, width.covariance)
    places = [terms.index(label) for label in labels]
    if request.has_errors:
        se = values[:, len(terms) :][:, places]
        half_width = width.half_width(se, np.reshape(variance, (-1, 1)), request.level)
        kinds = request.kinds(values[:, places], se, half_width)
        columns = pd.MultiIndex.from_product([list(kinds), labels])
        out = pd.DataFrame(np.hstack(list(kinds.values())), index=index, columns=columns)
    else:
        out = pd.DataFrame(values[:, places], index=index, columns=labels)
    out.attrs["constant"] = term_constant(fit)
    return out
