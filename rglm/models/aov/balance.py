"""Whether the means of a term depend on the other terms of an analysis of variance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.models.aov.cell_means import FactorTerm
from rglm.models.lm.lm_result import LmResult

MAX_CORRELATION = 1e-8  # that rounding leaves of columns that are not correlated


def unbalanced_terms(fit: LmResult, terms: Sequence[FactorTerm]) -> list[str]:
    """The labels of the terms whose columns are correlated with those of other terms.

    Terms that contain the term, or are contained in it, do not count. None without an intercept,
    beside which the columns are centred.
    """
    schema, system = fit._schema, fit._solution.system
    if not schema.parsed.intercept:
        return []
    variables = [frozenset(f.expr for f in term.factors) for term in schema.parsed.terms]
    numbers = schema.assign[system.estimable]  # of the terms; 0 is the intercept
    assign = numbers[numbers > 0]
    correlation = _correlations(system.covariance(np.flatnonzero(numbers)))
    out = []
    for term in terms:
        own = variables[term.number - 1]
        inside = [n for n, other in enumerate(variables, 1) if other <= own]
        beside = [n for n, other in enumerate(variables, 1) if not (other <= own or own <= other)]
        pairs = correlation[np.ix_(np.isin(assign, inside), np.isin(assign, beside))]
        if pairs.max(initial=0.0) > MAX_CORRELATION:
            out.append(term.label)
    return out


def _correlations(covariance: np.ndarray) -> np.ndarray:
    """The sizes of the correlations of columns, from the covariance of their coefficients."""
    products = np.linalg.inv(covariance)
    size = np.sqrt(np.diag(products))
    return np.abs(products / np.outer(size, size))
