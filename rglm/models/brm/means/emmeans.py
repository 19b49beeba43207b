"""Means of a posterior at the levels of factors; R's emmeans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.inference.means.grid_means import GridArguments
from rglm.inference.means.settings import EmmSettings
from rglm.inference.multiple_comparisons.contrast_set import Method
from rglm.inference.reference_grid.cell_averages import Weights
from rglm.inference.reference_grid.covariate_reduction import CovReduce
from rglm.inference.reference_grid.grid_of_fit import FOUND
from rglm.inference.reference_grid.specs import read_specs
from rglm.inference.reference_grid.variable_summary import MOST_KEPT
from rglm.inference.row_values import rows_in_data
from rglm.models.brm.means.drawn_grid import DrawnGrid
from rglm.models.brm.means.means_page import PosteriorMeans

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def emmeans(
    fit: BrmFit,
    specs: str | Sequence[str],
    by: str | Sequence[str] | None = None,
    at: Mapping[str, Any] | None = None,
    type: str = "link",
    level: float = 0.95,
    contr: Method | None = None,
    *,
    cov_reduce: CovReduce = "mean",
    cov_keep: int | str | Sequence[int | str] = MOST_KEPT,
    nesting: str | Mapping[str, Any] | None = FOUND,
    offset: float | Sequence[float] | None = None,
    weights: Weights = "equal",
    regrid: str | None = None,
    dpar: str | None = None,
    epred: bool = False,
) -> PosteriorMeans:
    """Means at the levels of factors, averaged over a reference grid; R's ``emmeans``.

    The mean of a group is the average of x'b over the rows of a grid: all combinations of the
    levels of factors, numbers at their means; for each draw of b. What is shown are medians of the
    draws and their intervals of highest density.

    Parameters
    ----------
    specs : str or list of str
        The variables whose levels have a mean each: ``"g"``, ``"a * b"``, ``"~ a | b"`` (means of
        a in groups of b), ``"pairwise ~ a"`` (with `contr`), or ``"1"``.
    by : str or list of str, optional
        The variables of groups.
    at : dict, optional
        Values of variables of the grid, one or a list: ``{"age": [20, 60]}``. By default a factor
        has all its levels, a number its mean, or both values if it has only two.
    type : {"link", "response"}
        The linear predictor, or the inverse link of its mean.
    level : float
        The probability of the intervals.
    contr : str, dict, DataFrame, array or function, optional
        Contrasts of the means too, in ``contrasts``: "pairwise", "revpairwise", "trt_vs_ctrl",
        "consec", "eff", "poly" ..., or weights by hand. Of logarithms and of log odds they are
        ratios with ``type="response"``.
    cov_reduce : str, bool, callable, list or dict
        What becomes of numbers: "mean", "median", "min", "max", "range", a function of their
        values, False for all values, a formula ``"x ~ g"`` that predicts one from other variables;
        a dict has these by variable.
    cov_keep : int, str or list of these
        Numbers with so many values, or with these names, have all their values.
    nesting : "auto", None, str or dict
        Which variables are nested in others: found, none, or told, ``"drug %in% route"``.
    offset : float or sequence of float, optional
        In place of the mean of the offset: of the first part of the formula, or of each.
    weights : {"equal", "proportional", "outer", "cells", "flat"} or sequence of float
        Of the cells that are averaged over: alike; by the rows with these levels of the averaged
        variables; by the product of the rows with each of them; by the rows of the cell; alike
        where there are rows; numbers.
    regrid : str, optional
        The scale on which rows of the grid are averaged: "response", or the name of a link of it,
        such as "log". By default that of the linear predictor.
    dpar : str, optional
        A parameter of the response whose linear predictor is meant: "zi", "hu", "mu<level>".
    epred : bool
        Averages of the expected response instead, ``posterior_epred()``: of a hurdle, say, of both
        parts; differences of them are differences.

    Returns
    -------
    PosteriorMeans
        Prints as R's page; ``table`` is the DataFrame, ``draws`` has the draws, ``pairs()``
        compares, ``contrasts`` are those asked for.

    Raises
    ------
    ValueError
        A variable that the model lacks; a level that a factor lacks; unordered categories without
        `dpar`.

    References
    ----------
    Searle, Speed & Milliken (1980), Population marginal means in the linear model, The American
    Statistician 34; Lenth, emmeans, an R package.

    Examples
    --------
    >>> from rglm import brm, poisson
    >>> from rglm.datasets import load
    >>> fit = brm("breaks ~ wool + tension", load("warpbreaks"), family=poisson(), seed=1)
    >>> fit.emmeans("tension", type="response").table["tension"].tolist()
    ['L', 'M', 'H']
    """
    arguments = GridArguments(at, cov_reduce, cov_keep, nesting, offset, weights)
    means = DrawnGrid.of(fit, arguments, dpar, epred).regridded(regrid)
    wanted = read_specs(specs, by, contr, means.names)
    return means.averages(wanted, EmmSettings().changed(type=type, level=level))


def grid_rows(fit: BrmFit, verb: str) -> pd.DataFrame:
    """The rows of the data that were fitted.

    Raises ValueError: there are none in memory.
    """
    fit._rows_source  # noqa: B018  an error after strip()
    if fit._is_chunked or fit.data is None:
        raise ValueError(
            f"{verb}() takes the values of variables from a table in memory; fit with data= one, "
            "or predict at rows of your own, posterior_epred(expand_grid(...))"
        )
    rows: pd.DataFrame = fit.data.iloc[rows_in_data(fit)]  # type: ignore[arg-type]
    return rows
