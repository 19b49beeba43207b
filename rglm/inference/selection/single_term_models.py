"""The models with one term less, or one term more, than a fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from rglm.inference.hypothesis_tests.score_test import ScoreTest
from rglm.inference.nesting.submodels import (
    Submodel,
    models_with_columns,
    printed_deviance,
    submodels,
)
from rglm.inference.selection.augmented_fit import AugmentedFit
from rglm.inference.terms.term_scope import Terms
from rglm.protocol.capabilities import HasLeastSquares, HasWorkingWeights
from rglm.sources.row_sums import RowSums

MAX_COVARIANCE_COLUMNS = 1000


@dataclass(frozen=True)
class SingleTermModels:
    """The models with one term less or more than a fit; the fit itself stands in front.

    Attributes
    ----------
    labels : list of str, m
        The term by which each differs from the fit.
    ranks, deviances : (m + 1,) arrays
    scores : (m + 1,) float array
        Rao's score statistics, unscaled; NaN where they were not asked for.
    nrows, informative : int
        The numbers of rows of all, and of those with a weight.
    added : bool
        Whether the models have a term more.
    """

    labels: list[str]
    ranks: np.ndarray
    deviances: np.ndarray
    scores: np.ndarray
    nrows: int
    informative: int
    added: bool

    @property
    def df(self) -> np.ndarray:
        """By how much the rank changes."""
        change = self.ranks[0] - self.ranks
        return np.r_[np.nan, (-change if self.added else change)[1:]]


def models_without_terms(
    fit: HasWorkingWeights, places: Sequence[int], rao: bool = False
) -> SingleTermModels:
    """The models without each one of some terms, given by their positions.

    With `rao` the fits start as R's do, since the score has the weights of their last step.
    """
    assign, starts = np.asarray(fit._schema.assign), _StartingValues(fit)
    every = np.arange(len(assign))
    column_sets = [np.flatnonzero(assign != place + 1) for place in places]
    labels = [fit.terms[place] for place in places]
    scores, models = [np.nan] * len(places), list[Submodel]([fit._solution])
    if rao:
        solutions = [fit._refit_columns(columns) for columns in column_sets]
        test = ScoreTest.of(fit, fit._cell_source)
        pairs = zip(column_sets, solutions, strict=True)
        scores = [test.statistic(columns, solution, every) for columns, solution in pairs]
        models += solutions
    else:
        models += submodels(fit, column_sets, lambda c: fit._refit_columns(c, starts.of(c)))
    source = fit._estimator.source_of_submodel(fit._source, every, fit._solution)
    deviances = [
        printed_deviance(fit, fit._source, every, fit._solution),
        *_printed_deviances(fit, source, column_sets, models[1:]),
    ]
    return _collect(labels, models, deviances, [np.nan, *scores], fit._row_sums, added=False)


def _printed_deviances(
    fit: HasWorkingWeights,
    source: Any,
    column_sets: Sequence[np.ndarray],
    models: Sequence[Submodel],
) -> list[float]:
    pairs = zip(column_sets, models, strict=True)
    return [printed_deviance(fit, source, columns, model) for columns, model in pairs]


def models_with_terms(fit: HasWorkingWeights, terms: Terms, rao: bool = False) -> SingleTermModels:
    """The models with each one of some terms, given with the formulas that have them."""
    augmented = AugmentedFit.of(fit, terms)
    test, old = ScoreTest.of(fit, augmented.source), augmented.fit_columns
    column_sets = [np.r_[old, new] for new in augmented.term_columns]
    first, source = augmented.solution(), augmented.source
    models = [first, *_larger_models(fit, augmented, column_sets, rao)]
    deviances = _printed_deviances(fit, source, [old, *column_sets], models)
    scores = [test.statistic(old, first, columns) if rao else np.nan for columns in column_sets]
    all_scores = [np.nan, *scores]
    return _collect(
        augmented.labels, models, deviances, all_scores, augmented.row_sums, added=True
    )


def _larger_models(
    fit: HasWorkingWeights, augmented: AugmentedFit, column_sets: list[np.ndarray], rao: bool
) -> list[Submodel]:
    """The models of the fit's columns with those of one more term; with `rao` as R starts them."""
    beta = np.nan_to_num(fit.coefficients.to_numpy())
    if rao or not augmented.has_all_rows:
        return [augmented.fit_to_columns(columns) for columns in column_sets]

    def refit(columns: np.ndarray) -> Submodel:
        return augmented.fit_to_columns(columns, np.r_[beta, np.zeros(len(columns) - len(beta))])

    return models_with_columns(fit, augmented.source, column_sets, refit)


def models_of_subsets_of_terms(
    fit: HasLeastSquares, first: HasLeastSquares, formulas: Mapping[str, str]
) -> SingleTermModels | None:
    """The models of some formulas beside a linear model, whose terms another fit has.

    They need no pass over the rows. None where that fit lacks a term.
    """
    models = [first._submodel(formula) for formula in formulas.values()]
    submodels = [model for model in models if model is not None]
    if len(submodels) < len(models):
        return None
    deviance, fits = fit._estimator.printed_deviance, [fit, *submodels]
    deviances = [
        deviance(one._source, np.arange(len(one._schema.names)), one._solution) for one in fits
    ]
    solutions, scores = [one._solution for one in fits], [np.nan] * len(fits)
    return _collect(list(formulas), solutions, deviances, scores, fit._row_sums, added=True)


def _collect(
    labels: list[str],
    models: Sequence[Submodel],
    deviances: list[float],
    scores: list[float],
    sums: RowSums,
    added: bool,
) -> SingleTermModels:
    ranks = np.array([model.rank for model in models])
    columns = ranks, np.array(deviances), np.array(scores)
    return SingleTermModels(labels, *columns, int(sums.n), int(sums.informative), added)


class _StartingValues:
    """Starting values of the fits without some columns: one step of theirs away from the fit.

    At the fit the deviance is near to quadratic in the coefficients b with the matrix C^-1, where
    C is their covariance; with b_D = 0 it is least at b_S - C_SD C_DD^-1 b_D.
    """

    def __init__(self, fit: HasWorkingWeights) -> None:
        self._fit, self._beta = fit, fit.coefficients.to_numpy()

    @cached_property
    def _covariance(self) -> np.ndarray:
        return self._fit.cov_unscaled

    def of(self, remaining: np.ndarray) -> np.ndarray | None:
        """The coefficients of some columns, one step from the fit; None if there is none."""
        if self._fit._column_fits is not None:  # which need no start
            return None
        beta = np.nan_to_num(self._beta)
        columns = np.setdiff1d(np.arange(len(beta)), remaining)
        if len(beta) > MAX_COVARIANCE_COLUMNS:  # C would take longer than the steps it spares
            return np.delete(beta, columns)
        covariance, known = self._covariance, columns[~np.isnan(self._beta[columns])]
        try:
            pull = np.linalg.solve(covariance[np.ix_(known, known)], beta[known])
        except np.linalg.LinAlgError:
            return None
        start = np.delete(beta - np.nan_to_num(covariance[:, known]) @ pull, columns)
        return start if np.isfinite(start).all() else None
