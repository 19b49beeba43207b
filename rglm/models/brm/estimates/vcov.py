"""The posterior covariance of the coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.tables.matrix_frame import MatrixFrame
from rglm.formatting.tables.named_index import named_index
from rglm.models.brm.estimates.parameter_names import coefficient_places

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def vcov(
    fit: BrmFit, correlation: bool = False, pars: str | Sequence[str] | None = None
) -> pd.DataFrame:
    """The covariance of the draws of the coefficients; brms' ``vcov``.

    Parameters
    ----------
    correlation : bool
        The correlation in its place.
    pars : name or names, optional
        Which coefficients; all by default.

    Returns
    -------
    DataFrame (p, p)

    Raises
    ------
    ValueError
        A name is no coefficient.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> bool(fit.vcov(correlation=True).loc["Intercept", "wt"] < -0.9)
    True
    """
    places = coefficient_places(fit, pars)
    draws, names = (
        fit.draws.to_numpy()[:, places],
        named_index(tuple(fit.names[i] for i in places)),
    )
    matrix = np.corrcoef(draws.T) if correlation else np.cov(draws.T)
    matrix = matrix.reshape(len(places), len(places))
    return MatrixFrame(matrix, index=names, columns=names)
