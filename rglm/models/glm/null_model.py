"""The likelihood of a glm beside that of its intercept alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rglm.errors import FitError
from rglm.fitting.irls.fit_statistics import loglik_statistic
from rglm.fitting.irls.irls import irls
from rglm.fitting.irls.working_statistics import Predictor
from rglm.protocol.loglik import NullComparison
from rglm.sources.source import Source

if TYPE_CHECKING:
    from rglm.families.glm.family import Family
    from rglm.models.glm.glm_criteria import GlmCriteria


class NullModel(NamedTuple):
    """The fit of a constant, beside the offset."""

    beta: np.ndarray
    deviance: float
    family: Family


def null_comparison(fit: GlmCriteria) -> NullComparison:
    """The log-likelihood of a glm beside that of the intercept (and the offset) alone.

    Of a family whose mean is all that is estimated it follows from the deviances. Else the null
    model has a dispersion or a theta of its own, and NaN stands for it after `strip`.
    """
    loglik = fit.logLik()
    value, count, df = float(loglik), fit.nobs(), loglik.df
    if np.isnan(value) or not fit._estimator.maximises:
        return NullComparison(np.nan, np.nan, count, df)
    if fit.family.is_fixed_by_mean and fit._schema.parsed.intercept:
        drop = (fit.null_deviance - fit.deviance) / (2 * fit.family.dispersion)
        return NullComparison(value, value - drop, count, df)
    null = np.nan if fit._source is None else _null_loglik(fit)
    return NullComparison(value, null, count, df)


def _null_loglik(fit: GlmCriteria) -> float:
    """The log-likelihood of the null model on the rows of the fit."""
    try:
        null = fit._null_model()
    except FitError:
        return np.nan
    predictor = Predictor(null.family, null.beta)
    cells = fit._cells
    observations = (fit._rows_source if cells is None else cells.observations).constant()
    return observations.total(
        loglik_statistic(null.family, predictor, null.deviance, fit._row_sums)
    )


def null_model(fit: GlmCriteria, source: Source) -> NullModel:
    """The null model of a family without further parameters than a dispersion.

    Without an offset its mean is the weighted mean of y.
    """
    sizes, family = fit._row_sums, fit.family
    if sizes.offset == 0 and fit._schema.parsed.intercept:
        with np.errstate(all="ignore"):
            beta = family.link.linkfun(np.array([sizes.response / sizes.weight]))
        return NullModel(beta, fit.null_deviance, family)
    result = irls(source, family, replace(fit.control, trace=False), None)
    return NullModel(result.beta, result.deviance, family)
