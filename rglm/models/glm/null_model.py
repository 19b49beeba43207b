"""The likelihood of a glm beside that of its intercept alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rglm.errors import FitError
from rglm.fitting.irls.fit_statistics import loglik_statistic
from rglm.fitting.irls.irls import irls
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor
from rglm.protocol.loglik import NullComparison
from rglm.sources.source import Source

if TYPE_CHECKING:
    from rglm.families.glm.family import Family
    from rglm.models.glm.glm_criteria import GlmCriteria


def null_comparison(fit: GlmCriteria) -> NullComparison:
    """The log-likelihood of a glm beside that of the intercept (and the offset) alone.

    Of a family whose mean is all that is estimated it follows from the deviances. Else the null
    model has a dispersion or a theta of its own.
    """
    loglik = fit.logLik()
    value, count, df = float(loglik), fit.nobs(), loglik.df
    if np.isnan(value) or not fit._estimator.maximises:
        return NullComparison(np.nan, np.nan, count, df)
    if not fit.family.is_fixed_by_mean:
        return NullComparison(value, _null_loglik(fit), count, df)
    drop = (_null_deviance(fit) - fit.deviance) / (2 * fit.family.dispersion)
    return NullComparison(value, value - drop, count, df)


def _null_deviance(fit: GlmCriteria) -> float:
    """The deviance of the intercept (and the offset) alone, also where the fit has none."""
    if fit._schema.parsed.intercept:
        return fit.null_deviance
    source = fit._rows_source.constant()
    return fit._estimator.null_deviance(source, fit.family, fit.control, True)


def _null_loglik(fit: GlmCriteria) -> float:
    """The log-likelihood of the null model with a dispersion or a theta of its own."""
    source = fit._rows_source.constant()
    try:
        result, family = fit._null_solution(source)
    except FitError:
        return np.nan
    predictor, sizes = Predictor(family, result.beta), fit._row_sums
    return source.total(loglik_statistic(family, predictor, result.deviance, sizes))


def null_solution(fit: GlmCriteria, source: Source) -> tuple[IrlsResult, Family]:
    """The null model of a family without further parameters than a dispersion."""
    return irls(source, fit.family, replace(fit.control, trace=False), None), fit.family
