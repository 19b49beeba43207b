"""The Poisson family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.families.glm.family import Family
from rglm.families.glm.response import (
    PreparedResponse,
    RowwiseStart,
    draw_rows,
    first_row_where,
    is_fractional,
    nonnegative_response,
    one_column_response,
    warn_ignored_weights,
)
from rglm.families.links.link import Link
from rglm.families.links.link_names import choose_link
from rglm.families.numerics.floating_point import EPS, ignore_float_errors
from rglm.families.numerics.log_density import map_counts, multiply_by_weights, stirling_error
from rglm.families.numerics.normal_scores import Scores, counts_around, gamma_score
from rglm.families.numerics.unit_deviance import as_vectors, entropy_deviance
from rglm.families.working_steps.variance_steps import MeanVariance
from rglm.formatting.hints.argument_hints import check_argument_names
from rglm.formatting.hints.warning_location import warn
from rglm.warnings import FamilyWarning

LINK_NAMES = ("log", "identity", "sqrt")
# How small R calls a fitted rate numerically zero.
NUMERICAL_ZERO = 10 * EPS


@ignore_float_errors
def poisson_unit_deviance(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """2 (y log(y/mu) - (y - mu)), 2 mu at y = 0; V = mu."""
    y, mu = as_vectors(y, mu)
    return entropy_deviance(y, mu, y - mu)


@ignore_float_errors
def poisson_logpmf_at_mean(y: np.ndarray) -> np.ndarray:
    """Poisson log probability of y when mu = y."""
    peak = -stirling_error(y) - 0.5 * np.log(2 * np.pi * y)
    return np.where(np.asarray(y) > 0, peak, 0.0)


def poisson_scores(y: np.ndarray, mu: np.ndarray) -> Scores:
    """Return the normal scores of P(Y < y) and P(Y <= y); P(Y <= k) = Q(k + 1, mu)."""

    def score(k: np.ndarray) -> np.ndarray:
        return np.where(k < 0, -np.inf, -gamma_score(np.maximum(k, 0) + 1, mu))

    below, up_to = counts_around(y)
    return score(below), score(up_to)


def _start(y: np.ndarray) -> np.ndarray:
    return y + 0.1


@dataclass(frozen=True, repr=False)
class Poisson(Family):
    """y is a count with mean mu; made by `poisson`."""

    link: Link
    name = "poisson"
    constructor = "poisson"
    mean_range = response_range = (0.0, np.inf)
    boundary_means = (0.0,)
    dispersion = 1.0
    is_count = True
    is_equidispersed_count = True
    mean_name = "rate"
    variance_step = MeanVariance()

    def variance(self, mu: np.ndarray) -> np.ndarray:
        """Return V(mu) = mu."""
        return np.array(mu, dtype=float)

    def unit_deviance(self, y: np.ndarray, mu: np.ndarray) -> np.ndarray:
        """Return 2 (y log(y/mu) - (y - mu))."""
        return poisson_unit_deviance(y, mu)

    def boundary_message(self, lowest: float, highest: float) -> str | None:
        """Say that fitted rates are 0 to rounding."""
        return None if lowest >= NUMERICAL_ZERO else "fitted rates numerically 0 occurred"

    def prepare(self, y: Any, weights: Any = None) -> PreparedResponse:
        """Counts; starts from y + 0.1. Warns of values that are not whole."""
        y, weights = nonnegative_response(self.name, y, weights)
        row = first_row_where(is_fractional, y)
        if row is not None:
            message = (
                f"poisson: y is not a count at row {row}, {y[row]:.15g}: its likelihood "
                "is 0 and the AIC infinite; quasipoisson() gives the same coefficients"
            )
            warn(message, FamilyWarning)
        return one_column_response(y, weights, RowwiseStart(_start, (y,)))

    def shrink_response(
        self, y: np.ndarray, weights: np.ndarray, amount: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the counts with `amount` more."""
        return y + amount, weights

    @ignore_float_errors
    def log_density(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> np.ndarray:
        """Return wt times the Poisson log probability; -inf where y is not whole, as in R."""
        y = np.asarray(y, dtype=float)
        whole = np.rint(y)
        log = map_counts(poisson_logpmf_at_mean, whole) - poisson_unit_deviance(whole, mu) / 2
        impossible = is_fractional(y)
        return multiply_by_weights(
            wt, np.where(impossible, -np.inf, log) if impossible.any() else log
        )

    def normal_scores(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> Scores:
        """Return the normal quantiles of ppois below y and up to y, whatever the weights."""
        warn_ignored_weights(self.name, wt, "quantile residuals ignore")
        return poisson_scores(y, mu)

    def simulate(
        self, mu: np.ndarray, wt: np.ndarray, rng: np.random.Generator, dispersion: float
    ) -> np.ndarray:
        """Draw counts with mean mu, whatever the weights."""
        warn_ignored_weights(self.name, wt)
        return draw_rows(lambda m, _: rng.poisson(m), mu, np.ones(np.shape(mu)))


@check_argument_names
def poisson(link: str | Link = "log") -> Poisson:
    """Return the Poisson family.

    P(Y = y) = exp(-mu) mu^y / y!, whose variance is V(mu) = mu. The unit deviance is
    2 (y log(y/mu) - (y - mu)). y is a count; another y of 0 or more draws a warning.

    Parameters
    ----------
    link : str or Link
        log (canonical), identity or sqrt; or any link object. Another name is a ValueError.

    Notes
    -----
    Agrees with R's ``poisson()``. The dispersion is 1.

    References
    ----------
    Nelder & Wedderburn (1972), Generalized linear models, JRSS A 135; McCullagh & Nelder (1989),
    *Generalized Linear Models*, chapter 6.

    Examples
    --------
    >>> poisson().variance(2.0).item()
    2.0
    """
    return Poisson(choose_link("poisson", link, LINK_NAMES))
