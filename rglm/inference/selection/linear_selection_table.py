"""The tables of drop1 and add1 of a linear model: sums of squares, AIC or Cp, and tests."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.hypothesis_tests.anova import Anova
from rglm.inference.perfect_fit import warn_of_perfect_fit
from rglm.inference.selection.selection_heading import selection_heading
from rglm.inference.selection.single_term_models import SingleTermModels
from rglm.protocol.capabilities import HasLeastSquares


def linear_selection_table(
    fit: HasLeastSquares, models: SingleTermModels, test: str | None, scale: float, k: float
) -> Anova:
    """The table of ``drop1`` and ``add1`` of a fit by least squares.

    With residual sums of squares RSS of n rows and rank p, AIC is n log(RSS / n) + k p; where the
    variance `scale` is known it is Mallows' Cp, RSS / scale - n + k p.

    Warns
    -----
    FitWarning
        The fit is perfect but for rounding.
    """
    warn_of_perfect_fit(fit)
    n = models.nrows
    is_saturated = models.ranks >= models.informative
    rss = np.where(is_saturated, 0.0, models.deviances)  # what is left is rounding
    with np.errstate(all="ignore"):
        criterion = minus_twice_loglik(rss, n, scale)
        columns = {
            "Df": models.df,
            "Sum of Sq": _change(models, rss),
            "RSS": rss,
            "Cp" if scale else "AIC": criterion + k * models.ranks,
        }
        if test == "F":
            columns |= _f(fit, models, rss)
        elif test == "Chisq":
            ratio = np.where(models.df > 0, np.maximum(_change(models, criterion), 0), np.nan)
            columns["Pr(>Chi)"] = chisq_upper_tail(models.df, ratio)
    table = pd.DataFrame(columns, index=["<none>", *models.labels])
    return Anova(table, selection_heading(fit, models.added, scale))


def minus_twice_loglik(rss: np.ndarray, nrows: int, scale: float) -> np.ndarray:
    """-2 log L at residual sums of squares, up to a constant; of a known variance RSS/s - n."""
    with np.errstate(all="ignore"):
        return rss / scale - nrows if scale else nrows * np.log(rss / nrows)


def _change(models: SingleTermModels, values: np.ndarray) -> np.ndarray:
    """By how much the larger of each two models is better."""
    sign = -1.0 if models.added else 1.0
    return np.r_[np.nan, sign * (values - values[0])[1:]]


def _f(fit: HasLeastSquares, models: SingleTermModels, rss: np.ndarray) -> dict[str, np.ndarray]:
    """F tests against the mean square of the larger model."""
    from scipy.special import fdtrc

    df, rest = models.df, np.full(len(models.df), float(fit.df_residual))
    larger = np.full(len(df), rss[0])
    if models.added:
        rest, larger = rest - df, rss
    ratio = _change(models, rss) / df / (larger / rest)
    ratio = np.where(df > 0, ratio, np.nan)
    return {"F value": ratio, "Pr(>F)": fdtrc(df, rest, np.maximum(ratio, 0))}
