"""Likelihood ratio tests of nested models of any kind; lmtest's lrtest."""

from __future__ import annotations

import warnings
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from rglm.fitting.warnings import FitWarning
from rglm.format.deparse import deparse_lines
from rglm.inference.anova import Anova


def lrtest(fit: Any, *others: Any) -> Anova:
    """Test nested models against each other by their likelihoods; R's ``lmtest::lrtest``.

    The statistic is twice the difference of the log-likelihoods, compared with chi-square on the
    difference of their parameters. Where the smaller model lies on the boundary of the larger, as
    Poisson does with theta = Inf of the negative binomial, it is a mixture of chi-squares with
    half the weight on one degree of freedom less, so that for theta alone the p-value is halved.

    Parameters
    ----------
    *others : Fit or str
        Each is compared with the one before it. A formula, ``". ~ . - x"``, updates that one; a
        term, ``"x"``, is left out of it. With no other model the fit is compared with that of the
        intercepts alone.

    Returns
    -------
    Anova
        ``#Df``, ``LogLik``, ``Df``, ``Chisq``, ``Pr(>Chisq)``. Prints lmtest's page, with a note
        where a p-value is of a boundary.

    Raises
    ------
    ValueError
        Models of different rows or responses; what ``update()`` raises.

    Warns
    -----
    FitWarning
        Models without a likelihood (quasi families), whose tests are NaN.

    Notes
    -----
    lmtest leaves the p-value of a boundary as it is; pscl's ``odTest`` halves it as here
    (Self & Liang 1987, JASA 82).

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
    1   6 -228.48
    2   4 -242.53 -2 28.087  7.962e-07 ***
    ---
    Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1
    """
    models = [fit]
    for other in others or (" | ".join([". ~ 1", *["1"] * (len(fit.parsed) - 1)]),):
        models.append(_model(models[-1], other))
    check_rows(models)
    logliks = [model.logLik() for model in models]
    if np.isnan([float(value) for value in logliks]).any():
        warnings.warn(
            "lrtest(): a quasi family has no likelihood, so that there is no test",
            FitWarning,
            stacklevel=2,
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
    if not isinstance(other, str):
        if not hasattr(other, "logLik"):
            raise TypeError(f"lrtest() takes models, formulas and terms, got {other!r}")
        return other
    return before.update(other if "~" in other else f". ~ . - {other}")


def _bounds(one: Any, two: Any) -> int:
    """How many parameters of the larger model the smaller one has at their boundary."""
    small, large = sorted((one, two), key=lambda model: model.logLik().df)
    free = large.spreads
    return sum(free.get(part) == "free" for part, s in small.spreads.items() if s == "least")


def _upper(chisq: float, df: float, bounds: int) -> float:
    """P(X > chisq) for the mixture of chi-squares on df - bounds, ..., df degrees of freedom."""
    from scipy.special import binom, chdtrc

    if not df:
        return np.nan
    bounds = min(bounds, int(df))
    each = np.arange(bounds + 1)
    degrees = df - each
    tails = [chdtrc(d, chisq) if d > 0 else float(chisq <= 0) for d in degrees]
    return float((binom(bounds, each) / 2.0**bounds) @ np.array(tails))


def _heading(models: list[Any], bounds: list[int]) -> str:
    written = ["\n".join(deparse_lines(model.formula)) for model in models]
    lines = [f"Model {i}: {text}" for i, text in enumerate(written, 1)]
    halved = [f"{i} vs {i + 1}" for i, bound in enumerate(bounds, 1) if bound]
    if halved:
        lines.append(f"(p-value of {', '.join(halved)} for a null on the boundary: halved)")
    return "\n".join(["Likelihood ratio test\n", *lines])


def check_rows(models: list[Any]) -> None:
    """That the models are of the same rows and responses."""
    first = models[0]
    for other in models[1:]:
        if first.source is None or other.source is None:
            continue
        one, two = (model.schema.parsed.response.name for model in (first, other))
        if one != two:
            raise ValueError(f"the models have different responses, {one!r} and {two!r}")
        n, m = (len(model.index) for model in (first, other))
        if n != m or not first.index.equals(other.index):
            raise ValueError(
                f"the models were fitted to different rows ({n} and {m}); fit them to the same "
                "rows, for instance after data.dropna(subset=[...])"
            )
