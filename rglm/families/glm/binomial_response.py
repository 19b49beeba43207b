"""The response of binomial families: proportions and their trials."""

from __future__ import annotations

from typing import Any

import numpy as np

from rglm.families.glm.response import (
    PreparedResponse,
    RowwiseStart,
    as_float_array,
    check_range,
    column_and_weights,
    first_row_where,
    prior_weights,
)
from rglm.families.numerics.floating_point import are_whole
from rglm.formatting.hints.warning_location import warn
from rglm.linalg.constant_array import is_constant
from rglm.warnings import FamilyWarning

# How far from a whole number R lets a number of successes be.
COUNT_TOLERANCE = 1e-3


def prepare_proportions(name: str, y: Any, weights: Any) -> PreparedResponse:
    """Return 0/1, proportions, or columns of successes and failures as proportions."""
    y = as_float_array(name, "y", y)
    if y.ndim == 2 and y.shape[1] == 2:
        return _from_counts(name, y, weights)
    if y.ndim == 2 and y.shape[1] > 2:
        raise ValueError(
            f"{name}: y must be one column of 0, 1 or proportions, or two columns, successes "
            f"and failures; got {y.shape[1]} columns"
        )
    y, weights = column_and_weights(name, y, weights)
    if not weights.all():
        y = np.where(weights == 0, 0.0, y)
    check_range(name, "y must lie in 0..1", y, low=0, high=1)
    one = np.broadcast_to(1.0, y.shape)
    return PreparedResponse(y, weights, one, RowwiseStart(_start, (y, weights)))


def _start(y: np.ndarray, size: np.ndarray) -> np.ndarray:
    """The proportion with half a success and half a failure more."""
    start = size * y
    start += 0.5
    start /= size + 1
    return start


def _from_counts(name: str, counts: np.ndarray, weights: Any) -> PreparedResponse:
    """The two-column response; 0 out of 0 is a proportion of 0 with weight 0."""
    for column, label in zip(counts.T, ("successes", "failures"), strict=True):
        check_range(name, f"{label} must be 0 or more", column, low=0)
    successes, trials = counts[:, 0], counts.sum(axis=1)
    weights = prior_weights(name, weights, len(trials))
    y = np.divide(successes, trials, out=np.zeros(len(trials)), where=trials > 0)
    return PreparedResponse(y, weights * trials, trials, RowwiseStart(_start, (y, trials)))


def _fractional(values: np.ndarray) -> np.ndarray:
    return np.abs(values - np.rint(values)) > COUNT_TOLERANCE


def warn_fractional(y: Any, prepared: PreparedResponse) -> None:
    """Warn of counts that are not whole, in R's words."""
    counts = as_float_array("binomial", "y", y)
    is_paired = counts.ndim == 2 and counts.shape[1] == 2
    weights, y = prepared.weights, prepared.y
    is_common = is_constant(weights) and are_whole(weights[:1])
    if not is_paired and is_common and are_whole(y):  # 0 and 1, as a rule
        return
    if is_paired:
        row = first_row_where(_fractional, counts)
    else:
        row = first_row_where(lambda w, y: _fractional(w * y), weights, y)
    if row is not None:
        what = "counts" if is_paired else "#successes"
        message = f"non-integer {what} in a binomial glm!"
        warn(message, FamilyWarning)


def number_of_trials(trials: np.ndarray, wt: np.ndarray) -> np.ndarray:
    """Return the number of trials of each row: `trials`, or where they are 1 its weight."""
    return np.where(np.asarray(trials) > 1, trials, wt)
