"""The gamma family."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.glm.continuous import ContinuousFamily
from rglm.families.glm.response import positive_response
from rglm.families.links.link import Link
from rglm.families.links.link_names import choose_link
from rglm.families.numerics.density_normalizer import Derivatives
from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.numerics.log_density import multiply_by_weights, stirling_error
from rglm.families.numerics.normal_scores import Scores, gamma_score
from rglm.families.numerics.unit_deviance import MAX_SERIES_STEP, as_vectors, log_series_near_mean
from rglm.families.working_steps.variance_steps import SquaredMeanVariance
from rglm.formatting.hints.argument_hints import check_argument_names

LINK_NAMES = ("inverse", "identity", "log")
POLYGAMMA_SERIES_FROM = 50.0  # from here on the series are exact to rounding


@ignore_float_errors
def gamma_unit_deviance(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """2 ((y - mu)/mu - log(y/mu)), infinite at y = 0; V = mu^2."""
    y, mu = as_vectors(y, mu)
    step = y - mu
    unit = 2 * (step / mu - np.log(y / mu))
    near = np.flatnonzero(np.abs(step) <= MAX_SERIES_STEP * mu)
    if near.size:
        at = mu[near]
        unit[near] = log_series_near_mean(at, y[near], -step[near]) / at
    return unit


@ignore_float_errors
def gamma_logpdf_at_mean(y: np.ndarray, dispersion: float) -> np.ndarray:
    """Gamma log density of y when mu = y and the shape is 1/dispersion."""
    shape = 1 / np.float64(dispersion)
    return 0.5 * np.log(shape / (2 * np.pi)) - stirling_error(shape) - np.log(y)


def gamma_scores(y: np.ndarray, mu: np.ndarray, dispersion: np.ndarray) -> Scores:
    """Return the normal score of y, twice; the shape is 1/dispersion."""
    with np.errstate(all="ignore"):
        z = gamma_score(1 / dispersion, y / (mu * dispersion))
    return z, z


def gamma_normalizer(precision: np.ndarray) -> Derivatives:
    """a', a'', a''' for a(-k) = 2 (log Gamma(k) + k - k log k).

    They are 2 (log k - psi(k)), 2 (psi'(k) - 1/k) and -2 (psi''(k) + 1/k^2); for large k, where
    these are small differences, by the series of the polygamma functions (Abramowitz & Stegun
    1964, 6.3.18 and 6.4.11).
    """
    k = np.asarray(precision, dtype=float)
    large = k >= POLYGAMMA_SERIES_FROM
    series = _normalizer_series(np.where(large, k, POLYGAMMA_SERIES_FROM))
    if large.all():
        return series
    small = _normalizer_by_polygamma(np.where(large, 1.0, k))
    first, second, third = (np.where(large, *pair) for pair in zip(series, small, strict=True))
    return first, second, third


def _normalizer_series(k: np.ndarray) -> Derivatives:
    u = 1 / k
    s = u * u
    first = u + s * (1 / 6 - s * (1 / 60 - s * (1 / 126 - s / 120)))
    second = s * (1 + u * (1 / 3 - s * (1 / 15 - s * (1 / 21 - s / 15))))
    third = s * u * (2 + u * (1 - s * (1 / 3 - s * (1 / 3 - s * 3 / 5))))
    return first, second, third


def _normalizer_by_polygamma(k: np.ndarray) -> Derivatives:
    from scipy.special import digamma, polygamma

    first = 2 * (np.log(k) - digamma(k))
    second = 2 * (polygamma(1, k) - 1 / k)
    third = -2 * (polygamma(2, k) + 1 / (k * k))
    return first, second, third


@dataclass(frozen=True, repr=False)
class GammaFamily(ContinuousFamily):
    """y is gamma with mean mu and shape 1/dispersion; made by `Gamma`."""

    link: Link
    name = "Gamma"
    constructor = "Gamma"
    mean_range = response_range = (0.0, np.inf)
    _check_response = staticmethod(positive_response)
    variance_step = SquaredMeanVariance()
    _normalizer = staticmethod(gamma_normalizer)
    _scores = staticmethod(gamma_scores)

    @ignore_float_errors
    def variance(self, mu: np.ndarray) -> np.ndarray:
        """Return V(mu) = mu^2."""
        return np.square(mu)

    def unit_deviance(self, y: np.ndarray, mu: np.ndarray) -> np.ndarray:
        """Return 2 ((y - mu)/mu - log(y/mu))."""
        return gamma_unit_deviance(y, mu)

    @staticmethod
    @ignore_float_errors
    def _log_density_at_mean(y: np.ndarray, wt: np.ndarray, dispersion: float) -> np.ndarray:
        return multiply_by_weights(wt, gamma_logpdf_at_mean(y, dispersion))

    @staticmethod
    def _draw(rng: np.random.Generator, mu: np.ndarray, wt: np.ndarray, phi: float) -> np.ndarray:
        return rng.gamma(wt / phi, mu * phi / wt)


@check_argument_names
def Gamma(link: str | Link = "inverse") -> GammaFamily:
    """Return the gamma family.

    y is gamma with shape 1/phi and scale mu phi: its mean is mu and its variance phi V(mu), with
    V(mu) = mu^2, so that sqrt(phi) is its coefficient of variation. The unit deviance is
    2 ((y - mu)/mu - log(y/mu)). y is above zero.

    Parameters
    ----------
    link : str or Link
        inverse (canonical), identity or log; or any link object. Another name is a ValueError.

    Notes
    -----
    Agrees with R's ``Gamma()``. As in R the variance of a row of weight w is phi V(mu)/w, while
    ``logLik()`` and the AIC count the row w times. They take for phi the deviance over the sum
    of the weights, which is near the maximum of the likelihood and not at it.

    References
    ----------
    Nelder & Wedderburn (1972), Generalized linear models, JRSS A 135; McCullagh & Nelder (1989),
    *Generalized Linear Models*, chapter 8.

    Examples
    --------
    >>> Gamma("log").variance(3.0).item()
    9.0
    """
    return GammaFamily(choose_link("Gamma", link, LINK_NAMES))
