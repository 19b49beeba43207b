"""Wald tests of linear hypotheses about the coefficients; car's linearHypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.tables.anova_table import anova_cells, anova_lines
from rglm.formatting.tables.html import html_table
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.formatting.text.printable import listed, printable
from rglm.inference.covariance.given_covariance import given_covariance
from rglm.inference.covariance.vcov import covariance_at
from rglm.inference.hypothesis_tests.linear_hypotheses import (
    check_independent_rows,
    hypothesis_text,
    read_hypotheses,
)
from rglm.protocol.model_result import ModelResult

TESTS = ("Chisq", "F")
MIN_CORRELATION_PIVOT = 1e-14  # below it a correlation matrix is singular in double precision


@dataclass(frozen=True)
class WaldTest:
    """A test of L b = r; printing shows car's page.

    Attributes
    ----------
    table : DataFrame
        ``Res.Df``, ``Df``, ``Chisq`` or ``F``, and the p-value; a row for the restricted model
        and one for the fit.
    heading : str
        The hypotheses and the models.
    value : Series (q,)
        L b - r, by hypothesis.
    vcov : DataFrame (q, q)
        Its covariance, L V L'.
    """

    table: pd.DataFrame
    heading: str
    value: pd.Series
    vcov: pd.DataFrame

    def __repr__(self) -> str:
        return "\n".join(anova_lines(self.table, self.heading))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_table(anova_cells(self.table), self.heading.strip())


def wald_test(
    fit: ModelResult,
    hypothesis: str | Sequence[str] | np.ndarray | pd.DataFrame,
    rhs: float | Sequence[float] | None = None,
    test: str | None = None,
    vcov: Any = None,
    singular_ok: bool = False,
) -> WaldTest:
    """Test linear hypotheses about the coefficients; ``car::linearHypothesis``.

    W = (L b - r)' (L V L')^-1 (L b - r) on q degrees of freedom, or F = W / q.

    Parameters
    ----------
    hypothesis : str, sequence of str, or array (q, p)
        ``"x1 = x2, x3 = 0"``; a list of such, or of coefficients each of which is 0; or L. A
        DataFrame has the names of coefficients as columns, and those it does not have are 0.
    rhs : float or (q,), optional
        r, for a matrix or for hypotheses without ``=``.
    test : {None, "Chisq", "F"}
        None is Chisq, as car does for a glm, whether or not the dispersion is estimated.
    vcov : optional
        Another covariance V: ``"HC3"``, a matrix, or a function of the fit.
    singular_ok : bool
        Allow a fit with aliased coefficients. No hypothesis may be about one of them.

    Returns
    -------
    WaldTest
        Prints car's page.

    Raises
    ------
    ValueError
        An unknown coefficient; hypotheses that repeat or contradict each other; aliased
        coefficients; a covariance that is not known, as without residual degrees of freedom.

    Notes
    -----
    car writes the sign of an exponent and every sign inside a name apart (``1e - 07 x``,
    ``age25 - 34``) and loses brackets of some names; here they stay as they are. Where the
    dispersion is known a saturated fit can be tested too.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.wald_test("woolB = tensionM")
    Linear hypothesis test
    <BLANKLINE>
    Hypothesis:
    woolB - tensionM = 0
    <BLANKLINE>
    Model 1: restricted model
    Model 2: breaks ~ wool * tension
    <BLANKLINE>
      Res.Df Df  Chisq Pr(>Chisq)
    1     49
    2     48  1 3.0656    0.07996 .
    ---
    Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1
    """
    if test is not None and test not in TESTS:
        raise ValueError(f"test={test!r}: use Chisq or F{did_you_mean(test, TESTS)}")
    names = list(fit._estimates.index)
    matrix, right = read_hypotheses(hypothesis, rhs, names)
    labels = [hypothesis_text(row, r, names) for row, r in zip(matrix, right, strict=True)]
    _check_aliased(fit, matrix, labels, singular_ok)
    used = matrix.any(axis=0) & fit._estimates.notna().to_numpy()
    matrix, covariance = matrix[:, used], _covariance(fit, vcov, np.flatnonzero(used))
    if not np.isfinite(covariance).all():
        raise ValueError(
            "the covariance of the coefficients is not known (NaN): the fit leaves no degrees of "
            "freedom to estimate the dispersion, or vcov= is not defined for it"
        )
    check_independent_rows(matrix, right, labels, np.sqrt(np.abs(np.diag(covariance))))
    value = matrix @ fit._estimates.to_numpy()[used] - right
    spread = matrix @ covariance @ matrix.T
    squares = float((whiten(value, spread, "the hypotheses") ** 2).sum())
    return WaldTest(
        _table(squares, len(value), fit.df_residual, test or "Chisq"),
        _heading(fit, labels, vcov is not None),
        pd.Series(value, index=labels),
        pd.DataFrame(spread, index=labels, columns=labels),
    )


def _covariance(fit: ModelResult, vcov: Any, places: np.ndarray) -> np.ndarray:
    """The covariance of some coefficients: of many only what the hypotheses need."""
    if vcov is None or isinstance(vcov, str):
        return covariance_at(fit, places, vcov).to_numpy()
    return given_covariance(fit, vcov)[np.ix_(places, places)]


def whiten(value: np.ndarray, covariance: np.ndarray, what: str) -> np.ndarray:
    """G^-1 v where G G' is the covariance (q, q); the sum of its squares is Wald's statistic.

    Raises
    ------
    ValueError
        The covariance of `what` is singular.
    """
    from rglm.linalg.pivot import solve_upper

    size = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    with np.errstate(all="ignore"):
        correlation = covariance / np.outer(size, size)
    lower = _cholesky(correlation)
    if lower is None:
        raise ValueError(
            f"the covariance of {what} is singular, so that there is no Wald statistic: test "
            "fewer at a time, or use a covariance of full rank (clusters have to outnumber what "
            "is tested)"
        )
    return solve_upper(np.asfortranarray(lower.T), value / size, transposed=True)


def _cholesky(correlation: np.ndarray) -> np.ndarray | None:
    """The Cholesky factor of a correlation matrix; None if it is singular."""
    try:
        lower = np.linalg.cholesky(correlation)
    except np.linalg.LinAlgError:
        return None
    singular = len(lower) and np.diagonal(lower).min() ** 2 < MIN_CORRELATION_PIVOT
    return None if singular or not np.isfinite(correlation).all() else lower


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


def _table(squares: float, df: int, rest: float, test: str) -> pd.DataFrame:
    from scipy.special import chdtrc, fdtrc

    if test == "F":
        if rest <= 0:
            raise ValueError(
                "test='F' needs residual degrees of freedom, and this fit leaves none"
            )
        statistics = {"F": squares / df, "Pr(>F)": float(fdtrc(df, rest, squares / df))}
    else:
        statistics = {"Chisq": squares, "Pr(>Chisq)": float(chdtrc(df, squares))}
    columns = {"Res.Df": [rest + df, rest], "Df": [np.nan, df]}
    columns |= {name: [np.nan, value] for name, value in statistics.items()}
    return pd.DataFrame(columns, index=["1", "2"], dtype=float)


def _heading(fit: ModelResult, labels: list[str], supplied: bool) -> str:
    formula = "\n".join(deparse_lines(fit.formula))
    models = f"Model 1: restricted model\nModel 2: {formula}"
    note = "\nNote: Coefficient covariance matrix supplied.\n" if supplied else ""
    return "\n".join(
        ["Linear hypothesis test\n\nHypothesis:", *map(printable, labels), "", models, note]
    )
