"""The data of a linear model with fitted values and influence of each row; broom's augment.lm."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.frame.row_arguments import as_numbers
from rglm.inference.diagnostics.deletion_statistics import deletion_statistics
from rglm.inference.prediction.prediction_variance import RowNumbers
from rglm.inference.tables.augmented_frame import append_columns, augmented_data
from rglm.protocol.capabilities import HasLeverage
from rglm.sources.frames.as_frame import as_frame

COLUMNS = {"fit": ".fitted", "lwr": ".lower", "upr": ".upper", "se_fit": ".se_fit"}


def augment(
    fit: HasLeverage,
    data: Any = None,
    newdata: Any = None,
    se_fit: bool = False,
    interval: str | None = None,
    conf_level: float = 0.95,
    weights: RowNumbers = None,
) -> pd.DataFrame:
    """The data with fitted values, residuals and influence beside them; R's ``broom::augment``.

    Parameters
    ----------
    data : table, optional
        The data of the fit, with columns that the formula does not use. Rows are matched by the
        index, or by their place where the indexes differ. Rows with a missing value are dropped,
        or NaN after ``na_action="na_exclude"``. Without it the model frame is used.
    newdata : table, optional
        New rows instead, which get the columns of predictions, and residuals where they have the
        response. `data` or new rows of polars are returned as polars.
    se_fit : bool
        Standard errors of the fitted values too.
    interval : {None, "confidence", "prediction"}
        Intervals of the mean, or of a new response, as ``predict(interval=)`` has them.
    conf_level : float
        Their coverage.
    weights : number, array, Series, or name of a column, optional
        The weights of new responses, for their intervals.

    Returns
    -------
    DataFrame
        The data and ``.fitted``, ``.lower``, ``.upper``, ``.se_fit``, ``.resid`` (y - fitted),
        ``.hat`` (leverage), ``.sigma`` (residual standard error without the row), ``.cooksd`` and
        ``.std_resid`` (`rstandard`). The names are broom's, with their dot, so that no column of
        the data has one: ``frame[".resid"]``. broom's ``.rownames`` is the index. The influence of
        rows of weight 0 is NaN.

    Raises
    ------
    ValueError
        `data` and `newdata` are both given; the rows of `data` are not those of the fit; what
        `predict` raises.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ wool", load("warpbreaks"))
    >>> fit.augment().round(3).head(2)
       breaks wool  .fitted  .resid   .hat  .sigma  .cooksd  .std_resid
    0    26.0    A   31.037  -5.037  0.037  13.103    0.003      -0.395
    1    30.0    A   31.037  -1.037  0.037  13.122    0.000      -0.081
    >>> fit.augment(newdata={"wool": ["B"]}, interval="prediction").round(2)
      wool  .fitted  .lower  .upper
    0    B    25.26    -1.3   51.82
    """
    if newdata is not None and data is not None:
        raise ValueError("data= are the rows of the fit, newdata= are others: give one")
    options = {"se_fit": se_fit, "interval": interval, "level": conf_level, "weights": weights}
    if newdata is not None:
        frame = as_frame(newdata, "newdata")
        columns = _fitted_columns(fit.predict(frame, **options))
        return append_columns(frame, columns | _new_residuals(fit, frame, columns[".fitted"]))
    columns = _fitted_columns(fit.predict(**options))
    return augmented_data(fit, data, columns | _residuals_and_influence(fit))


def _fitted_columns(predicted: pd.Series | pd.DataFrame) -> dict[str, pd.Series]:
    """The columns of predictions under broom's names, in broom's order."""
    if isinstance(predicted, pd.Series):
        return {".fitted": predicted}
    return {name: predicted[kind] for kind, name in COLUMNS.items() if kind in predicted}


def _residuals_and_influence(fit: HasLeverage) -> dict[str, pd.Series]:
    """Residuals and influence by row, NaN for rows that ``na_exclude`` left out."""
    statistics, phi = deletion_statistics(fit), fit.dispersion
    arrays = {
        ".hat": statistics.hat,
        ".sigma": statistics.sigma,
        ".cooksd": statistics.cooks_distance(phi),
        ".std_resid": statistics.rstandard(phi),
    }
    padded = {name: fit._pad_omitted(fit._row_series(values)) for name, values in arrays.items()}
    return {".resid": fit.residuals(), **padded}


def _new_residuals(
    fit: HasLeverage, data: pd.DataFrame, fitted: pd.Series
) -> dict[str, pd.Series]:
    """The response of new rows less its prediction, where they have the response."""
    schema = fit._schema
    response, borrowed = schema.parsed.response, schema.borrowed
    if response.missing_names(data.columns, borrowed):
        return {}
    states, levels = schema.states, dict(schema.levels)
    scope = RowScope(data, states, levels, BorrowedNames(borrowed), title="newdata=")
    y = as_numbers(scope.evaluate(response), f"the response {response.name}")
    return {".resid": pd.Series(y - fitted.to_numpy(), index=data.index)}
