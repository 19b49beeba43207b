"""The gamma family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rglm.families.glm.family import Family, choose_link
from rglm.families.glm.poisson import above_zero
from rglm.families.glm.response_checks import drawn, positive, require_dispersion, starting
from rglm.families.links.link import Link, quiet
from rglm.families.numerics.density_normalizer import gamma_normalizer
from rglm.families.numerics.normal_scores import gamma_ends
from rglm.families.numerics.saturated_density import below_peak, gamma_peak, weighted
from rglm.families.numerics.unit_deviance import gamma_unit
from rglm.formatting.hints.argument_hints import spelled

ALLOWED = ("inverse", "identity", "log")


@dataclass(frozen=True, repr=False)
class GammaFamily(Family):
    """y is gamma with mean mu and shape 1/dispersion; made by `Gamma`."""

    link: Link
    name: ClassVar[str] = "Gamma"
    constructor: ClassVar[str] = "Gamma"
    dispersion: ClassVar[float] = float("nan")
    extra_parameters: ClassVar[int] = 1

    @quiet
    def variance(self, mu):
        """Return V(mu) = mu^2."""
        return np.square(mu)

    @quiet
    def dev_resids(self, y, mu, wt):
        """Return 2 wt ((y - mu)/mu - log(y/mu))."""
        return wt * gamma_unit(y, mu)

    def validmu(self, mu):
        """Valid means are above zero."""
        return above_zero(mu)

    def prepare(self, y, weights=None):
        """Take y above zero; starts from y."""
        y, weights = positive(self.name, y, weights)
        return starting(y, weights, y.copy())

    @quiet
    def log_density(self, y, mu, wt, trials, dispersion):
        """Return wt times the gamma log density of shape 1/dispersion and mean mu."""
        peak = weighted(wt, gamma_peak(y, dispersion))
        return peak - below_peak(self.dev_resids(y, mu, wt), dispersion)

    def ml_dispersion(self, dev, nobs, sum_weights):
        """Return the deviance over the sum of the weights, R's approximation."""
        return dev / sum_weights

    @quiet
    def normalizer(self, precision):
        """Return the three derivatives for the gamma density."""
        return gamma_normalizer(precision)

    def normal_scores(self, y, mu, wt, trials, dispersion):
        """Return the normal quantile of the gamma probability up to y, twice."""
        return gamma_ends(y, mu, dispersion / wt)

    def simulate(self, mu, wt, rng, dispersion):
        """Draw gamma values of mean mu and shape wt/dispersion."""
        dispersion = require_dispersion(self.name, dispersion)
        return drawn(lambda m, w: rng.gamma(w / dispersion, m * dispersion / w), mu, wt)


@spelled
def Gamma(link: str | Link = "inverse") -> GammaFamily:
    """Return the gamma family.

    Variance function mu^2; unit deviance 2 ((y - mu)/mu - log(y/mu)); y above zero.

    Parameters
    ----------
    link : str or Link
        inverse, identity or log; or any link object.

    Raises
    ------
    ValueError
        If the link is not one of these.

    Notes
    -----
    Agrees with R's ``Gamma()``.

    Examples
    --------
    >>> Gamma("log").variance(3.0).item()
    9.0
    """
    return GammaFamily(choose_link("Gamma", link, ALLOWED))
