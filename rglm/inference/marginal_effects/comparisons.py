"""Comparisons of predictions with variables changed; marginaleffects' comparisons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from rglm.inference.marginal_effects.comparison_kinds import comparison_kind, is_of_averages
from rglm.inference.marginal_effects.marginal_effects import MarginalEffects
from rglm.inference.marginal_effects.plans import plan_comparisons
from rglm.inference.marginal_effects.request import Request
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult


def comparisons(
    fit: ModelResult,
    variables: str | Sequence[str] | Mapping[str, Any] | None = None,
    by: str | Sequence[str] | bool | None = None,
    newdata: Any = None,
    type: str | None = None,
    conf_level: float = 0.95,
    *,
    comparison: str | Callable[..., Any] = "difference",
    cross: bool = False,
    wts: Any = None,
    hypothesis: Any = None,
    equivalence: Sequence[float] | None = None,
    transform: Any = None,
    vcov: Vcov | bool = None,
    df: float | None = None,
    p_adjust: str | None = None,
) -> MarginalEffects:
    """Compare predictions of each row as variables change; marginaleffects' ``comparisons``.

    f(x_i changed) - f(x_i), or their ratio, odds ratio ...: by default a number x + 1 against x (1
    against 0 where it has only these), a factor each level against the first.

    Parameters
    ----------
    variables : str, list of str or dict, optional
        The variables that change, by default all of the model. A dict says how: numbers by a step
        ``{"age": 10}``, between two values ``{"age": [20, 60]}``, by "sd", "2sd", "iqr",
        "minmax", or a function of the column that returns low and high values; levels by
        "reference" (each against the first), "sequential", "pairwise", "all", "revreference",
        "revsequential", "revpairwise", or two levels, the low one first.
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
    comparison : str or function
        "difference", "ratio", "lnratio", "or" (odds ratio), "lnor", "lift", or a function of the
        high and the low predictions. Of averages it compares the two average predictions; names
        with "avg" at the end, "ratioavg", ask for averages. Ratios are tested against 0, as all
        else, unless ``hypothesis=1``.
    cross : bool
        Whether all variables change at once, in all combinations of their changes.
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
        A row for each change and row (and level of the response).
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
    >>> fit.comparisons("wool", newdata="balanced", comparison="ratio")
     Term Contrast Estimate Std. Error     z Pr(>|z|)     S 2.5 % 97.5 %
     wool    B / A    0.633     0.0508 12.47   <0.001 116.1 0.534  0.733
     wool    B / A    1.199     0.1105 10.85   <0.001  88.7 0.983  1.416
     wool    B / A    0.765     0.0781  9.79   <0.001  72.7 0.612  0.918
     wool    B / A    0.633     0.0508 12.47   <0.001 116.1 0.534  0.733
     wool    B / A    1.199     0.1105 10.85   <0.001  88.7 0.983  1.416
     wool    B / A    0.765     0.0781  9.79   <0.001  72.7 0.612  0.918
    <BLANKLINE>
    Type: response
    Tests: of ratios against 0; hypothesis=1 tests for no difference
    """
    kind = comparison_kind(comparison)
    request = Request(
        fit,
        "comparisons",
        bool(by) or is_of_averages(comparison),
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
        equal=kind.equal,
    )
    planner = partial(
        plan_comparisons,
        given=variables,
        verb=request.verb,
        kind=kind,
        cross=cross,
    )
    return request.result(planner)


def avg_comparisons(
    fit: ModelResult,
    variables: str | Sequence[str] | Mapping[str, Any] | None = None,
    by: str | Sequence[str] | bool | None = None,
    newdata: Any = None,
    type: str | None = None,
    conf_level: float = 0.95,
    *,
    comparison: str | Callable[..., Any] = "difference",
    cross: bool = False,
    wts: Any = None,
    hypothesis: Any = None,
    equivalence: Sequence[float] | None = None,
    transform: Any = None,
    vcov: Vcov | bool = None,
    df: float | None = None,
    p_adjust: str | None = None,
) -> MarginalEffects:
    """Average what a change of a variable does to the mean; marginaleffects' ``avg_comparisons``.

    mean_i f(x_i changed) - mean_i f(x_i), or the ratio, odds ratio ... of the two averages: by
    default a number x + 1 against x (1 against 0 where it has only these), a factor each level
    against the first. Data that are not in memory are read once.

    Parameters
    ----------
    variables : str, list of str or dict, optional
        The variables that change, by default all of the model. A dict says how: numbers by a step
        ``{"age": 10}``, between two values ``{"age": [20, 60]}``, by "sd", "2sd", "iqr",
        "minmax", or a function of the column that returns low and high values; levels by
        "reference" (each against the first), "sequential", "pairwise", "all", "revreference",
        "revsequential", "revpairwise", or two levels, the low one first.
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
    comparison : str or function
        "difference", "ratio", "lnratio", "or" (odds ratio), "lnor", "lift", or a function of the
        high and the low predictions. Of averages it compares the two average predictions; names
        with "avg" at the end, "ratioavg", ask for averages. Ratios are tested against 0, as all
        else, unless ``hypothesis=1``.
    cross : bool
        Whether all variables change at once, in all combinations of their changes.
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
        A row for each change and group (and level of the response).
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
    >>> from rglm import glm, binomial
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.avg_comparisons({"logmass": "sd"})
        Term            Contrast Estimate Std. Error     z Pr(>|z|)   S 2.5 % 97.5 %
     logmass (x+sd/2) - (x-sd/2)    0.279    0.00471 59.30   <0.001 Inf  0.27  0.288
    <BLANKLINE>
    Type: response
    """
    kind = comparison_kind(comparison)
    request = Request(
        fit,
        "avg_comparisons",
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
        equal=kind.equal,
    )
    planner = partial(
        plan_comparisons,
        given=variables,
        verb=request.verb,
        kind=kind,
        cross=cross,
    )
    return request.result(planner)
