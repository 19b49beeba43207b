"""Residuals of a beta-binomial model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.format.suggest import did_you_mean
from rglm.inference.quantile import between, generator

TYPES = ("response", "pearson", "quantile")


def residuals(fit: Any, type: str = "pearson", seed: Any = None) -> pd.Series:
    """Residuals of each row, Series (n,), of proportions.

    Parameters
    ----------
    type : {"pearson", "response", "quantile"}
        pearson: (y - mu) sqrt(weight / var(y)) with
        var(y) = mu (1 - mu) (1 + (N - 1) rho) / N; response: y - mu; quantile: Phi^-1(u) with u
        drawn between P(Y < y) and P(Y <= y) (Dunn & Smyth 1996). Rows without a trial are NaN.
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
    VGAM's Pearson residuals are other ones, of its two linear predictors.

    Examples
    --------
    >>> from rglm import betabinomial
    >>> from rglm.datasets import load
    >>> fit = betabinomial("cbind(dead, alive) ~ sex", load("budworm"))
    >>> bool(abs(fit.residuals("response").mean()) < 0.1)
    True
    """
    if type not in TYPES:
        hint = did_you_mean(type, TYPES)
        raise ValueError(f"type={type!r}: use one of {', '.join(TYPES)}{hint}")
    if type == "quantile":
        low, high = _ends(fit)
        u = generator(seed).random(len(low))
        return fit.pad(fit.series(between(low, high, u)))
    if seed is not None:
        raise ValueError(f"seed= goes with type='quantile' only; type={type!r} draws nothing")
    gap = fit.y - fit.fitted_values
    if type == "response":
        return fit.pad(gap)
    density = fit.model.density

    def spread(block: Block) -> np.ndarray:
        rows = block.rows
        with np.errstate(all="ignore"):
            return density.variance(fit.etas(block), rows.trials) / rows.trials**2 / rows.weights

    return fit.pad(gap / np.sqrt(fit.rows_source.by_row(spread)))


def _ends(fit: Any) -> tuple[np.ndarray, np.ndarray]:
    """The normal quantiles of P(Y < y) and P(Y <= y) of each row."""
    from scipy.special import ndtri

    def of_block(block: Block) -> np.ndarray:
        eta, (won, size) = fit.etas(block), block.rows.y.T
        out = np.full((len(won), 2), np.nan)
        for trials in np.unique(size[size > 0]):
            rows = np.flatnonzero(size == trials)
            chances = fit.model.density.probabilities([e[rows] for e in eta], int(trials))
            cumulated = np.hstack([np.zeros((len(rows), 1)), chances.cumsum(axis=1)])
            y, each = won[rows].astype(int), np.arange(len(rows))
            out[rows] = np.column_stack([cumulated[each, y], cumulated[each, y + 1]])
        return ndtri(np.clip(out, 0, 1))

    found = fit.rows_source.by_row(of_block)
    return found[:, 0], found[:, 1]
