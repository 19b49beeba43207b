"""The negative binomial family with a known theta."""

from __future__ import annotations

from dataclasses import dataclass, field
from numbers import Real
from typing import ClassVar

import numpy as np

from rglm.families.glm.family import Family, choose_link
from rglm.families.glm.poisson import above_zero
from rglm.families.glm.response_checks import (
    drawn,
    not_negative,
    starting,
    warn_ignored_weights,
    zeros_moved,
)
from rglm.families.links.link import Link, quiet
from rglm.families.numerics.normal_scores import negative_binomial_ends
from rglm.families.numerics.saturated_density import by_count, negative_binomial_peak, weighted
from rglm.families.numerics.unit_deviance import negative_binomial_unit
from rglm.formatting.hints.argument_hints import spelled
from rglm.formatting.numbers.number_format import format_round

ALLOWED = ("log", "identity", "sqrt")


@dataclass(frozen=True, repr=False)
class NegativeBinomial(Family):
    """y is a count with mean mu and variance mu + mu^2/theta; made by `negative_binomial`.

    As in MASS a theta that was given leaves a dispersion to estimate, and one that was
    `estimated`, by `glm_nb`, does not; AIC then counts it.
    """

    theta: float
    link: Link
    estimated: bool = field(default=False, repr=False)
    constructor: ClassVar[str] = "negative_binomial"
    edges: ClassVar[tuple[float, ...]] = (0.0,)
    counts: ClassVar[bool] = True

    @property
    def name(self) -> str:
        """MASS's name, theta rounded to four places: ``Negative Binomial(1.2346)``."""
        return f"Negative Binomial({format_round([self.theta], 4, digits=7)[0]})"

    @property
    def distribution_name(self) -> str:
        """``negbin`` where theta was estimated, else with theta; ``geometric`` for 1."""
        if self.estimated:
            return "negbin"
        return "geometric" if self.theta == 1 else f"negbin({self.theta!r})"

    @property
    def dispersion(self) -> float:
        """1 where theta was estimated, else NaN."""
        return 1.0 if self.estimated else float("nan")

    @property
    def spread(self) -> str | None:
        """With theta estimated it is free, and the Poisson distribution is at its boundary."""
        return "free" if self.estimated else None

    @property
    def extra_parameters(self) -> int:
        """1 where theta was estimated, else 0."""
        return int(self.estimated)

    @quiet
    def variance(self, mu):
        """Return V(mu) = mu + mu^2/theta."""
        return mu + np.square(mu) / self.theta

    @quiet
    def dev_resids(self, y, mu, wt):
        """Return 2 wt (y log(y/mu) - (y + theta) log((y + theta)/(mu + theta)))."""
        return wt * negative_binomial_unit(y, mu, self.theta)

    def validmu(self, mu):
        """Valid means are above zero."""
        return above_zero(mu)

    def prepare(self, y, weights=None):
        """Take y of 0 or more; starts from y, 1/6 at zero."""
        y, weights = not_negative("negative_binomial", y, weights)
        return starting(y, weights, zeros_moved(y, 1 / 6))

    @quiet
    def log_density(self, y, mu, wt, trials, dispersion):
        """Return wt times the negative binomial log probability."""
        y = np.asarray(y, dtype=float)
        peak = by_count(lambda n: negative_binomial_peak(n, self.theta), y)
        return weighted(wt, peak - negative_binomial_unit(y, mu, self.theta) / 2)

    def ml_dispersion(self, dev, nobs, sum_weights):
        """Return 1."""
        return 1.0

    def normal_scores(self, y, mu, wt, trials, dispersion):
        """Return the normal quantiles of pnbinom below y and up to y, whatever the weights."""
        warn_ignored_weights("negative_binomial", wt, "quantile residuals ignore")
        return negative_binomial_ends(y, mu, self.theta)

    def simulate(self, mu, wt, rng, dispersion):
        """Draw counts: Poisson whose mean is gamma of shape theta, whatever the weights."""
        warn_ignored_weights("negative_binomial", wt)
        theta = self.theta
        ones = np.ones(np.shape(mu))
        return drawn(lambda m, _: rng.poisson(rng.gamma(theta, m / theta)), mu, ones)


@spelled
def negative_binomial(theta: float, link: str | Link = "log") -> NegativeBinomial:
    """Return the negative binomial family with theta known.

    Variance function mu + mu^2/theta; y of 0 or more.

    Parameters
    ----------
    theta : float
        The shape of the gamma that mixes the Poisson means, above zero. `glm_nb` estimates it.
    link : str or Link
        log, identity or sqrt; or any link object.

    Raises
    ------
    ValueError
        If theta is not a positive number, or the link not one of these.

    Notes
    -----
    Agrees with ``negative.binomial()`` of R's MASS (Venables & Ripley 2002), save for y between
    0 and 1, where MASS's deviance is not zero at mu = y.

    Examples
    --------
    >>> negative_binomial(2).variance(4.0).item()
    12.0
    """
    number = isinstance(theta, Real) and not isinstance(theta, bool)
    if not (number and np.isfinite(theta) and theta > 0):
        raise ValueError(f"negative_binomial: theta must be a positive number, got {theta!r}")
    return NegativeBinomial(float(theta), choose_link("negative_binomial", link, ALLOWED))
