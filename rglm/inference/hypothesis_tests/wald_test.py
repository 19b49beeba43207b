"""Wald tests of linear hypotheses (car's linearHypothesis) and of nested models (waldtest)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias, overload

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.formatting.text.printable import listed, printable
from rglm.inference.hypothesis_tests.linear_hypotheses import (
    check_independent_rows,
    hypothesis_text,
    read_hypotheses,
)
from rglm.inference.hypothesis_tests.wald_statistic import (
    WaldTest,
    covariance_of,
    statistic_columns,
    whiten,
)
from rglm.inference.perfect_fit import check_residuals
from rglm.inference.terms.term_scope import is_formula
from rglm.protocol.argument_types import Vcov
from rglm.protocol.capabilities import HasLeastSquares
from rglm.protocol.model_result import ModelResult

TESTS = ("Chisq", "F")
Hypothesis: TypeAlias = str | Sequence[str] | Sequence[Sequence[float]] | np.ndarray | pd.DataFrame
RightSide: TypeAlias = float | Sequence[float] | np.ndarray | None


@overload
def wald_test(
    fit: ModelResult,
    hypothesis: Hypothesis,
    rhs: RightSide = ...,
    *,
    test: str | None = ...,
    vcov: Vcov = ...,
    singular_ok: bool = ...,
) -> WaldTest: ...


@overload
def wald_test(
    fit: ModelResult,
    hypothesis: ModelResult | str | None = ...,
    *others: ModelResult | str,
    test: str | None = ...,
    vcov: Vcov = ...,
    singular_ok: bool = ...,
) -> WaldTest: ...


def wald_test(
    fit: ModelResult,
    hypothesis: Any = None,
    *others: Any,
    rhs: Any = None,
    test: str | None = None,
    vcov: Vcov = None,
    singular_ok: bool = False,
) -> WaldTest:
    """Test linear hypotheses about the coefficients, or nested models, by Wald's statistic.

    W = (L b - r)' (L V L')^-1 (L b - r) on q degrees of freedom, or F = W / q. Hypotheses are
    those of ``car::linearHypothesis``. Of two models, as ``lmtest::waldtest`` has them, L picks
    the coefficients of the larger that the smaller lacks, and r is 0.

    Parameters
    ----------
    hypothesis : str, sequence of str, array (q, p), or fit, optional
        ``"x1 = x2, x3 = 0"``; a list of such, or of coefficients each of which is 0; or L. A
        DataFrame has the names of coefficients as columns, and those it does not have are 0.
        Another fit, or a formula that updates this one, ``". ~ . - x"``, is a model to compare
        with; by default that is the model of the intercept alone (and of the offsets).
    *others : fits or formulas
        Further models, each compared with the one before it. (After a hypothesis r may stand
        here, as in car.)
    rhs : float or (q,), optional
        r, for a matrix or for hypotheses without ``=``.
    test : {None, "Chisq", "F"}
        None is F for `lm`. For hypotheses of other models it is Chisq, as in car, whether or not
        a dispersion is estimated; for models it is F for `glm` and `glm_nb` too, as in lmtest.
    vcov : optional
        Another covariance V: ``"HC3"``, arguments of ``fit.vcov()`` in a dict, a matrix, or a
        function of the fit; of models that of the larger.
    singular_ok : bool
        Test hypotheses of a fit with aliased coefficients. None may be about one of them. (Models
        are compared whatever is aliased.)

    Returns
    -------
    WaldTest
        Prints car's page, or lmtest's.

    Raises
    ------
    ValueError
        An unknown coefficient; hypotheses that repeat or contradict each other; aliased
        coefficients; a covariance that is not known, as without residual degrees of freedom;
        models of different rows, of different kinds, or that are not nested.
    TypeError
        What is no hypothesis and no model.

    Notes
    -----
    car writes the sign of an exponent and every sign inside a name apart (``1e - 07 x``,
    ``age25 - 34``) and loses brackets of some names; here they stay as they are. Where the
    dispersion is known a saturated fit can be tested too. Of a binomial model W falls again where
    an effect is very large (Hauck & Donner 1977, JASA 72): of 50 successes in 100 against 95 it is
    35, against 99 it is 20, where the likelihood ratio of `lrtest` goes from 57 to 77. A bare
    ``"x"`` is the coefficient x, where `lrtest` takes the term.

    References
    ----------
    Wald (1943), Tests of statistical hypotheses concerning several parameters when the number of
    observations is large, Transactions of the American Mathematical Society 54.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ wool * tension", load("warpbreaks"))
    >>> fit.wald_test("woolB = tensionM")
    Linear hypothesis test
    <BLANKLINE>
    Hypothesis:
    woolB - tensionM = 0
    <BLANKLINE>
    Model 1: restricted model
    Model 2: breaks ~ wool * tension
    <BLANKLINE>
      Res.Df    RSS Df Sum of Sq      F Pr(>F)
    1     49 5825.3
    2     48 5745.1  1    80.222 0.6703  0.417
    >>> fit.wald_test(". ~ wool + tension", vcov="HC3")
    Wald test
    <BLANKLINE>
    Model 1: breaks ~ wool * tension
    Model 2: breaks ~ wool + tension
      Res.Df Df      F  Pr(>F)
    1     48
    2     50 -2 3.3814 0.04228 *
    ---
    Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1
    """
    if test is not None and test not in TESTS:
        raise ValueError(f"test={test!r}: use Chisq or F{did_you_mean(test, TESTS)}")
    if hypothesis is None or is_formula(hypothesis):
        from rglm.inference.hypothesis_tests.model_wald_test import compare_models

        if rhs is not None or singular_ok:
            raise ValueError("rhs= and singular_ok= are for hypotheses, not for models")
        models = () if hypothesis is None else (hypothesis, *others)
        return compare_models(fit, models, test, vcov)
    if isinstance(hypothesis, (list, tuple)) and any(map(is_formula, hypothesis)):
        raise TypeError(
            "wald_test() takes models one after the other, wald_test('. ~ . - x', m2), not a list"
        )
    if len(others) > 1 or (others and rhs is not None):
        raise TypeError(
            "wald_test() takes one hypothesis (a list of them is tested together), or models"
        )
    right = others[0] if others else rhs
    return _test_hypotheses(fit, hypothesis, right, test, vcov, singular_ok)


def _test_hypotheses(
    fit: ModelResult,
    hypothesis: Hypothesis,
    rhs: RightSide,
    test: str | None,
    vcov: Vcov,
    singular_ok: bool,
) -> WaldTest:
    names = list(fit._estimates.index)
    matrix, right = read_hypotheses(hypothesis, rhs, names)
    labels = [hypothesis_text(row, r, names) for row, r in zip(matrix, right, strict=True)]
    _check_aliased(fit, matrix, labels, singular_ok)
    if isinstance(fit, HasLeastSquares):
        check_residuals(fit, "wald_test")
    used = matrix.any(axis=0) & fit._estimates.notna().to_numpy()
    matrix, covariance = matrix[:, used], covariance_of(fit, vcov, np.flatnonzero(used))
    check_independent_rows(matrix, right, labels, np.sqrt(np.abs(np.diag(covariance))))
    value = matrix @ fit._estimates.to_numpy()[used] - right
    spread = matrix @ covariance @ matrix.T
    squares = float((whiten(value, spread, "the hypotheses") ** 2).sum())
    return WaldTest(
        _table(fit, squares, len(value), test, vcov is None),
        _heading(fit, labels, vcov is not None),
        pd.Series(value, index=labels),
        pd.DataFrame(spread, index=labels, columns=labels),
    )


def _check_aliased(
    fit: ModelResult, matrix: np.ndarray, labels: list[str], singular_ok: bool
) -> None:
    is_aliased = fit._estimates.isna().to_numpy()
    aliased = listed(list(fit._estimates.index[is_aliased]))
    for row, label in zip(matrix, labels, strict=True):
        if row[is_aliased].any():
            raise ValueError(
                f"hypothesis {label!r} is about an aliased coefficient, which has no estimate; "
                f"aliased: {aliased}"
            )
    if is_aliased.any() and not singular_ok:
        raise ValueError(
            f"there are aliased coefficients in the model ({aliased}); the others mean what they "
            "mean with these left out: singular_ok=True tests them so"
        )


def _table(
    fit: ModelResult, squares: float, df: int, test: str | None, is_own: bool
) -> pd.DataFrame:
    """The table of the restricted model and of the fit."""
    rest, is_linear = fit.df_residual, isinstance(fit, HasLeastSquares)
    test = test or ("F" if is_linear else "Chisq")
    columns: dict[str, Any] = {"Res.Df": [rest + df, rest], "Df": [np.nan, df]}
    if is_linear and is_own:
        rss, added = fit.deviance, squares * fit.dispersion
        sums = {"RSS": [rss + added, rss], "Df": [np.nan, df], "Sum of Sq": [np.nan, added]}
        columns = {"Res.Df": columns["Res.Df"], **sums}
    columns |= statistic_columns(test, np.array([squares]), np.array([df]), np.array([rest]))
    return pd.DataFrame(columns, index=["1", "2"], dtype=float)


def _heading(fit: ModelResult, labels: list[str], supplied: bool) -> str:
    formula = "\n".join(deparse_lines(fit.formula))
    models = f"Model 1: restricted model\nModel 2: {formula}"
    note = "\nNote: Coefficient covariance matrix supplied.\n" if supplied else ""
    return "\n".join(
        ["Linear hypothesis test\n\nHypothesis:", *map(printable, labels), "", models, note]
    )
