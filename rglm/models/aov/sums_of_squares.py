"""The sequential sums of squares of the terms of a linear model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.models.lm.effects import squared_effects
from rglm.models.lm.lm_result import LmResult
from rglm.models.lm.term_squares import without_rounding


def sequential_predictors(fit: LmResult, last: int) -> list[np.ndarray]:
    """The coefficients of the fits with terms up to 0, 1, ..., `last`, each (p,).

    Term 0 is the intercept; without one the first fit is the offset alone.
    """
    assign, out = fit._schema.assign, []
    for term in range(last + 1):
        columns = np.flatnonzero(assign <= term)
        beta = np.zeros(len(assign))
        if len(columns):
            beta[columns] = fit._refit_columns(columns).beta
        out.append(beta)
    return out


def sum_by_column_groups(
    fit: LmResult, groups: Sequence[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Degrees of freedom and sum of squares of groups of columns, each in the order of the fit.

    The effect of a column is the response's coordinate along the part of the column that is
    orthogonal to those before it; the sum of squares of a term is the sum of its squared effects.
    Where the columns of a factor were partialled out, the groups are terms, and each sum of
    squares is by how much the residual sum of squares falls with its term.
    """
    columns, squares = np.asarray(fit._solution.system.estimable), squared_effects(fit)
    inside = [np.isin(columns, group) for group in groups]
    df = np.array([mask.sum() for mask in inside], dtype=float)
    if squares is None:
        sums = [_fall(fit, group) for group in groups]
    else:
        sums = [squares[mask].sum() for mask in inside]
    return df, without_rounding(fit, np.array(sums))


def _fall(fit: LmResult, group: np.ndarray) -> float:
    """By how much the columns of a term lower the residual sum of squares of those before."""
    after = fit._refit_columns(np.arange(group.max() + 1)).deviance
    before = fit._refit_columns(np.arange(group.min())).deviance
    return float(before - after)
