"""Fitted probabilities beside successes and trials, of all rows of a fit or of new ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial, singledispatch
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import Expression, expression
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.errors import DataError
from rglm.fitting.tie_groups import tie_groups
from rglm.inference.binary_outcomes.no_binary_response import no_binary_response_error
from rglm.protocol.capabilities import HasBinaryResponse
from rglm.protocol.result_rows import BinaryOutcomes
from rglm.sources.as_data import as_data


def fit_outcomes(fit: HasBinaryResponse) -> BinaryOutcomes:
    """Probabilities, successes and trials of the rows of a fit with a weight, chunked or not.

    Raises
    ------
    ValueError
        The response has no two outcomes.
    """
    return _concatenate(list(fit._map_chunks(used_outcomes)))


def used_outcomes(fit: HasBinaryResponse) -> BinaryOutcomes:
    """Probabilities, successes and trials of the rows in memory with a weight."""
    outcomes = fit._binary_outcomes()
    if outcomes is None:
        raise no_binary_response_error(fit)
    return _complete_rows(*outcomes)


def new_outcomes(fit: HasBinaryResponse, newdata: Any) -> BinaryOutcomes:
    """Predicted probabilities, successes and trials of new rows in which all is known."""
    data = as_data(newdata, "newdata")
    if isinstance(data, pd.DataFrame):
        return _chunk_outcomes(fit, data)
    columns = [name for name in _names_read(fit) if name in data.columns]
    return _concatenate(
        list(data.map_chunks(partial(_chunk_outcomes, fit._without_rows()), columns))
    )


def probability_groups(p: np.ndarray) -> np.ndarray:
    """The number of the group of each probability; those of a group differ by rounding only."""
    return tie_groups(p, np.minimum(p, 1 - p) + 1e-5)


def _concatenate(parts: Sequence[BinaryOutcomes]) -> BinaryOutcomes:
    p, successes, trials = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return p, successes, trials


def _complete_rows(p: np.ndarray, successes: np.ndarray, trials: np.ndarray) -> BinaryOutcomes:
    """The rows with a weight in which all is known."""
    used = (trials > 0) & ~np.isnan(p) & ~np.isnan(successes)
    return p[used], successes[used], trials[used]


def _names_read(fit: HasBinaryResponse) -> list[str]:
    """The names of columns that predictions, responses and weights of new rows read."""
    parsed, offset = fit._schema.parsed, fit._schema.offset
    expressions: list[Expression] = [
        *parsed.expressions.values(),
        *parsed.offsets,
        parsed.response,
    ]
    texts = [text for text in (offset, fit._model_call.weights) if isinstance(text, str)]
    expressions += map(expression, texts)
    return list(dict.fromkeys(name for e in expressions for name in e.reads))


def _chunk_outcomes(fit: HasBinaryResponse, data: pd.DataFrame) -> BinaryOutcomes:
    """The outcomes of new rows in memory."""
    schema = fit._schema
    borrowed = BorrowedNames(schema.borrowed)
    scope = RowScope(data, dict(schema.states), dict(schema.levels), borrowed, title="newdata=")
    response = scope.evaluate(schema.parsed.response)
    successes, trials = _successes(response, schema.parsed.response.name, fit._success_level)
    weights = _new_weights(fit, scope)
    return _complete_rows(fit._success_probabilities(data), successes * weights, trials * weights)


def _new_weights(fit: HasBinaryResponse, scope: RowScope) -> np.ndarray:
    """The weights of new rows: the column or the expression that they were of the fit."""
    argument = fit._model_call.weights
    if argument is None:
        return np.ones(len(scope.data))
    if not isinstance(argument, str):
        raise DataError(
            "the fit's weights= were an array, which newdata= do not have; fit with "
            "weights='column' to weigh new rows"
        )
    return np.asarray(scope.evaluate(expression(argument)), dtype=float)


@singledispatch
def _successes(response: Any, name: str, success: str | None) -> tuple[np.ndarray, np.ndarray]:
    """Successes and trials of each row, for a weight of 1."""
    y = np.asarray(response, dtype=float)
    outside = y[(y < 0) | (y > 1)]
    if len(outside):
        worst = outside[0]
        raise DataError(f"newdata=: the response {name!r} has {worst:g}, outside 0 to 1")
    return y, np.ones(len(y))


@_successes.register
def _of_counts(response: Matrix, name: str, success: str | None) -> tuple[np.ndarray, np.ndarray]:
    return response.values[:, 0], response.values.sum(axis=1)


@_successes.register
def _of_logical(
    response: Logical, name: str, success: str | None
) -> tuple[np.ndarray, np.ndarray]:
    return response.values, np.ones(len(response))


@_successes.register
def _of_levels(response: Factor, name: str, success: str | None) -> tuple[np.ndarray, np.ndarray]:
    levels = response.used_levels()
    others = [level for level in levels if level != success]
    if success is None or len(others) > 1:
        raise DataError(
            f"newdata=: the response {name!r} has the levels {', '.join(map(repr, levels))}, of "
            f"which {repr(success) if success else 'none'} was a success in the fit"
        )
    labels = np.array([*response.levels, ""], dtype=object)[response.codes]
    y = np.where(response.codes < 0, np.nan, (labels == success).astype(float))
    return y, np.ones(len(y))
