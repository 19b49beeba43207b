"""The Tweedie families: variance a power of the mean."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import ClassVar

import numpy as np

from rglm.families.glm.family import Family
from rglm.families.glm.response_checks import (
    drawn,
    not_negative,
    positive,
    real,
    require_dispersion,
    starting,
    zeros_moved,
)
from rglm.families.links.link import Link, quiet, within
from rglm.families.links.power_links import MuPower
from rglm.families.numerics.normal_scores import gamma_ends, inverse_gaussian_ends, normal_ends
from rglm.families.numerics.tweedie_cdf import compound_ends
from rglm.families.numerics.unit_deviance import (
    gamma_unit,
    gaussian_unit,
    inverse_gaussian_unit,
    poisson_unit,
    tweedie_unit,
)
from rglm.formatting.hints.argument_hints import spelled

# The powers that have a closed form of their own.
ENDS = {0: normal_ends, 2: gamma_ends, 3: inverse_gaussian_ends}
UNITS = {0: gaussian_unit, 1: poisson_unit, 2: gamma_unit, 3: inverse_gaussian_unit}


@dataclass(frozen=True, repr=False)
class Tweedie(Family):
    """y has mean mu and variance dispersion mu^p / wt; made by `tweedie`."""

    var_power: float
    link_power: float
    name: ClassVar[str] = "Tweedie"
    constructor: ClassVar[str] = "tweedie"
    dispersion: ClassVar[float] = float("nan")
    extra_parameters: ClassVar[int] = 0

    @property
    def link(self) -> Link:
        """The link mu^link_power, log(mu) at 0."""
        return MuPower(self.link_power)

    @property
    def edges(self) -> tuple[float, ...]:
        """Zero, where p has a probability of it."""
        return (0.0,) if 1 <= self.var_power < 2 else ()

    @quiet
    def variance(self, mu):
        """Return V(mu) = mu^p."""
        return np.power(mu, self.var_power)

    @quiet
    def dev_resids(self, y, mu, wt):
        """Return wt times the unit deviance of mu^p."""
        known = UNITS.get(self.var_power)
        return wt * (known(y, mu) if known else tweedie_unit(y, mu, self.var_power))

    def validmu(self, mu):
        """Valid means are above zero, any finite ones at p = 0."""
        return within(mu, -np.inf if self.var_power == 0 else 0.0, np.inf)

    def prepare(self, y, weights=None):
        """Take y where p has it: anything up to 0, not negative below 2, positive from 2 on."""
        p = self.var_power
        check = real if p <= 0 else not_negative if p < 2 else positive
        y, weights = check(f"tweedie(var_power={p:g})", y, weights)
        return starting(y, weights, zeros_moved(y, 0.1))

    def log_density(self, y, mu, wt, trials, dispersion):
        """Return NaN: the density is a series, which R's ``tweedie()`` leaves out too."""
        return np.full(np.shape(y), np.nan)

    def ml_dispersion(self, dev, nobs, sum_weights):
        """Return 1."""
        return 1.0

    def normal_scores(self, y, mu, wt, trials, dispersion):
        """Return the normal quantiles of P(Y < y) and P(Y <= y); for p of 0, 1 to 2, and 3."""
        p = self.var_power
        if p == 1:
            raise ValueError(
                "tweedie(1) has mass only on the multiples of its dispersion, which is estimated, "
                "and so no quantile residuals; use poisson() or negative_binomial(theta)"
            )
        if p not in ENDS and not 1 < p < 2:
            raise ValueError(
                f"tweedie: no distribution function for var_power={p:g}; only for 0, 2, 3 and "
                "between 1 and 2"
            )
        phi = dispersion / wt
        return ENDS[p](y, mu, phi) if p in ENDS else compound_ends(y, mu, phi, p)

    def simulate(self, mu, wt, rng, dispersion):
        """Draw y: normal, Poisson, compound Poisson of gammas, gamma or inverse Gaussian."""
        dispersion = require_dispersion("tweedie", dispersion)
        p = self.var_power
        draw = {0: _normal, 1: _poisson, 2: _gamma, 3: _wald}.get(p)
        if draw is None and not 1 < p < 2:
            raise ValueError(
                f"tweedie: cannot simulate var_power={p:g}; only 0, 1, 2, 3 and between 1 and 2"
            )
        draw = draw or _compound
        return drawn(lambda m, w: draw(m, dispersion / w, p, rng), mu, wt)


def _normal(mu, phi, p, rng):
    return rng.normal(mu, np.sqrt(phi))


def _poisson(mu, phi, p, rng):
    return phi * rng.poisson(mu / phi)


def _gamma(mu, phi, p, rng):
    return rng.gamma(1 / phi, mu * phi)


def _wald(mu, phi, p, rng):
    return rng.wald(mu, 1 / phi)


def _compound(mu, phi, p, rng):
    """A Poisson number of gamma values (Jorgensen 1997, section 4.2)."""
    number = rng.poisson(mu ** (2 - p) / (phi * (2 - p)))
    shape = number * (2 - p) / (p - 1)
    return rng.gamma(shape, phi * (p - 1) * mu ** (p - 1))


@spelled
def tweedie(var_power: float = 0.0, link_power: float | None = None) -> Tweedie:
    """Return a Tweedie family.

    Variance function mu^var_power: normal at 0, Poisson at 1, a compound Poisson with a mass at
    zero between 1 and 2, gamma at 2, inverse Gaussian at 3.

    Parameters
    ----------
    var_power : float
        The power p of the variance function.
    link_power : float, optional
        The power of the link, 0 for the log; by default 1 - var_power, the canonical link.

    Raises
    ------
    ValueError
        If either is not a finite number.

    Notes
    -----
    Agrees with ``tweedie()`` of R's statmod (Dunn & Smyth 2005), whose AIC is missing as well.
    Values of y that have no finite deviance raise, where statmod moves them.

    Examples
    --------
    >>> tweedie(1.5, 0).link.name
    'mu^0'
    """
    p = _finite("var_power", var_power)
    return Tweedie(p, 1 - p if link_power is None else _finite("link_power", link_power))


def _finite(what: str, value: float) -> float:
    """The value, checked to be a finite number."""
    if not isinstance(value, Real) or isinstance(value, bool) or not np.isfinite(value):
        raise ValueError(f"tweedie: {what} must be a finite number, got {value!r}")
    return float(value)
