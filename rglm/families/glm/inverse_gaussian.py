"""The inverse Gaussian family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.families.glm.family import Family
from rglm.families.glm.response import (
    PreparedResponse,
    check_dispersion,
    draw_rows,
    one_column_response,
    positive_response,
)
from rglm.families.links.link import Link
from rglm.families.links.link_names import choose_link
from rglm.families.numerics.density_normalizer import Derivatives, normal_normalizer
from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.numerics.log_density import (
    half_scaled_deviance,
    multiply_by_weights,
    normal_logpdf_at_mean,
)
from rglm.families.numerics.normal_scores import Scores
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
class InverseGaussian(Family):
    """y is inverse Gaussian with mean mu and shape wt/dispersion; made by `inverse_gaussian`.

    Valid means are above zero (R takes any).
    """

    link: Link
    name = "inverse.gaussian"
    constructor = "inverse_gaussian"
    mean_range = response_range = (0.0, np.inf)
    extra_parameters = 1

    @ignore_float_errors
    def variance(self, mu: np.ndarray) -> np.ndarray:
        """Return V(mu) = mu^3."""
        return mu * mu * mu

    @ignore_float_errors
    def dev_resids(self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray) -> np.ndarray:
        """Return wt (y - mu)^2 / (y mu^2)."""
        return wt * inverse_gaussian_unit_deviance(y, mu)

    def prepare(self, y: Any, weights: Any = None) -> PreparedResponse:
        """Take y above zero; starts from y."""
        y, weights = positive_response(self.name, y, weights)
        return one_column_response(y, weights, y.copy())

    @ignore_float_errors
    def log_density(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> np.ndarray:
        """Return wt times the log density of variance dispersion mu^3."""
        peak = multiply_by_weights(wt, normal_logpdf_at_mean(dispersion) - 1.5 * np.log(y))
        return peak - half_scaled_deviance(self.dev_resids(y, mu, wt), dispersion)

    @ignore_float_errors
    def normalizer_derivatives(self, precision: np.ndarray) -> Derivatives:
        """Return the three derivatives for the inverse Gaussian density."""
        return normal_normalizer(precision)

    def normal_scores(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> Scores:
        """Return the normal quantile of the inverse Gaussian probability up to y, twice."""
        return inverse_gaussian_scores(y, mu, dispersion / wt)

    def distribution_dispersion(self, dispersion: float, mean_deviance: float) -> float:
        """Return the deviance over its degrees of freedom, which is chi-square here."""
        return mean_deviance

    def simulate(
        self, mu: np.ndarray, wt: np.ndarray, rng: np.random.Generator, dispersion: float
    ) -> np.ndarray:
        """Draw inverse Gaussian values of mean mu and shape wt/dispersion."""
        phi = check_dispersion(self.name, dispersion)
        return draw_rows(lambda m, w: rng.wald(m, w / phi), mu, wt)


@check_argument_names
def inverse_gaussian(link: str | Link = "1/mu^2") -> InverseGaussian:
    """Return the inverse Gaussian family.

    Variance function mu^3; unit deviance (y - mu)^2 / (y mu^2); y above zero.

    Parameters
    ----------
    link : str or Link
        1/mu^2, inverse, identity or log; or any link object.

    Raises
    ------
    ValueError
        If the link is not one of these.

    Notes
    -----
    Agrees with R's ``inverse.gaussian()``.

    Examples
    --------
    >>> inverse_gaussian()
    inverse_gaussian(link="1/mu^2")
    """
    return InverseGaussian(choose_link("inverse_gaussian", link, LINK_NAMES))
