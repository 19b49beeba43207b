"""The sums of squares of the terms of a linear model, each after those before it."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from rglm.models.lm.effects import squared_effects

if TYPE_CHECKING:
    from rglm.models.lm.lm_result import LmResult

ROUNDING = 100 * np.finfo(float).eps  # of an effect, relative to the length of the fitted values


def term_squares(fit: LmResult) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The labels of the terms with estimable columns, their degrees of freedom, and their SS."""
    known = squared_effects(fit)
    df, squares = _by_refits(fit) if known is None else _by_effects(fit, known)
    squares = without_rounding(fit, squares)
    labels = [label for label, rises in zip(fit.terms, df > 0, strict=True) if rises]
    return labels, df[df > 0], squares[df > 0]


def without_rounding(fit: LmResult, squares: np.ndarray) -> np.ndarray:
    """Sums of squares with 0 for rounding, so that a term of no use has no F of Inf.

    Only a perfect fit has such terms.
    """
    if fit.deviance > 0:
        return squares
    return np.where(squares > ROUNDING**2 * fit._fitted_sum_of_squares, squares, 0.0)


def _by_effects(fit: LmResult, squares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each effect is the part of one column orthogonal to those before it."""
    terms = np.asarray(fit._schema.assign)[fit._solution.system.estimable]
    own = [squares[terms == number] for number in range(1, len(fit.terms) + 1)]
    return np.array([len(s) for s in own], dtype=int), np.array([fsum(s) for s in own])


def _by_refits(fit: LmResult) -> tuple[np.ndarray, np.ndarray]:
    """By the fits of the first term, the first two, ..., all of them."""
    assign, count = np.asarray(fit._schema.assign), len(fit.terms)
    refits = [fit._refit_columns(np.flatnonzero(assign <= k)) for k in range(1, count)]
    steps = [*refits, fit._solution] if count else []
    ranks = np.array([int(fit._schema.parsed.intercept), *(step.rank for step in steps)])
    deviances = np.array([fit.null_deviance, *(step.deviance for step in steps)])
    return np.diff(ranks), -np.diff(deviances)
