"""A term less, or a term more, by fitting again; R's drop1 and add1 for what is no glm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.hypothesis_tests.anova import Anova
from rglm.inference.selection.selection_arguments import dispersion_scale, parse_test
from rglm.inference.selection.selection_heading import selection_heading
from rglm.inference.terms.part_terms import additions, deletions
from rglm.inference.terms.update import refit_same_rows
from rglm.protocol.capabilities import HasLikelihoodModel
from rglm.protocol.model_result import ModelResult

TESTS = {"Chisq": "LRT", "LRT": "LRT"}


def drop1(
    fit: HasLikelihoodModel,
    scope: str | Sequence[str] | None = None,
    scale: float = 0,
    test: str | bool | None = None,
    k: float = 2,
) -> Anova:
    """The fits without each one of the terms; R's ``drop1``.

    Parameters
    ----------
    scope : formula or labels, optional
        The terms to leave out, ``"~ a + b"`` or ``["a", "b"]``; by default those that no other
        term contains. Of a model of two parts ``"~ a | b"`` has the terms of each, and without
        ``|`` those of both; a label may begin with its part, ``["count_a", "zero_b"]``.
    scale : float
        The dispersion, which these models do not have: 0, or 1, which it is.
    test : {None, "Chisq", "LRT", "none", False}
        The likelihood ratio test.
    k : float
        The weight of a degree of freedom in the AIC: ``log(n)`` for BIC.

    Returns
    -------
    Anova
        A row for the fit and one for each term, of a model of two parts under ``count_a`` and
        ``zero_b``: Df, by which the parameters are fewer, AIC, and the test. Prints R's page.

    Raises
    ------
    ValueError
        A term that the model does not have; an unknown test; a fit without the term has other
        rows, because its variable misses values.

    Warns
    -----
    FitWarning
        The warnings of the fits without a term, which name it.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks + wool", load("warpbreaks"))
    >>> fit.drop1(test="Chisq").table.index.tolist()
    ['<none>', 'breaks', 'wool']
    """
    has_test = parse_test(test, TESTS) is not None
    check_no_dispersion(fit, scale)
    fit._rows_source  # noqa: B018  an error after strip()
    return refitted(fit, deletions(fit, scope), k, has_test)


def add1(
    fit: HasLikelihoodModel,
    scope: str | Sequence[str],
    scale: float = 0,
    test: str | bool | None = None,
    k: float = 2,
) -> Anova:
    """The fits with one more term, each of those in a scope; R's ``add1``.

    Parameters
    ----------
    scope : formula or labels
        ``"~ . + x"``: of its terms those whose margins the model has; or a list of terms. For a
        model of two parts see `drop1`: ``"~ . + x | ."`` is of the counts alone.
    scale, test, k
        As in `drop1`.

    Returns
    -------
    Anova
        A row for the fit and one for each term, as in `drop1`. Prints R's page.

    Raises
    ------
    ValueError
        No term to add; an unknown test; a fit with the term has other rows, because its variable
        misses values.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    >>> fit.add1("~ . + wool").table["Df"].tolist()
    [nan, 1.0]
    """
    has_test = parse_test(test, TESTS) is not None
    check_no_dispersion(fit, scale)
    fit._rows_source  # noqa: B018  an error after strip()
    return refitted(fit, additions(fit, scope), k, has_test, added=True)


def check_no_dispersion(fit: ModelResult, scale: Any) -> None:
    """Check that ``scale=`` is no other dispersion than 1."""
    if dispersion_scale(scale) not in (0, 1):
        raise ValueError(
            f"scale={scale!r}: the dispersion of {fit._function_name}() is 1, and no other goes "
            "into its likelihood; leave scale= out"
        )


def refitted(
    fit: ModelResult,
    formulas: Mapping[str, str],
    k: float,
    test: bool = False,
    added: bool = False,
) -> Anova:
    """The table of the fits of some formulas beside a fit."""
    fits = [fit, *(refit_same_rows(fit, label, formula) for label, formula in formulas.items())]
    edf = np.array([float(one.edf) for one in fits])
    deviance = np.array([one.deviance for one in fits])
    change = np.r_[np.nan, np.abs(edf[1:] - edf[0])]
    table = {"Df": change, "AIC": deviance + k * edf}
    if test:
        rise = (deviance[0] - deviance[1:]) if added else (deviance[1:] - deviance[0])
        ratio = np.r_[np.nan, np.maximum(rise, 0.0)]
        table["LRT"] = ratio
        table["Pr(>Chi)"] = chisq_upper_tail(change, ratio)
    heading = selection_heading(fit, added)
    return Anova(pd.DataFrame(table, index=["<none>", *formulas]), heading)
