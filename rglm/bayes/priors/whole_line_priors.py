"""Priors of a parameter on the whole line."""

from __future__ import annotations

from rglm.bayes.distributions.distribution import Distribution
from rglm.bayes.distributions.flat import Flat
from rglm.bayes.distributions.location_scale import Cauchy, Laplace, Logistic, Normal, StudentT
from rglm.formatting.hints.argument_hints import check_arguments


@check_arguments
def normal(location: float, scale: float) -> Distribution:
    """Normal prior.

    The density is proportional to exp(-z^2 / 2), z = (x - location) / scale.

    Parameters
    ----------
    location : float
        The mean and median.
    scale : float
        The standard deviation.

    Returns
    -------
    Distribution

    Raises
    ------
    ValueError
        Scale is not above 0 and finite, or location is not finite.

    Examples
    --------
    >>> from rglm.priors import normal
    >>> normal(0, 2.5)
    normal(0, 2.5)
    """
    return Normal(location, scale)


@check_arguments
def student_t(df: float, location: float, scale: float) -> Distribution:
    """Student's t prior: normal in the middle, with heavy tails.

    The density is proportional to (1 + z^2 / df)^(-(df + 1) / 2), z = (x - location) / scale.

    Parameters
    ----------
    df : float
        The degrees of freedom; the fewer, the heavier the tails.
    location : float
        The median.
    scale : float
        The scale, which is not the standard deviation.

    Returns
    -------
    Distribution

    Raises
    ------
    ValueError
        Df or scale is not above 0 and finite, or location is not finite.

    Examples
    --------
    >>> from rglm.priors import student_t
    >>> student_t(3, 0, 2.5)
    student_t(3, 0, 2.5)
    """
    return StudentT(df, location, scale)


@check_arguments
def cauchy(location: float, scale: float) -> Distribution:
    """Cauchy prior: Student's t with one degree of freedom.

    The density is proportional to 1 / (1 + z^2), z = (x - location) / scale.

    Parameters
    ----------
    location : float
        The median.
    scale : float
        Half the distance of the quartiles.

    Returns
    -------
    Distribution

    Raises
    ------
    ValueError
        Scale is not above 0 and finite, or location is not finite.

    Examples
    --------
    >>> from rglm.priors import cauchy
    >>> cauchy(0, 1)
    cauchy(0, 1)
    """
    return Cauchy(location, scale)


@check_arguments
def laplace(location: float, scale: float) -> Distribution:
    """Laplace prior, the double exponential: its mode is the lasso's estimate.

    The density is proportional to exp(-|z|), z = (x - location) / scale.

    Parameters
    ----------
    location : float
        The mean and median.
    scale : float
        The mean distance from `location`.

    Returns
    -------
    Distribution

    Raises
    ------
    ValueError
        Scale is not above 0 and finite, or location is not finite.

    Examples
    --------
    >>> from rglm.priors import laplace
    >>> laplace(0, 1)
    double_exponential(0, 1)
    """
    return Laplace(location, scale)


@check_arguments
def double_exponential(location: float, scale: float) -> Distribution:
    """Laplace prior under Stan's name; see `laplace`.

    The density is proportional to exp(-|z|), z = (x - location) / scale.

    Parameters
    ----------
    location : float
        The mean and median.
    scale : float
        The mean distance from `location`.

    Returns
    -------
    Distribution

    Raises
    ------
    ValueError
        Scale is not above 0 and finite, or location is not finite.

    Examples
    --------
    >>> from rglm.priors import double_exponential
    >>> double_exponential(0, 1)
    double_exponential(0, 1)
    """
    return Laplace(location, scale)


@check_arguments
def logistic(location: float, scale: float) -> Distribution:
    """Logistic prior; with (0, 1) that of a logit whose probability is uniform.

    The density is proportional to exp(-z) / (1 + exp(-z))^2, z = (x - location) / scale.

    Parameters
    ----------
    location : float
        The mean and median.
    scale : float
        The scale; the standard deviation is 1.81 times it.

    Returns
    -------
    Distribution

    Raises
    ------
    ValueError
        Scale is not above 0 and finite, or location is not finite.

    Examples
    --------
    >>> from rglm.priors import logistic
    >>> logistic(0, 1)
    logistic(0, 1)
    """
    return Logistic(location, scale)


@check_arguments
def flat() -> Distribution:
    """Improper flat prior: the density 1 on the whole line, or where the parameter may lie.

    The posterior has to be proper by the data alone; `brm` refuses it where it is not, as under
    separation.

    Returns
    -------
    Distribution

    Examples
    --------
    >>> from rglm.priors import flat
    >>> flat()
    flat()
    """
    return Flat()
