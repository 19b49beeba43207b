"""Residuals of a fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.format.suggest import did_you_mean
from rglm.inference.terms import terms


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


def residuals(fit: Any, type: str = "deviance") -> pd.Series | pd.DataFrame:
    """Residuals of one kind: Series (n,), or for ``"partial"`` a DataFrame with a column a term.

    As R's ``residuals.glm``. Rows that ``na_exclude`` left out are NaN.

    Parameters
    ----------
    type : {"deviance", "pearson", "working", "response", "partial"}
        deviance: sign(y - mu) sqrt(d_i); pearson: (y - mu) sqrt(a / V(mu)); working:
        (y - mu) / (dmu/deta); response: y - mu; partial: working plus each centred term.

    Raises
    ------
    ValueError
        An unknown `type`.
    """
    if type == "partial":
        return fit.pad(terms(fit).add(of_rows(fit, "working"), axis=0))
    if type not in KINDS:
        names = [*KINDS, "partial"]
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
