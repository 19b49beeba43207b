"""R-squared of a linear model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from rglm.models.lm.lm_components import LmComponents


def r2(fit: LmComponents) -> pd.Series:
    """R-squared and adjusted R-squared, as R's ``summary`` of an lm has them.

    With MSS the weighted sum of squares of the fitted values, about their mean where the model has
    an intercept and about 0 where it has none, and RSS that of the residuals:

        r_squared      MSS / (MSS + RSS)
        adj_r_squared  1 - (1 - r_squared) (n - 1) / df_residual; n without an intercept

    Returns
    -------
    Series
        ``r_squared adj_r_squared``.

    References
    ----------
    Draper & Smith (1998), Applied Regression Analysis.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> lm("breaks ~ wool + tension", load("warpbreaks")).r2().round(4).to_dict()
    {'r_squared': 0.2691, 'adj_r_squared': 0.2253}
    """
    return pd.Series({"r_squared": fit.r_squared, "adj_r_squared": fit.adj_r_squared})
