"""A linear model with one term less, or one more: R's drop1.lm and add1.lm."""

from __future__ import annotations

from collections.abc import Sequence

from rglm.inference.hypothesis_tests.anova import Anova
from rglm.inference.selection.linear_selection_table import linear_selection_table
from rglm.inference.selection.selection_arguments import dispersion_scale, parse_test
from rglm.inference.selection.single_term_models import models_with_terms, models_without_terms
from rglm.inference.terms.term_scope import terms_to_add, terms_to_drop
from rglm.protocol.capabilities import HasLeastSquares

TESTS = {"F": "F", "Chisq": "Chisq"}


def drop1(
    fit: HasLeastSquares,
    scope: str | Sequence[str] | None = None,
    scale: float = 0,
    test: str | bool | None = None,
    k: float = 2,
) -> Anova:
    """The fits without each one of the terms; R's ``drop1``.

    Parameters
    ----------
    scope : formula or labels, optional
        The terms to leave out, ``"~ a + b"`` or ``["a", "b"]``; ``"~ ."`` is all of them. By
        default those that no other term contains (``a:b`` contains ``a``).
    scale : float
        The variance of the errors, where it is known; 0 estimates it.
    test : {None, "F", "Chisq", "none", False}
        F divides by the residual mean square of the fit. Chisq is the likelihood ratio test, of
        n log(RSS) or, with `scale`, of RSS / scale.
    k : float
        The weight of a degree of freedom in the AIC: ``log(n)`` for BIC.

    Returns
    -------
    Anova
        A row for the fit and one for each term: Df, by which the rank falls (0 where the term is
        aliased), the rise of the residual sum of squares, that sum, AIC = n log(RSS / n) + k p
        (with `scale` Mallows' Cp = RSS / scale - n + k p), and the test. Prints R's page.

    Raises
    ------
    ValueError
        A term that the model does not have, an unknown test, a scale below 0, a fit without rows.

    Warns
    -----
    FitWarning
        The fit is perfect: its residuals are rounding.

    Notes
    -----
    The columns of a term are left out of the design; rows, weights and offset are those of the
    fit. As in R, n counts rows of weight 0.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ wool + tension", load("warpbreaks"))
    >>> fit.drop1(test="F")
    Single term deletions
    <BLANKLINE>
    Model:
    breaks ~ wool + tension
            Df Sum of Sq    RSS    AIC F value   Pr(>F)
    <none>               6747.9 268.71
    wool     1    450.67 7198.6 270.20  3.3393 0.073614 .
    tension  2   2034.26 8782.1 278.94  7.5367 0.001378 **
    ---
    Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1
    """
    scale, name = dispersion_scale(scale), parse_test(test, TESTS)
    models = models_without_terms(fit, terms_to_drop(fit._schema.parsed, scope))
    return linear_selection_table(fit, models, name, scale, k)


def add1(
    fit: HasLeastSquares,
    scope: str | Sequence[str],
    scale: float = 0,
    test: str | bool | None = None,
    k: float = 2,
) -> Anova:
    """The fits with one more term, each of those in a scope; R's ``add1``.

    Parameters
    ----------
    scope : formula or labels
        ``"~ . + x"`` or ``"~ a * b"``: of its terms those whose margins the model has; or a list
        of terms, ``["x", "a:b"]``, all of which are tried.
    scale, k
        As in `drop1`.
    test : {None, "F", "Chisq", "none", False}
        F divides by the residual mean square of the larger model.

    Returns
    -------
    Anova
        A row for the fit and one for each term, as in `drop1`. Prints R's page.

    Raises
    ------
    ValueError
        A formula that lacks a term of the model; no term to add; an unknown test.

    Warns
    -----
    FitWarning
        Where a new variable has missing values: all models, the first too, are then fitted to
        the rows where every variable of the scope is known, as R does. (As there, the residual
        degrees of freedom of F tests are those of the fit.) Also for a perfect fit.

    Notes
    -----
    A new term is coded as in the formula with all new terms. The columns of the fit stay as they
    are, so that a main effect added below its interaction changes nothing and has Df 0; there R
    recodes the interaction too, and its first row is not the fit.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ wool", load("warpbreaks"))
    >>> fit.add1("~ . + tension")
    Single term additions
    <BLANKLINE>
    Model:
    breaks ~ wool
            Df Sum of Sq    RSS    AIC
    <none>               8782.1 278.94
    tension  2    2034.3 6747.9 268.71
    """
    scale, name = dispersion_scale(scale), parse_test(test, TESTS)
    fit._rows_source  # noqa: B018  an error after strip()
    models = models_with_terms(fit, terms_to_add(fit._schema.parsed, scope))
    return linear_selection_table(fit, models, name, scale, k)
