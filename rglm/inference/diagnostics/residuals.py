"""Residuals of a fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.prediction.term_contributions import terms


def _deviance(family: Any, rows: Any, mu: np.ndarray, eta: np.ndarray) -> np.ndarray:
    unit = family.dev_resids(rows.y, mu, rows.weights)
    return np.sign(rows.y - mu) * np.sqrt(np.maximum(unit, 0))


def _pearson(family: Any, rows: Any, mu: np.ndarray, eta: np.ndarray) -> np.ndarray:
    return (rows.y - mu) * np.sqrt(rows.weights) / np.sqrt(family.variance(mu))


def _working(family: Any, rows: Any, mu: np.ndarray, eta: np.ndarray) -> np.ndarray:
    return (rows.y - mu) / family.link.mu_eta(eta)


def _response(family: Any, rows: Any, mu: np.ndarray, eta: np.ndarray) -> np.ndarray:
    return rows.y - mu


KINDS: dict[str, Callable[..., np.ndarray]] = {
    "deviance": _deviance,
    "pearson": _pearson,
    "working": _working,
    "response": _response,
}


def residuals(fit: Any, type: str = "deviance", seed: Any = None) -> pd.Series | pd.DataFrame:
    """Residuals of one kind: Series (n,), or for ``"partial"`` a DataFrame with a column a term.

    As R's ``residuals.glm``, and statmod's ``qresiduals``. Rows that ``na_exclude`` left out are
    NaN.

    Parameters
    ----------
    type : {"deviance", "pearson", "working", "response", "partial", "quantile"}
        deviance: sign(y - mu) sqrt(d_i); pearson: (y - mu) sqrt(a / V(mu)); working:
        (y - mu) / (dmu/deta); response: y - mu; partial: working plus each centred term;
        quantile: see the notes.
    seed : int or numpy Generator, optional
        Of quantile residuals, which are random where y is discrete; the same seed gives the same
        residuals.

    Returns
    -------
    Series (n,), or DataFrame (n, terms) for ``"partial"``
        Under the index of the data.

    Raises
    ------
    ValueError
        An unknown `type`; quantile residuals of a quasi family, or of a `tweedie` whose power is
        not 0, 2, 3 or between 1 and 2.

    Notes
    -----
    A quantile residual is Phi^-1(u), u the probability of a response up to y in the fitted
    distribution; where y has a mass of its own u is drawn between P(Y < y) and P(Y <= y). If the
    model is right they are standard normal, for counts and proportions too (Dunn & Smyth 1996,
    Journal of Computational and Graphical Statistics 5). Rows of weight 0 are NaN.

    As in statmod an estimated dispersion is Pearson's, for the inverse Gaussian family the mean
    deviance; y is taken to have dispersion phi / a with prior weight a (statmod leaves the weight
    of an inverse Gaussian out). Counts have no use for prior weights, and a warning says so. They
    stay finite where a tail probability underflows.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.residuals("quantile", seed=1).round(2).head(3).tolist()
    [-2.98, -2.21, 1.34]
    """
    if type == "quantile":
        from rglm.inference.diagnostics.quantile_residuals import quantile_residuals

        return fit.pad(quantile_residuals(fit, seed))
    if seed is not None:
        raise ValueError(f"seed= goes with type='quantile' only; type={type!r} draws nothing")
    if type == "partial":
        return fit.pad(terms(fit).add(of_rows(fit, "working"), axis=0))
    if type not in KINDS:
        names = [*KINDS, "partial", "quantile"]
        raise ValueError(
            f"type={type!r}: use one of {', '.join(names)}{did_you_mean(type, names)}"
        )
    return fit.pad(of_rows(fit, type))


def of_rows(fit: Any, type: str) -> pd.Series:
    """Residuals of the rows of the fit, and of no others."""

    def of_block(block: Block) -> np.ndarray:
        eta = fit.at.eta(block)
        with np.errstate(all="ignore"):
            mu = fit.family.link.linkinv(eta)
            return KINDS[type](fit.family, block.rows, mu, eta)

    return fit.series(fit.rows_source.by_row(of_block))
