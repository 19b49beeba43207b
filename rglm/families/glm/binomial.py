"""The binomial family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.families.glm.binomial_response import (
    number_of_trials,
    prepare_proportions,
    warn_fractional,
)
from rglm.families.glm.family import Family
from rglm.families.glm.response import PreparedResponse, draw_rows
from rglm.families.links.link import Link
from rglm.families.links.link_names import choose_link, probability_links
from rglm.families.numerics.floating_point import EPS, ignore_float_errors
from rglm.families.numerics.log_density import map_counts, multiply_by_weights, stirling_error
from rglm.families.numerics.normal_scores import Scores, beta_score, counts_around
from rglm.families.numerics.unit_deviance import as_vectors, entropy_deviance
from rglm.families.working_steps.composed_step import composed_step
from rglm.families.working_steps.variance_steps import ProportionVariance
from rglm.families.working_steps.working_step import WorkArrays, WorkingSums
from rglm.formatting.hints.argument_hints import check_argument_names

LINK_NAMES = probability_links("logit", "probit", "cauchit", "log", "cloglog")
# How near 0 or 1 R calls a fitted probability numerically so.
NUMERICAL_ZERO = 10 * EPS
PROPORTION_STEP = ProportionVariance()


@ignore_float_errors
def binomial_unit_deviance(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """2 (y log(y/mu) + (1 - y) log((1 - y)/(1 - mu))); V = mu (1 - mu)."""
    y, mu = as_vectors(y, mu)
    step, rest = y - mu, 1 - y
    if ((y == 0) | (y == 1)).all():
        # The odds against what was seen, (1 - mu)/mu at 1 and mu/(1 - mu) at 0, by one quotient.
        odds = step / (mu - rest)
        return 2 * np.log1p(odds)
    # Successes and failures each add a term above zero: nothing cancels between them.
    return entropy_deviance(y, mu, step) + entropy_deviance(rest, 1 - mu, -step)


@ignore_float_errors
def binomial_logpmf_at_mean(x: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Binomial log probability of whole x out of size when mu = x/size."""
    rest = size - x
    inner = (x > 0) & (rest > 0)
    if not inner.any():
        return np.zeros(inner.shape)
    peak = map_counts(stirling_error, size) - map_counts(stirling_error, x)
    peak -= map_counts(stirling_error, rest)
    peak += 0.5 * np.log(np.where(inner, size, 1.0) / np.where(inner, 2 * np.pi * x * rest, 1.0))
    return np.where(inner, peak, 0.0)


def binomial_scores(successes: np.ndarray, size: np.ndarray, mu: np.ndarray) -> Scores:
    """Return the normal scores of P(Y < y) and P(Y <= y).

    P(Y <= k) = I_{1 - mu}(size - k, k + 1).
    """

    def score(k: np.ndarray) -> np.ndarray:
        inside = (k >= 0) & (k < size)
        at, left = np.where(inside, k, 0.0), np.where(inside, size - k, 1.0)
        z = beta_score(left, at + 1, 1 - mu, mu)
        return np.where(inside, z, np.where(k < 0, -np.inf, np.inf))

    below, up_to = counts_around(successes)
    return score(below), score(up_to)


