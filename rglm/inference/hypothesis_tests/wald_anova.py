"""Wald tests of each term, as differences between models; columns may be aliased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.inference.covariance.given_covariance import given_covariance
from rglm.inference.hypothesis_tests.wald_statistic import whiten
from rglm.protocol.capabilities import HasWorkingWeights

SPAN_TOLERANCE = 1e-7  # below it a column scaled to unit length lies in the span of others


@dataclass(frozen=True)
class Comparison:
    """The two models whose difference is the test of a term.

    Attributes
    ----------
    label : str
        The term's.
    larger : (p,) bool array
        The columns of the larger model.
    smaller : (p,) bool array
        Those of the smaller, which is the larger without the term.
    """

    label: str
    larger: np.ndarray
    smaller: np.ndarray


Hypotheses = Callable[[Comparison], tuple[np.ndarray, np.ndarray]]


def wald_statistics(
    fit: HasWorkingWeights, compared: list[Comparison], vcov: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Degrees of freedom and Wald's statistic of each comparison; NaN where nothing is tested."""
    values = fit.coefficients.to_numpy()
    estimable = ~np.isnan(values)
    covariance = given_covariance(fit, vcov)[np.ix_(estimable, estimable)]
    if not np.isfinite(covariance).all():
        raise ValueError(
            "test='Wald' needs the covariance of the coefficients, and it is not known (NaN): the "
            "fit leaves no degrees of freedom to estimate the dispersion, or vcov= is not defined"
        )
    hypotheses = full_rank_hypotheses(estimable) if estimable.all() else aliased_hypotheses(fit)
    statistics = [_statistic(c, hypotheses(c), values[estimable], covariance) for c in compared]
    df, chi2 = np.array(statistics, dtype=float).reshape(-1, 2).T
    return df, chi2


def _statistic(
    comparison: Comparison,
    hypotheses: tuple[np.ndarray, np.ndarray],
    values: np.ndarray,
    covariance: np.ndarray,
) -> tuple[int, float]:
    """Degrees of freedom and the statistic of the term beyond that of its relatives: the
    difference of two Wald statistics, of the relatives and the term and of the relatives alone.
    """
    relatives, term = hypotheses
    if not len(term):
        return 0, np.nan
    rows = np.vstack([relatives, term])
    what = f"the coefficients of {comparison.label}"
    white = whiten(rows @ values, rows @ covariance @ rows.T, what)
    return len(term), float((white[len(relatives) :] ** 2).sum())


def full_rank_hypotheses(estimable: np.ndarray) -> Hypotheses:
    """The rows that say that relatives and term are 0, where no coefficient is aliased."""
    identity = np.eye(len(estimable))
    return lambda c: (identity[~c.larger], identity[c.larger & ~c.smaller])


def aliased_hypotheses(fit: HasWorkingWeights) -> Hypotheses:
    """The same where coefficients are aliased: X b lies in the span of the larger model, and in
    that of the smaller. The degrees of freedom are those by which the rank falls.
    """
    solved = fit._solution.system
    length = solved.column_lengths()
    length = np.where(length > 0, length, 1.0)
    scale = length[: solved.rank]
    aliases = np.zeros((solved.rank, len(solved.order)))  # every column in terms of those kept,
    aliases[:, solved.estimable] = np.eye(solved.rank)  # all of unit length
    aliases[:, solved.dependent] = (
        scale[:, None] * solved.alias_coefficients() / length[solved.rank :]
    )
    back = np.argsort(solved.estimable)  # the coefficients are in the order of the design

    def rows(comparison: Comparison) -> tuple[np.ndarray, np.ndarray]:
        _, outside = _inside_and_outside(aliases[:, comparison.smaller])
        added = aliases[:, comparison.larger & ~comparison.smaller]
        term, relatives = _inside_and_outside(outside.T @ added)
        two = [(outside @ part).T * scale for part in (relatives, term)]
        return two[0][:, back], two[1][:, back]

    return rows


def _inside_and_outside(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Orthonormal columns that span these, and that span what is left of the space."""
    if 0 in columns.shape:
        return np.zeros((len(columns), 0)), np.eye(len(columns))
    left, size, _ = np.linalg.svd(columns)
    rank = int((size > SPAN_TOLERANCE).sum())
    return left[:, :rank], left[:, rank:]
