"""Residuals of zero-inflated, hurdle and beta-binomial models."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.diagnostics.quantile_residuals import between, generator

TYPES = ("response", "pearson", "quantile")


def residuals(fit: Any, type: str = "pearson", seed: Any = None) -> pd.Series:
    """Residuals of each row, Series (n,); R's ``residuals.zeroinfl``.

    Parameters
    ----------
    type : {"pearson", "response", "quantile"}
        pearson: (y - mean) sqrt(weight / variance), mean and variance those of y, zeros and all,
        of a `betabinomial` those of the proportion, mu (1 - mu) (1 + (N - 1) rho) / N; response:
        y - mean, of a `zeroinfl` or `hurdle` times sqrt(weight), as pscl has it; quantile:
        Phi^-1(u) with u drawn between P(Y < y) and P(Y <= y) (Dunn & Smyth 1996), standard normal
        if the model is right. Rows without a trial are NaN.
    seed : int or numpy Generator, optional
        Of quantile residuals.

    Returns
    -------
    Series (n,)
        Under the index of the data.

    Raises
    ------
    ValueError
        An unknown `type`.

    Notes
    -----
    VGAM's Pearson residuals of a beta-binomial are other ones, of its two linear predictors.

    Examples
    --------
    >>> from rglm import zeroinfl
    >>> from rglm.datasets import load
    >>> fit = zeroinfl("n_gc ~ logmass", load("galaxies"), dist="negbin")
    >>> bool(abs(fit.residuals("quantile", seed=1).mean()) < 0.2)
    True
    """
    if type not in TYPES:
        hint = did_you_mean(type, TYPES)
        raise ValueError(f"type={type!r}: use one of {', '.join(TYPES)}{hint}")
    if type == "quantile":
        low, high = fit.rows_source.by_row(lambda block: _ends(fit, block)).T
        return fit.pad(fit.series(between(low, high, generator(seed).random(len(low)))))
    if seed is not None:
        raise ValueError(f"seed= goes with type='quantile' only; type={type!r} draws nothing")
    return fit.pad(fit.series(of_rows(fit, type)))


def of_rows(fit: Any, type: str) -> np.ndarray:
    """Residuals of the rows of the fit, and of no others."""

    def of_block(block: Block) -> np.ndarray:
        gap, variance = fit.gap_and_variance(block)
        if type == "response":
            return gap * np.sqrt(block.rows.weights) if fit.weighs_response else gap
        with np.errstate(all="ignore"):
            return gap * np.sqrt(block.rows.weights / variance)

    return fit.rows_source.by_row(of_block)


def _ends(fit: Any, block: Block) -> np.ndarray:
    """The normal quantiles of P(Y < y) and P(Y <= y) of a block, (n, 2)."""
    from scipy.special import ndtri

    return ndtri(np.clip(np.column_stack(fit.cumulated(block)), 0, 1))
