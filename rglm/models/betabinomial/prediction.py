"""Predictions of a beta-binomial model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.prediction.predict import mean_table
from rglm.inference.prediction.predicted_quantity import predict_linear

if TYPE_CHECKING:
    from rglm.models.betabinomial.betabinomial_fit import BetaBinomialFit

TYPES = ("link", "response", "terms")


def predict(
    fit: BetaBinomialFit,
    newdata: Any = None,
    type: str = "link",
    se_fit: bool = False,
    interval: str | None = None,
    level: float = 0.95,
    vcov: Any = None,
) -> pd.Series | pd.DataFrame:
    """Predictions on new rows, or on those of the fit.

    Parameters
    ----------
    newdata : table, optional
        Anything ``data=`` takes. A row with a missing value predicts NaN. Rows of polars have
        predictions of polars (a Series or DataFrame, null where missing).
    type : {"link", "response", "terms"}
        g(mu), mu, or what each term adds to g(mu), centred.
    se_fit : bool
        Standard errors too.
    interval : {None, "confidence"}
        Made on the link scale, eta -+ z se, and carried through the inverse link.
    level : float
        The coverage of the interval.
    vcov : str, dict, matrix or function, optional
        Another covariance of the coefficients for standard errors and intervals, as in
        ``summary``.

    Returns
    -------
    Series, or DataFrame
        With ``se_fit`` or an interval the columns ``fit se_fit lwr upr``; for terms one column a
        term (under ``fit`` and ``se_fit`` with standard errors).

    Raises
    ------
    ValueError
        An unknown `type`; a column missing in `newdata`, or a level that the fit has not seen.

    Examples
    --------
    >>> from rglm import betabinomial
    >>> from rglm.datasets import load
    >>> fit = betabinomial("cbind(dead, alive) ~ sex", load("budworm"))
    >>> fit.predict(type="response", se_fit=True).columns.tolist()
    ['fit', 'se_fit']
    """
    check_option("type", type, TYPES)
    linear = "link" if type == "response" else type
    table = predict_linear(
        fit,
        newdata,
        linear,
        fit._predictor_parts,
        named=False,
        se_fit=se_fit,
        interval=interval,
        level=level,
        vcov=vcov,
    )
    return mean_table(fit.family, table) if type == "response" else table
