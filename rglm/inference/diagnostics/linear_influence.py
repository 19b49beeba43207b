"""Standardized residuals and the influence of each row of a linear model."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.diagnostics.deletion import changes_table, row_series
from rglm.inference.diagnostics.deletion_statistics import deletion_statistics
from rglm.inference.diagnostics.influence_measures import InfluencePage
from rglm.protocol.capabilities import HasLeverage

TYPES = ("sd_1", "predictive")


def rstandard(fit: HasLeverage, type: str = "sd_1") -> pd.Series:
    """Residuals over their standard deviation, or of each row without it; R's ``rstandard``.

    Parameters
    ----------
    type : {"sd_1", "predictive"}
        sd_1 (R's ``"sd.1"``): e_i / (sigma sqrt(1 - h_i)), e_i = sqrt(w_i) (y_i - fitted_i) and
        h_i the leverage. predictive: e_i / (1 - h_i), the error of the prediction of the row by
        all others, whose sum of squares is the PRESS (Allen 1974, Technometrics 16).

    Returns
    -------
    Series (n,)
        Under the index of the data; NaN where the leverage is 1 or the weight 0.

    Raises
    ------
    ValueError
        Another `type`.

    References
    ----------
    Allen (1974), The relationship between variable selection and data augmentation and a method
    for prediction, Technometrics 16.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ wool + tension", load("warpbreaks"))
    >>> fit.rstandard().abs().nlargest(2).round(3)
    4    2.748
    8    2.480
    dtype: float64
    >>> round(float((fit.rstandard("predictive") ** 2).sum()), 1)  # the PRESS
    7870.7
    """
    type = type.replace(".", "_") if isinstance(type, str) else type
    check_option("type", type, TYPES)
    return row_series(fit, deletion_statistics(fit).rstandard(fit.dispersion, type))


@dataclass(frozen=True, repr=False)
class LinearInfluence(InfluencePage):
    """Leverages, weighted residuals and changes of the coefficients; printing shows R's page.

    Attributes
    ----------
    hat : Series (n,)
        Leverages.
    coefficients : DataFrame (n, p)
        By how much the coefficients fall without a row.
    sigma : Series (n,)
        The residual standard error without a row.
    wt_res : Series (n,)
        Residuals times the root of their weight.
    """

    hat: pd.Series
    coefficients: pd.DataFrame
    sigma: pd.Series
    wt_res: pd.Series


def influence(fit: HasLeverage, do_coef: bool = True) -> LinearInfluence:
    """Leverages, residuals and changes of the coefficients by row; R's ``influence``.

    Parameters
    ----------
    do_coef : bool
        Whether to compute the changes of the coefficients, an n x p table; else it has no column.

    Returns
    -------
    LinearInfluence
        With ``hat`` (n,), ``coefficients`` (n, p; `dfbeta`), ``sigma`` (n,; the residual standard
        error without the row) and ``wt_res`` (n,; `weighted_residuals`). Rows of weight 0, which
        R leaves out, are NaN.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> parts = lm("breaks ~ wool", load("warpbreaks")).influence()
    >>> round(float(parts.hat.sum()), 6), parts.coefficients.shape
    (2.0, (54, 2))
    """
    statistics = deletion_statistics(fit)
    return LinearInfluence(
        hat=row_series(fit, statistics.hat),
        coefficients=changes_table(fit, statistics, do_coef),
        sigma=row_series(fit, statistics.sigma),
        wt_res=row_series(fit, statistics.pearson),
    )
