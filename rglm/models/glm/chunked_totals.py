"""Sums over the rows of a glm whose data are in chunks, in as few passes as can be."""

from __future__ import annotations

import numpy as np

from rglm.fitting.irls.fit_statistics import (
    Statistic,
    loglik_statistic,
    null_statistic,
    pearson_statistic,
)
from rglm.models.glm.glm_components import GlmComponents


def chunked_totals(fit: GlmComponents) -> dict[str, float]:
    """Null deviance, AIC and dispersion of a new fit.

    The last pass of the fit has taken what it could; one more pass over the data takes the rest.
    """
    closing, statistics = fit._solution.closing, _statistics(fit)
    known = {} if closing is None else closing.of(fit.family)
    sums = {name: known[name] for name in statistics if name in known}
    rest = {name: f for name, f in statistics.items() if name not in sums}
    if rest:
        total = fit._source.total(lambda block: np.array([f(block) for f in rest.values()]))
        sums |= dict(zip(rest, total.tolist(), strict=True))
    parameters = fit.family.extra_parameters + fit.rank
    totals = {"aic": -2 * sums["loglik"] + 2 * parameters}
    if "null_deviance" in sums:
        totals["null_deviance"] = sums["null_deviance"]
    if "pearson" in sums:
        totals["dispersion"] = sums["pearson"] / fit.df_residual
    return totals


def _statistics(fit: GlmComponents) -> dict[str, Statistic]:
    """What is to be summed over the rows."""
    predictor, family = fit._predictor, fit.family
    out = {"loglik": loglik_statistic(family, predictor, fit.deviance, fit._row_sums)}
    null = null_statistic(fit._source, family, fit._schema.parsed.intercept)
    if null is not None and fit._estimator.maximises:
        out["null_deviance"] = null
    if np.isnan(family.dispersion) and fit._solution.dispersion is None and fit.df_residual > 0:
        out["pearson"] = pearson_statistic(predictor, fit._solution.system_predictor)
    return out
