"""Priors of a parameter above 0, or between two ends."""

from __future__ import annotations

from rglm.bayes.distributions.bounded import Beta, Uniform
from rglm.bayes.distributions.distribution import Distribution
from rglm.bayes.distributions.positive import Exponential, Gamma, InvGamma, LogNormal
from rglm.formatting.hints.argument_hints import check_arguments


@check_arguments
def exponential(rate: float) -> Distribution:
    """Exponential prior, of a positive parameter.

    The density is rate exp(-rate x), x > 0.

    Parameters
    ----------
    rate : float
        1 / mean.

    Returns
    -------
    Distribution

    Raises
    ------
    ValueError
        Rate is not above 0 and finite.

    Examples
    --------
    >>> from rglm.priors import exponential
    >>> exponential(1)
    exponential(1)
    """
    return Exponential(rate)


@check_arguments
def gamma(shape: float, rate: float) -> Distribution:
    """Gamma prior, of a positive parameter.

    The density is proportional to x^(shape - 1) exp(-rate x), x > 0.

    Parameters
    ----------
    shape : float
        The shape; mean times rate.
    rate : float
        The rate, as in R and Stan: shape / mean.

    Returns
    -------
    Distribution

    Raises
    ------
    ValueError
        Shape or rate is not above 0 and finite.

    Examples
    --------
    >>> from rglm.priors import gamma
    >>> gamma(2, 0.1)
    gamma(2, 0.1)
    """
    return Gamma(shape, rate)


@check_arguments
def inv_gamma(shape: float, scale: float) -> Distribution:
    """Inverse gamma prior, of a positive parameter.

    The density is proportional to x^(-shape - 1) exp(-scale / x), x > 0: 1 / x is gamma(shape,
    scale).

    Parameters
    ----------
    shape : float
        The shape; the smaller, the heavier the upper tail.
    scale : float
        The scale.

    Returns
    -------
    Distribution

    Raises
    ------
    ValueError
        Shape or scale is not above 0 and finite.

    Examples
    --------
    >>> from rglm.priors import inv_gamma
    >>> inv_gamma(0.4, 0.3)
    inv_gamma(0.4, 0.3)
    """
    return InvGamma(shape, scale)


@check_arguments
def lognormal(meanlog: float, sdlog: float) -> Distribution:
    """Lognormal prior, of a positive parameter.

    log x is normal(meanlog, sdlog).

    Parameters
    ----------
    meanlog : float
        The mean of log x.
    sdlog : float
        The standard deviation of log x.

    Returns
    -------
    Distribution

    Raises
    ------
    ValueError
        Sdlog is not above 0 and finite, or meanlog is not finite.

    Examples
    --------
    >>> from rglm.priors import lognormal
    >>> lognormal(0, 1)
    lognormal(0, 1)
    """
    return LogNormal(meanlog, sdlog)


@check_arguments
def uniform(lower: float, upper: float) -> Distribution:
    """Uniform prior between two ends; the parameter cannot leave them.

    The density is 1 / (upper - lower), lower < x < upper.

    Parameters
    ----------
    lower : float
        The lower end.
    upper : float
        The upper end.

    Returns
    -------
    Distribution

    Raises
    ------
    ValueError
        Lower or upper is not finite, or lower is not below upper.

    Examples
    --------
    >>> from rglm.priors import uniform
    >>> uniform(-5, 5)
    uniform(-5, 5)
    """
    return Uniform(lower, upper)


@check_arguments
def beta(shape1: float, shape2: float) -> Distribution:
    """Beta prior, of a parameter between 0 and 1.

    The density is proportional to x^(shape1 - 1) (1 - x)^(shape2 - 1), 0 < x < 1.

    Parameters
    ----------
    shape1 : float
        The first shape.
    shape2 : float
        The second shape.

    Returns
    -------
    Distribution

    Raises
    ------
    ValueError
        Shape1 or shape2 is not above 0 and finite.

    Examples
    --------
    >>> from rglm.priors import beta
    >>> beta(2, 2)
    beta(2, 2)
    """
    return Beta(shape1, shape2)
