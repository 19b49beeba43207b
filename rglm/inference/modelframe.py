"""The variables and the columns of a fit: R's model.frame and model.matrix."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values import Factor, Logical, Matrix


def model_matrix(fit: Any) -> pd.DataFrame:
    """X, n x p, under R's names; R's ``model.matrix``."""
    columns = fit.rows_source.columns
    return pd.DataFrame(columns.matrix(), index=fit.index, columns=list(columns.names))


def model_frame(fit: Any) -> pd.DataFrame:
    """The variables of the formula on the rows of the fit, one column each (a matrix: several).

    A factor is a Categorical with the levels that the fit uses.
    """
    if fit.variables is None:
        raise ValueError("this fit was stripped of its rows, and of its model frame with them")
    parts: dict[str, Any] = {}
    for name, value in fit.variables.items():
        if isinstance(value, Factor):
            levels = list(value.levels)
            parts[name] = pd.Categorical.from_codes(value.codes, levels, ordered=value.ordered)
        elif isinstance(value, Logical):
            parts[name] = value.values == 1
        elif isinstance(value, Matrix):
            parts |= {f"{name}{s}": value.values[:, i] for i, s in enumerate(value.suffixes)}
        else:
            parts[name] = np.asarray(value)
    return pd.DataFrame(parts, index=fit.index)
