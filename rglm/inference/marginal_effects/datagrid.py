"""Rows at chosen values of variables, others at typical ones; marginaleffects' datagrid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from rglm.inference.marginal_effects.row_request import RowRequest
from rglm.inference.marginal_effects.variables.newdata import grid_rows
from rglm.inference.posterior_result import PosteriorResult
from rglm.protocol.model_result import ModelResult


def datagrid(
    fit: ModelResult | PosteriorResult,
    values: Mapping[str, Any] | None = None,
    /,
    *,
    grid_type: str = "mean_or_mode",
    others: Mapping[str, Callable[[pd.Series], Any]] | None = None,
    **columns: Any,
) -> pd.DataFrame:
    """Rows at all combinations of some values; marginaleffects' ``datagrid``.

    Parameters
    ----------
    fit : fitted model
        Or, as a method, nothing.
    values : dict, optional
        Values of variables whose names are no names in Python.
    grid_type : {"mean_or_mode", "balanced", "counterfactual"}
        Other variables are at their means and most frequent levels; or all their levels are
        combined, too; or there are all rows of the fit, once for each combination.
    others : dict, optional
        Functions of columns that give the values of other variables, ``{"age": np.median}``.
    **columns : value, list or function
        The values of each variable, or a function of its column that returns them.

    Returns
    -------
    DataFrame
        A column for each variable of the model, the last one fastest.

    Raises
    ------
    ValueError
        What is no variable of the model; a level that it lacks; a stripped fit.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("mpg ~ wt + factor(cyl)", load("mtcars"))
    >>> fit.datagrid(wt=[2, 3], cyl=lambda x: sorted(set(x)))
       wt  cyl
    0   2    4
    1   2    6
    2   2    8
    3   3    4
    4   3    6
    5   3    8
    """
    rows: Any = fit  # of a posterior too
    variables = RowRequest(rows, "datagrid").variables()
    return grid_rows(variables, dict(values or {}) | columns, grid_type, others or {})
