"""Tails and quantiles of Student's t for many statistics, of one or two sides."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, stdtr

from rglm.inference.confidence_level import t_quantile


def t_tail(statistics: np.ndarray, df: np.ndarray, side: int) -> np.ndarray:
    """P-values of t statistics: of both sides (0), the left one (-1) or the right one (1).

    Parameters
    ----------
    statistics, df : (m,) array
        A df that is infinite means normal statistics.
    """
    signed = -np.abs(statistics) if side == 0 else -side * statistics
    is_normal = np.isinf(df)
    finite = np.where(is_normal, 1.0, df)
    tail = np.where(is_normal, ndtr(signed), stdtr(finite, signed))
    return np.asarray(2.0 * tail if side == 0 else tail)


def t_critical(level: float, df: np.ndarray, side: int) -> np.ndarray:
    """How many standard errors an interval of a level reaches, for each df."""
    below = (1.0 + level) / 2.0 if side == 0 else level
    values, places = np.unique(df, return_inverse=True)
    quantiles = np.array([t_quantile(value, below) for value in values.tolist()])
    critical: np.ndarray = quantiles[places].reshape(df.shape)
    return critical
