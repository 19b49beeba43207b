"""Fits that are never worse than the null model, wherever they start.

From a start that is far off, Fisher scoring can end where all is flat: the deviance no longer
changes, so that the rule of convergence is met, but it is above that of the null model, whose
coefficients are among those of the model. Such a fit begins again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np

from rglm.errors import FitError
from rglm.fitting.control import Control
from rglm.fitting.estimator import Estimator
from rglm.fitting.irls.fit_statistics import null_statistic
from rglm.fitting.irls.irls import solve_irls
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.formatting.hints.warning_location import warn
from rglm.warnings import ConvergenceWarning

MANY_ITERATIONS = 12  # iterations from which on a fit that had the usual start is looked at
MARGIN = 1e-6  # of the null deviance
BIAS_REDUCED_MARGIN = 0.5  # the same where the deviance is not what is minimised


def fit_with_restart(
    estimator: Estimator,
    source: Any,
    family: Any,
    control: Control,
    start: np.ndarray | None,
    begins: bool,
    intercept: bool,
) -> IrlsResult:
    """The solution of an estimator, from another start where it is worse than the null model.

    Parameters
    ----------
    start : (p,) float array, optional
        Coefficients to start from.
    begins : bool
        Whether the means that the rows start with were given.
    intercept : bool
        Whether the null model has an intercept, the first column; else it is the offset alone.

    Warns
    -----
    ConvergenceWarning
        The start that was given is given up; or there is no better one.
    """
    found = estimator.search(source, family, control, start, sample=not begins)
    given = start is not None or begins
    doubtful = given or not found.converged or found.boundary or found.iter > MANY_ITERATIONS
    one_step = not found.converged and control.maxit < MANY_ITERATIONS  # asked for, and warned of
    if not doubtful or one_step or not len(found.beta):
        estimator.warn_of(found, control)
        return found
    null, beta = _null_model(source, family, control, intercept, begins)
    if not _is_worse(estimator, found, null):
        estimator.warn_of(found, control)
        return found
    for again in _other_fits(estimator, source, family, control, (start, beta)):
        if not _is_worse(estimator, again, null):
            if given:
                _warn_of_start(found.deviance, null)
            estimator.warn_of(again, control)
            return again
    if found.converged:
        _warn_of_end(found.deviance, null)
        return replace(found, converged=False)
    estimator.warn_of(found, control)
    return found


def fit_from_nearby(
    estimator: Estimator,
    source: Any,
    family: Any,
    control: Control,
    start: np.ndarray | None,
    intercept: bool,
    null: float,
) -> IrlsResult:
    """The solution from coefficients thought to be near: of a model with a term more or less.

    They are not near where means of that model are 0 or 1: the fit then begins from the usual
    means, as R's does.

    Parameters
    ----------
    null : float
        The deviance of the null model, above which no solution can be.
    """
    if start is not None:
        with suppress(FitError):
            found = estimator.search(source, family, control, start)
            is_quick = found.iter <= MANY_ITERATIONS and not found.boundary
            if found.converged and is_quick and not _is_worse(estimator, found, null):
                return found
    return fit_with_restart(estimator, source, family, control, None, False, intercept)


def _is_worse(estimator: Estimator, found: IrlsResult, null: float) -> bool:
    margin = MARGIN if estimator.maximises else BIAS_REDUCED_MARGIN
    return bool(found.deviance > null + margin * (abs(null) + 0.1))


def _other_fits(
    estimator: Estimator, source: Any, family: Any, control: Control, starts: Any
) -> Iterator[IrlsResult]:
    """Fits that converge, from the means that the rows start with, and from the null model."""
    given, null = starts
    for start in (None, null) if given is not None else (null,):
        try:
            found = estimator.search(source, family, control, start)
        except FitError:
            continue
        if found.converged:
            yield found


def _null_model(
    source: Any, family: Any, control: Control, intercept: bool, begins: bool
) -> tuple[float, np.ndarray]:
    """The deviance of the null model, and its coefficients among all.

    The deviance is infinite where there is no null model.
    """
    beta, statistic = np.zeros(len(source.columns)), null_statistic(source, family, intercept)
    if statistic is None:
        found = _null_with_offset(source, family, control, begins)
        if found is None:
            return np.inf, beta
        beta[0] = found.beta[0]
        return found.deviance, beta
    if intercept:
        sizes = source.row_sums
        with np.errstate(all="ignore"):
            mean = np.array(sizes.response / sizes.weight)
            beta[0] = np.nan_to_num(family.link.linkfun(mean))
    return source.total(statistic), beta


def _null_with_offset(
    source: Any, family: Any, control: Control, begins: bool
) -> IrlsResult | None:
    """The intercept beside an offset."""
    alone = source.select([0])
    starts = (np.zeros(1),) if begins else (None, np.zeros(1))
    for start in starts:
        try:
            found = solve_irls(alone, family, control, start)
        except FitError:
            continue
        if found.converged:
            return found
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
