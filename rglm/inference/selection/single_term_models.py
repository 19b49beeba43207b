"""The models that have a term less, or a term more, than a fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.fitting.irls.irls_result import IrlsResult
from rglm.inference.hypothesis_tests.score_test import score
from rglm.inference.selection.augmented_fit import Wider

WIDE = 1000  # coefficients


@dataclass(frozen=True)
class Neighbours:
    """The models beside a fit, which stands in front of them.

    Attributes
    ----------
    labels : list of str, m
        Of the terms by which they differ.
    ranks, deviances : (m + 1,) arrays
    scores : (m + 1,) float array or None
        Rao's statistics, unscaled.
    nrows : int
        The number of rows of all.
    added : bool
        Whether the models have a term more.
    """

    labels: list[str]
    ranks: np.ndarray
    deviances: np.ndarray
    scores: np.ndarray | None
    nrows: int
    added: bool

    @property
    def df(self) -> np.ndarray:
        """By how much the rank changes."""
        change = self.ranks[0] - self.ranks
        return np.r_[np.nan, (-change if self.added else change)[1:]]


def dropped(fit: Any, places: Sequence[int], rao: bool = False) -> Neighbours:
    """The models without each one of some terms, which are given by their places.

    With `rao` they begin from nothing, as R's do, since the score has their last weights.
    """
    assign = np.asarray(fit._schema.assign)
    begin = _Nearby(fit)
    solutions, scores = [fit._solution], [np.nan]
    for place in places:
        kept = np.flatnonzero(assign != place + 1)
        start = None if rao else begin.without(np.flatnonzero(assign == place + 1))
        solutions.append(fit._refit_columns(kept, start))
        if rao:
            scores.append(score(fit, kept, solutions[-1], np.arange(len(assign))))
    labels = [fit.terms[place] for place in places]
    nrows = fit._rows_source.nrows
    return _gathered(labels, solutions, scores if rao else None, nrows, added=False)


def added(fit: Any, terms: list[tuple[Any, Any]], rao: bool = False) -> Neighbours:
    """The models with each one of some terms, which are given with the formulas they are of."""
    wider = Wider.of(fit, terms)
    first = wider.first()
    start = np.nan_to_num(fit.coefficients.to_numpy()) if wider.whole and not rao else None
    solutions, scores = [first], [np.nan]
    for new in wider.places:
        columns = np.r_[wider.base, new]
        begin = None if start is None else np.r_[start, np.zeros(len(new))]
        solutions.append(wider.refit(columns, begin))
        if rao:
            scores.append(score(wider, wider.base, first, columns))
    nrows = wider.source.nrows
    return _gathered(wider.labels, solutions, scores if rao else None, nrows, added=True)


def _gathered(
    labels: list[str],
    solutions: list[IrlsResult],
    scores: list[float] | None,
    nrows: int,
    added: bool,
) -> Neighbours:
    return Neighbours(
        labels,
        np.array([solution.rank for solution in solutions]),
        np.array([solution.deviance for solution in solutions]),
        None if scores is None else np.array(scores),
        nrows,
        added,
    )


class _Nearby:
    """Where the fits without some columns begin: one step of theirs away from the fit.

    At the fit the deviance is near to quadratic in the coefficients b with the matrix C^-1, where
    C is their covariance; with b_D = 0 it is least at b_S - C_SD C_DD^-1 b_D.
    """

    def __init__(self, fit: Any) -> None:
        self.beta = fit.coefficients.to_numpy()
        self.fit, self.covariance = fit, None

    def without(self, dropped: np.ndarray) -> np.ndarray | None:
        """A start without the columns `dropped`."""
        if len(self.beta) > WIDE:  # C would take longer than the steps that it spares
            return np.delete(np.nan_to_num(self.beta), dropped)
        if self.covariance is None:
            self.covariance = self.fit.cov_unscaled
        beta, covariance = np.nan_to_num(self.beta), self.covariance
        gone = dropped[~np.isnan(self.beta[dropped])]
        try:
            pull = np.linalg.solve(covariance[np.ix_(gone, gone)], beta[gone])
        except np.linalg.LinAlgError:
            return None
        start = beta - np.nan_to_num(covariance[:, gone]) @ pull
        start = np.delete(start, dropped)
        return start if np.isfinite(start).all() else None
