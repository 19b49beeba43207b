"""Values of each row of a fit as columns beside the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

import pandas as pd

from rglm.design.frame.missing_values import NaAction
from rglm.formatting.tables.wide_frame import WideFrame
from rglm.protocol.model_result import ModelResult
from rglm.sources.frames.as_frame import as_frame


def fitted_columns(
    fit: ModelResult, newdata: pd.DataFrame | None, type: str | None, se_fit: bool
) -> dict[str, pd.Series]:
    """``.fitted`` and ``.se_fit`` of the rows of the fit, or of new rows."""
    options = {} if type is None else {"type": type}
    with renamed_argument("type_predict"):
        predicted = fit.predict(newdata, se_fit=se_fit, **options)
    if not se_fit:
        return columns_of(".fitted", predicted)
    return columns_of(".fitted", predicted["fit"]) | columns_of(".se_fit", predicted["se_fit"])


@contextmanager
def renamed_argument(name: str) -> Iterator[None]:
    """Errors about ``type=`` call it by another name."""
    try:
        yield
    except ValueError as error:
        error.args = (str(error).replace("type=", f"{name}="), *error.args[1:])
        raise


def columns_of(name: str, values: pd.Series | pd.DataFrame) -> dict[str, pd.Series]:
    """A column, or one for each of several numbers a row."""
    if isinstance(values, pd.Series):
        return {name: values}
    labels = ["_".join(map(str, c)) if isinstance(c, tuple) else str(c) for c in values.columns]
    return {f"{name}_{label}": values.iloc[:, i] for i, label in enumerate(labels)}


def augmented_new_rows(
    fit: ModelResult, data: Any, newdata: Any, type: str | None, se_fit: bool
) -> pd.DataFrame:
    """The rows of ``newdata=`` with their fitted values; ``data=`` must not be given too."""
    if data is not None:
        raise ValueError("data= are the rows of the fit, newdata= are others: give one")
    frame = as_frame(newdata, "newdata")
    return append_columns(frame, fitted_columns(fit, frame, type, se_fit))


class _HasModelFrame(Protocol):
    """A fit with a model frame."""

    @property
    def na_action(self) -> NaAction | None: ...

    def model_frame(self) -> pd.DataFrame: ...


def augmented_data(
    fit: _HasModelFrame, data: Any, columns: Mapping[str, pd.Series]
) -> pd.DataFrame:
    """The model frame of a fit, or the `data` given, with values of the rows of the fit.

    Raises
    ------
    ValueError
        The rows of `data` are not those of the fit.
    """
    values = pd.DataFrame(columns)
    if data is not None:
        return append_columns(_rows_of_fit(fit, as_frame(data), values.index), values)
    frame = fit.model_frame()
    if fit.na_action is not None and len(values) > len(frame):
        values = values[fit.na_action.kept]
    return append_columns(frame, values)


def _rows_of_fit(fit: _HasModelFrame, data: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    """The rows of `data` for the values under `index`."""
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


def append_columns(
    frame: pd.DataFrame, values: pd.DataFrame | Mapping[str, pd.Series]
) -> pd.DataFrame:
    """The frame with more columns behind its own."""
    columns = {str(name): series.to_numpy() for name, series in values.items()}
    return WideFrame.of(frame.assign(**columns))
