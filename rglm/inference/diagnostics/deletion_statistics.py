"""One pass over the rows for all that is said of a fit without each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from rglm.design.block import Block
from rglm.fitting.irls.working_statistics import weights_at
from rglm.inference.covariance.full_leverage import block_leverages
from rglm.inference.covariance.vcov import ROOM
from rglm.linalg.threads import one_thread

ROUNDING = 1e-14  # of the deviance

_SEEN: WeakKeyDictionary[Any, Deletion] = WeakKeyDictionary()


@dataclass(frozen=True)
class Deletion:
    """What the closed forms are made of.

    Attributes
    ----------
    hat, deviance, pearson, root : (n,) arrays
        Leverages, residuals of two kinds, and roots of the working weights.
    sigma : (n,) array
        The residual standard deviation without the row.
    n, rank : int
        Rows of weight above 0, and coefficients estimated.
    """

    hat: np.ndarray
    deviance: np.ndarray
    pearson: np.ndarray
    root: np.ndarray
    sigma: np.ndarray
    n: int
    rank: int

    def rstudent(self, known: bool) -> np.ndarray:
        """Deletion residuals, over sigma where the dispersion is not known."""
        d, p, h = self.deviance, self.pearson, self.hat
        with np.errstate(all="ignore"):
            found = np.sign(d) * np.sqrt(d**2 + h * p**2 / (1 - h))
            found = found if known else found / self.sigma
        return np.where(np.isfinite(found), found, np.nan)

    def dffits(self) -> np.ndarray:
        """Changes of the fitted values in standard errors."""
        with np.errstate(all="ignore"):
            found = self.deviance * np.sqrt(self.hat) / (self.sigma * (1 - self.hat))
        return np.where(np.isfinite(found), found, np.nan)

    def covratio(self) -> np.ndarray:
        """Ratios of the determinants of the covariance."""
        left = self.n - self.rank
        with np.errstate(all="ignore"):
            square = self.deviance**2 / (self.sigma**2 * (1 - self.hat))
            found = 1 / ((1 - self.hat) * ((left - 1 + square) / left) ** self.rank)
        return np.where(np.isfinite(found), found, np.nan)

    def cooks_distance(self, dispersion: float) -> np.ndarray:
        """Cook's distances."""
        with np.errstate(all="ignore"):
            found = (self.pearson / (1 - self.hat)) ** 2 * self.hat / (dispersion * self.rank)
        return np.where(np.isfinite(found), found, np.nan)


def deletion(fit: Any) -> Deletion:
    """One pass over the rows, remembered for as long as the fit is."""
    if fit not in _SEEN:
        _SEEN[fit] = _pass(fit)
    return _SEEN[fit]


def _pass(fit: Any) -> Deletion:
    source, distribution = fit._rows_source, fit._response_distribution()
    residuals = distribution.deviance_residuals(), distribution.pearson_residuals()

    def of_block(block: Block) -> np.ndarray:
        both = (kind[block.row_slice] for kind in residuals)
        root = np.sqrt(weights_at(fit._solution.before, block))
        found = np.column_stack([block_leverages(fit, block), *both, root])
        found[block.rows.weights == 0] = np.nan
        return found

    with one_thread():
        hat, deviance, pearson, root = np.ascontiguousarray(source.by_row(of_block).T)
    sigma = _sigma(hat, deviance, fit.deviance, fit.df_residual)
    n = fit.df_residual + fit.rank
    return Deletion(hat, deviance, pearson, root, sigma, n, fit.rank)


def _sigma(hat: np.ndarray, residual: np.ndarray, deviance: float, left: int) -> np.ndarray:
    """The residual standard deviation without each row.

    NaN where the step to the fit without the row takes away more than the deviance; less by
    rounding is 0.
    """
    square = residual**2
    with np.errstate(all="ignore"):
        rest = deviance - np.where(hat < 1, square / (1 - hat), 0.0)
        rest = np.where(np.abs(rest) < ROUNDING * deviance, 0.0, rest)
        found = np.abs(np.sqrt(rest / (left - 1)))
    return np.where(np.isnan(hat), np.nan, found)


def changes(fit: Any, found: Deletion) -> np.ndarray:
    """By how much each coefficient falls without each row, (n, p); NaN where aliased."""
    source, solved = fit._rows_source, fit._solution.pivoted
    size = 8 * source.nrows * len(source.columns)
    if size > ROOM:
        raise ValueError(
            f"the changes of {len(source.columns):,} coefficients without each of "
            f"{source.nrows:,} rows would take {size / 1e9:.0f} GB; rstudent(), dffits(), "
            "covratio() and cooks_distance() say with one number a row which matter"
        )
    with np.errstate(all="ignore"):
        score = np.where(found.hat < 1, found.root * found.deviance / (1 - found.hat), 0.0)
    score = np.where(np.isnan(found.hat), np.nan, score)
    kept, covariance = solved.kept, solved.covariance()
    columns = source.columns.select(kept)
    moved = np.empty((source.nrows, len(kept)))
    with one_thread():
        for block in source.blocks():
            x = columns.matrix(block.row_slice)
            x *= score[block.row_slice][:, None]
            np.matmul(x, covariance, out=moved[block.row_slice])
    if len(kept) == len(source.columns):
        return moved
    out = np.full((source.nrows, len(source.columns)), np.nan)
    out[:, kept] = moved
    return out


def scaled(fit: Any, moved: np.ndarray, found: Deletion) -> np.ndarray:
    """Changes in standard errors, those that the fit has with the sigma of without the row."""
    with np.errstate(all="ignore"):
        return moved / (found.sigma[:, None] * np.sqrt(fit._unscaled_variances))
