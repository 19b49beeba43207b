"""The categories of the warnings of a fit."""

from __future__ import annotations


class FitWarning(UserWarning):
    """A property of a fit that a reader of its numbers should know.

    It is the base of the other warnings. The message says what happened, names the coefficients
    or rows, and says what to do.

    Examples
    --------
    A script that should stop where a fit is in doubt makes errors of these warnings:

    >>> import warnings
    >>> from rglm import FitWarning, lm
    >>> from rglm.datasets import load
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("error", FitWarning)
    ...     lm("mpg ~ wt + I(2 * wt)", load("mtcars"))
    Traceback (most recent call last):
    rglm.warnings.RankWarning: lm: 1 coefficient(s) not defined because of singularities: ...
    """


class ConvergenceWarning(FitWarning):
    """The iterations ended before the deviance, or the likelihood, settled.

    The estimates are those of the last iteration: do not report them. More iterations may help,
    ``control={"maxit": 100}``; so may columns of similar size (``scale(x)``), other starting
    values (``start=``), or a simpler model. A coefficient that grows without end is the usual
    reason: see `SeparationWarning`.
    """


class BoundaryWarning(FitWarning):
    """Estimates at a limit: probabilities of 0 or 1, parameters that go to infinity.

    Fitted probabilities of 0 or 1 come from a good predictor as well as from a coefficient that
    is infinite. Standard errors and Wald tests of a parameter at its limit say nothing;
    likelihoods and predictions hold.
    """


class SeparationWarning(BoundaryWarning):
    """Coefficients without a finite estimate: a combination of columns separates the outcomes.

    The likelihood rises as long as the coefficients grow, so their printed value is where the
    iterations ended and their standard errors are huge. ``fit.separation()`` names each such
    coefficient with its sign. What to do: report likelihood ratio tests and profile intervals,
    which have one finite end; or fit with ``method="brglm"``, whose estimates are finite with the
    logit link; or merge levels that have one outcome only.

    References
    ----------
    Albert & Anderson (1984), On the existence of maximum likelihood estimates in logistic
    regression models, Biometrika 71; Heinze & Schemper (2002), A solution to the problem of
    separation in logistic regression, Statistics in Medicine 21.
    """


class RankWarning(FitWarning):
    """Coefficients that the data do not determine, since columns are linearly dependent.

    As in R a column that is a combination of those before it has the coefficient NaN, and the
    others are as if it were not there. ``fit.alias()`` shows the combination. Fitted values and
    predictions do not depend on which of the columns is left out.
    """


class FamilyWarning(UserWarning):
    """A response that the family accepts but is not meant for, as counts that are not whole."""
