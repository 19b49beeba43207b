"""The coverage of intervals, and the quantile that they reach to."""

from __future__ import annotations

import numpy as np

INTERVAL_METHODS = ("wald", "profile")  # of functions of the parameters


def check_level(level: float, argument: str = "level") -> None:
    """Check a coverage, ``level=``.

    Raises
    ------
    ValueError
        It is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"{argument}={level!r}: a coverage lies between 0 and 1, such as 0.95")


def t_quantile(df: float, p: float) -> float:
    """The quantile of Student's t, the normal one for infinite `df`, NaN where none is left.

    A step of Newton's method mends the ninth digit, which scipy 1.11 has wrong.
    """
    from scipy.special import betaln, ndtri, stdtr, stdtrit

    if np.isinf(df):
        return float(ndtri(p))
    if not df > 0:
        return np.nan
    q = float(stdtrit(df, p))
    log_density = -0.5 * ((df + 1) * np.log1p(q * q / df) + np.log(df)) - betaln(0.5, df / 2)
    step = (float(stdtr(df, q)) - p) / np.exp(log_density)
    return float(q - step) if abs(step) > 1e-13 * abs(q) else q
