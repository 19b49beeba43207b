"""Deviance tables of negative binomial fits; R's anova.negbin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import collect_warnings, warn
from rglm.inference.hypothesis_tests.anova import Anova
from rglm.inference.hypothesis_tests.anova import anova as held
from rglm.inference.hypothesis_tests.likelihood_anova import LikelihoodRatio
from rglm.inference.hypothesis_tests.ratio_tests import likelihood_ratio_tests
from rglm.inference.nesting.comparable_fits import check_fit, check_same_rows
from rglm.inference.nesting.nested_models import how_to_compare, nested_pairs
from rglm.warnings import FitWarning

if TYPE_CHECKING:
    from rglm.models.glm_nb.negbin_fit import NegbinFit

TESTS = {None: True, "Chisq": True, "LRT": True, "none": False, False: False}  # of several fits
FIXED_THETA_NOTE = "tests made without re-estimating 'theta'"


def anova(
    fit: NegbinFit,
    *others: Any,
    test: str | bool | None = None,
    type: str | int = "I",
    error_estimate: str = "pearson",
    vcov: Any = None,
    singular_ok: bool | None = None,
) -> Anova | LikelihoodRatio:
    """The terms of one fit added one after the other, or several fits against each other.

    Of one fit it is the deviance table of `glm`'s ``anova``, theta being held at the estimate of
    the whole model, so that the tests lean a little to the larger models; with `type` II or III
    each term is tested on its own. Several fits are compared by likelihood ratio tests, each with
    its own theta; that is the better test.

    Parameters
    ----------
    *others : NegbinFit
        Fits of ``glm_nb`` to the same rows. All are put in the order of their residual degrees of
        freedom, and each is compared with the one before it.
    test, type, error_estimate, vcov, singular_ok
        As in `glm`'s ``anova``; several fits have the test "Chisq" only, or none (False).

    Returns
    -------
    Anova or LikelihoodRatio
        Prints R's page.

    Raises
    ------
    ValueError
        Fits of another kind or of other rows, or of which none is a case of the other. A Poisson
        fit is at the edge of what theta may be, where twice the difference of likelihoods is not
        chi-square: ``lrtest`` halves its p-value.

    Warns
    -----
    FitWarning
        The terms of one fit were tested without estimating theta anew.

    Examples
    --------
    >>> from rglm.datasets import load
    >>> from rglm.models.glm_nb.glm_nb import glm_nb
    >>> small = glm_nb("breaks ~ wool", load("warpbreaks"))
    >>> small.anova(small.update(". ~ . + tension")).table["LR stat."].round(3).tolist()
    [nan, 15.211]
    """
    if not others:
        with collect_warnings() as collected:
            tests = held(
                fit,
                test=test,
                type=type,
                error_estimate=error_estimate,
                vcov=vcov,
                singular_ok=singular_ok,
            )
        if str(type) in ("I", "1"):
            warn(FIXED_THETA_NOTE, FitWarning)
        for message, category in collected.items():
            warn(message, category)
        return tests
    if str(type) not in ("I", "1") or test not in TESTS:
        raise ValueError(
            f"test={test!r}, type={type!r}: several fits are compared by likelihood ratio tests, "
            "test='Chisq'"
        )
    models = _ordered(fit, others)
    response = fit._schema.parsed.response.variable
    title = "Likelihood ratio tests of Negative Binomial Models"
    table = _table(models)
    if not TESTS[test]:
        table = table.drop(columns="Pr(Chi)")
    return LikelihoodRatio(table, f"{title}\n\nResponse: {response}")


def _ordered(fit: NegbinFit, others: tuple[Any, ...]) -> list[Any]:
    """The fits, the smallest first."""
    for other in others:
        check_fit(other)
        if other._function_name != fit._function_name:
            raise ValueError(
                f"anova() compares fits of {fit._function_name}() with each other, got one of "
                f"{other._function_name}(); {how_to_compare(fit, other)}"
            )
    models = sorted((fit, *others), key=lambda model: -model.df_residual)
    check_same_rows(models)
    return models


def _table(models: list[Any]) -> pd.DataFrame:
    rest = np.array([float(model.df_residual) for model in models])
    pairs = nested_pairs(models, (-rest).tolist(), "anova")
    likelihoods = np.array([model.twologlik for model in models])
    tests = likelihood_ratio_tests(likelihoods / 2, -rest, pairs)
    numbers = range(1, len(models))
    table = {
        "Model": [model.formula.partition("~")[2].strip() for model in models],
        "theta": [model.theta for model in models],
        "Resid. df": rest,
        "2 x log-lik.": likelihoods,
        "Test": ["", *(f"{i} vs {i + 1}" for i in numbers)],
        "df": np.r_[np.nan, -np.diff(rest)],
        "LR stat.": np.r_[np.nan, tests.chisq],
        "Pr(Chi)": np.r_[np.nan, tests.p],
    }
    return pd.DataFrame(table, index=[str(i + 1) for i in range(len(models))])
