"""The types of arguments that many verbs take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Vcov: TypeAlias = (
    str | np.ndarray | pd.DataFrame | Sequence[Sequence[float]] | Callable[[Any], Any] | None
)
"""What ``vcov=`` takes: the type of a covariance, a matrix, or a function of the fit."""

Cluster: TypeAlias = (
    str | np.ndarray | pd.Series | pd.DataFrame | Mapping[str, Any] | Sequence[Any] | None
)
"""What ``cluster=`` takes: names of columns, or values of each row."""
