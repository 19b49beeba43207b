"""The tables of drop1 and add1: criteria and tests of models that differ from a fit by a term."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import warn
from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.hypothesis_tests.anova import Anova
from rglm.inference.selection.extract_aic import criteria, is_normal, minus_twice_loglik
from rglm.inference.selection.selection_arguments import parse_test
from rglm.inference.selection.selection_heading import selection_heading
from rglm.inference.selection.single_term_models import SingleTermModels
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.warnings import FitWarning

TESTS = {"Chisq": "LRT", "LRT": "LRT", "F": "F", "Rao": "Rao"}


def requested_test(fit: HasWorkingWeights, test: str | bool | None) -> str | None:
    """The test of ``test=``: LRT, F, Rao or None.

    Raises
    ------
    ValueError
        There is no such test.
    """
    name = parse_test(test, TESTS)
    if test == "F" and not np.isnan(fit.family.dispersion):
        warn(
            f"using an F test with a {fit.family.name!r} family, whose dispersion is known, is "
            "inappropriate: it estimates a dispersion, as the quasi families do",
            FitWarning,
        )
    return name


def selection_table(
    fit: HasWorkingWeights, models: SingleTermModels, test: str | None, scale: float, k: float
) -> Anova:
    """The table of ``drop1`` and ``add1``."""
    labels = ["<none>", *models.labels]
    columns: dict[str, np.ndarray] = {"Df": models.df, "Deviance": models.deviances}
    aic = criteria(fit, models.ranks, models.deviances, models.nrows, scale, k)
    if not np.isnan(aic).all():
        columns["AIC"] = aic
    tests = {"LRT": _likelihood_ratio, "F": _f, "Rao": _rao}
    with np.errstate(all="ignore"):
        columns |= tests[test](fit, models, scale) if test else {}
    return Anova(pd.DataFrame(columns, index=labels), selection_heading(fit, models.added, scale))


def _change(models: SingleTermModels, values: np.ndarray) -> np.ndarray:
    """By how much the larger of each two models is better, at least 0."""
    sign = -1.0 if models.added else 1.0
    return np.r_[np.nan, np.maximum(sign * (values - values[0])[1:], 0)]


def _scaled(fit: HasWorkingWeights, scale: float, plain: str, scaled: str) -> tuple[float, str]:
    """What a statistic is divided by, and the statistic's name."""
    dispersion = scale or fit.dispersion
    return dispersion, plain if dispersion == 1 else scaled


def _likelihood_ratio(
    fit: HasWorkingWeights, models: SingleTermModels, scale: float
) -> dict[str, np.ndarray]:
    dispersion, name = _scaled(fit, scale, "LRT", "scaled dev.")
    values = minus_twice_loglik(fit, models.deviances, models.nrows, scale)
    ratio = _change(models, values)
    if not is_normal(fit.family):
        ratio = _change(models, models.deviances) / dispersion
    return {name: ratio, "Pr(>Chi)": chisq_upper_tail(models.df, ratio)}


def _rao(fit: HasWorkingWeights, models: SingleTermModels, scale: float) -> dict[str, np.ndarray]:
    dispersion, name = _scaled(fit, scale, "Rao score", "scaled Rao sc.")
    score = models.scores / dispersion
    return {name: score, "Pr(>Chi)": chisq_upper_tail(models.df, score)}


def _f(fit: HasWorkingWeights, models: SingleTermModels, scale: float) -> dict[str, np.ndarray]:
    """F tests against the deviance of the larger model over its residual degrees of freedom."""
    from scipy.special import fdtrc

    df, rest = models.df, np.full(len(models.df), float(fit.df_residual))
    larger = np.full(len(df), models.deviances[0])
    if models.added:
        rest, larger = rest - df, models.deviances
    tested = (df > 0) & (rest > 0)
    df, rest = np.where(tested, df, np.nan), np.where(tested, rest, np.nan)
    ratio = _change(models, models.deviances) / df / (larger / rest)
    return {"F value": ratio, "Pr(>F)": fdtrc(df, rest, ratio)}
