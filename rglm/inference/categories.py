"""Predictions of models whose response is a category: R's predict.polr and predict.multinom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.format.suggest import did_you_mean

TYPES = ("class", "probs")


def predict(
    fit: Any, newdata: Any = None, type: str = "class", se_fit: bool = False
) -> pd.Series | pd.DataFrame:
    """The likeliest level, or the probability of each, on new rows or on those of the fit.

    R's ``predict.polr`` and ``predict.multinom``.

    Parameters
    ----------
    newdata : table, optional
        Anything ``data=`` takes. A row with a missing value predicts a missing one.
    type : {"class", "probs"}
    se_fit : bool
        Standard errors of the probabilities too, by the delta method: the square root of
        g' V g with g the gradient of the probability and V the covariance of the estimates.

    Returns
    -------
    Series or DataFrame
        A Categorical for ``"class"``; for ``"probs"`` a column for each level, under ``fit`` and
        ``se_fit`` with standard errors.

    Raises
    ------
    ValueError
        An unknown `type`, or standard errors of a class; a column missing in `newdata`, or a
        level that the fit has not seen.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    >>> fit.predict({"breaks": [20, 40]}, type="probs").round(3)
           L      M     H
    0  0.186  0.364  0.45
    1  0.556  0.314  0.13
    """
    if type not in TYPES:
        raise ValueError(f"type={type!r}: use class or probs{did_you_mean(type, TYPES)}")
    if se_fit and type == "class":
        raise ValueError("se_fit=True goes with type='probs': a class has no standard error")
    source, index = (fit.rows_source, fit.index) if newdata is None else fit.new_source(newdata)
    levels = list(fit.lev)
    probs = pd.DataFrame(source.by_row(fit.probabilities), index=index, columns=levels)
    if type == "class":
        found: Any = likeliest(fit, probs)
    elif se_fit:
        errors = source.by_row(lambda block: standard_errors(fit, block))
        errors = pd.DataFrame(errors, index=index, columns=levels)
        found = pd.concat({"fit": probs, "se_fit": errors}, axis=1)
    else:
        found = probs
    return fit.pad(found) if newdata is None else found


def likeliest(fit: Any, probs: pd.DataFrame) -> pd.Series:
    """The level with the highest probability, the first of several; missing where those are."""
    values = probs.to_numpy()
    missing = np.isnan(values).any(axis=1)
    codes = np.where(missing, -1, np.argmax(np.where(np.isnan(values), 0, values), axis=1))
    found = pd.Categorical.from_codes(codes, list(fit.lev), ordered=fit.ordered)
    return pd.Series(found, index=probs.index)


def standard_errors(fit: Any, block: Block) -> np.ndarray:
    """The standard errors of the probabilities of a block, (n, m)."""
    covariance = fit.solution.covariance
    spread = [((g @ covariance) * g).sum(axis=1) for g in fit.probability_slopes(block)]
    return np.sqrt(np.maximum(spread, 0.0)).T
