"""Residuals of zero-inflated and hurdle models."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.format.suggest import did_you_mean
from rglm.inference.quantile import between, generator

TYPES = ("pearson", "response", "quantile")


def residuals(fit: Any, type: str = "pearson", seed: Any = None) -> pd.Series:
    """Residuals of each row, Series (n,); R's ``residuals.zeroinfl``.

    Parameters
    ----------
    type : {"pearson", "response", "quantile"}
        pearson: (y - mean) sqrt(weight / variance), mean and variance those of y, zeros and all;
        response: (y - mean) sqrt(weight), as pscl has it; quantile: Phi^-1(u) with u drawn between
        P(Y < y) and P(Y <= y) (Dunn & Smyth 1996), standard normal if the model is right.
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
        found = fit.rows_source.by_row(lambda block: _ends(fit, block))
        u = generator(seed).random(len(found))
        return fit.pad(fit.series(between(found[:, 0], found[:, 1], u)))
    if seed is not None:
        raise ValueError(f"seed= goes with type='quantile' only; type={type!r} draws nothing")
    return fit.pad(fit.series(of_rows(fit, type)))


def of_rows(fit: Any, type: str) -> np.ndarray:
    """Residuals of the rows of the fit, and of no others."""
    density, scalars = fit.model.density, fit.model.scalars(fit.parameters)

    def of_block(block: Block) -> np.ndarray:
        eta = fit.etas(block)
        gap = block.rows.y - density.mean(eta, scalars)
        if type == "response":
            return gap * np.sqrt(block.rows.weights)
        with np.errstate(all="ignore"):
            return gap * np.sqrt(block.rows.weights / density.variance(eta, scalars))

    return fit.rows_source.by_row(of_block)


def _ends(fit: Any, block: Block) -> np.ndarray:
    """The normal quantiles of P(Y < y) and P(Y <= y) of a block, (n, 2)."""
    from scipy.special import ndtri

    low, high = fit.model.density.cumulated(
        block.rows.y, fit.etas(block), fit.model.scalars(fit.parameters)
    )
    return ndtri(np.clip(np.column_stack([low, high]), 0, 1))
