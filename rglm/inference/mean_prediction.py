"""Predictions of a model with a mean, a link and further parameters."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rglm.format.suggest import did_you_mean
from rglm.inference.prediction import prediction_table

TYPES = ("link", "response")


def predict(
    fit: Any,
    newdata: Any = None,
    type: str = "link",
    se_fit: bool = False,
    interval: str | None = None,
    level: float = 0.95,
) -> pd.Series | pd.DataFrame:
    """Predictions on new rows, or on those of the fit.

    Parameters
    ----------
    newdata : table, optional
        Anything ``data=`` takes. A row with a missing value predicts NaN.
    type : {"link", "response"}
        g(mu) or mu.
    se_fit : bool
        Standard errors too.
    interval : {None, "confidence"}
        Made on the link scale, eta -+ z se, and carried through the inverse link.
    level : float
        The coverage of the interval.

    Returns
    -------
    Series, or DataFrame
        With ``se_fit`` or an interval the columns ``fit se_fit lwr upr``.

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
    if type not in TYPES:
        raise ValueError(f"type={type!r}: use link or response{did_you_mean(type, TYPES)}")
    source, index = (fit.rows_source, fit.index) if newdata is None else fit.new_source(newdata)
    eta = pd.Series(source.by_row(fit.eta), index=index)
    se = None
    if se_fit or interval is not None:
        se = pd.Series(source.by_row(fit.unit_se), index=index)
    found = prediction_table(fit, eta, se, type, interval, level)
    return fit.pad(found) if newdata is None else found
