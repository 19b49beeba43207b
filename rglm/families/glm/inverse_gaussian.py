"""The inverse Gaussian family."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.glm.continuous import ContinuousFamily
from rglm.families.glm.response import positive_response
from rglm.families.links.link import Link
from rglm.families.links.link_names import choose_link
from rglm.families.numerics.density_normalizer import normal_normalizer
from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.numerics.log_density import multiply_by_weights, normal_logpdf_at_mean
from rglm.families.numerics.normal_scores import Scores
from rglm.families.working_steps.variance_steps import CubedMeanVariance
from rglm.formatting.hints.argument_hints import check_argument_names

LINK_NAMES = ("1/mu^2", "inverse", "identity", "log")


@ignore_float_errors
def inverse_gaussian_unit_deviance(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """(y - mu)^2 / (y mu^2), infinite at y = 0; V = mu^3."""
    relative = (np.asarray(y, dtype=float) - mu) / mu
    return relative * relative / y


@ignore_float_errors
def inverse_gaussian_scores(y: np.ndarray, mu: np.ndarray, dispersion: np.ndarray) -> Scores:
    """Return the normal score of y, twice; the variance is dispersion mu^3.

    With r = (dispersion y)^(-1/2), a = r (y/mu - 1), b = r (y/mu + 1) and Mills' ratio M, the
    tails are phi(a) (M(-a) + M(b)) and phi(a) (M(a) - M(b)) (Shuster 1968, JASA 63).
    """
    from scipy.special import erfcx, ndtri_exp

    root, half = 1 / np.sqrt(dispersion * y), np.sqrt(0.5)
    a, b = root * (y / mu - 1), root * (y / mu + 1)
    beyond = erfcx(b * half)
    lower = np.log(erfcx(-a * half) + beyond) - a * a / 2 - np.log(2)
    upper = np.log(erfcx(a * half) - beyond) - a * a / 2 - np.log(2)
    z = np.where(lower < np.log(0.5), ndtri_exp(np.minimum(lower, 0)), -ndtri_exp(upper))
    return z, z


@dataclass(frozen=True, repr=False)
class InverseGaussian(ContinuousFamily):
    """y is inverse Gaussian with mean mu and shape wt/dispersion; made by `inverse_gaussian`.

    Valid means are above zero (R takes any).
    """

    link: Link
    name = "inverse.gaussian"
    constructor = "inverse_gaussian"
    mean_range = response_range = (0.0, np.inf)
    _check_response = staticmethod(positive_response)
    variance_step = CubedMeanVariance()
    _normalizer = staticmethod(normal_normalizer)
    _scores = staticmethod(inverse_gaussian_scores)

    @ignore_float_errors
    def variance(self, mu: np.ndarray) -> np.ndarray:
        """Return V(mu) = mu^3."""
        return mu * mu * mu

    def unit_deviance(self, y: np.ndarray, mu: np.ndarray) -> np.ndarray:
        """Return (y - mu)^2 / (y mu^2)."""
        return inverse_gaussian_unit_deviance(y, mu)

    @staticmethod
    @ignore_float_errors
    def _log_density_at_mean(y: np.ndarray, wt: np.ndarray, dispersion: float) -> np.ndarray:
        return multiply_by_weights(wt, normal_logpdf_at_mean(dispersion) - 1.5 * np.log(y))

    def distribution_dispersion(self, dispersion: float, mean_deviance: float) -> float:
        """Return the deviance over its degrees of freedom.

        Each term of the deviance at the true mean is phi times a chi-square with one degree.
        """
        return mean_deviance

    @staticmethod
    def _draw(rng: np.random.Generator, mu: np.ndarray, wt: np.ndarray, phi: float) -> np.ndarray:
        return rng.wald(mu, wt / phi)


@check_argument_names
def inverse_gaussian(link: str | Link = "1/mu^2") -> InverseGaussian:
    """Return the inverse Gaussian family.

    The time at which a Brownian motion of positive drift first reaches a level has this density:

        (2 pi phi y^3)^(-1/2) exp(-(y - mu)^2 / (2 phi mu^2 y))

    Its mean is mu and its variance phi V(mu), with V(mu) = mu^3. The unit deviance is
    (y - mu)^2 / (y mu^2). y is above zero.

    Parameters
    ----------
    link : str or Link
        1/mu^2 (canonical), inverse, identity or log; or any link object. Another name is a
        ValueError.

    Notes
    -----
    Agrees with R's ``inverse.gaussian()``. As in R the variance of a row of weight w is
    phi V(mu)/w, while ``logLik()`` and the AIC count the row w times. They take for phi the
    deviance over the sum of the weights, which maximizes the likelihood.

    References
    ----------
    Tweedie (1957), Statistical properties of inverse Gaussian distributions, Annals of
    Mathematical Statistics 28; Folks & Chhikara (1978), The inverse Gaussian distribution and its
    statistical application, JRSS B 40.

    Examples
    --------
    >>> inverse_gaussian()
    inverse_gaussian(link="1/mu^2")
    """
    return InverseGaussian(choose_link("inverse_gaussian", link, LINK_NAMES))
