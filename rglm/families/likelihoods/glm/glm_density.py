"""The likelihood of a family of `glm`, by its type."""

from __future__ import annotations

from functools import singledispatch

from rglm.families.glm.binomial import Binomial
from rglm.families.glm.family import Family
from rglm.families.glm.gamma import GammaFamily
from rglm.families.glm.gaussian import Gaussian
from rglm.families.glm.inverse_gaussian import InverseGaussian
from rglm.families.glm.negative_binomial import NegativeBinomial
from rglm.families.glm.poisson import Poisson
from rglm.families.likelihoods.count_distribution import CountDistribution, count_distribution
from rglm.families.likelihoods.glm.binomial_density import BinomialDensity
from rglm.families.likelihoods.glm.gaussian_density import GaussianDensity
from rglm.families.likelihoods.glm.inverse_gaussian_shape import InverseGaussianShape
from rglm.families.likelihoods.glm.log_mean_density import LogMeanDensity
from rglm.families.likelihoods.positive_density import GammaShape
from rglm.families.likelihoods.row_density import ModelDensity
from rglm.families.links.link import Link


@singledispatch
def glm_density(family: Family) -> ModelDensity:
    """Return the density of a row of a family, with its dispersion as a parameter.

    The scalars are ``Log(sigma)`` of the normal, and ``Log(shape)``, shape = 1/dispersion, of
    the gamma and the inverse Gaussian family; the others have none.

    Raises
    ------
    TypeError
        The family has no likelihood that is known here.

    Examples
    --------
    >>> from rglm.families import Gamma
    >>> glm_density(Gamma("log")).scalars
    ('Log(shape)',)
    """
    raise TypeError(f"the {family.name} family has no likelihood whose parameters are all known")


@glm_density.register
def _gaussian(family: Gaussian) -> ModelDensity:
    return GaussianDensity(family.link)


@glm_density.register
def _binomial(family: Binomial) -> ModelDensity:
    return BinomialDensity(family.link)


@glm_density.register
def _poisson(family: Poisson) -> ModelDensity:
    return LogMeanDensity(count_distribution("poisson"), family.link)


@glm_density.register
def _negative_binomial(family: NegativeBinomial) -> ModelDensity:
    return LogMeanDensity(CountDistribution("negbin", family.theta), family.link)


@glm_density.register
def _gamma(family: GammaFamily) -> ModelDensity:
    return LogMeanDensity(GammaShape(), family.link)


@glm_density.register
def _inverse_gaussian(family: InverseGaussian) -> ModelDensity:
    return LogMeanDensity(InverseGaussianShape(), family.link)


def has_glm_density(family: Family) -> bool:
    """Return whether `glm_density` knows the likelihood of a family.

    Examples
    --------
    >>> from rglm.families import poisson, quasipoisson
    >>> has_glm_density(poisson()), has_glm_density(quasipoisson())
    (True, False)
    """
    return glm_density.dispatch(type(family)) is not glm_density.dispatch(object)


def negbin_density(link: str | Link = "log") -> ModelDensity:
    """Return the density of a negative binomial count whose ``Log(theta)`` is free.

    Examples
    --------
    >>> negbin_density("sqrt").scalars
    ('Log(theta)',)
    """
    return LogMeanDensity(count_distribution("negbin"), link)
