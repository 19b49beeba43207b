"""The variance of new responses about their mean, which prediction intervals add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.frame.row_arguments import read_row_argument
from rglm.design.row_labels import row_label
from rglm.formatting.hints.warning_location import warn
from rglm.inference.row_values import row_values
from rglm.protocol.capabilities import HasLeverage
from rglm.sources.chunks.chunked_data import CHUNK_NUMBER_ATTR
from rglm.sources.frames.as_frame import as_frame
from rglm.warnings import FitWarning

RowNumbers: TypeAlias = float | str | np.ndarray | pd.Series | Sequence[float] | None
"""A number for each row: one for all, an array, or the name of a column."""

OWN_ROWS_MESSAGE = "predictions on current data refer to _future_ responses"
OWN_WEIGHTS_MESSAGE = (
    "assuming prediction variance inversely proportional to weights used for fitting; "
    "weights= gives others"
)
UNWEIGHTED_MESSAGE = (
    "assuming constant prediction variance even though model fit is weighted; weights= gives the "
    "weights of new responses, weights=1 the same variance to all"
)


def prediction_variance(
    fit: HasLeverage,
    newdata: Any,
    interval: str | None,
    sigma: float,
    pred_var: RowNumbers,
    weights: RowNumbers,
) -> np.ndarray | float:
    """The variance of new responses by row, or of all; 0 where no prediction interval is made.

    Raises
    ------
    ValueError
        `pred_var` or `weights` without a prediction interval, or both; a value below 0, or a
        wrong number of them.
    """
    if interval != "prediction":
        for name, numbers in (("pred_var", pred_var), ("weights", weights)):
            if numbers is not None:
                raise ValueError(
                    f"{name}= is of new responses; it goes with interval='prediction'"
                )
        return 0.0
    if pred_var is not None and weights is not None:
        raise ValueError("pred_var= is the variance itself; weights= would have no part in it")
    if newdata is None:
        _warn_of_first_chunk(fit.data, OWN_ROWS_MESSAGE)
    if pred_var is not None:
        return _numbers(fit, newdata, "pred_var", pred_var)
    with np.errstate(all="ignore"):
        return np.float64(sigma**2) / _weights(fit, newdata, weights)


def _weights(fit: HasLeverage, newdata: Any, weights: RowNumbers) -> np.ndarray | float:
    """The weights of new responses: those given, or those of the rows of the fit."""
    if weights is not None:
        return _numbers(fit, newdata, "weights", weights)
    if not fit._is_weighted:
        return 1.0
    if newdata is None:
        _warn_of_first_chunk(fit.data, OWN_WEIGHTS_MESSAGE)
        return fit._rows.weights
    _warn_of_first_chunk(newdata, UNWEIGHTED_MESSAGE)
    return 1.0


def _warn_of_first_chunk(data: Any, message: str) -> None:
    """Warn, of data in chunks with the first of them only."""
    if getattr(data, "attrs", {}).get(CHUNK_NUMBER_ATTR, 0) == 0:
        warn(message, FitWarning)


def _numbers(fit: HasLeverage, newdata: Any, argument: str, numbers: Any) -> np.ndarray:
    """The numbers of an argument, checked."""
    if isinstance(numbers, str):
        numbers = numbers.strip().removeprefix("~").strip()
    if newdata is None:
        values, index = _numbers_of_fit(fit, argument, numbers), fit._index
    else:
        data = as_frame(newdata, "newdata")
        values, index = _numbers_of_new_rows(fit, data, argument, numbers), data.index
    if (values < 0).any():
        row = int(np.argmax(values < 0))
        raise ValueError(
            f"{argument}= has {values[row]:g} at row {row_label(index, row)}; it takes numbers "
            "of 0 or more"
        )
    return values


def _numbers_of_new_rows(
    fit: HasLeverage, data: pd.DataFrame, argument: str, numbers: Any
) -> np.ndarray:
    """The numbers of new rows."""
    scope = RowScope(data, {}, {}, BorrowedNames(fit._schema.borrowed), title="newdata=")
    values = read_row_argument(argument, numbers, data, scope)
    return np.zeros(0) if values is None else values


def _numbers_of_fit(fit: HasLeverage, argument: str, numbers: Any) -> np.ndarray:
    """The numbers of the rows of the fit."""
    if isinstance(numbers, (int, float, np.number)):
        return np.full(len(fit._index), float(numbers))
    name = f"{argument}={numbers}" if isinstance(numbers, str) else f"{argument}="
    values = row_values(fit, numbers, name, argument)
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(f"{argument}= takes numbers, one for each row") from None
