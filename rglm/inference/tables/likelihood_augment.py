"""The data of a fit by maximum likelihood with fitted values and residuals; broom's augment."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rglm.inference.tables.augmented_frame import (
    augmented_data,
    augmented_new_rows,
    columns_of,
    fitted_columns,
    renamed_argument,
)
from rglm.protocol.capabilities import HasLikelihoodModel


def augment(
    fit: HasLikelihoodModel,
    data: Any = None,
    newdata: Any = None,
    type_predict: str | None = None,
    type_residuals: str | None = None,
    se_fit: bool = False,
) -> pd.DataFrame:
    """The data with fitted values and residuals beside them; R's ``broom::augment``.

    Parameters
    ----------
    data : table, optional
        The data of the fit, with columns that the formula does not use; as for a `glm`. Without
        it the model frame is used.
    newdata : table, optional
        New rows instead, which get ``.fitted`` and ``.se_fit`` only. `data` or new rows of
        polars are returned as polars.
    type_predict : str, optional
        What ``.fitted`` is, of the types that ``predict()`` takes, and by default what
        ``predict()`` gives: the mean of a count or an amount, the linear predictor of a
        `betabinomial`, the likeliest level of a `polr` or `multinom`.
    type_residuals : str, optional
        What ``.resid`` is: by default Pearson residuals; of a `polr` or `multinom` none, as in
        broom, unless they are asked for.
    se_fit : bool
        Standard errors of the fitted values too.

    Returns
    -------
    DataFrame
        The data and ``.fitted``, ``.se_fit``, ``.resid``. Several numbers a row have a column
        each, as ``.fitted_low``. These models have no leverage, and so no ``.hat`` or ``.cooksd``.

    Raises
    ------
    ValueError
        A type is unknown; `data` and `newdata` are both given; the rows of `data` are not those of
        the fit.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    >>> fit.augment().columns.tolist()
    ['ordered(tension)', 'breaks', '.fitted']
    >>> fit.augment(type_predict="probs").columns[2:].tolist()
    ['.fitted_L', '.fitted_M', '.fitted_H']
    """
    if newdata is not None:
        return augmented_new_rows(fit, data, newdata, type_predict, se_fit)
    columns = fitted_columns(fit, None, type_predict, se_fit)
    type_residuals = fit._augment_residuals if type_residuals is None else type_residuals
    if type_residuals is not None:
        with renamed_argument("type_residuals"):
            columns |= columns_of(".resid", fit.residuals(type_residuals))
    return augmented_data(fit, data, columns)
