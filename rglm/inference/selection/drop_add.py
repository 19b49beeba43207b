"""The fits of a glm with one term less, or one more: R's drop1 and add1."""

from __future__ import annotations

from collections.abc import Sequence

from rglm.inference.hypothesis_tests.anova import Anova
from rglm.inference.selection.selection_arguments import dispersion_scale
from rglm.inference.selection.selection_table import requested_test, selection_table
from rglm.inference.selection.single_term_models import models_with_terms, models_without_terms
from rglm.inference.terms.term_scope import terms_to_add, terms_to_drop
from rglm.protocol.capabilities import HasLeverage


def drop1(
    fit: HasLeverage,
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
        The dispersion by which AIC and tests are scaled; 0 takes the fit's (for the normal
        family each model's own, at its maximum of the likelihood).
    test : {None, "Chisq", "LRT", "F", "Rao", "none", False}
        Chisq and LRT are the likelihood ratio test. F divides by the deviance of the fit over
        its degrees of freedom. Rao's score test has the weights of the fit without the term.
    k : float
        The weight of a degree of freedom in the AIC: ``log(n)`` for BIC.

    Returns
    -------
    Anova
        A row for the fit and one for each term: Df, by which the rank falls (0 where the term is
        aliased), Deviance, AIC (not for quasi families), and the test. Prints R's page.

    Raises
    ------
    ValueError
        A term that the model does not have, an unknown test, a scale below 0.

    Warns
    -----
    FitWarning
        An F test where the dispersion is known.

    Notes
    -----
    The columns of a term are left out of the design, the others stay as they are; rows, weights,
    offset and trials are those of the fit. Without an intercept R 4.2 takes the mean out of the
    residuals before test="Rao": its number is too small, or 0. Here it is the score, that of
    ``anova(test="Rao")``.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.drop1(test="LRT")
    Single term deletions
    <BLANKLINE>
    Model:
    breaks ~ wool * tension
                 Df Deviance    AIC    LRT  Pr(>Chi)
    <none>            182.31 468.97
    wool:tension  2   210.39 493.06 28.087 7.962e-07 ***
    ---
    Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1
    """
    scale, name = dispersion_scale(scale), requested_test(fit, test)
    fit._rows_source  # noqa: B018  an error after strip()
    models = models_without_terms(fit, terms_to_drop(fit._schema.parsed, scope), name == "Rao")
    return selection_table(fit, models, name, scale, k)


def add1(
    fit: HasLeverage,
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
    test : {None, "Chisq", "LRT", "F", "Rao", "none", False}
        F divides by the deviance of the larger model over its degrees of freedom. Rao's score
        test has the weights of the fit.

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
        the rows where every variable of the scope is known, as R does. (As there, the AIC of the
        first is that of the fit as it was, and dispersion and degrees of freedom of tests are
        its.) Also for an F test where the dispersion is known.

    Notes
    -----
    A new term is coded as in the formula with all new terms. The columns of the fit stay as they
    are, so that a main effect added below its interaction changes nothing and has Df 0; there R
    recodes the interaction too, and its first row is not the fit. Where the model has an offset,
    R 4.2 takes the scores of test="Rao" with the offset in them, which are not those of the
    model; here they are those of ``anova(test="Rao")``.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> fit.add1("~ . + tension")
    Single term additions
    <BLANKLINE>
    Model:
    breaks ~ wool
            Df Deviance    AIC
    <none>       281.33 560.00
    tension  2   210.39 493.06
    """
    scale, name = dispersion_scale(scale), requested_test(fit, test)
    fit._rows_source  # noqa: B018  an error after strip()
    models = models_with_terms(fit, terms_to_add(fit._schema.parsed, scope), name == "Rao")
    return selection_table(fit, models, name, scale, k)
