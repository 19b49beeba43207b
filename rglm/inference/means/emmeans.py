"""Means at the levels of factors, averaged over a reference grid; R's emmeans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rglm.inference.means.contrasts.with_contrasts import with_contrasts
from rglm.inference.means.emm_grid import EmmGrid
from rglm.inference.means.grid_means import GridArguments, MeansOfGrid
from rglm.inference.means.settings import EmmSettings
from rglm.inference.multiple_comparisons.contrast_set import Method
from rglm.inference.multiple_comparisons.mean_places import Places
from rglm.inference.reference_grid.cell_averages import Weights
from rglm.inference.reference_grid.covariate_reduction import CovReduce
from rglm.inference.reference_grid.grid_of_fit import FOUND
from rglm.inference.reference_grid.specs import read_specs
from rglm.inference.reference_grid.variable_summary import MOST_KEPT
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult


def emmeans(
    fit: ModelResult,
    specs: str | Sequence[str],
    by: str | Sequence[str] | None = None,
    at: Mapping[str, Any] | None = None,
    *,
    type: str = "link",
    mode: str | None = None,
    cov_reduce: CovReduce = "mean",
    cov_keep: int | str | Sequence[int | str] = MOST_KEPT,
    nesting: str | Mapping[str, Any] | None = FOUND,
    offset: float | Sequence[float] | None = None,
    weights: Weights = "equal",
    regrid: str | None = None,
    level: float = 0.95,
    adjust: str | None = None,
    infer: bool | Sequence[bool] | None = None,
    vcov: Vcov = None,
    df: float | None = None,
    bias_adjust: bool = False,
    sigma: float | None = None,
    contr: Method | None = None,
    ref: Places = None,
    reverse: bool = False,
) -> EmmGrid:
    """Means at the levels of factors, averaged over a reference grid; R's ``emmeans``.

    The rows of the grid are all combinations of the levels of factors, with numbers at their
    means. With the linear predictor eta_i = x_i'b of row i, the mean of a group is the average of
    the eta_i of its rows, all alike by default. Its standard error is that of a linear function
    of b. With ``type="response"`` the mean and the ends of its interval are put through the
    inverse link.

    Parameters
    ----------
    specs : str or list of str
        The variables whose levels have a mean each: ``"g"``, ``"a * b"``, ``"~ a | b"`` (means of
        a in groups of b), ``"pairwise ~ a"`` (with all their differences), or ``"1"``.
    by : str or list of str, optional
        The variables whose levels make groups.
    at : dict, optional
        Values of variables of the grid, one or a list: ``{"age": [20, 60]}``. By default a factor
        has all its levels, a number its mean, or both values if it has only two.
    type : {"link", "response"}
        The scale that is shown: of the linear predictor, or of the response.
    mode : str, optional
        What is averaged, where a model has several predictions. Of `polr` "latent" (the default),
        "linear_predictor", "cum_prob", "exc_prob", "prob" and "mean_class"; of `multinom` "prob"
        (the default), "latent" and "link"; of `zeroinfl` and `hurdle` "response" (the default),
        "count", "zero", "prob0", "link_count" and "link_zero". The levels of the response, or its
        cut points, are then a variable too, as in ``"Sat | Infl"``.
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
    level : float
        The coverage of intervals.
    adjust : str, optional
        The adjustment of p-values and intervals for their number; of contrasts where `specs` asks
        for some. By default none of means, and of contrasts that of their method.
    infer : bool or pair of bool, optional
        Whether intervals and tests are shown, ``(True, False)`` by default.
    vcov : str, dict, matrix or function, optional
        Another covariance of the coefficients, as ``summary(vcov=)``: "HC3", ``{"cluster": "g"}``.
    df : float, optional
        Degrees of freedom of Student's t. By default those of the residuals where the dispersion
        is estimated, else infinite: the normal distribution.
    bias_adjust : bool
        Whether means of the response are those of eta + sigma z, to second order: with a model of
        log(y) the mean of y, and not its median.
    sigma : float, optional
        That sigma; by default the residual standard deviation of a linear model.
    contr : str, dict, matrix or function, optional
        Contrasts of the means too, as before ``~`` in `specs`: see ``contrast()``.
    ref : str or int or sequence of them, optional
        Of these contrasts: the means the others are compared with.
    reverse : bool
        Of these contrasts: the other direction of each difference.

    Returns
    -------
    EmmGrid
        Prints as R's page; ``table`` is the DataFrame. ``contrast()`` and ``pairs()`` compare the
        means, ``test()`` and ``confint()`` show other inferences, ``contrasts`` are those that
        were asked for.

    Raises
    ------
    ValueError
        A variable that the model lacks; a level that a factor lacks; an unknown word.

    Notes
    -----
    A mean that the data do not determine, of a cell without rows, is NaN and printed as nonEst.

    References
    ----------
    Searle, Speed & Milliken (1980), Population marginal means in the linear model, The American
    Statistician 34; Lenth, emmeans, an R package.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> fit.emmeans("tension", type="response")
     tension rate   SE  df asymp.LCL asymp.UCL
     L       36.2 1.42 Inf      33.5      39.1
     M       26.2 1.21 Inf      24.0      28.7
     H       21.6 1.09 Inf      19.5      23.8
    <BLANKLINE>
    Results are averaged over the levels of: wool
    Confidence level used: 0.95
    Intervals are back-transformed from the log scale
    """
    arguments = GridArguments(at, cov_reduce, cov_keep, nesting, offset, weights)
    means = MeansOfGrid.of(fit, arguments, vcov, mode)
    means = means if regrid is None else means.regridded(regrid)
    wanted = read_specs(specs, by, contr, means.names)
    settings = EmmSettings().changed(
        infer, type=type, level=level, df=df, bias_adjust=bias_adjust, sigma=sigma
    )
    options = {"ref": ref, "reverse": reverse}
    return with_contrasts(means.averages(wanted, settings), wanted, adjust, infer, options)
