"""The variables and the columns of a fit: R's model.frame and model.matrix."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.inference.covariance.matrix_size import check_matrix_size
from rglm.protocol.model_result import ModelResult
from rglm.protocol.result_rows import ResultRows

MATRIX_SIZE_MESSAGE = "the model matrix", "model_frame() has the variables it is made of"


def model_matrix(fit: ModelResult) -> pd.DataFrame:
    """X, n x p, under R's names; R's ``model.matrix``.

    Returns
    -------
    DataFrame (n, p)
        Under the index of the data.

    Raises
    ------
    ValueError
        The fit was stripped of its rows, or the matrix would not fit into memory.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.model_matrix().columns.tolist()[2:]
    ['tensionM', 'tensionH', 'woolB:tensionM', 'woolB:tensionH']
    """
    columns = fit._rows_source.columns
    check_matrix_size(columns.nrows, len(columns), *MATRIX_SIZE_MESSAGE)
    return pd.DataFrame(columns.matrix(), index=fit._index, columns=list(columns.names))


def model_frame(fit: ResultRows) -> pd.DataFrame:
    """The variables of the formula on the rows of the fit, one column each (a matrix: several).

    A factor is a Categorical with the levels that the fit uses.

    Returns
    -------
    DataFrame
        Under the index of the data.

    Raises
    ------
    ValueError
        The fit was stripped of its rows.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("log(breaks) ~ wool", load("warpbreaks"))
    >>> fit.model_frame().round(2).head(2)
       log(breaks) wool
    0         3.26    A
    1         3.40    A
    """
    if fit._variables is None:
        raise ValueError("this fit was stripped of its rows, and of its model frame with them")
    fit._rows_source  # noqa: B018  an error if they were written to
    columns: dict[str, Any] = {}
    for name, value in fit._variables.items():
        columns |= _columns(value, name)
    return pd.DataFrame(columns, index=fit._index)


@singledispatch
def _columns(value: Any, name: str) -> Mapping[str, Any]:
    """The columns of a variable in the model frame."""
    return {name: np.asarray(value)}


@_columns.register
def _of_factor(value: Factor, name: str) -> Mapping[str, Any]:
    levels = pd.Index(value.levels)
    return {name: pd.Categorical.from_codes(value.codes, levels, ordered=value.ordered)}


@_columns.register
def _of_logical(value: Logical, name: str) -> Mapping[str, Any]:
    return {name: value.values == 1}


@_columns.register
def _of_matrix(value: Matrix, name: str) -> Mapping[str, Any]:
    return {f"{name}{s}": value.values[:, i] for i, s in enumerate(value.suffixes)}
