"""The sums of squares of the terms of a linear model, each after those before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from rglm.models.lm.lm_result import LmResult


def term_squares(fit: LmResult) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The labels of the terms with estimable columns, their degrees of freedom, and their SS."""
    assign, count = np.asarray(fit._schema.assign), len(fit.terms)
    refits = [fit._refit_columns(np.flatnonzero(assign <= k)) for k in range(1, count)]
    steps = [*refits, fit._solution] if count else []
    ranks = np.array([int(fit._schema.parsed.intercept), *(step.rank for step in steps)])
    deviances = np.array([fit.null_deviance, *(step.deviance for step in steps)])
    df, squares = np.diff(ranks), -np.diff(deviances)
    labels = [label for label, rises in zip(fit.terms, df > 0, strict=True) if rises]
    return labels, df[df > 0], squares[df > 0]
