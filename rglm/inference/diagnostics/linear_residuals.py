"""Residuals of a linear model; R's residuals.lm."""

from __future__ import annotations

from typing import Literal, overload

import pandas as pd

from rglm.inference.diagnostics.residuals import check_type, irls_residuals
from rglm.inference.prediction.term_contributions import terms
from rglm.inference.random_seed import Seed, generator
from rglm.protocol.capabilities import HasWorkingWeights

TYPES = ("working", "response", "deviance", "pearson", "partial", "quantile")


@overload
def residuals(
    fit: HasWorkingWeights, type: Literal["partial"], seed: Seed = None
) -> pd.DataFrame: ...
@overload
def residuals(
    fit: HasWorkingWeights,
    type: Literal["working", "response", "deviance", "pearson", "quantile"] = "working",
    seed: Seed = None,
) -> pd.Series: ...
@overload
def residuals(
    fit: HasWorkingWeights, type: str, seed: Seed = None
) -> pd.Series | pd.DataFrame: ...
def residuals(
    fit: HasWorkingWeights, type: str = "working", seed: Seed = None
) -> pd.Series | pd.DataFrame:
    """Residuals of one kind: Series (n,), or for ``"partial"`` a DataFrame with a column a term.

    As R's ``residuals.lm``. Rows that ``na_exclude`` left out are NaN.

    Parameters
    ----------
    type : {"working", "response", "deviance", "pearson", "partial", "quantile"}
        working and response: y - fitted, whatever the weights; deviance and pearson:
        sqrt(w) (y - fitted), whose variance is sigma^2 for every weight w; partial: y - fitted
        plus each centred term; quantile: those of pearson over sigma, which are near to standard
        normal if the model is right, NaN where the weight is 0.
    seed : int or numpy Generator, optional
        Without use, as these residuals are never random; other models have it for
        ``type="quantile"``.

    Returns
    -------
    Series (n,), or DataFrame (n, terms) for ``"partial"``
        Under the index of the data.

    Raises
    ------
    ValueError
        An unknown `type`; `seed` with another type than quantile.

    Notes
    -----
    sigma is the residual standard error in quantile residuals (Dunn & Smyth 1996), which are not
    studentized: `rstandard` and `rstudent` are.

    References
    ----------
    Dunn & Smyth (1996), Randomized quantile residuals, Journal of Computational and Graphical
    Statistics 5.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ wool + tension", load("warpbreaks"))
    >>> fit.residuals().round(2).head(3).tolist()
    [-13.28, -9.28, 14.72]
    """
    check_type(type, TYPES, seed)
    if type == "partial":
        return fit._pad_omitted(terms(fit).add(irls_residuals(fit, "response"), axis=0))
    if type == "quantile":
        scores = fit._response_distribution().quantile_residuals(generator(seed))
        return fit._pad_omitted(fit._row_series(scores))
    kind = "pearson" if type in ("deviance", "pearson") else "response"
    return fit._pad_omitted(irls_residuals(fit, kind))
