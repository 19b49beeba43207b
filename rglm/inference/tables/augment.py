"""The rows of a fit with what the fit says about each; broom's augment."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.diagnostics.deletion_statistics import deletion_statistics
from rglm.protocol.capabilities import HasLeverage
from rglm.sources.frames.as_frame import as_frame

PREDICT = ("link", "response")
RESIDUALS = ("deviance", "pearson")


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
        New rows instead, which get ``.fitted`` and ``.se_fit`` only.
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
        (residual standard deviation without the row), ``.cooksd`` and ``.std_resid``. They are
        labels and no attributes, so that they keep broom's leading dot and never meet a column
        of the data: ``frame[".resid"]``. broom's ``.rownames`` is the index. Rows of weight 0
        have no influence: NaN.

    Raises
    ------
    ValueError
        An unknown type; `data` and `newdata` together; `data` whose rows are not the fit's.

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
    for name, value, known in (
        ("type_predict", type_predict, PREDICT),
        ("type_residuals", type_residuals, RESIDUALS),
    ):
        check_option(name, value, known)
    if newdata is not None:
        frame = new_rows(data, newdata)
        return beside(frame, _fitted(fit, frame, type_predict, se_fit))
    found = pd.DataFrame(_fitted(fit, None, type_predict, se_fit))
    found = found.assign(**_diagnostics(fit, type_residuals))
    return beside_rows_of_fit(fit, data, found)


def _fitted(fit: Any, newdata: Any, type: str, se_fit: bool) -> dict[str, pd.Series]:
    found = fit.predict(newdata, type=type, se_fit=se_fit)
    return {".fitted": found["fit"], ".se_fit": found["se_fit"]} if se_fit else {".fitted": found}


def _diagnostics(fit: Any, type: str) -> dict[str, pd.Series]:
    """Residuals and influence by row, those that ``na_exclude`` left out as NaN."""
    parts, phi = deletion_statistics(fit), fit.dispersion
    with np.errstate(all="ignore"):
        spread = np.sqrt(phi * (1 - parts.hat))
        standard = np.where(spread > 0, parts.deviance / spread, np.nan)
    arrays = {".hat": parts.hat, ".sigma": parts.sigma, ".cooksd": parts.cooks_distance(phi)}
    arrays[".std_resid"] = standard
    padded = {name: fit._pad_omitted(fit._row_series(values)) for name, values in arrays.items()}
    return {".resid": fit.residuals(type), **padded}


def new_rows(data: Any, newdata: Any) -> pd.DataFrame:
    """The rows of ``newdata=``, which does not go with ``data=``."""
    if data is not None:
        raise ValueError("data= are the rows of the fit, newdata= are others: give one")
    return as_frame(newdata, "newdata")


def beside_rows_of_fit(fit: Any, data: Any, values: pd.DataFrame) -> pd.DataFrame:
    """Values of the rows of a fit beside its model frame, or beside the `data` given.

    Raises
    ------
    ValueError
        The rows of `data` are not those of the fit.
    """
    if data is None:
        frame = fit.model_frame()
        if len(values) > len(frame):
            values = values[fit.na_action.kept]
    else:
        frame = _rows_of_fit(fit, as_frame(data), values.index)
    return beside(frame, values)


def _rows_of_fit(fit: Any, data: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    """The rows of `data` that the values under `index` belong to."""
    if data.index.is_unique and index.is_unique and index.isin(data.index).all():
        return data.loc[index]
    if len(data) == len(index):
        return data
    if fit.na_action is not None and len(data) == len(fit.na_action.kept):
        return data[fit.na_action.kept]
    raise ValueError(
        f"data= has {len(data)} rows, and their index is not that of the {len(index)} rows of the "
        "fit; give the data that the model was fitted to, or use newdata= for other rows"
    )


def beside(frame: pd.DataFrame, values: pd.DataFrame | dict[str, pd.Series]) -> pd.DataFrame:
    """The frame with more columns behind its own."""
    return frame.assign(**{str(name): series.to_numpy() for name, series in values.items()})
