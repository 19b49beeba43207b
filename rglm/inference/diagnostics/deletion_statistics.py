"""Leverages and residuals in one pass over the rows: what the statistics of deletion need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from rglm.design.block import Block
from rglm.fitting.irls.working_statistics import weights_at
from rglm.inference.covariance.full_leverage import block_leverages
from rglm.inference.covariance.model_covariance import MAX_COVARIANCE_BYTES
from rglm.linalg.threads import one_thread
from rglm.protocol.capabilities import HasLeverage

DEVIANCE_ROUNDING = 1e-14  # relative


@dataclass(frozen=True)
class DeletionStatistics:
    """Leverages and residuals, NaN in rows of weight 0.

    Attributes
    ----------
    hat, deviance, pearson, root : (n,) arrays
        Leverages, residuals of two kinds, and square roots of the working weights.
    sigma : (n,) array
        The residual standard deviation without the row.
    n : float
        Rows of weight above 0.
    rank : int
        The number of coefficients estimated.
    """

    hat: np.ndarray
    deviance: np.ndarray
    pearson: np.ndarray
    root: np.ndarray
    sigma: np.ndarray
    n: float
    rank: int

    def rstudent(self, is_fixed_by_mean: bool) -> np.ndarray:
        """Deletion residuals, over sigma unless the mean alone fixes the distribution."""
        d, p, h = self.deviance, self.pearson, self.hat
        with np.errstate(all="ignore"):
            residual = np.sign(d) * np.sqrt(d**2 + h * p**2 / (1 - h))
            return _nan_unless_finite(residual if is_fixed_by_mean else residual / self.sigma)

    def rstandard(self, dispersion: float, type: str = "sd_1") -> np.ndarray:
        """Residuals over their standard deviation, or (predictive) over 1 - h."""
        gap = 1 - self.hat
        with np.errstate(all="ignore"):
            spread = gap if type == "predictive" else np.sqrt(dispersion * gap)
            return _nan_unless_finite(self.deviance / spread)

    def dffits(self) -> np.ndarray:
        """Changes of the fitted values in standard errors."""
        with np.errstate(all="ignore"):
            return _nan_unless_finite(
                self.deviance * np.sqrt(self.hat) / (self.sigma * (1 - self.hat))
            )

    def covratio(self) -> np.ndarray:
        """Ratios of the determinants of the covariance."""
        df = self.n - self.rank
        with np.errstate(all="ignore"):
            square = self.deviance**2 / (self.sigma**2 * (1 - self.hat))
            return _nan_unless_finite(1 / ((1 - self.hat) * ((df - 1 + square) / df) ** self.rank))

    def cooks_distance(self, dispersion: float) -> np.ndarray:
        """Cook's distances."""
        with np.errstate(all="ignore"):
            return _nan_unless_finite(
                (self.pearson / (1 - self.hat)) ** 2 * self.hat / (dispersion * self.rank)
            )


def _nan_unless_finite(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), values, np.nan)


_CACHE: WeakKeyDictionary[Any, DeletionStatistics] = WeakKeyDictionary()


def deletion_statistics(fit: HasLeverage) -> DeletionStatistics:
    """The statistics of a fit, cached for as long as the fit lives."""
    if fit not in _CACHE:
        _CACHE[fit] = _compute(fit)
    return _CACHE[fit]


def _compute(fit: HasLeverage) -> DeletionStatistics:
    source, distribution = fit._rows_source, fit._response_distribution()
    residuals = distribution.deviance_residuals(), distribution.pearson_residuals()

    def of_block(block: Block) -> np.ndarray:
        both = (kind[block.row_slice] for kind in residuals)
        root = np.sqrt(weights_at(fit._solution.system_predictor, block))
        values = np.column_stack([block_leverages(fit, block), *both, root])
        values[block.rows.weights == 0] = np.nan
        return values

    with one_thread():
        hat, deviance, pearson, root = np.ascontiguousarray(source.by_row(of_block).T)
    sigma = _sigma(hat, deviance, fit.deviance, fit.df_residual)
    n = fit.df_residual + fit.rank
    return DeletionStatistics(hat, deviance, pearson, root, sigma, n, fit.rank)


def _sigma(hat: np.ndarray, residual: np.ndarray, deviance: float, df: float) -> np.ndarray:
    """The residual standard deviation without each row.

    NaN where the step to the fit without the row takes away more than the deviance; less by
    rounding is 0.
    """
    square = residual**2
    with np.errstate(all="ignore"):
        rest = deviance - np.where(hat < 1, square / (1 - hat), 0.0)
        rest = np.where(np.abs(rest) < DEVIANCE_ROUNDING * deviance, 0.0, rest)
        sigma = np.abs(np.sqrt(rest / (df - 1)))
    return np.where(np.isnan(hat), np.nan, sigma)


def coefficient_changes(fit: HasLeverage, statistics: DeletionStatistics) -> np.ndarray:
    """By how much each coefficient falls without each row, (n, p); NaN where aliased."""
    source, solved = fit._rows_source, fit._solution.system
    size = 8 * source.nrows * len(source.columns)
    if size > MAX_COVARIANCE_BYTES:
        raise ValueError(
            f"the changes of {len(source.columns):,} coefficients without each of "
            f"{source.nrows:,} rows would take {size / 1e9:.0f} GB; rstudent(), dffits(), "
            "covratio() and cooks_distance() say with one number a row which matter"
        )
    hat = statistics.hat
    with np.errstate(all="ignore"):
        score = np.where(hat < 1, statistics.root * statistics.deviance / (1 - hat), 0.0)
    score = np.where(np.isnan(hat), np.nan, score)
    estimable, covariance = solved.estimable, solved.covariance()
    columns = source.columns.select(estimable)
    changes = np.empty((source.nrows, len(estimable)))
    with one_thread():
        for block in source.blocks():
            x = columns.matrix(block.row_slice)
            x *= score[block.row_slice][:, None]
            np.matmul(x, covariance, out=changes[block.row_slice])
    if len(estimable) == len(source.columns):
        return changes
    out = np.full((source.nrows, len(source.columns)), np.nan)
    out[:, estimable] = changes
    return out


def scaled_changes(fit: HasLeverage, statistics: DeletionStatistics) -> np.ndarray:
    """The changes in standard errors, those of the fit with the sigma without the row."""
    changes = coefficient_changes(fit, statistics)
    with np.errstate(all="ignore"):
        return changes / (statistics.sigma[:, None] * np.sqrt(fit._unscaled_variances))
