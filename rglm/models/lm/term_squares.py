"""The sums of squares of the terms of a linear model, each after those before it."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from rglm.models.lm.effects import squared_effects

if TYPE_CHECKING:
    from rglm.models.lm.lm_result import LmResult

ROUNDING = 100 * np.finfo(float).eps  # of an effect, relative to the length of the fitted values


def term_squares(fit: LmResult) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The labels of the terms with estimable columns, their degrees of freedom, and their SS."""
    assign = np.asarray(fit._schema.assign)
    terms = [np.flatnonzero(assign == number) for number in range(1, len(fit.terms) + 1)]
    df, squares = column_group_squares(fit, terms)
    labels = [label for label, rises in zip(fit.terms, df > 0, strict=True) if rises]
    return labels, df[df > 0], squares[df > 0]


def column_group_squares(
    fit: LmResult, groups: Sequence[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Degrees of freedom and sum of squares of groups of columns, each in the order of the fit.

    The effect of a column is the response's coordinate along the part of the column that is
    orthogonal to those before it; the sum of squares of a group is the sum of its squared effects.
    Where the columns of a factor were partialled out, the groups are terms, and each sum of
    squares is by how much the residual sum of squares falls with its term.
    """
    columns, effects = np.asarray(fit._solution.system.estimable), squared_effects(fit)
    masks = [np.isin(columns, group) for group in groups]
    df = np.array([mask.sum() for mask in masks], dtype=float)
    if effects is None:
        squares = _squares_by_refits(fit, groups)
    else:
        squares = [fsum(effects[mask]) for mask in masks]
    return df, _without_rounding(fit, np.array(squares, dtype=float))


def _without_rounding(fit: LmResult, squares: np.ndarray) -> np.ndarray:
    """Sums of squares with 0 for rounding, so that a term of no use has no F of Inf.

    Only a perfect fit has such terms.
    """
    if fit.deviance > 0:
        return squares
    return np.where(squares > ROUNDING**2 * fit._fitted_sum_of_squares, squares, 0.0)


def _squares_by_refits(fit: LmResult, terms: Sequence[np.ndarray]) -> list[float]:
    """By how much the columns of each term lower the residual sum of squares of those before."""
    count = len(fit._schema.names)
    sizes = {size for term in terms for size in (int(term[0]), int(term[-1]) + 1)}
    deviances = {size: fit._refit_columns(np.arange(size)).deviance for size in sizes - {count}}
    deviances[count] = fit._solution.deviance
    return [float(deviances[term[0]] - deviances[term[-1] + 1]) for term in terms]
