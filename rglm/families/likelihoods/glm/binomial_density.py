"""The binomial density of successes out of trials."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.likelihoods.count_values import log_factorials
from rglm.families.likelihoods.recession_constraints import Constraint
from rglm.families.likelihoods.row_density import (
    FirstTerms,
    ModelDensity,
    Predictors,
    RowTerms,
    Scalars,
    zero_impossible,
)
from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.families.links.log_tails import LogTails
from rglm.families.numerics.floating_point import ignore_float_errors

# No logarithm of a number is below it; 0 times it is a number.
LOG_MIN = -1e300


@dataclass(frozen=True)
class BinomialDensity(ModelDensity):
    """P(Y = s) = C(N, s) p^s (1 - p)^(N - s) with p = g^-1(eta).

    y is (n,): 0 or 1; or it is (n, 3): the successes s, the trials N and log C(N, s), from
    `binomial_response`, or (n, 2) without the last.

    Examples
    --------
    >>> import numpy as np
    >>> y, weights = binomial_response(np.array([0.5]), np.array([2.0]), np.ones(1))
    >>> np.exp(BinomialDensity().terms(y, [np.zeros(1)]).value).round(12).tolist()
    [0.5]
    """

    link: str | Link = "logit"

    @ignore_float_errors
    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return the log-likelihood of each row."""
        successes, failures, log_choose = _parts(y)
        tails = make_link(self.link).log_tails(eta[0])
        value = successes * np.maximum(tails.log_p, LOG_MIN)
        value += failures * np.maximum(tails.log_q, LOG_MIN)
        value += log_choose
        value[tails.impossible] = -np.inf
        if not derivatives:
            return RowTerms(value)
        first, second = _derivatives(successes, failures, tails)
        return zero_impossible(RowTerms(value, [first], {(0, 0): second}))

    def first_terms_of(self, y: np.ndarray) -> FirstTerms:
        """Return the function of (eta, scalars) to `terms` without second derivatives."""
        (successes, failures, log_choose), link = _parts(y), make_link(self.link)

        def first_terms(eta: Predictors, scalars: Scalars) -> RowTerms:
            value, slope = link.binomial_slopes(successes, failures, eta[0])
            return RowTerms(value + log_choose, [slope])

        return first_terms

    @ignore_float_errors
    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return the log-likelihood of n rows at S points (n, S)."""
        successes, failures, log_choose = _parts(y)
        log_p, log_q = make_link(self.link).log_probabilities(eta[0])
        impossible = np.isneginf(log_p) & np.isneginf(log_q)
        values = successes[:, None] * np.maximum(log_p, LOG_MIN)
        values += failures[:, None] * np.maximum(log_q, LOG_MIN)
        values += log_choose[:, None]
        values[impossible] = -np.inf
        return values

    def weighted_sums_at(
        self, y: np.ndarray, weights: np.ndarray, eta: Predictors, scalars: np.ndarray
    ) -> np.ndarray:
        """Return the weighted sums over the rows of `values_at`, (S,)."""
        successes, failures, log_choose = _parts(y)
        link = make_link(self.link)
        sums = link.binomial_sums(weights * successes, weights * failures, eta[0])
        return sums + weights @ log_choose

    def constraints(self, y: np.ndarray, moved: Predictors) -> list[Constraint]:
        """Return that no success, or no failure, may get ever likelier."""
        successes, failures, _ = _parts(y)
        sides = np.where(successes == 0, -1.0, np.where(failures == 0, 1.0, 0.0))
        return [Constraint(np.ones(1), sides)]

    @ignore_float_errors
    def mean_at(self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray) -> np.ndarray:
        """Return p, NaN where there is none."""
        log_p, log_q = make_link(self.link).log_probabilities(eta[0])
        impossible = np.isneginf(log_p) & np.isneginf(log_q)
        return np.where(impossible, np.nan, np.exp(log_p))

    def sample_at(
        self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return random numbers of successes (n, S); NaN where there is no p."""
        p = self.mean_at(eta, scalars, trials)
        known = ~np.isnan(p)
        chance = np.where(known, np.minimum(p, 1.0), 0.0)
        if (trials == 1).all():
            drawn = (rng.random(p.shape) < chance).astype(float)
        else:
            drawn = rng.binomial(np.rint(trials).astype(np.int64)[:, None], chance).astype(float)
        return np.where(known, drawn, np.nan)


def binomial_response(
    y: np.ndarray, weights: np.ndarray, trials: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the response (n, 3) of a `BinomialDensity`, and how often each row counts (n,).

    Parameters
    ----------
    y, weights, trials : (n,) float arrays
        Proportions, weights and trials as `binomial` prepares them: a weight is the number of
        trials, or of trials times a prior weight where the trials are more than 1.
    """
    size = np.where(trials > 1, trials, weights)
    times = np.divide(weights, size, out=np.zeros(len(size)), where=size > 0)
    successes = size * y
    failures = size - successes
    log_choose = log_factorials(size) - log_factorials(successes) - log_factorials(failures)
    inner = (successes > 0) & (failures > 0)
    return np.stack([successes, size, np.where(inner, log_choose, 0.0)], axis=1), times


def _parts(y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The successes, the failures and the logarithm of the binomial coefficient, (n,) each."""
    y = np.asarray(y, dtype=float)
    if y.ndim == 1:
        return y, 1 - y, np.zeros(len(y))
    successes, failures = y[:, 0], y[:, 1] - y[:, 0]
    if y.shape[1] > 2:
        return successes, failures, y[:, 2]
    whole = log_factorials(y[:, 1]) - log_factorials(successes) - log_factorials(failures)
    return successes, failures, whole


def _derivatives(
    successes: np.ndarray, failures: np.ndarray, tails: LogTails
) -> tuple[np.ndarray, np.ndarray]:
    """Both derivatives by eta; 0 successes count nothing however large their derivative."""
    some, rest = successes > 0, failures > 0
    first = np.where(some, successes * tails.p1, 0.0) + np.where(rest, failures * tails.q1, 0.0)
    second = np.where(some, successes * tails.p2, 0.0) + np.where(rest, failures * tails.q2, 0.0)
    return first, second
