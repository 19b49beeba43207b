"""Residuals of models whose response is a category."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.diagnostics.quantile_residuals import between, generator

TYPES = ("response", "pearson", "quantile")


def residuals(fit: Any, type: str = "response", seed: Any = None) -> pd.Series | pd.DataFrame:
    """Residuals of each row.

    Parameters
    ----------
    type : {"response", "pearson", "quantile"}
        response: whether the row is in a level (for counts the proportion) less the level's fitted
        probability p, a DataFrame (n, m) as R's ``residuals.multinom``. pearson: that times
        sqrt(w N / (p (1 - p))), N the row's count (1 if it has one level) and w its weight, level
        by level. quantile: Phi^-1(u) with u
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
        hint = did_you_mean(type, TYPES)
        raise ValueError(f"type={type!r}: use one of {', '.join(TYPES)}{hint}")
    observed = fit.observed()
    if type != "quantile":
        if seed is not None:
            raise ValueError(f"seed= goes with type='quantile' only; type={type!r} draws nothing")
        return fit.pad(_of_levels(fit, observed, type))
    if fit.counts:
        raise ValueError("type='quantile' is for a response of one level in each row, not counts")
    from scipy.special import ndtri

    probs, (each, codes) = fit.fitted_values.to_numpy(), np.nonzero(observed)
    cumulated = np.hstack([np.zeros((len(probs), 1)), probs.cumsum(axis=1)]).clip(0, 1)
    ends = ndtri(cumulated[each, codes]), ndtri(cumulated[each, codes + 1])
    return fit.pad(fit.series(between(*ends, generator(seed).random(len(probs)))))


def _of_levels(fit: Any, observed: np.ndarray, type: str) -> pd.DataFrame:
    """Response or Pearson residuals, a column a level."""
    count, probs = observed.sum(axis=1, keepdims=True), fit.fitted_values
    with np.errstate(all="ignore"):  # a row without a count has no proportions
        gap = observed / count - probs
        if type == "response":
            return gap
        weights = fit.rows_source.rows.weights[:, None]
        return gap * np.sqrt(weights * count / (probs * (1 - probs)))
