"""Objects of a script that have a value for each row: vectors and matrices of any library."""

from __future__ import annotations

import inspect
from collections import deque
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

ONE_VALUE = (str, bytes, bytearray)
PANDAS_VECTORS = (pd.Series, pd.Index, pd.DataFrame, pd.api.extensions.ExtensionArray)


def is_vector(value: Any) -> bool:
    """Whether an object has values in an order: an array, a Series, a list, a matrix, ...

    >>> is_vector(range(3)), is_vector("abc"), is_vector({1, 2})
    (True, False, False)
    """
    if isinstance(value, PANDAS_VECTORS):
        return True
    if isinstance(value, (Sequence, deque)):
        return not isinstance(value, ONE_VALUE)
    if inspect.ismodule(value) or isinstance(value, type):
        return False
    shape = getattr(value, "shape", None)  # of numpy, polars, xarray, torch, ...
    return (isinstance(shape, tuple) and len(shape) > 0) or _is_arrow(value)


def row_count(value: Any) -> int:
    """The number of values of a vector, or of rows of a matrix."""
    shape = getattr(value, "shape", None)  # a sparse matrix has no length
    return int(shape[0]) if isinstance(shape, tuple) else len(value)


def row_labels(value: Any) -> pd.Index | None:
    """The index of a Series or DataFrame; None of anything else."""
    return value.index if isinstance(value, (pd.Series, pd.DataFrame)) else None


def without_labels(value: Any) -> Any:
    """A vector or matrix without its index."""
    if isinstance(value, pd.DataFrame):
        return value.reset_index(drop=True)
    if isinstance(value, (pd.Series, pd.Index)):
        return value.array
    if isinstance(value, (Sequence, deque)) and not isinstance(value, (list, range)):
        return list(value)
    return value


def kind_in_words(value: Any) -> str:
    """What an object is that is no vector, for an error."""
    if inspect.ismodule(value):
        return "a module"
    if isinstance(value, type):
        return "a class"
    if callable(value):
        return "a function"
    if np.isscalar(value) or value is None:
        return f"one value, {value!r}"
    return f"of type {type(value).__name__}"


def _is_arrow(value: Any) -> bool:
    """Whether a value is an array of pyarrow."""
    return type(value).__module__.partition(".")[0] == "pyarrow" and hasattr(value, "to_pandas")
