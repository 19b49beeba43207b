"""Slopes of predictions by variables; marginaleffects' slopes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from rglm.formatting.hints.option_check import check_option
from rglm.inference.marginal_effects.effects.components import SLOPE_KINDS
from rglm.inference.marginal_effects.marginal_effects import MarginalEffects
from rglm.inference.marginal_effects.plans import plan_slopes
from rglm.inference.marginal_effects.request import Request
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult


def slopes(
    fit: ModelResult,
    variables: str | Sequence[str] | Mapping[str, Any] | None = None,
    by: str | Sequence[str] | bool | None = None,
    newdata: Any = None,
    type: str | None = None,
    conf_level: float = 0.95,
    *,
    slope: str = "dydx",
    wts: Any = None,
    hypothesis: Any = None,
    equivalence: Sequence[float] | None = None,
    transform: Any = None,
    vcov: Vcov | bool = None,
    df: float | None = None,
    p_adjust: str | None = None,
) -> MarginalEffects:
    """Slopes of the predictions of each row; marginaleffects' ``slopes``.

    df(x_i)/dx by exact derivatives of the formula (logarithms, polynomials, splines, interactions)
    and of the inverse link; of a factor, and of a number that is 0 or 1, the differences that
    `comparisons` has.

    Parameters
    ----------
    variables : str, list of str or dict, optional
        The variables, by default all of the model; a dict has the comparisons of those with
        levels, ``{"g": "pairwise", "x": None}``.
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
    slope : {"dydx", "eyex", "eydx", "dyex"}
        The derivative df/dx, or an elasticity: (df/dx) x / f, (df/dx) / f, (df/dx) x.
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
        A row for each variable and row (and level of the response).
        ``table`` is the DataFrame; ``confint()``, ``vcov()``, ``hypotheses()``, ``tidy()``.

    Raises
    ------
    ValueError
        A column, type or value that is not there; a variable that the formula reads as levels or
        in steps; a stripped fit without `newdata`.
    DataError
        The data of the fit are not in memory, and no `newdata` are given.

    References
    ----------
    Arel-Bundock, Greifer & Heiss (2024), How to interpret statistical models using marginaleffects
    for R and Python, Journal of Statistical Software 111(9).

    Examples
    --------
    >>> from rglm import glm, binomial
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.slopes(newdata="mean")
        Term Contrast Estimate Std. Error    z Pr(>|z|)    S 2.5 % 97.5 %
     logmass    dY/dX    0.269      0.034 7.90   <0.001 48.4 0.202  0.335
    <BLANKLINE>
    Type: response
    """
    request = Request(
        fit,
        "slopes",
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
    check_option("slope", slope, SLOPE_KINDS)
    planner = partial(plan_slopes, given=variables, verb=request.verb, slope=slope)
    return request.result(planner)


def avg_slopes(
    fit: ModelResult,
    variables: str | Sequence[str] | Mapping[str, Any] | None = None,
    by: str | Sequence[str] | bool | None = None,
    newdata: Any = None,
    type: str | None = None,
    conf_level: float = 0.95,
    *,
    slope: str = "dydx",
    wts: Any = None,
    hypothesis: Any = None,
    equivalence: Sequence[float] | None = None,
    transform: Any = None,
    vcov: Vcov | bool = None,
    df: float | None = None,
    p_adjust: str | None = None,
) -> MarginalEffects:
    """Average the slopes of predictions over rows; marginaleffects' ``avg_slopes``.

    mean_i df(x_i)/dx by exact derivatives of the formula (logarithms, polynomials, splines,
    interactions) and of the inverse link; of a factor, and of a number that is 0 or 1, the
    differences that `avg_comparisons` has. Data that are not in memory are read once.

    Parameters
    ----------
    variables : str, list of str or dict, optional
        The variables, by default all of the model; a dict has the comparisons of those with
        levels, ``{"g": "pairwise", "x": None}``.
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
    slope : {"dydx", "eyex", "eydx", "dyex"}
        The derivative df/dx, or an elasticity: (df/dx) x / f, (df/dx) / f, (df/dx) x.
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
        A row for each variable and group (and level of the response).
        ``table`` is the DataFrame; ``confint()``, ``vcov()``, ``hypotheses()``, ``tidy()``.

    Raises
    ------
    ValueError
        A column, type or value that is not there; a variable that the formula reads as levels or
        in steps; a stripped fit without `newdata`.
    DataError
        `newdata` lack a column, or have a level that was never seen.

    References
    ----------
    Arel-Bundock, Greifer & Heiss (2024), How to interpret statistical models using marginaleffects
    for R and Python, Journal of Statistical Software 111(9).

    Examples
    --------
    >>> from rglm import glm, binomial
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.avg_slopes()
        Term Contrast Estimate Std. Error     z Pr(>|z|)   S 2.5 % 97.5 %
     logmass    dY/dX    0.143    0.00185 77.00   <0.001 Inf 0.139  0.146
    <BLANKLINE>
    Type: response
    """
    request = Request(
        fit,
        "avg_slopes",
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
    check_option("slope", slope, SLOPE_KINDS)
    planner = partial(plan_slopes, given=variables, verb=request.verb, slope=slope)
    return request.result(planner)
