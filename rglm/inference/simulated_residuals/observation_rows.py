"""Rows that stand for several equal observations, one row for each of these."""

from __future__ import annotations

import numpy as np

from rglm.protocol.capabilities import HasWorkingWeights
from rglm.protocol.model_result import ModelResult


def observation_rows(sample: ModelResult, most: int) -> ModelResult:
    """The fit with a row for each observation, about `most` at most, where weights count them."""
    if not has_observation_counts(sample):
        return sample
    counts = sample._rows_source.rows.weights.astype(int)
    step = max(1, -(-int(counts.sum()) // most))
    ends = counts.cumsum()
    chosen = np.arange(step // 2, ends[-1], step)
    return sample._single_observations(np.searchsorted(ends, chosen, side="right"))


def has_observation_counts(fit: ModelResult) -> bool:
    """Whether weights are whole numbers of equal observations.

    So are those of models by maximum likelihood, of counts, and of single outcomes 0 and 1.
    """
    rows = fit._rows_source.rows
    if not fit._is_weighted or not (rows.weights == np.rint(rows.weights)).all():
        return False
    if (rows.weights <= 1).all():
        return False
    if fit._weights_count_observations:
        return True
    if not isinstance(fit, HasWorkingWeights):
        return False
    is_single = bool(np.isin(rows.y, (0.0, 1.0)).all() and (rows.trials == 1).all())
    return fit.family.is_count or (fit.family.has_binary_response and is_single)
