"""The normal family."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.glm.continuous import ContinuousFamily
from rglm.families.glm.response import finite_response
from rglm.families.links.link import Link
from rglm.families.links.link_names import choose_link
from rglm.families.numerics.density_normalizer import normal_normalizer
from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.numerics.log_density import normal_logpdf_at_mean
from rglm.families.numerics.normal_scores import Scores
from rglm.families.working_steps.variance_steps import ConstantVariance
from rglm.formatting.hints.argument_hints import check_argument_names

LINK_NAMES = ("identity", "log", "inverse")


@ignore_float_errors
def gaussian_unit_deviance(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """(y - mu)^2; V = 1."""
    residual = np.asarray(y, dtype=float) - mu
    return residual * residual


def gaussian_scores(y: np.ndarray, mu: np.ndarray, dispersion: np.ndarray) -> Scores:
    """Return (y - mu)/sqrt(dispersion), twice."""
    with np.errstate(all="ignore"):
        z = (y - mu) / np.sqrt(dispersion)
    return z, z


@dataclass(frozen=True, repr=False)
class Gaussian(ContinuousFamily):
    """y is normal with mean mu and variance dispersion/wt; made by `gaussian`."""

    link: Link
    name = "gaussian"
    constructor = "gaussian"
    _check_response = staticmethod(finite_response)
    variance_step = ConstantVariance()
    has_constant_variance = True
    _normalizer = staticmethod(normal_normalizer)
    _scores = staticmethod(gaussian_scores)

    def variance(self, mu: np.ndarray) -> np.ndarray:
        """Return V(mu) = 1."""
        return np.ones(np.shape(mu))

    def unit_deviance(self, y: np.ndarray, mu: np.ndarray) -> np.ndarray:
        """Return (y - mu)^2."""
        return gaussian_unit_deviance(y, mu)

    @staticmethod
    @ignore_float_errors
    def _log_density_at_mean(y: np.ndarray, wt: np.ndarray, dispersion: float) -> np.ndarray:
        """The log of N(y; y, dispersion/wt); -inf at weight 0, as in R."""
        return normal_logpdf_at_mean(np.float64(dispersion) / wt)

    def ml_dispersion(self, dev: float, nobs: int, sum_weights: float) -> float:
        """Return the deviance over the number of rows."""
        return dev / nobs

    @staticmethod
    def _draw(rng: np.random.Generator, mu: np.ndarray, wt: np.ndarray, phi: float) -> np.ndarray:
        return rng.normal(mu, np.sqrt(phi / wt))


@check_argument_names
def gaussian(link: str | Link = "identity") -> Gaussian:
    """Return the normal family.

    y is normal with mean mu and variance phi, so that V(mu) = 1. The unit deviance is (y - mu)^2.
    y is any finite number.

    Parameters
    ----------
    link : str or Link
        identity (canonical), log or inverse; or any link object. Another name is a ValueError.

    Notes
    -----
    Agrees with R's ``gaussian()``. The variance of a row of weight w is phi/w, in the likelihood
    too; a row of weight zero makes the AIC infinite, as in R.

    References
    ----------
    Nelder & Wedderburn (1972), Generalized linear models, JRSS A 135; McCullagh & Nelder (1989),
    *Generalized Linear Models*, chapter 3.

    Examples
    --------
    >>> gaussian("log")
    gaussian(link="log")
    """
    return Gaussian(choose_link("gaussian", link, LINK_NAMES))
