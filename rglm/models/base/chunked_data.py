"""Fits to data that are seen part by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from rglm.design.chunked.chunked_frame import ChunkedFrame, learn_chunked_frame
from rglm.design.chunked.data_requirements import data_requirements
from rglm.errors import DataError
from rglm.fitting.irls.fit_statistics import loglik_statistic, null_statistic, pearson_statistic
from rglm.sources.chunks.chunked_data import ChunkedData, sum_over_chunks
from rglm.sources.chunks.verified_data import VerifiedData, verified


def learn_parts(
    formulas: tuple[str, ...],
    data: ChunkedData,
    caller: Mapping[str, Any],
    options: Mapping[str, Any],
    progress: bool = True,
) -> tuple[ChunkedFrame, VerifiedData]:
    """What all parts of the data teach, and the data, which from then on have to stay as they are.

    It takes as few passes over them as the formula needs.
    """
    known = verified(data)
    asked = data_requirements(formulas, list(known.columns), caller, **options)
    columns, known = asked.columns(list(known.columns)), known.with_whole(asked.number_columns)
    return learn_chunked_frame(
        asked, lambda f: sum_over_chunks(known, f, columns, "learning", progress)
    ), known


def check_weights(source: Any, weights: Any) -> None:
    """Check that some row has a weight, where there are any."""
    if weights is not None and not source.row_sums.informative:
        raise DataError("weights= are all zero: no row takes part")


def sum_up(fit: Any) -> None:
    """What a glm says of all of its rows, in one more pass: null deviance, AIC, dispersion."""
    at, family, known = fit._predictor, fit.family, vars(fit)
    null = null_statistic(fit._source, family, fit._schema.parsed.intercept)
    asked = {"aic": loglik_statistic(family, at, fit.deviance, fit._row_sums)}
    if null is not None and fit._estimator.maximises:
        asked["null_deviance"] = null
    if np.isnan(family.dispersion) and fit._solution.dispersion is None and fit.df_residual > 0:
        asked["dispersion"] = pearson_statistic(at, fit._solution.system_predictor)
    total = fit._source.total(lambda block: np.array([f(block) for f in asked.values()]))
    known |= dict(zip(asked, total.tolist(), strict=True))
    known["aic"] = -2 * known["aic"] + 2 * (family.extra_parameters + fit.rank)
    if "dispersion" in asked:
        known["dispersion"] /= fit.df_residual
