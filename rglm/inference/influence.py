"""How much each row weighs in a fit: leverage, standardized residuals, Cook's distance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.fitting.working import weights_and_residuals
from rglm.format.suggest import did_you_mean
from rglm.inference.residuals import residuals

ONE = 1 - 10 * np.finfo(float).eps  # a leverage above it is 1: the row is fitted exactly
TYPES = ("deviance", "pearson")


def hatvalues(fit: Any) -> pd.Series:
    """h_i = w_i x_i' (X'WX)^-1 x_i, W the working weights of the last iteration; R's hatvalues.

    NaN on rows of weight 0, which R leaves out. Computed a block of rows at a time: neither the
    n x n hat matrix nor a second X is made.
    """
    family, solution = fit.family, fit.solution

    def of_block(block: Block) -> np.ndarray:
        with np.errstate(all="ignore"):
            mu, slope = family.link.inverse_and_slope(solution.before.eta(block))
            weight = weights_and_residuals(family, block.rows, mu, slope)[0]
        found = weight * solution.pivoted.variance_of(block.columns, block.place)
        found[block.rows.weights == 0] = np.nan
        return np.where(found > ONE, 1.0, found)

    return fit.series(fit.rows_source.by_row(of_block))


def rstandard(fit: Any, type: str) -> pd.Series:
    """Residuals over their standard deviation, r_i / sqrt(phi (1 - h_i)); R's rstandard."""
    if type not in TYPES:
        hint = did_you_mean(type, TYPES)
        raise ValueError(f"type={type!r}: use one of {', '.join(TYPES)}{hint}")
    return _over(residuals(fit, type), np.sqrt(fit.dispersion * (1 - hatvalues(fit))))


def cooks_distance(fit: Any) -> pd.Series:
    """D_i = (p_i / (1 - h_i))^2 h_i / (phi rank), p_i Pearson's residual; R's cooks.distance.

    The source is Cook (1977, Technometrics 19), in the one-step form for a GLM of Pregibon (1981,
    Annals of Statistics 9).
    """
    hat = hatvalues(fit)
    left = _over(residuals(fit, "pearson"), 1 - hat)
    return left**2 * hat / (fit.dispersion * fit.rank)


def _over(values: pd.Series, by: pd.Series) -> pd.Series:
    """A ratio, NaN where a row has all the leverage."""
    with np.errstate(all="ignore"):
        return (values / by).where(by > 0)
