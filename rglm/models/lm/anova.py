"""Analysis of variance: terms added in order, or models against each other; R's anova.lm."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.hypothesis_tests.anova import Anova, anova_type, numbered_formulas
from rglm.inference.hypothesis_tests.change_tests import Scale, f_upper_tail, test_columns
from rglm.inference.nesting.comparable_fits import check_same_rows
from rglm.inference.nesting.nested_models import check_nested_means, check_same_analysis
from rglm.inference.perfect_fit import warn_of_perfect_tests
from rglm.models.lm.term_squares import term_squares
from rglm.protocol.argument_types import Vcov

if TYPE_CHECKING:
    from rglm.models.lm.lm_result import LmResult

TESTS = ("F", "Chisq", "LRT", "Cp")


def anova(
    fit: LmResult,
    *others: LmResult,
    test: str | bool | None = None,
    scale: float = 0,
    type: str | int = "I",
    vcov: Vcov = None,
    singular_ok: bool | None = None,
) -> Anova:
    """The analysis of variance of the terms added one after the other, or of several models.

    F = (SS / df) / s^2 with the sum of squares SS of a term and s^2 the residual variance; of
    several models SS is the fall of the residual sum of squares from one to the next, and s^2 that
    of the largest.

    Parameters
    ----------
    *others : LmFit
        Models fitted to the same rows; each is compared with the one before it.
    test : {None, "F", "Chisq", "LRT", "Cp", "none", False}
        None is "F". "Chisq" (or "LRT") and Mallows' "Cp" are of several models; "none" and False
        print no test. Of type II and III None or "F".
    scale : float
        The variance of the errors, of several models, if it is known: instead of the estimate. 0
        is the estimate.
    type : {"I", "II", "III", 1, 2, 3}
        II: each term after all others but those that contain it (``a:b`` contains ``a``). III:
        each term after all others; with treatment contrasts the test of ``a`` beside ``a:b`` is
        then at the first level of ``b``, so choose contrasts that sum to 0 (``contr_sum``);
        beside a number ``b`` it is at 0, so centre numbers.
    vcov : str, dict, matrix or function, optional
        Another covariance for the tests of type II and III: ``"HC3"``, a matrix, a function.
    singular_ok : bool, optional
        Allow aliased coefficients with type II (by default, yes) and III (no).

    Returns
    -------
    Anova
        Its ``table`` has ``Df``, ``Sum Sq``, ``Mean Sq``, ``F value`` and ``Pr(>F)``; of several
        models ``Res.Df``, ``RSS``, ``Df``, ``Sum of Sq`` and the test. Prints R's page, or car's.

    Raises
    ------
    ValueError
        Models of another kind or of different rows; a test of models that are not nested (R makes
        one; ``test=False`` has the sums of squares alone); an argument that is for several models,
        or for type II and III; type III with aliased coefficients; type II or III of a model
        without terms, without residual degrees of freedom, or whose residuals are rounding.
    TypeError
        What is no fit.

    Warns
    -----
    FitWarning
        The residuals are no more than rounding.

    Notes
    -----
    A term whose columns are all combinations of those before has no row, as in R. With `vcov` type
    II and III are Wald tests, car's ``white.adjust``; rows of weight 0 take no part in them, at
    which car's ``hccm`` errs.


    References
    ----------
    Seber & Lee (2003), *Linear Regression Analysis*, chapters 4 and 8.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ wool + tension", load("warpbreaks"))
    >>> fit.anova()
    Analysis of Variance Table
    <BLANKLINE>
    Response: breaks
              Df Sum Sq Mean Sq F value   Pr(>F)
    wool       1  450.7  450.67  3.3393 0.073614 .
    tension    2 2034.3 1017.13  7.5367 0.001378 **
    Residuals 50 6747.9  134.96
    ---
    Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1
    >>> fit.update(". ~ . - tension").anova(fit).table["F"].round(4).tolist()
    [nan, 7.5367]
    """
    check_same_analysis(fit, others)
    if (kind := anova_type(type)) != "I":
        return _typed_anova(fit, others, kind, test, scale, vcov, singular_ok)
    if vcov is not None or singular_ok is not None:
        raise ValueError(
            "vcov= and singular_ok= are for type='II' or 'III'; wald_test(vcov=) and "
            "summary(vcov=) have robust tests of a model"
        )
    if not others:
        _check_single(test, scale)
        return _table_of_terms(fit, test in (None, "F"))
    if test not in (None, False, "none"):
        check_option("test", test, TESTS, ", None or False")
    if isinstance(scale, bool) or not isinstance(scale, Real) or not 0 <= float(scale) < np.inf:
        raise ValueError(f"scale={scale!r}: give the variance of the errors, or 0 to estimate it")
    name = "F" if test is None else test if isinstance(test, str) and test != "none" else None
    return _table_of_models([fit, *others], name, float(scale))


def _typed_anova(
    fit: LmResult,
    others: Sequence[LmResult],
    kind: str,
    test: str | bool | None,
    scale: float,
    vcov: Vcov,
    singular_ok: bool | None,
) -> Anova:
    """The table of type II or III."""
    from rglm.inference.hypothesis_tests.linear_typed_anova import linear_typed_anova

    if others:
        raise ValueError(f"type={kind!r} is of the terms of one model, got {1 + len(others)}")
    if scale != 0:
        raise ValueError("scale= is for several models, anova(m1, m2, scale=)")
    return Anova(*linear_typed_anova(fit, kind, test, vcov, singular_ok))


def _check_single(test: Any, scale: Any) -> None:
    """Check the arguments of the table of one model."""
    if test not in (None, "F", False, "none"):
        raise ValueError(
            f"test={test!r} is for several models, anova(m1, m2, test=); the terms of one have F "
            "tests (None or 'F'), or none (False)"
        )
    if scale != 0:
        raise ValueError("scale= is for several models, anova(m1, m2, scale=)")


def _table_of_terms(fit: LmResult, has_tests: bool) -> Anova:
    """The terms added one after the other."""
    warn_of_perfect_tests(fit)
    labels, df, squares = term_squares(fit)
    degrees, rest = fit.df_residual, fit._printed_numbers.deviance
    columns = {"Df": [*df, degrees], "Sum Sq": [*squares, rest]}
    table = pd.DataFrame(columns, index=[*labels, "Residuals"], dtype=float)
    with np.errstate(all="ignore"):
        table["Mean Sq"] = table["Sum Sq"].to_numpy() / table["Df"].to_numpy()
        if has_tests:
            error = table["Mean Sq"].iloc[-1]
            ratio = np.r_[table["Mean Sq"].to_numpy()[:-1] / error, np.nan]
            table["F value"] = ratio
            table["Pr(>F)"] = f_upper_tail(table["Df"].to_numpy(), degrees, ratio)
    response = fit._schema.parsed.response.variable
    return Anova(table, f"Analysis of Variance Table\n\nResponse: {response}")


def _table_of_models(models: list[Any], test: str | None, scale: float) -> Anova:
    """Models against each other."""
    check_same_rows(models)
    degrees = np.array([float(model.df_residual) for model in models])
    if test not in (None, "Cp"):  # a criterion may compare any models
        check_nested_means(models, degrees.tolist())
    squares = np.array([model._printed_numbers.deviance for model in models])
    df, change = np.r_[np.nan, -np.diff(degrees)], np.r_[np.nan, -np.diff(squares)]
    columns = {"Res.Df": degrees, "RSS": squares, "Df": df, "Sum of Sq": change}
    largest = models[int(np.argmin(degrees))]
    variance = scale or largest.dispersion
    measure = Scale(variance, largest.df_residual, largest._row_sums.n)
    rest = np.column_stack([degrees, squares])
    columns |= test_columns(test, np.abs(df), change * np.sign(df), rest, measure)
    table = pd.DataFrame(columns, index=[str(i + 1) for i in range(len(models))])
    return Anova(table, f"Analysis of Variance Table\n\n{numbered_formulas(models)}")
