"""The normal family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rglm.families.glm.family import Family, choose_link
from rglm.families.glm.response_checks import drawn, real, require_dispersion, starting
from rglm.families.links.link import Link, quiet, within
from rglm.families.numerics.density_normalizer import normal_normalizer
from rglm.families.numerics.normal_scores import normal_ends
from rglm.families.numerics.saturated_density import below_peak, normal_peak
from rglm.families.numerics.unit_deviance import gaussian_unit
from rglm.formatting.hints.argument_hints import spelled

ALLOWED = ("identity", "log", "inverse")


@dataclass(frozen=True, repr=False)
class Gaussian(Family):
    """y is normal with mean mu and variance dispersion/wt; made by `gaussian`."""

    link: Link
    name: ClassVar[str] = "gaussian"
    constructor: ClassVar[str] = "gaussian"
    dispersion: ClassVar[float] = float("nan")
    extra_parameters: ClassVar[int] = 1

    def variance(self, mu):
        """Return V(mu) = 1."""
        return np.ones(np.shape(mu))

    @quiet
    def dev_resids(self, y, mu, wt):
        """Return wt (y - mu)^2."""
        return wt * gaussian_unit(y, mu)

    def validmu(self, mu):
        """Every finite mean is valid."""
        return within(mu, -np.inf, np.inf)

    def prepare(self, y, weights=None):
        """Any finite y; starts from y."""
        y, weights = real(self.name, y, weights)
        return starting(y, weights, y.copy())

    @quiet
    def log_density(self, y, mu, wt, trials, dispersion):
        """Return the log of N(y; mu, dispersion/wt); -inf at weight 0, as in R."""
        peak = normal_peak(np.float64(dispersion) / wt)
        return peak - below_peak(self.dev_resids(y, mu, wt), dispersion)

    def ml_dispersion(self, dev, nobs, sum_weights):
        """Return the deviance over the number of rows."""
        return dev / nobs

    @quiet
    def normalizer(self, precision):
        """Return the three derivatives for the normal density."""
        return normal_normalizer(precision)

    def normal_scores(self, y, mu, wt, trials, dispersion):
        """Return (y - mu) / sqrt(dispersion / wt), twice."""
        return normal_ends(y, mu, dispersion / wt)

    def simulate(self, mu, wt, rng, dispersion):
        """Draw from N(mu, dispersion/wt)."""
        dispersion = require_dispersion(self.name, dispersion)
        return drawn(lambda m, w: rng.normal(m, np.sqrt(dispersion / w)), mu, wt)


@spelled
def gaussian(link: str | Link = "identity") -> Gaussian:
    """Return the normal family.

    Variance function 1; unit deviance (y - mu)^2; any finite y.

    Parameters
    ----------
    link : str or Link
        identity, log or inverse; or any link object.

    Raises
    ------
    ValueError
        If the link is not one of these.

    Notes
    -----
    Agrees with R's ``gaussian()``. A row of weight zero makes the AIC infinite, as in R.

    Examples
    --------
    >>> gaussian("log")
    gaussian(link="log")
    """
    return Gaussian(choose_link("gaussian", link, ALLOWED))
