"""The features X of an estimator as a table with named columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import issparse
from sklearn.utils import check_array

from rglm.formatting.hints.warning_location import warn
from rglm.sources.frames.as_frame import as_frame
from rglm.sources.frames.polars_frames import is_lazy_frame


def has_columns(X: Any) -> bool:
    """Whether X is a table, and no array."""
    return isinstance(X, (pd.DataFrame, Mapping)) or is_lazy_frame(X) or hasattr(X, "columns")


def feature_names(X: Any) -> np.ndarray | None:
    """The names of the columns of a table, if all are strings; None of an array."""
    if not has_columns(X):
        return None
    names = list(X) if isinstance(X, Mapping) else list(_column_names(X))
    return np.array(names, dtype=object) if all(isinstance(n, str) for n in names) else None


def _column_names(X: Any) -> Sequence[Any]:
    """The names of columns; a table of pyarrow has its columns themselves in ``columns``."""
    if is_lazy_frame(X):
        return X.collect_schema().names()
    return getattr(X, "column_names", X.columns)


def as_features(X: Any, min_rows: int = 1) -> pd.DataFrame:
    """X as a DataFrame: a table as it is, an array with the columns ``x0``, ``x1``, ...

    An array has to be of finite numbers; a table may have text and missing values.

    Raises
    ------
    ValueError, TypeError
        X is no array of finite numbers of two dimensions, or has too few rows.
    """
    if has_columns(X) and not issparse(X):
        frame = as_frame(X, "X")
        if isinstance(X, pd.DataFrame) and not any(isinstance(n, str) for n in X.columns):
            frame = frame.set_axis(array_names(frame.shape[1]), axis=1)
        if frame.empty or len(frame) < min_rows:
            rows, columns = frame.shape
            raise ValueError(
                f"Found array with {rows} sample(s) and {columns} feature(s) (shape="
                f"({rows}, {columns})) while a minimum of {min_rows} is required by GLM."
            )
        return frame
    array = check_array(
        X, dtype="float64", estimator="GLM", ensure_min_samples=min_rows, input_name="X"
    )
    return pd.DataFrame(array, columns=array_names(array.shape[1]))


def array_names(count: int) -> list[str]:
    """The names of the columns of an array."""
    return [f"x{place}" for place in range(count)]


def as_known_features(X: Any, names: np.ndarray | None, count: int) -> pd.DataFrame:
    """New rows with the names of the columns of the fit.

    The columns of a table are found by name, whatever their order; those of an array by place.

    Parameters
    ----------
    X : table or array
    names : array of str or None
        The names of the columns of the fit; None if they had none.
    count : int
        Their number.

    Raises
    ------
    ValueError
        An array has another number of columns.
    """
    frame = as_features(X)
    is_named = feature_names(X) is not None
    if is_named and names is not None:
        return frame
    if frame.shape[1] != count:
        raise ValueError(
            f"X has {frame.shape[1]} features, but GLM is expecting {count} features as input"
        )
    if is_named:
        warn("X has feature names, but GLM was fitted without feature names", UserWarning)
    if names is not None:
        warn(
            "X does not have valid feature names, but GLM was fitted with feature names",
            UserWarning,
        )
    return frame.set_axis(array_names(count) if names is None else list(names), axis=1)


def row_weights(sample_weight: Any, rows: int) -> np.ndarray | None:
    """The weights of rows; None where there are none.

    Raises ValueError: they are no array of one dimension and of this length, or all are 0.
    """
    if sample_weight is None:
        return None
    weights = np.asarray(sample_weight, dtype=float)
    if weights.ndim != 1:
        raise ValueError("Sample weights must be 1D array or scalar")
    if len(weights) != rows:
        raise ValueError(f"sample_weight.shape == {weights.shape}, expected {(rows,)}!")
    if not weights.any():
        raise ValueError("sample_weight: all weights are zero")
    return weights
