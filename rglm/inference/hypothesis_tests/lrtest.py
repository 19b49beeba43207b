"""Likelihood ratio tests of nested models of any kind; lmtest's lrtest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import warn
from rglm.inference.hypothesis_tests.anova import Anova, numbered_formulas
from rglm.inference.hypothesis_tests.ratio_tests import likelihood_ratio_tests
from rglm.inference.nesting.comparable_fits import check_models
from rglm.inference.nesting.model_sequence import model_sequence, null_formula
from rglm.inference.nesting.nested_models import Nesting, nested_pairs
from rglm.linalg.threads import single_threaded
from rglm.protocol.model_result import ModelResult
from rglm.warnings import FitWarning


@single_threaded
def lrtest(fit: ModelResult, *others: ModelResult | str | Sequence[str]) -> Anova:
    """Test nested models against each other by their likelihoods; R's ``lmtest::lrtest``.

    The statistic is twice the difference of the log-likelihoods, compared with chi-square on the
    difference of their parameters, its distribution in large samples. Where the smaller model lies
    on the boundary of the larger, as Poisson does with theta = Inf of the negative binomial, it is
    a mixture of chi-squares with half the weight on one degree of freedom less, so that for theta
    alone the p-value is halved (and is 1 where the statistic is 0). `anova` has the same p-values.

    Parameters
    ----------
    *others : ModelResult, str or list of str
        Each is compared with the one before it. A formula, ``". ~ . - x"``, updates that one; a
        term, ``"x"``, or a list of terms is left out of it (of a model of two parts, out of the
        first; ``"zero_x"`` out of the second). With no other model the fit is compared with that
        of the intercepts alone (and the offsets, which lmtest drops).

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
        Models of different rows, responses or weights; models of which none is a case of the
        other, or that are the same (`compare` and `vuong` are for them); a term that the model
        does not have; what ``update()`` raises.

    Warns
    -----
    FitWarning
        Models without a likelihood (quasi families), whose tests are NaN.

    Notes
    -----
    A model is a case of another if its distribution and links are (a Poisson model of a negative
    binomial or zero-inflated one, and of a hurdle one whose zero part is that of a Poisson,
    ``zero_dist="poisson"`` or the link cloglog; a binomial of a beta-binomial one), and if the
    columns of its design, and the difference of their offsets, are in the span of the other's
    columns.

    lmtest leaves the p-value of a boundary as it is, and tests models that are not nested; pscl's
    ``odTest`` halves it as here (Self & Liang 1987). Two parameters at their boundary, as theta
    and the zero part of a zero-inflated negative binomial model beside a Poisson one, are taken as
    independent. There they are not, and the p-value is somewhat too large. A zero part with an
    intercept only has its probability at the boundary in the model without it; one with covariates
    is not identified there, and the chi-square on all degrees of freedom is a rough guide.

    References
    ----------
    Self & Liang (1987), Asymptotic properties of maximum likelihood estimators and likelihood
    ratio tests under nonstandard conditions, JASA 82.

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
    models = model_sequence(fit, others or [null_formula(fit)], "lrtest")
    check_models(models)
    logliks = [model.logLik() for model in models]
    df = np.array([float(value.df) for value in logliks])
    values = np.array([float(value) for value in logliks])
    if np.isnan(values).any():
        warn(
            "lrtest(): a quasi family has no likelihood, so that there is no test",
            FitWarning,
        )
        nestings = [Nesting(())] * (len(models) - 1)
    else:
        nestings = nested_pairs(models, df, "lrtest")
    tests = likelihood_ratio_tests(values, df, nestings)
    table = {
        "#Df": df,
        "LogLik": values,
        "Df": np.r_[np.nan, np.diff(df)],
        "Chisq": np.r_[np.nan, tests.chisq],
        "Pr(>Chisq)": np.r_[np.nan, tests.p],
    }
    index = [str(i + 1) for i in range(len(models))]
    return Anova(pd.DataFrame(table, index=index), _heading(models, tests.notes))


def _heading(models: list[ModelResult], notes: list[str]) -> str:
    return "\n".join(["Likelihood ratio test\n", numbered_formulas(models), *notes])
