"""Predictions of a fit, with standard errors and intervals; R's predict.glm."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.families.glm.family import Family
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.tables.named_index import number_table
from rglm.inference.confidence_level import check_level, t_quantile
from rglm.inference.covariance.given_covariance import given_covariance
from rglm.inference.prediction.predicted_rows import (
    eta_of_block,
    predicted_rows,
    unit_errors,
    without_aliased,
)
from rglm.inference.prediction.term_contributions import term_table
from rglm.protocol.capabilities import HasWorkingWeights

TYPES = ("link", "response", "terms")


def predict(
    fit: HasWorkingWeights,
    newdata: Any = None,
    type: str = "link",
    se_fit: bool = False,
    interval: str | None = None,
    level: float = 0.95,
    dispersion: float | None = None,
    vcov: Any = None,
) -> pd.Series | pd.DataFrame:
    """Predictions on new rows, or on those of the fit; R's ``predict.glm``.

    Parameters
    ----------
    newdata : table, optional
        Anything ``data=`` takes. A row with a missing value predicts NaN. Rows of polars have
        predictions of polars (a Series or DataFrame, null where missing).
    type : {"link", "response", "terms"}
        eta, mu, or what each term adds to eta, centred as in R.
    se_fit : bool
        Standard errors too; those of mu by the delta method, |dmu/deta| times that of eta.
    interval : {None, "confidence"}
        Made on the link scale, eta -+ q se, and carried through the inverse link; q is the
        normal quantile where the dispersion is known, else Student's t on ``df_residual``.
    level : float
        The coverage of the interval.
    dispersion : float, optional
        Instead of the fit's.
    vcov : str, dict, matrix or function, optional
        Another covariance of the coefficients for standard errors and intervals: a type
        (``"HC3"``), arguments of ``fit.vcov()`` (``{"cluster": "g"}``), a matrix or a function of
        the fit.

    Returns
    -------
    Series, or DataFrame
        With ``se_fit`` or an interval the columns ``fit se_fit lwr upr``; for terms one
        column a term (under ``fit`` and ``se_fit`` with standard errors), and the constant in
        ``attrs["constant"]``.

    Raises
    ------
    ValueError
        An unknown `type`; a column missing in `newdata`; a level the fit has not seen; an
        ``offset=`` that was an array at the fit; `vcov` with `dispersion`.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.predict({"logmass": [7, 8]}, type="response", interval="confidence").round(3)
         fit  se_fit    lwr    upr
    0  0.582   0.052  0.478  0.679
    1  0.862   0.036  0.774  0.919
    """
    _check(type, interval, level)
    if vcov is not None and dispersion is not None:
        raise ValueError("dispersion= goes into the fit's own covariance, which vcov= replaces")
    given = None if vcov is None else without_aliased(fit, given_covariance(fit, vcov))
    source, index = predicted_rows(fit, newdata)
    scale = 1.0 if vcov is not None else fit.dispersion if dispersion is None else dispersion
    scale = np.sqrt(scale)
    if type == "terms":
        if interval is not None:
            raise ValueError("interval= goes with type='link' or 'response', not with 'terms'")
        table: pd.Series | pd.DataFrame = term_table(fit, source, index, se_fit, scale, given)
    else:
        table = _linear_table(fit, source, index, se_fit, interval, level, scale, given)
        table = mean_table(fit.family, table) if type == "response" else table
    return fit._pad_omitted(table) if newdata is None else table


def _linear_table(
    fit: HasWorkingWeights,
    source: Any,
    index: pd.Index,
    se_fit: bool,
    interval: str | None,
    level: float,
    scale: float,
    given: np.ndarray | None,
) -> pd.Series | pd.DataFrame:
    """The linear predictor, with standard errors and the ends of an interval."""
    eta = source.by_row(lambda block: eta_of_block(fit, block))
    if not se_fit and interval is None:
        return pd.Series(eta, index=index)
    se = scale * source.by_row(lambda block: unit_errors(fit, block, given))
    table = {"fit": eta, "se_fit": se}
    if interval is not None:
        df = fit.df_residual if fit._has_t_tests else np.inf
        reach = t_quantile(df, (1 + level) / 2) * se
        table |= {"lwr": eta - reach, "upr": eta + reach}
    return number_table(table, index)


def _check(type: str, interval: str | None, level: float) -> None:
    check_option("type", type, TYPES)
    check_interval(interval, level)


def check_interval(interval: str | None, level: float) -> None:
    """Check ``interval=`` and its coverage.

    Raises
    ------
    ValueError
        Another interval than of confidence; a coverage that is not between 0 and 1.
    """
    if interval not in (None, "confidence"):
        others = "; prediction intervals are of lm(), and simulate() draws new responses"
        raise ValueError(
            f"interval={interval!r}: use None or 'confidence'"
            f"{others if interval == 'prediction' else ''}"
        )
    check_level(level)


def _mean(family: Family, eta: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        mu = family.link.linkinv(eta)
    return np.where(np.isnan(eta), np.nan, mu)


def mean_table(family: Family, linear: pd.Series | pd.DataFrame) -> pd.Series | pd.DataFrame:
    """The mean of a linear predictor, with standard errors and intervals where it has them."""
    if isinstance(linear, pd.Series):
        return pd.Series(_mean(family, linear.to_numpy()), index=linear.index)
    eta, se, *ends = linear.to_numpy().T
    with np.errstate(all="ignore"):
        slope = np.abs(family.link.mu_eta(eta))
    table = {"fit": _mean(family, eta), "se_fit": se * slope}
    if ends:  # a falling link, such as the inverse, swaps the ends
        low, high = (_mean(family, end) for end in ends)
        table |= {"lwr": np.minimum(low, high), "upr": np.maximum(low, high)}
    return number_table(table, linear.index)
