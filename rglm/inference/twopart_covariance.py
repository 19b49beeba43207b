"""The covariance of a zero-inflated or hurdle model; R's vcov.zeroinfl."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from rglm.inference import covariance


def vcov(
    fit: Any,
    parm: str | Sequence[str] | None = None,
    type: str | None = None,
    cluster: Any = None,
    model: str = "full",
) -> pd.DataFrame:
    """The covariance of the coefficients, NaN where aliased.

    Parameters
    ----------
    parm, type, cluster
        As for `glm`: which coefficients, and a robust covariance.
    model : {"full", "count", "zero"}
        Both parts, or one under the names of its columns; R's ``vcov(fit, model = )``.

    Returns
    -------
    DataFrame (p, p)
        Under the names of the coefficients.

    Examples
    --------
    >>> from rglm import zeroinfl
    >>> from rglm.datasets import load
    >>> fit = zeroinfl("n_gc ~ logmass", load("galaxies"), dist="negbin")
    >>> fit.vcov(model="zero").columns.tolist()
    ['(Intercept)', 'logmass']
    """
    found = covariance.vcov(fit, None if model != "full" else parm, type, cluster)
    if model == "full":
        return found
    part = fit.part(model, fit.part(model, found).T).T
    return part if parm is None else part.loc[_names(parm), _names(parm)]


def _names(parm: str | Sequence[str]) -> list[str]:
    return [parm] if isinstance(parm, str) else list(parm)
