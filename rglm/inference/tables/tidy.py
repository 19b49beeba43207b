"""The coefficients of a fit as a tidy table; broom's tidy."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.formatting.tables.wide_frame import WideFrame
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult

COLUMNS = ("estimate", "std_error", "statistic", "p_value")
INTERVAL_COLUMNS = ("conf_low", "conf_high")


def tidy(
    fit: ModelResult,
    conf_int: bool = False,
    conf_level: float = 0.95,
    exponentiate: bool = False,
    method: str | None = None,
    vcov: Vcov = None,
) -> pd.DataFrame:
    """The coefficients as a table with a row for each; R's ``broom::tidy``.

    Parameters
    ----------
    conf_int : bool
        Confidence intervals too.
    conf_level : float
        Their coverage.
    exponentiate : bool
        exp of the estimates and of the limits of the intervals, such as odds ratios of a logistic
        model; standard errors stay those of the coefficients, as in broom.
    method : {"profile", "wald"}, optional
        The intervals; by default those of ``confint()``: profile for `glm`, `glm_nb` and `polr`,
        else wald, which is Student's t for `lm`.
    vcov : str, dict, matrix or function, optional
        Another covariance for standard errors, tests and Wald intervals, as ``summary(vcov=)``.

    Returns
    -------
    DataFrame
        ``term estimate std_error statistic p_value`` and, with `conf_int`, ``conf_low
        conf_high``; NaN for aliased coefficients. broom's names, with R's dot as an underscore.
        A `multinom` has ``y_level`` too, a `polr` ``coef_type``, models of two parts ``type``.

    Raises
    ------
    ValueError
        `method`, `conf_level` or `vcov` is not what ``confint()`` and ``summary()`` take.

    Examples
    --------
    >>> from rglm import glm, binomial
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.tidy(conf_int=True, exponentiate=True).round(3)
              term  estimate  std_error  statistic  p_value  conf_low  conf_high
    0  (Intercept)      0.00      1.336     -7.597      0.0     0.000      0.000
    1      logmass      4.47      0.192      7.797      0.0     3.176      6.777
    """
    table = fit._coefficient_table(vcov)
    out = WideFrame(fit._tidy_labels).assign(
        **{name: table.iloc[:, place].to_numpy() for place, name in enumerate(COLUMNS)}
    )
    if conf_int:
        limits = fit._intervals(range(len(fit.names)), conf_level, method, vcov)
        out[list(INTERVAL_COLUMNS)] = limits.to_numpy()
    if exponentiate:
        shown = ["estimate", *(INTERVAL_COLUMNS if conf_int else ())]
        with np.errstate(over="ignore"):
            out[shown] = np.exp(out[shown])
    return out
