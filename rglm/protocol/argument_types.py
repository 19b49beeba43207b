"""The types of arguments that many verbs take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Vcov: TypeAlias = (
    str
    | Mapping[str, Any]
    | np.ndarray
    | pd.DataFrame
    | Sequence[Sequence[float]]
    | Callable[[Any], Any]
    | None
)
"""What ``vcov=`` takes: the type of a covariance, the arguments of ``fit.vcov()``, a matrix, or a
function of the fit."""

Cluster: TypeAlias = (
    str | np.ndarray | pd.Series | pd.DataFrame | Mapping[str, Any] | Sequence[Any] | None
)
"""What ``cluster=`` takes: names of columns, or values of each row."""

RowValues: TypeAlias = str | np.ndarray | pd.Series | Sequence[Any]
"""A value for each row: the name of a column, an expression in the columns, or the values."""
