"""Families without a distribution: their base class, quasi-binomial and quasi-Poisson."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.families.glm import binomial, poisson
from rglm.families.glm.binomial_response import prepare_proportions
from rglm.families.glm.family import Family
from rglm.families.glm.response import PreparedResponse, nonnegative_response, one_column_response
from rglm.families.links.link import Link
from rglm.families.links.link_names import choose_link
from rglm.families.numerics.normal_scores import Scores
from rglm.formatting.hints.argument_hints import check_argument_names


class QuasiLikelihood(Family):
    """A mean and a variance function, with a dispersion that is estimated.

    Attributes
    ----------
    instead : str
        The families with a distribution, for messages.
    """

    instead: str

    def normal_scores(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> Scores:
        """Raise: a quasi-likelihood has no distribution."""
        raise ValueError(
            f"{self.name} has no distribution and so no quantile residuals; use {self.instead}, "
            "or residuals of another type"
        )

    def simulate(
        self, mu: np.ndarray, wt: np.ndarray, rng: np.random.Generator, dispersion: float
    ) -> np.ndarray:
        """Raise: a quasi-likelihood has no distribution."""
        raise ValueError(f"{self.name} has no distribution to simulate from; use {self.instead}")


@dataclass(frozen=True, repr=False)
class QuasiBinomial(QuasiLikelihood):
    """The binomial mean and variance with a dispersion; made by `quasibinomial`."""

    link: Link
    name = "quasibinomial"
    constructor = "quasibinomial"
    mean_range = response_range = (0.0, 1.0)
    boundary_means = (0.0, 1.0)
    has_binary_response = True
    mean_name = "prob"
    instead = "binomial()"

    variance = binomial.Binomial.variance
    unit_deviance = binomial.Binomial.unit_deviance
    variance_step = binomial.Binomial.variance_step
    working_step = binomial.Binomial.working_step

    def prepare(self, y: Any, weights: Any = None) -> PreparedResponse:
        """0/1 or proportions, or two columns; starts from (wt y + 1/2)/(wt + 1)."""
        return prepare_proportions(self.name, y, weights)


@check_argument_names
def quasibinomial(link: str | Link = "logit") -> QuasiBinomial:
    """Return the binomial family with an estimated dispersion, as R's ``quasibinomial()``.

    The variance of a proportion of m trials is phi mu (1 - mu)/m. Estimates are those of
    `binomial`, and standard errors sqrt(phi) times its; they are right only if phi is the same for
    few trials and for many (that of `betabinomial` is not). Responses of 0 and 1 say nothing about
    phi.

    Parameters
    ----------
    link : str or Link
        logit, probit, cauchit, log or cloglog; or any link object. Another name is a ValueError.

    References
    ----------
    Wedderburn (1974), Quasi-likelihood functions, generalized linear models, and the Gauss-Newton
    method, Biometrika 61; McCullagh & Nelder (1989), *Generalized Linear Models*, section 4.5.

    Examples
    --------
    >>> quasibinomial("probit")
    quasibinomial(link="probit")
    """
    return QuasiBinomial(choose_link("quasibinomial", link, binomial.LINK_NAMES))


@dataclass(frozen=True, repr=False)
class QuasiPoisson(QuasiLikelihood):
    """The Poisson mean and variance with a dispersion; made by `quasipoisson`."""

    link: Link
    name = "quasipoisson"
    mean_name = "rate"
    constructor = "quasipoisson"
    mean_range = response_range = (0.0, np.inf)
    boundary_means = (0.0,)
    instead = "poisson() or negative_binomial(theta)"

    variance = poisson.Poisson.variance
    unit_deviance = poisson.Poisson.unit_deviance
    variance_step = poisson.Poisson.variance_step

    def prepare(self, y: Any, weights: Any = None) -> PreparedResponse:
        """Take y of 0 or more; starts from y + 0.1."""
        y, weights = nonnegative_response(self.name, y, weights)
        return one_column_response(y, weights, y + 0.1)


@check_argument_names
def quasipoisson(link: str | Link = "log") -> QuasiPoisson:
    """Return the Poisson family with an estimated dispersion, as R's ``quasipoisson()``.

    The variance is phi mu. Estimates are those of `poisson`, and standard errors sqrt(phi) times
    its; they are right only if the variance is proportional to the mean.

    Parameters
    ----------
    link : str or Link
        log, identity or sqrt; or any link object. Another name is a ValueError.

    References
    ----------
    Wedderburn (1974), Quasi-likelihood functions, generalized linear models, and the Gauss-Newton
    method, Biometrika 61; McCullagh & Nelder (1989), *Generalized Linear Models*, chapter 9.

    Examples
    --------
    >>> quasipoisson()
    quasipoisson(link="log")
    """
    return QuasiPoisson(choose_link("quasipoisson", link, poisson.LINK_NAMES))
