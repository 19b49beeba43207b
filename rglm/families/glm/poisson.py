"""The Poisson family and its quasi-likelihood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rglm.families.glm.family import Family, choose_link
from rglm.families.glm.response_checks import (
    anywhere,
    drawn,
    not_negative,
    starting,
    warn_ignored_weights,
)
from rglm.families.links.link import EPS, Link, quiet, within
from rglm.families.numerics.normal_scores import poisson_ends
from rglm.families.numerics.saturated_density import by_count, poisson_peak, weighted
from rglm.families.numerics.unit_deviance import poisson_unit
from rglm.formatting.hints.argument_hints import spelled
from rglm.formatting.hints.warning_location import warn
from rglm.warnings import FamilyWarning

ALLOWED = ("log", "identity", "sqrt")
# How far from a whole number, relative to it, R's dpois lets a count be.
WHOLE = 1e-7
# How small R calls a fitted rate numerically zero.
EDGE = 10 * EPS


def above_zero(mu: np.ndarray) -> bool:
    """Whether every mean is finite and above zero."""
    return within(mu, 0.0, np.inf)


def fractional(y: np.ndarray) -> np.ndarray:
    """Whether each value is not a whole number."""
    return np.abs(y - np.rint(y)) > WHOLE * np.maximum(1.0, np.abs(y))


@dataclass(frozen=True, repr=False)
class Poisson(Family):
    """y is a count with mean mu; made by `poisson`."""

    link: Link
    name: ClassVar[str] = "poisson"
    constructor: ClassVar[str] = "poisson"
    dispersion: ClassVar[float] = 1.0
    extra_parameters: ClassVar[int] = 0
    edges: ClassVar[tuple[float, ...]] = (0.0,)
    counts: ClassVar[bool] = True
    spread: ClassVar[str | None] = "least"

    def variance(self, mu):
        """Return V(mu) = mu."""
        return np.array(mu, dtype=float)

    @quiet
    def dev_resids(self, y, mu, wt):
        """Return 2 wt (y log(y/mu) - (y - mu))."""
        return wt * poisson_unit(y, mu)

    def validmu(self, mu):
        """Valid means are above zero."""
        return above_zero(mu)

    def boundary(self, lowest, highest):
        """Say that fitted rates are 0 to rounding."""
        return None if lowest >= EDGE else "fitted rates numerically 0 occurred"

    def prepare(self, y, weights=None):
        """Counts; starts from y + 0.1. Warns of values that are not whole."""
        y, weights = not_negative(self.name, y, weights)
        odd = anywhere(fractional, y)
        if odd is not None:
            message = (
                f"poisson: y is not a count at row {odd}, {y[odd]:.15g}: its likelihood "
                "is 0 and the AIC infinite; quasipoisson() gives the same coefficients"
            )
            warn(message, FamilyWarning)
        return starting(y, weights, y + 0.1)

    def off_edge(self, y, weights, amount):
        """Return the counts with `amount` more."""
        return y + amount, weights

    @quiet
    def log_density(self, y, mu, wt, trials, dispersion):
        """Return wt times the Poisson log probability; -inf where y is not whole, as in R."""
        y = np.asarray(y, dtype=float)
        whole = np.rint(y)
        log = by_count(poisson_peak, whole) - poisson_unit(whole, mu) / 2
        odd = fractional(y)
        return weighted(wt, np.where(odd, -np.inf, log) if odd.any() else log)

    def ml_dispersion(self, dev, nobs, sum_weights):
        """Return 1."""
        return 1.0

    def normal_scores(self, y, mu, wt, trials, dispersion):
        """Return the normal quantiles of ppois below y and up to y, whatever the weights."""
        warn_ignored_weights(self.name, wt, "quantile residuals ignore")
        return poisson_ends(y, mu)

    def simulate(self, mu, wt, rng, dispersion):
        """Draw counts with mean mu, whatever the weights."""
        warn_ignored_weights(self.name, wt)
        return drawn(lambda m, _: rng.poisson(m), mu, np.ones(np.shape(mu)))


@dataclass(frozen=True, repr=False)
class QuasiPoisson(Family):
    """The Poisson mean and variance with a dispersion; made by `quasipoisson`."""

    link: Link
    name: ClassVar[str] = "quasipoisson"
    constructor: ClassVar[str] = "quasipoisson"
    dispersion: ClassVar[float] = float("nan")
    extra_parameters: ClassVar[int] = 0
    edges: ClassVar[tuple[float, ...]] = (0.0,)

    variance = Poisson.variance
    dev_resids = Poisson.dev_resids
    validmu = Poisson.validmu
    ml_dispersion = Poisson.ml_dispersion

    def prepare(self, y, weights=None):
        """Take y of 0 or more; starts from y + 0.1."""
        y, weights = not_negative(self.name, y, weights)
        return starting(y, weights, y + 0.1)

    def log_density(self, y, mu, wt, trials, dispersion):
        """Return NaN: a quasi-likelihood has no density."""
        return np.full(np.shape(y), np.nan)

    def normal_scores(self, y, mu, wt, trials, dispersion):
        """Raise: a quasi-likelihood has no distribution."""
        raise ValueError(
            "quasipoisson has no distribution and so no quantile residuals; use poisson() or "
            "negative_binomial(theta), or residuals of another type"
        )

    def simulate(self, mu, wt, rng, dispersion):
        """Raise: a quasi-likelihood has no distribution."""
        raise ValueError(
            "quasipoisson has no distribution to simulate from; use poisson() or "
            "negative_binomial(theta)"
        )


@spelled
def poisson(link: str | Link = "log") -> Poisson:
    """Return the Poisson family.

    Variance function mu; unit deviance 2 (y log(y/mu) - (y - mu)); y of 0 or more.

    Parameters
    ----------
    link : str or Link
        log, identity or sqrt; or any link object.

    Raises
    ------
    ValueError
        If the link is not one of these.

    Notes
    -----
    Agrees with R's ``poisson()``.

    Examples
    --------
    >>> poisson().variance(2.0).item()
    2.0
    """
    return Poisson(choose_link("poisson", link, ALLOWED))


@spelled
def quasipoisson(link: str | Link = "log") -> QuasiPoisson:
    """Return the Poisson family with an estimated dispersion, as R's ``quasipoisson()``.

    Parameters
    ----------
    link : str or Link
        log, identity or sqrt; or any link object.

    Raises
    ------
    ValueError
        If the link is not one of these.

    Examples
    --------
    >>> quasipoisson()
    quasipoisson(link="log")
    """
    return QuasiPoisson(choose_link("quasipoisson", link, ALLOWED))
