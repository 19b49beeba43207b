"""Quasi-likelihood: a variance function without a distribution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from rglm.families.glm.binomial import inside_unit
from rglm.families.glm.family import Family, choose_link
from rglm.families.glm.poisson import above_zero
from rglm.families.glm.response_checks import (
    not_negative,
    positive,
    real,
    require,
    starting,
    zeros_moved,
)
from rglm.families.links.link import Link, quiet, within
from rglm.families.links.link_names import LINKS
from rglm.families.numerics.unit_deviance import (
    binomial_unit,
    gamma_unit,
    gaussian_unit,
    inverse_gaussian_unit,
    poisson_unit,
)
from rglm.formatting.hints.argument_hints import spelled
from rglm.formatting.hints.did_you_mean import did_you_mean


@dataclass(frozen=True)
class Variance:
    """A variance function by its R name, with all that follows from it."""

    name: str
    function: Callable[[np.ndarray], np.ndarray]
    unit_deviance: Callable[[np.ndarray, np.ndarray], np.ndarray]
    validmu: Callable[[np.ndarray], bool]
    check: Callable[[str, Any, Any], tuple[np.ndarray, np.ndarray]]
    mustart: Callable[[np.ndarray], np.ndarray]
    edges: tuple[float, ...] = ()


def _one(mu: np.ndarray) -> np.ndarray:
    return np.ones(np.shape(mu))


def _mu(mu: np.ndarray) -> np.ndarray:
    return np.array(mu, dtype=float)


def _mu_rest(mu: np.ndarray) -> np.ndarray:
    return mu * (1 - mu)


def _cube(mu: np.ndarray) -> np.ndarray:
    return mu * mu * mu


def _finite(mu: np.ndarray) -> bool:
    return within(mu, -np.inf, np.inf)


@quiet
def _zeros_fit(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """The gamma deviance; at y = 0, where it is infinite, the finite stand-in R has."""
    y, mu = np.asarray(y, dtype=float), np.asarray(mu, dtype=float)
    zero = y == 0
    if not zero.any():
        return gamma_unit(y, mu)
    unit = gamma_unit(np.where(zero, mu, y), mu)
    return np.where(zero, np.maximum(2 * (np.log(mu) - 1), 0.0), unit)


def _within_unit(name: str, y: Any, weights: Any) -> tuple[np.ndarray, np.ndarray]:
    y, weights = real(name, y, weights)
    require(name, "y must lie in 0..1 for the variance mu(1-mu)", y, low=0, high=1)
    return y, weights


def _off_edges(y: np.ndarray) -> np.ndarray:
    return np.clip(y, 0.001, 0.999)


def _off_zero(y: np.ndarray) -> np.ndarray:
    return zeros_moved(y, 0.1)


VARIANCES = {
    variance.name: variance
    for variance in (
        Variance("constant", _one, gaussian_unit, _finite, real, np.copy),
        Variance(
            "mu(1-mu)", _mu_rest, binomial_unit, inside_unit, _within_unit, _off_edges, (0.0, 1.0)
        ),
        Variance("mu", _mu, poisson_unit, above_zero, not_negative, _off_zero, (0.0,)),
        Variance("mu^2", np.square, _zeros_fit, above_zero, not_negative, _off_zero),
        Variance("mu^3", _cube, inverse_gaussian_unit, above_zero, positive, _off_zero),
    )
}


@dataclass(frozen=True, repr=False)
class Quasi(Family):
    """A mean and a variance function; made by `quasi`."""

    link: Link
    varfun: Variance = field(metadata={"argument": "variance"})
    name: ClassVar[str] = "quasi"
    constructor: ClassVar[str] = "quasi"
    dispersion: ClassVar[float] = float("nan")
    extra_parameters: ClassVar[int] = 0

    @property
    def edges(self) -> tuple[float, ...]:
        """Those of the variance function."""
        return self.varfun.edges

    @quiet
    def variance(self, mu):
        """Return the chosen V(mu)."""
        return self.varfun.function(mu)

    @quiet
    def dev_resids(self, y, mu, wt):
        """Return wt times the unit deviance that V implies."""
        return wt * self.varfun.unit_deviance(y, mu)

    def validmu(self, mu):
        """Valid means are finite with a positive variance."""
        return self.varfun.validmu(mu)

    def prepare(self, y, weights=None):
        """Take y where the quasi-likelihood is defined; starts from y off the edges."""
        y, weights = self.varfun.check(self.name, y, weights)
        return starting(y, weights, self.varfun.mustart(y))

    def log_density(self, y, mu, wt, trials, dispersion):
        """Return NaN: a quasi-likelihood has no density."""
        return np.full(np.shape(y), np.nan)

    def ml_dispersion(self, dev, nobs, sum_weights):
        """Return 1."""
        return 1.0

    def normal_scores(self, y, mu, wt, trials, dispersion):
        """Raise: a quasi-likelihood has no distribution."""
        raise ValueError(
            "quasi has no distribution and so no quantile residuals; use a family that has one, "
            "or residuals of another type"
        )

    def simulate(self, mu, wt, rng, dispersion):
        """Raise: a quasi-likelihood has no distribution."""
        raise ValueError("quasi has no distribution to simulate from; use a family that has one")


@spelled
def quasi(link: str | Link = "identity", variance: str = "constant") -> Quasi:
    """Return a quasi-likelihood family, as R's ``quasi(link, variance)``.

    Parameters
    ----------
    link : str or Link
        Any link.
    variance : str
        constant, mu(1-mu), mu, mu^2 or mu^3, blanks allowed.

    Raises
    ------
    ValueError
        If the link or the variance is not one of these.

    Examples
    --------
    >>> quasi("log", "mu^2")
    quasi(link="log", variance="mu^2")
    """
    key = str(variance).replace(" ", "")
    if key not in VARIANCES:
        hint = did_you_mean(key, VARIANCES)
        known = ", ".join(VARIANCES)
        raise ValueError(f"quasi: no variance {variance!r}{hint}; variances: {known}")
    return Quasi(choose_link("quasi", link, tuple(LINKS)), VARIANCES[key])
