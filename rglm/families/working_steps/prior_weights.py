"""Prior weights of some rows, of which most fits have none."""

from __future__ import annotations

import numpy as np

from rglm.linalg.constant_array import is_constant


def common_weight(weights: np.ndarray) -> float | None:
    """The weight that all rows share, where the array was made so; else None."""
    return float(weights[0]) if is_constant(weights) else None


def apply_weights(weights: np.ndarray, working: np.ndarray) -> int:
    """Multiply working weights by the prior ones; return how many are not 0."""
    common = common_weight(weights)
    if common != 1.0:
        working *= weights
    if common is not None:
        return len(working) if common else 0
    return int(np.count_nonzero(working))


def weighted_sum(weights: np.ndarray, values: np.ndarray) -> float:
    """The sum of the values times the prior weights."""
    common = common_weight(weights)
    return float(weights @ values) if common is None else common * float(values.sum())


def total_weight(weights: np.ndarray) -> float:
    """The sum of the prior weights."""
    common = common_weight(weights)
    return float(weights.sum()) if common is None else common * len(weights)
