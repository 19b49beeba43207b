"""The data of a fit with fitted values, residuals and influence of each row; broom's augment."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.diagnostics.deletion_statistics import deletion_statistics
from rglm.inference.tables.augmented_frame import (
    augmented_data,
    augmented_new_rows,
    fitted_columns,
)
from rglm.protocol.capabilities import HasLeverage

PREDICT_TYPES = ("link", "response")
RESIDUAL_TYPES = ("deviance", "pearson")


def augment(
    fit: HasLeverage,
    data: Any = None,
    newdata: Any = None,
    type_predict: str = "link",
    type_residuals: str = "deviance",
    se_fit: bool = False,
) -> pd.DataFrame:
    """The data with fitted values, residuals and influence beside them; R's ``broom::augment``.

    Parameters
    ----------
    data : table, optional
        The data of the fit, with columns that the formula does not use. Rows are matched by the
        index, or by their place where the indexes differ. Rows with a missing value are dropped,
        or NaN after ``na_action="na_exclude"``. Without it the model frame is used.
    newdata : table, optional
        New rows instead, which get ``.fitted`` and ``.se_fit`` only. `data` or new rows of
        polars are returned as polars.
    type_predict : {"link", "response"}
        eta or mu in ``.fitted``.
    type_residuals : {"deviance", "pearson"}
        Which residuals are in ``.resid``. Those in ``.std_resid`` are deviance residuals, as in
        broom.
    se_fit : bool
        Standard errors of the fitted values too.

    Returns
    -------
    DataFrame
        The data and ``.fitted``, ``.se_fit``, ``.resid``, ``.hat`` (leverage), ``.sigma``
        (residual standard deviation without the row), ``.cooksd`` and ``.std_resid``. The names
        are broom's, with their dot, so that no column of the data has one: ``frame[".resid"]``.
        broom's ``.rownames`` is the index. The influence of rows of weight 0 is NaN.

    Raises
    ------
    ValueError
        A type is unknown; `data` and `newdata` are both given; the rows of `data` are not those of
        the fit.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> fit.augment(type_predict="response").round(3).head(2)
       breaks wool  .fitted  .resid   .hat  .sigma  .cooksd  .std_resid
    0    26.0    A   31.037  -0.930  0.037   2.345    0.016      -0.948
    1    30.0    A   31.037  -0.187  0.037   2.349    0.001      -0.191
    """
    check_option("type_predict", type_predict, PREDICT_TYPES)
    check_option("type_residuals", type_residuals, RESIDUAL_TYPES)
    if newdata is not None:
        return augmented_new_rows(fit, data, newdata, type_predict, se_fit)
    columns = fitted_columns(fit, None, type_predict, se_fit)
    return augmented_data(fit, data, columns | _residuals_and_influence(fit, type_residuals))


def _residuals_and_influence(fit: HasLeverage, type: str) -> dict[str, pd.Series]:
    """Residuals and influence by row, NaN for rows that ``na_exclude`` left out."""
    statistics, phi = deletion_statistics(fit), fit.dispersion
    with np.errstate(all="ignore"):
        spread = np.sqrt(phi * (1 - statistics.hat))
        standardized = np.where(spread > 0, statistics.deviance / spread, np.nan)
    arrays = {
        ".hat": statistics.hat,
        ".sigma": statistics.sigma,
        ".cooksd": statistics.cooks_distance(phi),
        ".std_resid": standardized,
    }
    padded = {name: fit._pad_omitted(fit._row_series(values)) for name, values in arrays.items()}
    return {".resid": fit.residuals(type), **padded}
