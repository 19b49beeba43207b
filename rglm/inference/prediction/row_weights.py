"""The weights of the rows of a fit; R's weights."""

from __future__ import annotations

import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.protocol.model_result import ModelResult

TYPES = ("prior", "working")


def weights(fit: ModelResult, type: str = "prior") -> pd.Series:
    """The weights of the rows, those left out by ``na_exclude`` as NaN; R's ``weights``.

    Parameters
    ----------
    type : {"prior", "working"}
        The weights given (times the trials, for counts of successes and failures), else 1; or
        those of the last step of iteratively reweighted least squares, ``fit.weights``.

    Raises
    ------
    ValueError
        Another type; working weights of a fit that has none.

    Examples
    --------
    >>> from rglm import generics, lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ wool", load("warpbreaks"), weights="breaks")
    >>> generics.weights(fit).head(3).tolist()
    [26.0, 30.0, 54.0]
    """
    check_option("type", type, TYPES)
    if type == "prior":
        return fit._pad_omitted(fit.prior_weights)
    if not isinstance(fit, HasWorkingWeights):
        raise ValueError(f"type='working': {fit._function_name}() has no working weights")
    return fit._pad_omitted(fit.weights)