@dataclass(frozen=True, repr=False)
class Binomial(Family):
    """y is the proportion of successes with mean mu; made by `binomial`."""

    link: Link
    name = "binomial"
    constructor = "binomial"
    mean_range = response_range = (0.0, 1.0)
    boundary_means = (0.0, 1.0)
    dispersion = 1.0
    has_binary_response = True
    mean_name = "prob"
    variance_step = PROPORTION_STEP

    @ignore_float_errors
    def variance(self, mu: np.ndarray) -> np.ndarray:
        """Return V(mu) = mu (1 - mu)."""
        return mu * (1 - mu)

    def unit_deviance(self, y: np.ndarray, mu: np.ndarray) -> np.ndarray:
        """Return 2 (y log(y/mu) + (1 - y) log((1 - y)/(1 - mu)))."""
        return binomial_unit_deviance(y, mu)

    def working_step(
        self, y: np.ndarray, weights: np.ndarray, eta: np.ndarray, work: WorkArrays
    ) -> WorkingSums | None:
        """Return the step that the link has for this family, or that of its parts."""
        quick = self.link.binomial_step(y, weights, eta, work)
        if quick is not None:
            return quick
        return composed_step(self, PROPORTION_STEP, y, weights, eta, work)

    def boundary_message(self, lowest: float, highest: float) -> str | None:
        """Say that fitted probabilities are 0 or 1 to rounding."""
        if lowest >= NUMERICAL_ZERO and highest <= 1 - NUMERICAL_ZERO:
            return None
        return (
            "fitted probabilities numerically 0 or 1 occurred; if a term separates the two "
            "outcomes its coefficient is infinite, and the estimate and its standard error mean "
            "little"
        )

    def prepare(self, y: Any, weights: Any = None) -> PreparedResponse:
        """0/1 or proportions, or two columns; starts from (wt y + 1/2)/(wt + 1)."""
        prepared = prepare_proportions(self.name, y, weights)
        warn_fractional(y, prepared)
        return prepared

    def shrink_response(
        self, y: np.ndarray, weights: np.ndarray, amount: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the proportions with `amount` successes and failures more."""
        more = np.where(weights > 0, weights + 2 * amount, 1.0)
        moved = (weights * y + amount) / more
        return np.where(weights > 0, moved, y), np.where(weights > 0, more, 0.0)

    @ignore_float_errors
    def log_density(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> np.ndarray:
        """Return the binomial log probability of each row.

        Where some row has more than one trial, rows count `wt/trials` times; else the weight of
        a row, rounded, is its number of trials.
        """
        size = np.asarray(trials if np.any(np.asarray(trials) > 1) else wt, dtype=float)
        times = np.where(size > 0, wt / size, 0.0)
        whole = np.rint(size)
        successes = np.rint(size * y)
        rate = successes / np.maximum(whole, 1.0)
        peak = binomial_logpmf_at_mean(successes, whole)
        deviance = multiply_by_weights(whole, binomial_unit_deviance(rate, mu))
        return multiply_by_weights(times, peak - deviance / 2)

    def log_density_of_rows(
        self,
        y: np.ndarray,
        mu: np.ndarray,
        wt: np.ndarray,
        trials: np.ndarray,
        dispersion: float,
        has_trials: bool,
    ) -> np.ndarray:
        """Return `log_density` of some rows, of which some may have more than one trial."""
        if not has_trials:
            return self.log_density(y, mu, wt, np.ones_like(trials), dispersion)
        times = np.where(trials > 0, wt / np.where(trials > 0, trials, 1.0), 0.0)
        return multiply_by_weights(times, self.log_density(y, mu, trials, trials, dispersion))

    def normal_scores(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> Scores:
        """Return the normal quantiles of pbinom below and up to the number of successes.

        It is out of `trials`, or where they are 1 out of wt, rounded.
        """
        size = number_of_trials(trials, wt)
        return binomial_scores(np.rint(size * y), np.rint(size), mu)

    def simulate(
        self, mu: np.ndarray, wt: np.ndarray, rng: np.random.Generator, dispersion: float
    ) -> np.ndarray:
        """Draw proportions out of wt trials each."""
        wt = np.asarray(wt, dtype=float)
        if np.any(wt != np.rint(wt)):
            raise ValueError("binomial: cannot simulate from prior weights that are not whole")
        return draw_rows(lambda m, w: rng.binomial(w.astype(np.int64), m) / w, mu, wt)


@check_argument_names
def binomial(link: str | Link = "logit") -> Binomial:
    """Return the binomial family.

    Of m trials k succeed with probability C(m, k) mu^k (1 - mu)^(m - k), and y = k/m. Its mean is
    mu and its variance V(mu)/m, with V(mu) = mu (1 - mu). The unit deviance is

        2 (y log(y/mu) + (1 - y) log((1 - y)/(1 - mu)))

    y is 0/1, a proportion whose weight is the number of trials, or two columns, successes and
    failures.

    Parameters
    ----------
    link : str or Link
        logit (canonical), probit, cauchit, log or cloglog; or any link object. Another name is a
        ValueError.

    Notes
    -----
    Agrees with R's ``binomial()``. The dispersion is 1.

    References
    ----------
    Nelder & Wedderburn (1972), Generalized linear models, JRSS A 135; McCullagh & Nelder (1989),
    *Generalized Linear Models*, chapter 4.

    Examples
    --------
    >>> binomial("probit")
    binomial(link="probit")
    """
    return Binomial(choose_link("binomial", link, LINK_NAMES))
