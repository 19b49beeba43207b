"""Sums over the rows of a glm whose data are in chunks, in one pass."""

from __future__ import annotations

import numpy as np

from rglm.fitting.irls.fit_statistics import loglik_statistic, null_statistic, pearson_statistic
from rglm.models.glm.glm_components import GlmComponents


def chunked_totals(fit: GlmComponents) -> dict[str, float]:
    """Null deviance, AIC and dispersion of a new fit, in one more pass over its data."""
    predictor, family = fit._predictor, fit.family
    null = null_statistic(fit._source, family, fit._schema.parsed.intercept)
    statistics = {"aic": loglik_statistic(family, predictor, fit.deviance, fit._row_sums)}
    if null is not None and fit._estimator.maximises:
        statistics["null_deviance"] = null
    if np.isnan(family.dispersion) and fit._solution.dispersion is None and fit.df_residual > 0:
        statistics["dispersion"] = pearson_statistic(predictor, fit._solution.system_predictor)
    total = fit._source.total(lambda block: np.array([f(block) for f in statistics.values()]))
    totals: dict[str, float] = dict(zip(statistics, total.tolist(), strict=True))
    totals["aic"] = -2 * totals["aic"] + 2 * (family.extra_parameters + fit.rank)
    if "dispersion" in totals:
        totals["dispersion"] /= fit.df_residual
    return totals
