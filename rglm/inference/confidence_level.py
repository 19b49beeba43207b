"""The coverage of intervals, and the quantile that they reach to."""

from __future__ import annotations

import numpy as np


def check_level(level: float) -> None:
    """Check ``level=``, a coverage.

    Raises
    ------
    ValueError
        It is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"level={level!r}: a coverage lies between 0 and 1, such as 0.95")


def t_quantile(df: float, p: float) -> float:
    """The quantile of Student's t, the normal one for infinite `df`, NaN where none is left."""
    from scipy.special import ndtri, stdtrit

    if np.isinf(df):
        return float(ndtri(p))
    return float(stdtrit(df, p)) if df > 0 else np.nan
