"""The inverse Gaussian family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rglm.families.glm.family import Family, choose_link
from rglm.families.glm.poisson import above_zero
from rglm.families.glm.response_checks import drawn, positive, require_dispersion, starting
from rglm.families.links.link import Link, quiet
from rglm.families.numerics.density_normalizer import normal_normalizer
from rglm.families.numerics.normal_scores import inverse_gaussian_ends
from rglm.families.numerics.saturated_density import below_peak, normal_peak, weighted
from rglm.families.numerics.unit_deviance import inverse_gaussian_unit
from rglm.formatting.hints.argument_hints import spelled

ALLOWED = ("1/mu^2", "inverse", "identity", "log")


@dataclass(frozen=True, repr=False)
class InverseGaussian(Family):
    """y is inverse Gaussian with mean mu and shape wt/dispersion; made by `inverse_gaussian`."""

    link: Link
    name: ClassVar[str] = "inverse.gaussian"
    constructor: ClassVar[str] = "inverse_gaussian"
    dispersion: ClassVar[float] = float("nan")
    extra_parameters: ClassVar[int] = 1

    @quiet
    def variance(self, mu):
        """Return V(mu) = mu^3."""
        return mu * mu * mu

    @quiet
    def dev_resids(self, y, mu, wt):
        """Return wt (y - mu)^2 / (y mu^2)."""
        return wt * inverse_gaussian_unit(y, mu)

    def validmu(self, mu):
        """Valid means are above zero (R takes any)."""
        return above_zero(mu)

    def prepare(self, y, weights=None):
        """Take y above zero; starts from y."""
        y, weights = positive(self.name, y, weights)
        return starting(y, weights, y.copy())

    @quiet
    def log_density(self, y, mu, wt, trials, dispersion):
        """Return wt times the log density of variance dispersion mu^3."""
        peak = weighted(wt, normal_peak(dispersion) - 1.5 * np.log(y))
        return peak - below_peak(self.dev_resids(y, mu, wt), dispersion)

    def ml_dispersion(self, dev, nobs, sum_weights):
        """Return the deviance over the sum of the weights."""
        return dev / sum_weights

    @quiet
    def normalizer(self, precision):
        """Return the three derivatives for the inverse Gaussian density."""
        return normal_normalizer(precision)

    def normal_scores(self, y, mu, wt, trials, dispersion):
        """Return the normal quantile of the inverse Gaussian probability up to y, twice."""
        return inverse_gaussian_ends(y, mu, dispersion / wt)

    def distribution_dispersion(self, dispersion, mean_deviance):
        """Return the deviance over its degrees of freedom, which is chi-square here."""
        return mean_deviance

    def simulate(self, mu, wt, rng, dispersion):
        """Draw inverse Gaussian values of mean mu and shape wt/dispersion."""
        dispersion = require_dispersion(self.name, dispersion)
        return drawn(lambda m, w: rng.wald(m, w / dispersion), mu, wt)


@spelled
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
    return InverseGaussian(choose_link("inverse_gaussian", link, ALLOWED))
