"""Residuals of models whose response is a category."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.format.suggest import did_you_mean
from rglm.inference.quantile import between, generator

TYPES = ("response", "quantile")


def residuals(fit: Any, type: str = "response", seed: Any = None) -> pd.Series | pd.DataFrame:
    """Residuals of each row.

    Parameters
    ----------
    type : {"response", "quantile"}
        response: whether the row is in a level (for counts the proportion) less the level's fitted
        probability, a DataFrame (n, m) as R's ``residuals.multinom``. quantile: Phi^-1(u) with u
        drawn between P(Y < y) and P(Y <= y) in the order of the levels, standard normal if the
        model is right (Dunn & Smyth 1996); for a response of one level a row.
    seed : int or numpy Generator, optional
        Of quantile residuals.

    Returns
    -------
    DataFrame (n, m), or Series (n,) for ``"quantile"``
        Under the index of the data.

    Raises
    ------
    ValueError
        An unknown `type`; quantile residuals of a matrix of counts.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    >>> fit.residuals().round(2).iloc[0].tolist()
    [0.72, -0.39, -0.33]
    """
    if type not in TYPES:
        raise ValueError(f"type={type!r}: use response or quantile{did_you_mean(type, TYPES)}")
    observed = fit.observed()
    if type == "response":
        if seed is not None:
            raise ValueError("seed= goes with type='quantile' only; type='response' draws nothing")
        with np.errstate(invalid="ignore"):  # a row without a count has no proportions
            return fit.pad(observed / observed.sum(axis=1, keepdims=True) - fit.fitted_values)
    if fit.counts:
        raise ValueError("type='quantile' is for a response of one level in each row, not counts")
    from scipy.special import ndtri

    probs, (each, codes) = fit.fitted_values.to_numpy(), np.nonzero(observed)
    cumulated = np.hstack([np.zeros((len(probs), 1)), probs.cumsum(axis=1)]).clip(0, 1)
    ends = ndtri(cumulated[each, codes]), ndtri(cumulated[each, codes + 1])
    return fit.pad(fit.series(between(*ends, generator(seed).random(len(probs)))))
