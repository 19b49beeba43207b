"""Predictions of models whose response is a category: R's predict.polr and predict.multinom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.prediction.predict import check_interval
from rglm.inference.prediction.predicted_quantity import (
    predict_linear,
    predict_quantity,
    row_quantity,
)
from rglm.models.categorical.level_values import level_values
from rglm.protocol.capabilities import HasLevels

TYPES = ("class", "probs", "link", "terms")


def predict(
    fit: HasLevels,
    newdata: Any = None,
    type: str = "class",
    se_fit: bool = False,
    interval: str | None = None,
    level: float = 0.95,
    vcov: Any = None,
) -> pd.Series | pd.DataFrame:
    """The likeliest level, or the probability of each, on new rows or on those of the fit.

    R's ``predict.polr`` and ``predict.multinom``.

    Parameters
    ----------
    newdata : table, optional
        Anything ``data=`` takes. A row with a missing value predicts a missing one.
        Rows of polars have predictions of polars.
    type : {"class", "probs", "link", "terms"}
        link: the linear predictor of a `polr` (without the cut points), of a `multinom` the log
        odds of each level against the reference. terms: what each term adds to it, centred.
    se_fit : bool
        Standard errors too, by the delta method: the square root of g' V g with g the gradient of
        the probability and V the covariance of the estimates. A class has none.
    interval : {None, "confidence"}
        Of probabilities made on the scale of their log odds, logit(p) -+ z se / (p (1 - p)), so
        that it keeps within 0 and 1; of the linear predictor eta -+ z se.
    level : float
        The coverage of the interval.
    vcov : str, dict, matrix or function, optional
        Another covariance of the estimates for standard errors and intervals, as in ``summary``.

    Returns
    -------
    Series or DataFrame
        A Categorical for ``"class"``; for ``"probs"`` a column for each level. Standard errors and
        intervals stand beside it in columns ``("fit", level)``, ``("se_fit", level)``,
        ``("lwr", level)``, ``("upr", level)``. The linear predictor of a `polr` is a Series, or
        has the columns ``fit se_fit lwr upr``.

    Raises
    ------
    ValueError
        An unknown `type`, or standard errors of a class; a column missing in `newdata`, or a
        level that the fit has not seen.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    >>> fit.predict({"breaks": [20, 40]}, type="probs").round(3)
           L      M     H
    0  0.186  0.364  0.45
    1  0.556  0.314  0.13
    >>> fit.predict({"breaks": [20]}, type="probs", interval="confidence")["upr"].round(3)
          L      M     H
    0  0.33  0.512  0.61
    """
    check_option("type", type, TYPES)
    options = {"se_fit": se_fit, "interval": interval, "level": level, "vcov": vcov}
    if type in ("link", "terms"):
        parts = fit._predictor_parts
        return predict_linear(fit, newdata, type, parts, parts[0].name is not None, **options)
    if type == "class":
        check_interval(interval, level)
        if se_fit or interval is not None:
            raise ValueError(
                "se_fit=True and interval= go with type='probs': a class has no standard error"
            )
    probs: Any = predict_quantity(
        fit, newdata, row_quantity(fit, fit._quantity("probs")), **options
    )
    return likeliest(fit, probs) if type == "class" else probs


def likeliest(fit: HasLevels, probs: pd.DataFrame) -> pd.Series:
    """The level with the highest probability, the first of several; missing where those are."""
    values = probs.to_numpy()
    missing = np.isnan(values).any(axis=1)
    codes = np.where(missing, -1, np.argmax(np.where(np.isnan(values), 0, values), axis=1))
    return pd.Series(level_values(codes, fit.lev, fit._is_ordered), index=probs.index)
