"""Predictions of a model with one density and one linear predictor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.prediction.predicted_quantity import (
    predict_linear,
    predict_quantity,
    row_quantity,
)

if TYPE_CHECKING:
    from rglm.models.density.density_fit import DensityFit

TYPES = ("response", "link", "terms")


def predict(
    fit: DensityFit,
    newdata: Any = None,
    type: str = "response",
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
    type : {"response", "link", "terms"}
        The mean of y, the linear predictor, or what each term adds to it, centred.
    se_fit : bool
        Standard errors too, by the delta method.
    interval : {None, "confidence"}
        Of the linear predictor eta -+ z se; of the mean on the `mean_scale` of the density.
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
    """
    check_option("type", type, TYPES)
    options = {"se_fit": se_fit, "interval": interval, "level": level, "vcov": vcov}
    if type != "response":
        return predict_linear(fit, newdata, type, fit._predictor_parts, named=False, **options)
    return predict_quantity(fit, newdata, row_quantity(fit, fit._quantity("response")), **options)
