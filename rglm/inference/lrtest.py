"""Likelihood ratio tests of nested models of any kind; lmtest's lrtest."""

from __future__ import annotations

import warnings
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.update import update_formula
from rglm.design.values import Factor
from rglm.fitting.warnings import FitWarning
from rglm.format.deparse import deparse_lines
from rglm.format.suggest import did_you_mean
from rglm.format.where import callers_level
from rglm.inference.anova import Anova
from rglm.inference.comparable import equal_rows


def lrtest(fit: Any, *others: Any) -> Anova:
    """Test nested models against each other by their likelihoods; R's ``lmtest::lrtest``.

    The statistic is twice the difference of the log-likelihoods, compared with chi-square on the
    difference of their parameters. Where the smaller model lies on the boundary of the larger, as
    Poisson does with theta = Inf of the negative binomial, it is a mixture of chi-squares with
    half the weight on one degree of freedom less, so that for theta alone the p-value is halved.

    Parameters
    ----------
    *others : Fit, str or list of str
        Each is compared with the one before it. A formula, ``". ~ . - x"``, updates that one; a
        term, ``"x"``, or a list of terms is left out of it (of a model of two parts, out of the
        first). With no other model the fit is compared with that of the intercepts alone.

    Returns
    -------
    Anova
        ``#Df``, ``LogLik``, ``Df``, ``Chisq``, ``Pr(>Chisq)``. Prints lmtest's page, with a note
        where a p-value is of a boundary.

    Raises
    ------
    TypeError
        What is neither a model nor a formula or term.
    ValueError
        Models of different rows, responses or weights; a term that the model does not have; what
        ``update()`` raises.

    Warns
    -----
    FitWarning
        Models without a likelihood (quasi families), whose tests are NaN.

    Notes
    -----
    lmtest leaves the p-value of a boundary as it is; pscl's ``odTest`` halves it as here
    (Self & Liang 1987, JASA 82). Of a zero-inflated model against the same without zeros both
    give a p-value, but neither model is a regular case of the other there: `compare` shows their
    AIC.

    Examples
    --------
    >>> from rglm import glm, lrtest, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> lrtest(fit, ". ~ . - wool:tension")
    Likelihood ratio test
    <BLANKLINE>
    Model 1: breaks ~ wool * tension
    Model 2: breaks ~ wool + tension
      #Df  LogLik Df  Chisq Pr(>Chisq)
    1   6 -228.49
    2   4 -242.53 -2 28.087  7.962e-07 ***
    ---
    Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1
    """
    check_models([fit])
    models = [fit]
    for other in others or (" | ".join([". ~ 1", *["1"] * (len(fit.parsed) - 1)]),):
        models.append(_model(models[-1], other))
    check_models(models)
    _check_nested({model.function for model in models})
    logliks = [model.logLik() for model in models]
    if np.isnan([float(value) for value in logliks]).any():
        warnings.warn(
            "lrtest(): a quasi family has no likelihood, so that there is no test",
            FitWarning,
            stacklevel=callers_level(),
        )
    df = np.array([float(value.df) for value in logliks])
    values = np.array([float(value) for value in logliks])
    bounds = [_bounds(a, b) for a, b in pairwise(models)]
    chisq, change = np.abs(2 * np.diff(values)), np.diff(df)
    found = zip(chisq, np.abs(change), bounds, strict=True)
    table = {
        "#Df": df,
        "LogLik": values,
        "Df": np.r_[np.nan, change],
        "Chisq": np.r_[np.nan, chisq],
        "Pr(>Chisq)": np.r_[np.nan, [_upper(*one) for one in found]],
    }
    index = [str(i + 1) for i in range(len(models))]
    return Anova(pd.DataFrame(table, index=index), _heading(models, bounds))


