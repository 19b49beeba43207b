"""The models with some of the columns of a fit: together where the rows are many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from rglm.errors import FitError
from rglm.fitting.irls.accumulator_choice import quickest_accumulator
from rglm.fitting.irls.fisher_scoring import working_totals
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor
from rglm.fitting.joint_fits.predictor_sweep import is_joint_quicker
from rglm.fitting.joint_fits.submodel_fits import SubmodelFit, fit_submodels
from rglm.linalg.gram import NearSingularError
from rglm.linalg.solved_system import SolvedSystem
from rglm.linalg.threads import one_thread
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.sources.source import Source

Submodel = IrlsResult | SubmodelFit


def printed_deviance(
    fit: HasWorkingWeights, source: Any, columns: np.ndarray, model: Submodel
) -> float:
    """The deviance of a model of some columns, as tables print it."""
    if isinstance(model, SubmodelFit):
        return model.deviance
    return fit._estimator.printed_deviance(source, columns, model)


def submodels(
    fit: HasWorkingWeights,
    column_sets: Sequence[np.ndarray],
    refit: Callable[[np.ndarray], Submodel],
) -> list[Submodel]:
    """The models with some of the columns of a fit each; those not found jointly by `refit`."""
    if not _is_joint(fit, column_sets, lambda: fit._cell_source):
        return [refit(columns) for columns in column_sets]
    joint = _joint(fit, fit._cell_source, fit._solution.system, fit._solution.beta, column_sets)
    return _completed(joint, column_sets, refit)


def models_with_columns(
    fit: HasWorkingWeights,
    source: Source,
    column_sets: Sequence[np.ndarray],
    refit: Callable[[np.ndarray], Submodel],
) -> list[Submodel]:
    """The models with the first columns of a source, those of the fit, and some of its others."""
    if not _is_joint(fit, column_sets, lambda: source):
        return [refit(columns) for columns in column_sets]
    beta = np.zeros(len(source.columns))
    beta[: len(fit._solution.beta)] = fit._solution.beta
    solved = _solved_at(fit, source, beta)
    if solved is None:
        return [refit(columns) for columns in column_sets]
    joint = _joint(fit, source, solved, beta + solved.step(), column_sets)
    return _completed(joint, column_sets, refit)


def _is_joint(
    fit: HasWorkingWeights, column_sets: Sequence[np.ndarray], rows: Callable[[], Source]
) -> bool:
    """Whether models with columns of some rows are fitted together."""
    if len(column_sets) < 2 or fit._column_fits is not None or not fit._estimator.maximises:
        return False
    if not is_joint_quicker(rows()):
        return False
    solution = fit._solution
    is_full = solution.rank == len(solution.beta)
    return is_full and fit.converged and not solution.boundary and not fit.separated


def _solved_at(fit: HasWorkingWeights, source: Source, beta: np.ndarray) -> SolvedSystem | None:
    """The system of all columns at the coefficients of the fit; None if it is singular."""
    accumulator = quickest_accumulator(source)
    with one_thread(), np.errstate(all="ignore"):
        try:
            state = working_totals(source, Predictor(fit.family, beta), accumulator)
            solved = state.equations.solve(fit.control.tol)
        except (FitError, NearSingularError):
            return None
    return solved if solved.rank == len(beta) else None


def _joint(
    fit: HasWorkingWeights,
    source: Source,
    solved: SolvedSystem,
    target: np.ndarray,
    column_sets: Sequence[np.ndarray],
) -> list[SubmodelFit | None]:
    """The models that common passes find."""
    order, covariance = np.argsort(solved.estimable), solved.covariance()
    try:
        found = fit_submodels(
            source, fit.family, covariance[np.ix_(order, order)], target, column_sets
        )
    except np.linalg.LinAlgError:
        return [None] * len(column_sets)
    return [None if np.isnan(one.deviance) else one for one in found]


def _completed(
    joint: list[SubmodelFit | None],
    column_sets: Sequence[np.ndarray],
    refit: Callable[[np.ndarray], Submodel],
) -> list[Submodel]:
    pairs = zip(joint, column_sets, strict=True)
    return [refit(columns) if one is None else one for one, columns in pairs]
