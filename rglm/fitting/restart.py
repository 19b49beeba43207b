"""Fits that begin again where they end worse than the null model.

From a start that is far off, Fisher scoring can end where all is flat. The deviance then no longer
changes, so that the rule of convergence is met, but it is above that of the null model, whose
coefficients are among those of the model. Such a fit begins again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np

from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.fitting.control import Control
from rglm.fitting.estimator import Estimator
from rglm.fitting.irls.fit_statistics import null_statistic
from rglm.fitting.irls.irls import irls
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.solver_result import SolverStatus
from rglm.formatting.hints.warning_location import warn
from rglm.sources.source import Source
from rglm.warnings import ConvergenceWarning

MAX_QUICK_ITERATIONS = 12  # a slower fit from the usual start is compared with the null model
DEVIANCE_MARGIN = 1e-6  # of the null deviance
BIAS_REDUCED_DEVIANCE_MARGIN = 0.5  # the same, where the deviance is not what is minimised


def fit_with_restart(
    estimator: Estimator,
    source: Source,
    family: Family,
    control: Control,
    start: np.ndarray | None,
    has_means: bool,
    intercept: bool,
) -> IrlsResult:
    """The fit by an estimator, from another start where it is worse than the null model.

    Parameters
    ----------
    start : (p,) float array, optional
        Coefficients to start from.
    has_means : bool
        Whether the user has given the means that the rows start with.
    intercept : bool
        Whether the null model has an intercept, the first column; else it is the offset alone.

    Warns
    -----
    ConvergenceWarning
        The start that was given is abandoned; or there is no better one.
    """
    result = estimator.solve(source, family, control, start, sample=not has_means)
    is_given = start is not None or has_means
    if not _is_doubtful(result, control, is_given):
        estimator.warn(result, control)
        return result
    null, beta = _null_model(source, family, control, intercept, has_means)
    has_null = estimator.maximises or _are_finite_estimates(beta)
    if not (has_null and _is_worse(estimator, result, null)):
        estimator.warn(result, control)
        return result
    for other in _other_fits(estimator, source, family, control, (start, beta)):
        if not _is_worse(estimator, other, null):
            if is_given:
                _warn_of_start(result.deviance, null)
            estimator.warn(other, control)
            return other
    if result.converged:
        _warn_of_end(result.deviance, null)
        return replace(result, status=SolverStatus.STUCK)
    estimator.warn(result, control)
    return result


def fit_from_nearby(
    estimator: Estimator,
    source: Source,
    family: Family,
    control: Control,
    start: np.ndarray | None,
    intercept: bool,
    null: float,
) -> IrlsResult:
    """The fit from the coefficients of a model with a term more or less.

    They are not near the answer where means of that model are 0 or 1: the fit then begins from the
    usual means, as R's does.

    Parameters
    ----------
    null : float
        The deviance of the null model, above which no solution can be.
    """
    if start is not None:
        with suppress(FitError):
            result = estimator.solve(source, family, control, start)
            is_quick = result.iter <= MAX_QUICK_ITERATIONS and not result.boundary
            if result.converged and is_quick and not _is_worse(estimator, result, null):
                return result
    return fit_with_restart(estimator, source, family, control, None, False, intercept)


def _is_doubtful(result: IrlsResult, control: Control, is_given: bool) -> bool:
    """Whether a fit may be worse than the null model."""
    if not len(result.beta):
        return False
    if not result.converged and control.maxit < MAX_QUICK_ITERATIONS:
        return False  # so few steps were asked for, and a warning follows
    is_odd = not result.converged or result.boundary or result.iter > MAX_QUICK_ITERATIONS
    return is_given or is_odd


def _are_finite_estimates(beta: np.ndarray) -> bool:
    """Whether no coefficient stands for an infinite one, as of counts that are all zero.

    Bias-reduced estimates are finite, and their deviance is above that of the limit.
    """
    return bool((np.abs(beta) < np.finfo(float).max).all())


def _is_worse(estimator: Estimator, result: IrlsResult, null: float) -> bool:
    margin = DEVIANCE_MARGIN if estimator.maximises else BIAS_REDUCED_DEVIANCE_MARGIN
    return bool(result.deviance > null + margin * (abs(null) + 0.1))


def _other_fits(
    estimator: Estimator,
    source: Source,
    family: Family,
    control: Control,
    starts: tuple[np.ndarray | None, np.ndarray],
) -> Iterator[IrlsResult]:
    """Fits that converge, from the means that the rows start with and from the null model."""
    given, null = starts
    for start in (None, null) if given is not None else (null,):
        try:
            result = estimator.solve(source, family, control, start)
        except FitError:
            continue
        if result.converged:
            yield result


def _null_model(
    source: Source, family: Family, control: Control, intercept: bool, has_means: bool
) -> tuple[float, np.ndarray]:
    """The deviance of the null model (infinite if there is none), and its coefficients."""
    beta, statistic = np.zeros(len(source.columns)), null_statistic(source, family, intercept)
    if statistic is None:
        result = _null_with_offset(source, family, control, has_means)
        if result is None:
            return np.inf, beta
        beta[0] = result.beta[0]
        return result.deviance, beta
    if intercept:
        sizes = source.row_sums
        with np.errstate(all="ignore"):
            mean = np.array(sizes.response / sizes.weight)
            beta[0] = np.nan_to_num(family.link.linkfun(mean))
    return source.total(statistic) + source.within_deviance, beta


def _null_with_offset(
    source: Source, family: Family, control: Control, has_means: bool
) -> IrlsResult | None:
    """The fit of the intercept beside an offset; None if it does not converge."""
    alone = source.select([0])
    starts = (np.zeros(1),) if has_means else (None, np.zeros(1))
    for start in starts:
        try:
            result = irls(alone, family, control, start)
        except FitError:
            continue
        if result.converged:
            return result
    return None


def _warn_of_start(deviance: float, null: float) -> None:
    warn(
        f"glm: from the start given the iterations ended at a deviance of {deviance:.6g}, above "
        f"that of the null model, {null:.6g}; that start was given up, and the fit began from the "
        "usual means. Leave out start=, etastart= and mustart=, or give values nearer to "
        "the answer",
        ConvergenceWarning,
    )


def _warn_of_end(deviance: float, null: float) -> None:
    warn(
        f"glm: the iterations ended at a deviance of {deviance:.6g}, above that of the null "
        f"model, {null:.6g}; the numbers are not the answer. Give start= values nearer to it, or "
        "another link",
        ConvergenceWarning,
    )
