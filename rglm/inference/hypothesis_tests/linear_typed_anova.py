"""Type II and type III sums of squares of a linear model; car's Anova."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.hypothesis_tests.change_tests import f_upper_tail
from rglm.inference.hypothesis_tests.typed_anova import (
    check_aliased_allowed,
    differences,
    term_comparisons,
    type_without_terms,
)
from rglm.inference.hypothesis_tests.wald_anova import wald_statistics
from rglm.inference.perfect_fit import check_residuals
from rglm.protocol.argument_types import Vcov
from rglm.protocol.capabilities import HasLeastSquares

TESTS = (None, "F")


def linear_typed_anova(
    fit: HasLeastSquares,
    type: str,
    test: str | bool | None,
    vcov: Vcov = None,
    singular_ok: bool | None = None,
) -> tuple[pd.DataFrame, str]:
    """The table and the heading of `anova` of a linear model for type II or III.

    The sum of squares of a term is the rise of the residual sum of squares without it; with
    another covariance F is Wald's statistic over its degrees of freedom.

    Raises
    ------
    ValueError
        Another test; no residual degrees of freedom, or residuals that are rounding; aliased
        coefficients and type III; a model without terms.
    """
    if not (test is None or isinstance(test, str)) or test not in TESTS:
        hint = did_you_mean(str(test), ["F"])
        raise ValueError(f"test={test!r}: with type={type!r} the tests of lm() are F tests{hint}")
    check_aliased_allowed(fit, type, singular_ok)
    check_residuals(fit, "anova")
    if not fit.terms:
        type = type_without_terms(fit, type)
    response = fit._schema.parsed.response.variable
    if vcov is not None:
        title = "Analysis of Deviance Table"
        table = _robust_table(fit, type, vcov)
    else:
        title = "Anova Table"
        table = _table_of_squares(fit, type)
    return table, f"{title} (Type {type} tests)\n\nResponse: {response}"


def _table_of_squares(fit: HasLeastSquares, type: str) -> pd.DataFrame:
    is_aliased = bool(fit.coefficients.isna().any())
    # as car, which compares models where coefficients are aliased, and there tests no intercept
    compared = term_comparisons(fit, type, intercept=type == "III" and not is_aliased)
    df, change = differences(fit, compared)
    tested, rest = df > 0, fit.df_residual
    squares = np.where(tested, change, 0.0 if type == "III" else np.nan)
    ratio = np.where(tested, change / np.maximum(df, 1) / (fit.deviance / rest), np.nan)
    columns = {
        "Sum Sq": [*squares, fit.deviance],
        "Df": [*df, rest],
        "F values" if is_aliased and type == "III" else "F value": [*ratio, np.nan],  # car's names
        "Pr(>F)": [*f_upper_tail(df, rest, ratio), np.nan],
    }
    labels = [comparison.label for comparison in compared]
    return pd.DataFrame(columns, index=[*labels, "Residuals"], dtype=float)


def _robust_table(fit: HasLeastSquares, type: str, vcov: Any) -> pd.DataFrame:
    compared = term_comparisons(fit, type, intercept=type == "III")
    df, chi2 = wald_statistics(fit, compared, vcov)
    ratio, rest = chi2 / np.maximum(df, 1), fit.df_residual
    columns = {
        "Df": [*df, rest],
        "F": [*ratio, np.nan],
        "Pr(>F)": [*f_upper_tail(df, rest, ratio), np.nan],
    }
    labels = [comparison.label for comparison in compared]
    return pd.DataFrame(columns, index=[*labels, "Residuals"], dtype=float)
