"""Priors of `rglm.brm`, under brms' and R's names.

>>> from rglm.priors import normal, prior, student_t
>>> prior(normal(0, 1), class_="b", coef="logmass")
b_logmass ~ normal(0, 1)

Distributions of a parameter
    on the whole line   normal, student_t, cauchy, laplace (double_exponential), logistic, flat
    above 0             exponential, gamma, inv_gamma, lognormal
    between two ends    uniform, beta

The priors of a model
    prior               a distribution for a class of parameters, or for one of them
    set_prior           the same, under brms' other name
    default_prior       the priors that a model has without any, before it is fitted

The priors of a fit
    prior_summary   a table of them

Several priors are a list, ``prior=[prior(...), prior(...)]``, or a sum. A distribution alone,
``prior=normal(0, 1)``, is the prior of all slopes.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from rglm.bayes.distributions.distribution import Distribution
from rglm.bayes.distributions.flat import Flat
from rglm.bayes.priors.bounded_priors import (
    beta,
    exponential,
    gamma,
    inv_gamma,
    lognormal,
    uniform,
)
from rglm.bayes.priors.prior import Prior
from rglm.bayes.priors.whole_line_priors import (
    cauchy,
    double_exponential,
    flat,
    laplace,
    logistic,
    normal,
    student_t,
)
from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.hints.argument_kinds import describe_value
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.models.brm.default_prior import default_prior

__all__ = [
    "beta",
    "cauchy",
    "default_prior",
    "double_exponential",
    "exponential",
    "flat",
    "gamma",
    "inv_gamma",
    "laplace",
    "logistic",
    "lognormal",
    "normal",
    "prior",
    "prior_summary",
    "set_prior",
    "student_t",
    "uniform",
]


@check_arguments
def prior(
    distribution: Distribution | str,
    class_: str = "b",
    coef: str | None = None,
    dpar: str | None = None,
    lb: float | None = None,
    ub: float | None = None,
) -> Prior:
    """Prior of a class of parameters, or of one coefficient.

    A prior of one coefficient goes before that of its class. Where the distribution or the bounds
    do not allow some values, the parameter cannot have them: a slope with an exponential prior is
    positive.

    Parameters
    ----------
    distribution : Distribution or str
        Such as ``normal(0, 1)``; as text, it is read as brms' (``"normal(0, 1)"``; ``""`` is
        flat).
    class_ : str
        "b" are the slopes, "Intercept" the intercept of centred columns (in an ordinal model the
        cut points); "sigma", "shape" and "phi" are what their name says.
    coef : str, optional
        The name of a coefficient, as it is shown; of a cut point its number, ``"1"``.
    dpar : str, optional
        The part of the model: "zi" or "hu", or "mu" and a category. Without it the main part, or
        all categories.
    lb, ub : float, optional
        Bounds of the parameter. The density between them integrates to 1.

    Returns
    -------
    Prior

    Raises
    ------
    TypeError
        A distribution that is none.
    ValueError
        A text that is no known distribution, or bounds between which it has no probability.

    Examples
    --------
    >>> from rglm.priors import normal, prior
    >>> prior(normal(0, 1), class_="b", coef="logmass")
    b_logmass ~ normal(0, 1)
    >>> prior("student_t(3, 0, 2.5)", class_="Intercept") + prior(normal(0, 1), lb=0)
    Intercept ~ student_t(3, 0, 2.5)
    b ~ normal(0, 1) on (0, inf)
    """
    made = _read(distribution) if isinstance(distribution, str) else distribution
    if not isinstance(made, Distribution):
        raise TypeError(
            "prior(): distribution= takes a distribution of rglm.priors, such as normal(0, 1), or "
            f"its text, got {describe_value(distribution)}"
        )
    low, high = -np.inf if lb is None else float(lb), np.inf if ub is None else float(ub)
    if not low < high:
        raise ValueError(f"prior(): lb= must be below ub=, got lb={lb!r}, ub={ub!r}")
    return Prior(made.truncated(low, high), class_, coef or "", dpar or "")


set_prior = prior


@check_arguments
def prior_summary(fit: Any) -> pd.DataFrame:
    """Table of the priors of a fit of `rglm.brm`, as ``fit.prior_summary()`` has them.

    Parameters
    ----------
    fit : BrmFit

    Returns
    -------
    DataFrame
        prior, class, coef, dpar, lb, ub and source of each class of parameters and each parameter.

    Raises
    ------
    TypeError
        What is given is no such fit.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> from rglm.priors import normal, prior_summary
    >>> print(prior_summary(brm("mpg ~ wt", load("mtcars"), prior=normal(0, 10), seed=1)))
                  prior     class coef dpar lb ub       source
     normal(20.1, 15.1) Intercept                      default
          normal(0, 10)         b                         user
          normal(0, 10)         b   wt            (vectorized)
     exponential(0.166)     sigma            0         default
    """
    try:
        verb = fit.prior_summary
    except AttributeError:
        what = describe_value(fit)
        raise TypeError(f"prior_summary() takes a fit of brm(), got {what}") from None
    return verb()


_DISTRIBUTIONS = {
    function.__name__: function
    for function in (
        *(normal, student_t, cauchy, laplace, double_exponential, logistic, flat),
        *(exponential, gamma, inv_gamma, lognormal, uniform, beta),
    )
}
_CALL = re.compile(r"\s*(\w+)\s*\(([^()]*)\)\s*")


def _read(text: str) -> Distribution:
    """The distribution that a text names, with numbers for arguments."""
    if text.strip() in ("", "(flat)"):
        return Flat()
    call = _CALL.fullmatch(text)
    if call is None:
        raise ValueError(
            f"prior(): {text!r} is not a distribution with numbers, such as 'normal(0, 2.5)'"
        )
    name, inside = call.groups()
    if name not in _DISTRIBUTIONS:
        hint, known = did_you_mean(name, _DISTRIBUTIONS), ", ".join(_DISTRIBUTIONS)
        raise ValueError(f"prior(): no distribution {name!r}{hint}; there are {known}")
    try:
        numbers = [float(part) for part in inside.split(",")] if inside.strip() else []
    except ValueError:
        raise ValueError(f"prior(): the arguments in {text!r} have to be numbers") from None
    try:
        return _DISTRIBUTIONS[name](*numbers)
    except TypeError as error:
        raise ValueError(f"prior(): {text!r} cannot be read: {error}") from None
