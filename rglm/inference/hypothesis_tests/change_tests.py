"""Tests of the changes between models, the columns beside a table of deviances or variances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.inference.chisq import chisq_upper_tail


@dataclass(frozen=True)
class Scale:
    """What changes are measured by.

    Attributes
    ----------
    dispersion : float
        phi, or the variance of the errors.
    df_residual : float
        The degrees of freedom of its estimate; infinite where it is known.
    nrows : int
        The number of rows, for Mallows' Cp.
    """

    dispersion: float
    df_residual: float
    nrows: int


def test_columns(
    test: str | None, df: np.ndarray, change: np.ndarray, rest: np.ndarray, scale: Scale
) -> dict[str, np.ndarray]:
    """The columns of a test under R's names (R's ``stat.anova``).

    Parameters
    ----------
    test : {"Chisq", "LRT", "F", "Cp", None}
    df, change : (k,) arrays
        The degrees of freedom of each change, above 0, and the change of the sum of squares.
    rest : (k, 2) array
        Residual degrees of freedom and residual sum of squares, for Cp.
    """
    with np.errstate(all="ignore"):
        if test in ("Chisq", "LRT"):
            return {"Pr(>Chi)": chisq_upper_tail(df, change / np.float64(scale.dispersion))}
        if test == "F":
            ratio = np.where(df > 0, change / df / np.float64(scale.dispersion), np.nan)
            return {"F": ratio, "Pr(>F)": f_upper_tail(df, scale.df_residual, ratio)}
        if test == "Cp":
            degrees, squares = rest.T
            return {"Cp": squares + 2 * scale.dispersion * (scale.nrows - degrees)}
    return {}


def f_upper_tail(df: np.ndarray, rest: float, ratio: np.ndarray) -> np.ndarray:
    """P(F > ratio) with `df` and `rest` degrees of freedom; NaN where there is nothing to test."""
    from scipy.special import fdtrc

    if np.isinf(rest):
        return chisq_upper_tail(df, df * ratio)
    tested = (df > 0) & (rest > 0) & ~np.isnan(ratio)
    safe = np.where(tested, np.maximum(ratio, 0), 0.0)
    return np.where(tested, fdtrc(np.where(tested, df, 1.0), max(rest, 1.0), safe), np.nan)
