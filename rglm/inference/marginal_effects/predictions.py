"""Predictions of rows, and their averages; marginaleffects' predictions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from rglm.inference.marginal_effects.marginal_effects import MarginalEffects
from rglm.inference.marginal_effects.plans import plan_predictions
from rglm.inference.marginal_effects.request import Request
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult


def predictions(
    fit: ModelResult,
    variables: str | Sequence[str] | Mapping[str, Any] | None = None,
    by: str | Sequence[str] | bool | None = None,
    newdata: Any = None,
    type: str | None = None,
    conf_level: float = 0.95,
    *,
    wts: Any = None,
    hypothesis: Any = None,
    equivalence: Sequence[float] | None = None,
    transform: Any = None,
    vcov: Vcov | bool = None,
    df: float | None = None,
    p_adjust: str | None = None,
) -> MarginalEffects:
    """Predictions of each row with standard errors; marginaleffects' ``predictions``.

    f(x_i) of the rows i, such as the mean g^-1(x_i'b). Standard errors are by the delta method,
    with exact derivatives by the parameters.

    Parameters
    ----------
    variables : str, list of str or dict, optional
        Variables that are set to other values in all rows, once for each combination of these: a
        dict of values, of "sd", "iqr", "minmax" of numbers, or of functions of the column; of
        names alone all levels, or the extremes and quartiles of numbers.
    by : str or list of str, optional
        Columns in whose groups rows are averaged; True for one average of all. By default there is
        no average, but a result for each row.
    newdata : table or str, optional
        Other rows than those of the fit: a table (see `datagrid`), or a word: ``"mean"`` and
        ``"median"`` are one row of typical values (of factors the most frequent level),
        ``"balanced"`` all combinations of levels with numbers at their means, ``"grid"`` these
        with numbers at their extremes and quartiles too.
    type : str, optional
        What is predicted, by default the mean of the response ("response"), or of models of
        categories the probabilities ("probs"): a type of ``predict()``, such as "link"; of
        `zeroinfl` and `hurdle` also "count", "zero" and "prob0"; of `polr` "mean_class" and
        "cum_prob".
    wts : str, array or bool, optional
        Weights of the rows in averages: a column, or numbers; True are the prior weights.
    hypothesis : float, str, list of str, vector, matrix or DataFrame, optional
        What is tested in place of 0: another number; equations of the estimates b1, b2, ...
        (counted from 1), ``"b1 = b2"``, ``"exp(b1) / b3 = 1"``; comparisons of the rows of the
        table, ``"difference ~ pairwise | group"`` or ``"ratio ~ reference"`` (also "sequential",
        "revpairwise", "revreference", "revsequential", "meandev", "meanotherdev"); weights of
        the estimates, a column for each hypothesis.
    equivalence : pair of float, optional
        Bounds of tests of equivalence, non-inferiority and non-superiority.
    transform : {"exp", "ln"} or function, optional
        Of the estimates and of the ends of the intervals.
    vcov : str, dict, matrix, function or bool, optional
        Another covariance of the coefficients, as ``summary(vcov=)``: "HC3", ``{"cluster": "g"}``.
        False leaves out standard errors and tests.
    df : float, optional
        Degrees of freedom of Student's t. By default those of the residuals where the dispersion
        is estimated, else infinite: the normal distribution.
    conf_level : float
        The coverage of the intervals.
    p_adjust : str, optional
        An adjustment of the p-values for their number: "holm", "BH", ...

    Returns
    -------
    MarginalEffects
        A row for each row (and level of the response).
        ``table`` is the DataFrame; ``confint()``, ``vcov()``, ``hypotheses()``, ``tidy()``.

    Raises
    ------
    ValueError
        A column, type or value that is not there, or a stripped fit without `newdata`.
    DataError
        The data of the fit are not in memory, and no `newdata` are given.

    References
    ----------
    Arel-Bundock, Greifer & Heiss (2024), How to interpret statistical models using marginaleffects
    for R and Python, Journal of Statistical Software 111(9).

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.predictions(newdata=fit.datagrid(wool=["A", "B"], tension="L"))
     Estimate Std. Error     z Pr(>|z|)     S 2.5 % 97.5 %
         44.6       2.22 20.03   <0.001 293.9  40.2   48.9
         28.2       1.77 15.94   <0.001 187.5  24.8   31.7
    <BLANKLINE>
    Type: response
    """
    request = Request(
        fit,
        "predictions",
        bool(by),
        by=by,
        newdata=newdata,
        type=type,
        wts=wts,
        vcov=vcov,
        df=df,
        conf_level=conf_level,
        hypothesis=hypothesis,
        equivalence=equivalence,
        transform=transform,
        p_adjust=p_adjust,
    )
    planner = partial(plan_predictions, given=variables, verb=request.verb)
    return request.result(planner)


def avg_predictions(
    fit: ModelResult,
    variables: str | Sequence[str] | Mapping[str, Any] | None = None,
    by: str | Sequence[str] | bool | None = None,
    newdata: Any = None,
    type: str | None = None,
    conf_level: float = 0.95,
    *,
    wts: Any = None,
    hypothesis: Any = None,
    equivalence: Sequence[float] | None = None,
    transform: Any = None,
    vcov: Vcov | bool = None,
    df: float | None = None,
    p_adjust: str | None = None,
) -> MarginalEffects:
    """Average predictions over rows; marginaleffects' ``avg_predictions``.

    mean_i f(x_i), in groups of rows. Standard errors are by the delta method, with exact
    derivatives. Data that are not in memory are read once.

    Parameters
    ----------
    variables : str, list of str or dict, optional
        Variables that are set to other values in all rows, once for each combination of these: a
        dict of values, of "sd", "iqr", "minmax" of numbers, or of functions of the column; of
        names alone all levels, or the extremes and quartiles of numbers.
    by : str or list of str, optional
        Columns in whose groups the rows are averaged.
    newdata : table or str, optional
        Other rows than those of the fit: a table (see `datagrid`), or a word: ``"mean"`` and
        ``"median"`` are one row of typical values (of factors the most frequent level),
        ``"balanced"`` all combinations of levels with numbers at their means, ``"grid"`` these
        with numbers at their extremes and quartiles too.
    type : str, optional
        What is predicted, by default the mean of the response ("response"), or of models of
        categories the probabilities ("probs"): a type of ``predict()``, such as "link"; of
        `zeroinfl` and `hurdle` also "count", "zero" and "prob0"; of `polr` "mean_class" and
        "cum_prob".
    wts : str, array or bool, optional
        Weights of the rows in averages: a column, or numbers; True are the prior weights.
    hypothesis : float, str, list of str, vector, matrix or DataFrame, optional
        What is tested in place of 0: another number; equations of the estimates b1, b2, ...
        (counted from 1), ``"b1 = b2"``, ``"exp(b1) / b3 = 1"``; comparisons of the rows of the
        table, ``"difference ~ pairwise | group"`` or ``"ratio ~ reference"`` (also "sequential",
        "revpairwise", "revreference", "revsequential", "meandev", "meanotherdev"); weights of
        the estimates, a column for each hypothesis.
    equivalence : pair of float, optional
        Bounds of tests of equivalence, non-inferiority and non-superiority.
    transform : {"exp", "ln"} or function, optional
        Of the estimates and of the ends of the intervals.
    vcov : str, dict, matrix, function or bool, optional
        Another covariance of the coefficients, as ``summary(vcov=)``: "HC3", ``{"cluster": "g"}``.
        False leaves out standard errors and tests.
    df : float, optional
        Degrees of freedom of Student's t. By default those of the residuals where the dispersion
        is estimated, else infinite: the normal distribution.
    conf_level : float
        The coverage of the intervals.
    p_adjust : str, optional
        An adjustment of the p-values for their number: "holm", "BH", ...

    Returns
    -------
    MarginalEffects
        A row for each group (and level of the response).
        ``table`` is the DataFrame; ``confint()``, ``vcov()``, ``hypotheses()``, ``tidy()``.

    Raises
    ------
    ValueError
        A column, type or value that is not there, or a stripped fit without `newdata`.
    DataError
        `newdata` lack a column, or have a level that was never seen.

    References
    ----------
    Arel-Bundock, Greifer & Heiss (2024), How to interpret statistical models using marginaleffects
    for R and Python, Journal of Statistical Software 111(9).

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.avg_predictions(by="tension")
     tension Estimate Std. Error     z Pr(>|z|)     S 2.5 % 97.5 %
           L     36.4       1.42 25.59   <0.001 477.5  33.6   39.2
           M     26.4       1.21 21.79   <0.001 347.4  24.0   28.8
           H     21.7       1.10 19.75   <0.001 286.0  19.5   23.8
    <BLANKLINE>
    Type: response
    """
    request = Request(
        fit,
        "avg_predictions",
        True,
        by=by,
        newdata=newdata,
        type=type,
        wts=wts,
        vcov=vcov,
        df=df,
        conf_level=conf_level,
        hypothesis=hypothesis,
        equivalence=equivalence,
        transform=transform,
        p_adjust=p_adjust,
    )
    planner = partial(plan_predictions, given=variables, verb=request.verb)
    return request.result(planner)