def _model(before: Any, other: Any) -> Any:
    """A model, or the one before it updated."""
    if hasattr(other, "logLik"):
        return other
    if isinstance(other, str) and "~" in other:
        return before.update(other)
    terms = [other] if isinstance(other, str) else other
    if not (isinstance(terms, (list, tuple)) and terms and all(isinstance(t, str) for t in terms)):
        raise TypeError(
            "lrtest() takes fitted models, formulas such as '. ~ . - x', terms, lists of terms; "
            f"got {other if isinstance(other, (int, float)) else type(other).__name__}"
        )
    whole = update_formula(before.parsed, ". ~ .")
    for term in terms:
        if update_formula(before.parsed, f". ~ . - {term}") == whole:
            hint = did_you_mean(term, before.terms)
            raise ValueError(
                f"lrtest(): the model has no term {term!r}{hint}; it has {', '.join(before.terms)}"
            )
    return before.update(f". ~ . - {' - '.join(terms)}")


def _bounds(one: Any, two: Any) -> int:
    """How many parameters of the larger model the smaller one has at their boundary."""
    small, large = sorted((one, two), key=lambda model: model.logLik().df)
    free = large.spreads
    return sum(free.get(part) == "free" for part, s in small.spreads.items() if s == "least")


def _upper(chisq: float, df: float, bounds: int) -> float:
    """P(X > chisq) for the mixture of chi-squares on df - bounds, ..., df degrees of freedom."""
    from scipy.special import binom, chdtrc

    if not df:
        return np.nan if chisq else 1.0
    bounds = min(bounds, int(df))
    each = np.arange(bounds + 1)
    degrees = df - each
    tails = [chdtrc(d, chisq) if d > 0 else float(chisq <= 0) for d in degrees]
    return float((binom(bounds, each) / 2.0**bounds) @ np.array(tails))


def _heading(models: list[Any], bounds: list[int]) -> str:
    written = ["\n".join(deparse_lines(model.formula)) for model in models]
    lines = [f"Model {i}: {text}" for i, text in enumerate(written, 1)]
    df = np.abs(np.diff([model.logLik().df for model in models]))
    for i, (bound, more) in enumerate(zip(bounds, df, strict=True), 1):
        if bound and more:
            chisq = ", ".join(str(int(more) - k) for k in range(min(bound, int(more)), -1, -1))
            how = "halved" if more == 1 else f"from chi-squares on {chisq} df"
            lines.append(f"(p-value of {i} vs {i + 1} {how}: the null is on the boundary)")
    return "\n".join(["Likelihood ratio test\n", *lines])


def _check_nested(kinds: set[str]) -> None:
    """That no model is of ordered and another of unordered categories."""
    if {"polr", "multinom"} <= kinds:
        raise ValueError(
            "lrtest() compares nested models, and neither of polr() and multinom() is a case of "
            "the other: compare(m1, m2) shows their AIC beside each other"
        )


def check_models(models: list[Any]) -> None:
    """That they are fitted models, of the same rows, responses and weights."""
    for model in models:
        if not hasattr(model, "logLik"):
            raise TypeError(f"expected a fitted model, got {type(model).__name__}")
    first = models[0]
    for other in models[1:]:
        if first.source is not None and other.source is not None:
            _check_two(first, other)


def _check_two(first: Any, other: Any) -> None:
    one, two = (model.schema.parsed.response.name for model in (first, other))
    if one != two:
        raise ValueError(f"the models have different responses, {one!r} and {two!r}")
    n, m = (len(model.index) for model in (first, other))
    parted = first.parted or other.parted
    if n != m or not (parted or first.index.equals(other.index)):
        raise ValueError(
            f"the models were fitted to different rows ({n} and {m}); fit them to the same "
            "rows, for instance after data.dropna(subset=[...])"
        )
    if parted:
        same = equal_rows(first, other)
    else:
        same = np.array_equal(*(_response(model) for model in (first, other)))
    if not same:
        raise ValueError(f"the models were fitted to different values of the response {one!r}")
    if parted:
        return
    rows, others = first.rows_source.rows, other.rows_source.rows
    alike = np.shape(rows.y) == np.shape(others.y)  # else weights may have trials in them, or not
    if alike and not np.array_equal(rows.weights, others.weights):
        raise ValueError("the models were fitted with different weights")


def _response(fit: Any) -> np.ndarray:
    found = fit.variables[fit.schema.parsed.response.name]
    return found.codes if isinstance(found, Factor) else getattr(found, "values", found)
