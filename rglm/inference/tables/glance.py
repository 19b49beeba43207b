"""A fit in one row; broom's glance."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from rglm.formatting.tables.wide_frame import WideFrame
from rglm.inference.goodness_of_fit.pseudo_r2 import mcfadden, nagelkerke
from rglm.protocol.model_result import ModelResult

COLUMN_VALUES: dict[str, Callable[[ModelResult], float]] = {
    "edf": lambda fit: int(fit.edf),
    "null_deviance": lambda fit: float(fit.null_deviance),
    "df_null": lambda fit: int(fit.df_null),
    "logLik": lambda fit: float(fit.logLik()),
    "AIC": lambda fit: float(fit.AIC()),
    "BIC": lambda fit: float(fit.BIC()),
    "deviance": lambda fit: float(fit.deviance),
    "df_residual": lambda fit: int(fit.df_residual),
    "nobs": lambda fit: fit.nobs(),
    "mcfadden_r2": mcfadden,
    "nagelkerke_r2": nagelkerke,
}


def glance(fit: ModelResult) -> pd.DataFrame:
    """Deviance, log-likelihood, criteria and counts of a fit in one row; R's ``broom::glance``.

    Returns
    -------
    DataFrame (1, k)
        Of a glm ``null_deviance df_null logLik AIC BIC deviance df_residual nobs``, and behind
        broom's columns ``mcfadden_r2 nagelkerke_r2``, see `r2`; the log-likelihood and what is
        made of it are NaN for the quasi families, and the last two of chunked data after `strip`
        unless they were asked for before. Of an lm ``r_squared adj_r_squared sigma
        statistic p_value df`` instead of the first two: the F test of all coefficients but the
        intercept, on ``df`` and ``df_residual``. Of the other models ``edf``, the number of
        parameters. ``pd.concat`` puts the rows of several fits together.

    Notes
    -----
    Of a linear model with one column and no intercept broom 1.0 has no F test; here it has one, as
    its summary.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> row = glm("breaks ~ wool", load("warpbreaks"), poisson()).glance().round(2)
    >>> row.iloc[:, :7]
       null_deviance  df_null  logLik     AIC     BIC  deviance  df_residual
    0         297.37       53  -278.0  560.0  563.98    281.33           52
    >>> row.iloc[:, 7:]
       nobs  mcfadden_r2  nagelkerke_r2
    0    54         0.03           0.26
    >>> from rglm import lm
    >>> lm("breaks ~ wool", load("warpbreaks")).glance().iloc[:, :6].round(3)
       r_squared  adj_r_squared   sigma  statistic  p_value  df
    0      0.049          0.031  12.996      2.668    0.108   1
    """
    own = fit._fit_statistics()
    values = {
        name: own[name] if name in own else COLUMN_VALUES[name](fit)
        for name in fit._glance_columns
    }
    return WideFrame({name: [value] for name, value in values.items()})
