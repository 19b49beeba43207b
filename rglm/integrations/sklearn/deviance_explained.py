"""How much of the deviance of some responses a fit explains."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.frame.row_arguments import as_numbers
from rglm.design.values.r_values import Matrix
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.protocol.model_result import ModelResult


def deviance_explained(
    fit: ModelResult, y: np.ndarray, mean: np.ndarray, weights: np.ndarray
) -> float:
    """D^2 = 1 - D(y, mean) / D(y, ybar), D the deviance of the family and ybar the mean of y.

    For normal responses, and for models without a deviance, it is R^2. Where all responses are
    equal it is 1 if the predictions are too, else 0. Rows whose response is NaN have no part.

    Raises ValueError: a row has no prediction.
    """
    known = ~np.isnan(y)
    y, mean, weights = y[known], mean[known], weights[known]
    if np.isnan(mean).any():
        raise ValueError(f"X has missing values in {np.isnan(mean).sum()} rows: no prediction")
    null_mean = np.full(len(y), np.average(y, weights=weights))
    deviance, null = (_deviance(fit, y, mu, weights) for mu in (mean, null_mean))
    return 1 - deviance / null if null > 0 else float(deviance == 0)


def _deviance(fit: ModelResult, y: np.ndarray, mu: np.ndarray, weights: np.ndarray) -> float:
    if isinstance(fit, HasWorkingWeights):
        return float(fit.family.dev_resids(y, mu, weights).sum())
    return float((weights * (y - mu) ** 2).sum())


def response_of_rows(fit: ModelResult, data: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The response of new rows by the formula, and their numbers of trials, which are else 1."""
    schema = fit._schema
    borrowed = BorrowedNames(schema.borrowed)
    scope = RowScope(data, dict(schema.states), dict(schema.levels), borrowed, title="X")
    value = scope.evaluate(schema.parsed.response)
    if isinstance(value, Matrix):
        trials = value.values.sum(axis=1)
        return value.values[:, 0] / trials, trials
    y = as_numbers(value, f"the response {schema.parsed.response.name}")
    return y, np.ones(len(y))
