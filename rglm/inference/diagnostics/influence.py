"""How much each row weighs in a fit: leverage, standardized residuals, Cook's distance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.covariance.full_leverage import leverages
from rglm.inference.diagnostics.residuals import irls_residuals
from rglm.protocol.capabilities import HasLeverage

TYPES = ("deviance", "pearson")


def hatvalues(fit: HasLeverage) -> pd.Series:
    """The leverage of each row, h_i = w_i x_i' (X'WX)^-1 x_i; R's ``hatvalues``.

    W holds the working weights of the last iteration. NaN on rows of weight 0, which R leaves
    out. Computed a block of rows at a time: neither the n x n hat matrix nor a second X is made. A
    leverage that is 1 (without the row the design lacks a rank) is 1, and not 1 - 1e-11.

    Returns
    -------
    Series (n,)
        Under the index of the data.

    Raises
    ------
    ValueError
        The fit was stripped of its rows.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> round(float(fit.hatvalues().sum()), 6)  # the rank
    4.0
    """
    return fit._pad_omitted(leverages(fit))


def rstandard(fit: HasLeverage, type: str = "deviance") -> pd.Series:
    """Residuals over their standard deviation, r_i / sqrt(phi (1 - h_i)); R's ``rstandard``.

    Parameters
    ----------
    type : {"deviance", "pearson"}
        NaN where the leverage h_i is 1.

    Returns
    -------
    Series (n,)
        Under the index of the data.

    Raises
    ------
    ValueError
        Another `type`.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> fit.rstandard("pearson").round(3).tolist()[:3]
    [-2.328, -1.669, 2.287]
    """
    check_option("type", type, TYPES)
    return fit._pad_omitted(
        _ratio(irls_residuals(fit, type), np.sqrt(fit.dispersion * (1 - leverages(fit))))
    )


def cooks_distance(fit: HasLeverage) -> pd.Series:
    """How far each row moves the coefficients; R's ``cooks.distance``.

    D_i = (p_i / (1 - h_i))^2 h_i / (phi rank), p_i Pearson's residual.

    It is Cook's (1977), in the one-step form for a GLM of Pregibon (1981). NaN where the leverage
    h_i is 1.

    Returns
    -------
    Series (n,)
        Under the index of the data.

    Raises
    ------
    ValueError
        The fit was stripped of its rows.

    References
    ----------
    Cook (1977), Detection of influential observation in linear regression, Technometrics 19;
    Pregibon (1981), Logistic regression diagnostics, Annals of Statistics 9.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> fit.cooks_distance().nlargest(1).round(4).to_dict()
    {4: 0.5469}
    """
    hat = leverages(fit)
    left = _ratio(irls_residuals(fit, "pearson"), 1 - hat)
    return fit._pad_omitted(left**2 * hat / (fit.dispersion * fit.rank))


def residual_at_distance(leverage: np.ndarray, distance: float, rank: int) -> np.ndarray:
    """The size of the standardized Pearson residual that has a Cook's distance: a contour.

    r = sqrt(D rank (1 - h) / h).
    """
    return np.sqrt(distance * rank * (1 - leverage) / leverage)


def _ratio(values: pd.Series, by: pd.Series) -> pd.Series:
    """A ratio, NaN where a row has all the leverage."""
    with np.errstate(all="ignore"):
        return (values / by).where(by > 0)
