"""Functions less the first terms of their series, computed without cancellation."""

from __future__ import annotations

import numpy as np

from rglm.families.numerics.floating_point import ignore_float_errors

# Closer to zero the series below are exact to rounding; beyond, a difference costs a digit.
MAX_LOG_SERIES_ARGUMENT, MAX_EXP_SERIES_ARGUMENT = 0.25, 0.5
LOG_SERIES = [2 / (2 * j + 1) for j in range(10, 0, -1)]
EXP_TERMS = range(16, 2, -1)


def log1p_rest(x: np.ndarray, log: np.ndarray | None = None) -> np.ndarray:
    """log(1 + x) - x for x > -1; `log` is log(1 + x) where it is known better than x.

    With w = x/(2 + x), log(1 + x) = 2 (w + w^3/3 + w^5/5 + ...), whose first term is x - x w.
    """
    small = np.abs(x) < MAX_LOG_SERIES_ARGUMENT
    if small.all():
        return _log_series(x)
    rest = (np.log1p(x) if log is None else log) - x
    near = np.flatnonzero(small)
    if near.size:
        rest[near] = _log_series(x[near])
    return rest


def _log_series(x: np.ndarray) -> np.ndarray:
    w = x / (2 + x)
    s = w * w
    tail = LOG_SERIES[0] * s
    for coefficient in LOG_SERIES[1:]:
        tail += coefficient
        tail *= s
    tail -= x
    tail *= w
    return tail


def expm1_rest(x: np.ndarray) -> np.ndarray:
    """exp(x) - 1 - x."""
    rest = np.expm1(x) - x
    near = np.flatnonzero(np.abs(x) < MAX_EXP_SERIES_ARGUMENT)
    if near.size:
        x = x[near]
        tail = 1 + x / EXP_TERMS[0]
        for k in EXP_TERMS[1:]:
            tail *= x / k
            tail += 1
        rest[near] = x * x * tail / 2
    return rest


@ignore_float_errors
def log1m_exp_neg(hazard: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """log(1 - exp(-a)) with its first and second derivative by log a, for a > 0.

    They are B = a/(exp(a) - 1) and -B d with d = a/(1 - exp(-a)) - 1.
    """
    lost = -np.expm1(-hazard)
    first = hazard / np.expm1(hazard)
    value = np.log(lost)
    late = np.flatnonzero(hazard > 1)
    value[late] = np.log1p(-np.exp(-hazard[late]))
    return value, first, -first * (expm1_rest(-hazard) / lost)
