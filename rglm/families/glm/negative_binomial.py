"""The negative binomial family with a known theta."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from numbers import Real
from typing import Any

import numpy as np

from rglm.families.glm.family import Family
from rglm.families.glm.response import (
    PreparedResponse,
    draw_rows,
    nonnegative_response,
    one_column_response,
    replace_zeros,
    warn_ignored_weights,
)
from rglm.families.links.link import Link
from rglm.families.links.link_names import choose_link
from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.numerics.log_density import map_counts, multiply_by_weights, stirling_error
from rglm.families.numerics.normal_scores import Scores, beta_score, counts_around
from rglm.families.numerics.unit_deviance import as_vectors, integrate_near_mean
from rglm.families.working_steps.composed_step import VarianceStep
from rglm.families.working_steps.variance_steps import NegativeBinomialVariance
from rglm.formatting.hints.argument_hints import check_argument_names
from rglm.formatting.numbers.number_format import format_round

LINK_NAMES = ("log", "identity", "sqrt")


@ignore_float_errors
def negbin_unit_deviance(y: np.ndarray, mu: np.ndarray, theta: float) -> np.ndarray:
    """2 (y log(y/mu) - (y + theta) log((y + theta)/(mu + theta))); V = mu + mu^2/theta."""
    y, mu = as_vectors(y, mu)
    # The terms in y are put together first: apart they are far larger than theta's.
    step = y - mu
    share = step / mu * (theta / (y + theta))
    share += y == 0  # -1 there: its logarithm counts for nothing and takes a processor long
    unit = 2 * (y * np.log1p(share) - theta * np.log1p(step / (mu + theta)))
    return integrate_near_mean(unit, y, mu, mu, lambda s: s * (1 + s / theta))


@ignore_float_errors
def negbin_logpmf_at_mean(y: np.ndarray, theta: float) -> np.ndarray:
    """Negative binomial log probability of y when mu = y."""
    total = y + theta
    peak = stirling_error(total) - stirling_error(theta) - stirling_error(y)
    peak = peak + 0.5 * np.log(theta / (2 * np.pi * y * total))
    return np.where(np.asarray(y) > 0, peak, 0.0)


def negbin_scores(y: np.ndarray, mu: np.ndarray, theta: float) -> Scores:
    """Return the normal scores of P(Y < y) and P(Y <= y).

    P(Y <= k) = I_p(theta, k + 1) with p = theta/(theta + mu).
    """
    p, rest = theta / (theta + mu), mu / (theta + mu)

    def score(k: np.ndarray) -> np.ndarray:
        return np.where(k < 0, -np.inf, beta_score(theta, np.maximum(k, 0) + 1, p, rest))

    below, up_to = counts_around(y)
    return score(below), score(up_to)


@dataclass(frozen=True, repr=False)
class NegativeBinomial(Family):
    """y is a count with mean mu and variance mu + mu^2/theta; made by `negative_binomial`.

    As in MASS a theta that was given leaves a dispersion to estimate, and one that was
    `estimated`, by `glm_nb`, does not; AIC then counts it. The name is MASS's, theta rounded to
    four places: ``Negative Binomial(1.2346)``.
    """

    theta: float
    link: Link
    estimated: bool = field(default=False, repr=False)
    dispersion: float = field(init=False, repr=False, compare=False)
    extra_parameters: int = field(init=False, repr=False, compare=False)
    constructor = "negative_binomial"
    mean_range = response_range = (0.0, np.inf)
    boundary_means = (0.0,)
    is_count = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "dispersion", 1.0 if self.estimated else float("nan"))
        object.__setattr__(self, "extra_parameters", int(self.estimated))

    @cached_property
    def name(self) -> str:  # type: ignore[override]  # made when it is read
        """MASS's name of the family."""
        return f"Negative Binomial({format_round([self.theta], 4, digits=7)[0]})"

    @cached_property
    def variance_step(self) -> VarianceStep:  # type: ignore[override]  # made when it is read
        """The deviance and the variance in place."""
        return NegativeBinomialVariance(self.theta)

    @property
    def auxiliary_parameters(self) -> Mapping[str, float]:
        """Theta."""
        return {"theta": self.theta}

    @property
    def distribution_name(self) -> str:
        """``negbin`` where theta was estimated, else with theta; ``geometric`` for 1."""
        if self.estimated:
            return "negbin"
        return "geometric" if self.theta == 1 else f"negbin({self.theta!r})"

    @ignore_float_errors
    def variance(self, mu: np.ndarray) -> np.ndarray:
        """Return V(mu) = mu + mu^2/theta."""
        return mu + np.square(mu) / self.theta

    def unit_deviance(self, y: np.ndarray, mu: np.ndarray) -> np.ndarray:
        """Return 2 (y log(y/mu) - (y + theta) log((y + theta)/(mu + theta)))."""
        return negbin_unit_deviance(y, mu, self.theta)

    def prepare(self, y: Any, weights: Any = None) -> PreparedResponse:
        """Take y of 0 or more; starts from y, 1/6 at zero."""
        y, weights = nonnegative_response("negative_binomial", y, weights)
        return one_column_response(y, weights, replace_zeros(y, 1 / 6))

    @ignore_float_errors
    def log_density(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> np.ndarray:
        """Return wt times the negative binomial log probability."""
        y = np.asarray(y, dtype=float)
        peak = map_counts(lambda n: negbin_logpmf_at_mean(n, self.theta), y)
        return multiply_by_weights(wt, peak - negbin_unit_deviance(y, mu, self.theta) / 2)

    def ml_dispersion(self, dev: float, nobs: int, sum_weights: float) -> float:
        """Return 1."""
        return 1.0

    def normal_scores(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> Scores:
        """Return the normal quantiles of pnbinom below y and up to y, whatever the weights."""
        warn_ignored_weights("negative_binomial", wt, "quantile residuals ignore")
        return negbin_scores(y, mu, self.theta)

    def simulate(
        self, mu: np.ndarray, wt: np.ndarray, rng: np.random.Generator, dispersion: float
    ) -> np.ndarray:
        """Draw counts: Poisson whose mean is gamma of shape theta, whatever the weights."""
        warn_ignored_weights("negative_binomial", wt)
        theta = self.theta
        ones = np.ones(np.shape(mu))
        return draw_rows(lambda m, _: rng.poisson(rng.gamma(theta, m / theta)), mu, ones)


@check_argument_names
def negative_binomial(theta: float, link: str | Link = "log") -> NegativeBinomial:
    """Return the negative binomial family with theta known.

    y is a Poisson count whose own mean is gamma, with mean mu and shape theta:

        P(Y = y) = Gamma(y + theta)/(Gamma(theta) y!) theta^theta mu^y/(mu + theta)^(y + theta)

    Its variance is V(mu) = mu + mu^2/theta, and the unit deviance

        2 (y log(y/mu) - (y + theta) log((y + theta)/(mu + theta)))

    y is 0 or more.

    Parameters
    ----------
    theta : float
        The shape of the gamma that mixes the Poisson means, above zero. `glm_nb` estimates it.
    link : str or Link
        log, identity or sqrt; or any link object. The canonical one, log(mu/(mu + theta)), is not
        among them.

    Raises
    ------
    ValueError
        If theta is not a positive number, or the link not one of these.

    Notes
    -----
    Agrees with ``negative.binomial()`` of R's MASS, save for y between 0 and 1, where MASS's
    deviance is not zero at mu = y. As there a dispersion is estimated: tests are t and F, unless
    ``summary(dispersion=1)`` says what the distribution has.

    References
    ----------
    Lawless (1987), Negative binomial and mixed Poisson regression, Canadian Journal of Statistics
    15; Venables & Ripley (2002), *Modern Applied Statistics with S*, section 7.4.

    Examples
    --------
    >>> negative_binomial(2).variance(4.0).item()
    12.0
    """
    number = isinstance(theta, Real) and not isinstance(theta, bool)
    if not (number and np.isfinite(theta) and theta > 0):
        raise ValueError(f"negative_binomial: theta must be a positive number, got {theta!r}")
    return NegativeBinomial(float(theta), choose_link("negative_binomial", link, LINK_NAMES))
