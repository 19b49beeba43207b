"""Zero-inflated counts: P(Y = 0) = p + (1 - p) f(0), P(Y = y) = (1 - p) f(y)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.likelihoods.count_distribution import CountDistribution, count_distribution
from rglm.families.likelihoods.count_slopes import hazard_slopes
from rglm.families.likelihoods.recession_constraints import Constraint, step_sides
from rglm.families.likelihoods.row_density import (
    FirstTerms,
    Predictors,
    RowTerms,
    Scalars,
    place,
    put,
    zero_impossible,
)
from rglm.families.likelihoods.twopart_density import TwoPartDensity
from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.families.links.log_tails import LogTails
from rglm.families.numerics.floating_point import clip_for_exp, ignore_float_errors


@dataclass(frozen=True)
class ZeroInflated(TwoPartDensity):
    """A count of mean exp(eta_0) that is zero instead with probability p = g^-1(eta_1).


    Notes
    -----
    The model of ``zeroinfl`` in R's pscl (Zeileis, Kleiber & Jackman 2008, Journal of Statistical
    Software 27(8); Lambert 1992, Technometrics 34).

    Examples
    --------
    >>> import numpy as np
    >>> density = ZeroInflated("poisson", "logit")
    >>> terms = density.terms(np.zeros(1), [np.zeros(1), np.zeros(1)], np.zeros(0))
    >>> bool(np.isclose(np.exp(terms.value[0]), 0.5 + 0.5 * np.exp(-1)))
    True
    """

    count: str = "poisson"  # ``"poisson"``, ``"negbin"`` or ``"geometric"``
    # the link g of the zero part: logit, probit, cloglog, cauchit, log, or any link. A row
    # with p of 1 or more is impossible.
    link: str | Link = "logit"

    @property
    def distribution(self) -> CountDistribution:
        """The distribution of the counts."""
        return count_distribution(self.count)

    @property
    def scalars(self) -> tuple[str, ...]:
        """The scalars of the count."""
        return self.distribution.scalars

    def tails(self, eta: np.ndarray) -> LogTails:
        """Return log p and log(1 - p)."""
        return make_link(self.link).log_tails(eta)

    @ignore_float_errors
    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return the log-likelihood of each row; indices are count, zero, log(theta)."""
        y, log_theta = np.asarray(y, dtype=float), self.distribution.log_theta_of(scalars)
        n, total, tails = len(y), 2 + len(self.scalars), self.tails(eta[1])
        zeros, others = np.flatnonzero(y == 0), np.flatnonzero(y)
        count = self.distribution.log_density(y[others], eta[0][others], log_theta, derivatives)
        out = place(count, others, n, [0, 2][: total - 1], total)
        out.value[others] += tails.log_q[others]
        none = self.distribution.log_zero(eta[0][zeros], log_theta, derivatives)
        mixed = _mixture(none, tails.take(zeros), derivatives)
        put(out.value, zeros, mixed.value)
        if derivatives:
            out.first[1] = put(tails.q1, zeros, mixed.first[1])
            out.second[1, 1] = put(tails.q2, zeros, mixed.second[1, 1])
            self._put_zeros(out, zeros, mixed, n)
        return zero_impossible(out)

    def first_terms_of(self, y: np.ndarray) -> FirstTerms:
        """Return the function of (eta, scalars) to `terms` without second derivatives."""
        zeros, others, count = np.flatnonzero(y == 0), np.flatnonzero(y), self.distribution
        seen = count.first_terms_of(y[others])

        @ignore_float_errors
        def first_terms(eta: Predictors, scalars: Scalars) -> RowTerms:
            tails, above = self.tails(eta[1]), seen([eta[0][others]], scalars)
            a, *slopes = hazard_slopes(eta[0][zeros], count.log_theta(scalars))
            value, by_zero = tails.log_q.copy(), tails.q1.copy()
            value[others] += above.value
            log_p, log_u = tails.log_p[zeros], value[zeros] - a
            mixed = np.logaddexp(log_p, log_u)
            value[zeros] = np.where(np.isnan(mixed), -np.inf, mixed)
            w, u = np.exp(log_p - mixed), np.exp(log_u - mixed)
            by_zero[zeros] = w * tails.p1[zeros] + u * tails.q1[zeros]
            counts = []
            for part, slope in zip(above.first, slopes, strict=False):
                whole = put(np.zeros(len(y)), others, part)
                counts.append(put(whole, zeros, -u * slope))
            return zero_impossible(RowTerms(value, [counts[0], by_zero, *counts[1:]]))

        return first_terms

    @ignore_float_errors
    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return the log-likelihood of n rows at S points (n, S)."""
        log_p, values = make_link(self.link).log_probabilities(eta[1])
        zeros, others = np.flatnonzero(y == 0), np.flatnonzero(y)
        values[others] += self.distribution.values_at(y[others], [eta[0][others]], scalars)
        log_p, none = log_p[zeros], values[zeros]
        none -= self.distribution.zero_hazards_at(eta[0][zeros], scalars)
        # -inf less -inf is NaN where both are: such a row is impossible
        mixed = np.maximum(log_p, none) + np.log1p(np.exp(-np.abs(log_p - none)))
        values[zeros] = np.where(np.isnan(mixed), -np.inf, mixed)
        return values

    @staticmethod
    def _put_zeros(out: RowTerms, zeros: np.ndarray, mixed: RowTerms, n: int) -> None:
        """Write the zeros' derivatives among those of the other rows."""
        for i, part in enumerate(mixed.first):
            out.first[i][zeros] = part
        for pair, part in mixed.second.items():
            out.second[pair] = put(out.second.get(pair, np.zeros(n)), zeros, part)

    @ignore_float_errors
    def constraints(self, y: np.ndarray, moved: Predictors) -> list[Constraint]:
        """Return that the linear predictors go on as they did.

        A zero of one kind may become one of the other, so that the response alone does not say to
        which side they go.
        """
        return [
            Constraint(unit, step_sides(part)) for unit, part in zip(np.eye(2), moved, strict=True)
        ]

    def surviving_constraints(self, y: np.ndarray) -> list[Constraint]:
        """Return the constraints on directions along which the likelihood does not vanish.

        A zero is possible whatever one of the two parts does alone; a count above 0 fixes its
        mean, and lets p go to 0.
        """
        above = np.asarray(y) > 0
        count, zero = np.eye(2)
        return [
            Constraint(count, np.where(above, 0.0, np.nan)),
            Constraint(zero, np.where(above, -1.0, np.nan)),
        ]

    def mean(self, eta: Predictors, scalars: Scalars = ()) -> np.ndarray:
        """Return (1 - p) mu."""
        return np.exp(self.tails(eta[1]).log_q) * self.distribution.mean(eta[0])

    @ignore_float_errors
    def variance(self, eta: Predictors, scalars: Scalars = ()) -> np.ndarray:
        """Return (1 - p) (V(mu) + p mu^2), V(mu) = mu + mu^2/theta."""
        tails, mu = self.tails(eta[1]), self.distribution.mean(eta[0])
        theta = self.distribution.theta(self.distribution.log_theta_of(scalars))
        spread = self.distribution.variance(mu, theta)
        return np.exp(tails.log_q) * (spread + np.exp(tails.log_p) * mu * mu)

    def log_zero_part(self, eta: np.ndarray, scalars: Scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return log p and log(1 - p)."""
        tails = self.tails(eta)
        return tails.log_p, tails.log_q

    def log_mean(self, eta: Predictors, scalars: Scalars) -> RowTerms:
        """Return log((1 - p) mu)."""
        tails, count = self.tails(eta[1]), self.log_count_mean(eta, scalars)
        count.first[1] = tails.q1
        second = {(1, 1): tails.q2}
        return zero_impossible(RowTerms(tails.log_q + count.value, count.first, second))

    def log_count_mean(self, eta: Predictors, scalars: Scalars) -> RowTerms:
        """Return log(mu)."""
        n, others = len(eta[0]), 1 + len(self.scalars)
        return RowTerms(clip_for_exp(eta[0]), [np.ones(n), *np.zeros((others, n))])

    def log_zero_quantity(self, eta: Predictors, scalars: Scalars) -> RowTerms:
        """Return log p."""
        tails = self.tails(eta[1])
        first = [*np.zeros((2 + len(self.scalars), len(eta[1])))]
        first[1] = tails.p1
        return zero_impossible(RowTerms(tails.log_p, first, {(1, 1): tails.p2}))

    @ignore_float_errors
    def cdf_limits(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return P(Y < y) and P(Y <= y)."""
        tails, theta = self.tails(eta[1]), self.distribution.log_theta_of(scalars)
        low, high = (
            np.exp(tails.log_p) + np.exp(tails.log_q) * self.distribution.cdf(k, eta[0], theta)
            for k in (y - 1, y)
        )
        return np.where(y > 0, low, 0.0), high

    @ignore_float_errors
    def probabilities(self, eta: Predictors, scalars: Scalars, last: int) -> np.ndarray:
        """Return the (n, last + 1) probabilities of 0, 1, ..., last."""
        tails = self.tails(eta[1])
        table = self.distribution.probabilities(
            eta[0], self.distribution.log_theta_of(scalars), last
        )
        table *= np.exp(tails.log_q)[:, None]
        table[:, 0] += np.exp(tails.log_p)
        return table

    def sample(self, eta: Predictors, scalars: Scalars, rng: np.random.Generator) -> np.ndarray:
        """Draw a count for each row."""
        y = self.distribution.sample(eta[0], self.distribution.log_theta_of(scalars), rng)
        inflated = rng.random(y.shape) < np.exp(self.tails(eta[1]).log_p)
        return np.where(inflated, 0.0, y)

    def mean_at(self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray) -> np.ndarray:
        """Return (1 - p) mu of n rows at S points (n, S)."""
        log_q = make_link(self.link).log_probabilities(eta[1])[1]
        return np.exp(log_q) * self.distribution.mean(eta[0])

    def sample_at(
        self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return random counts (n, S)."""
        log_p = make_link(self.link).log_probabilities(eta[1])[0]
        y = self.distribution.sample_at(eta[0], scalars, rng)
        return np.where(rng.random(y.shape) < np.exp(log_p), 0.0, y)


def _mixture(none: RowTerms, tails: LogTails, derivatives: bool) -> RowTerms:
    """log(p + (1 - p) f(0)) with derivatives by the indices count, zero, log(theta).

    With w the probability that such a zero is one of the inflated, and u = 1 - w, the derivatives
    are mixtures of those of log p and of log((1 - p) f(0)).
    """
    log_u = tails.log_q + none.value
    top = np.maximum(tails.log_p, log_u)
    value = top + np.log1p(np.exp(np.minimum(tails.log_p, log_u) - top))
    value = np.where(tails.impossible, -np.inf, value)
    if not derivatives:
        return RowTerms(value)
    w, u = np.exp(tails.log_p - value), np.exp(log_u - value)
    # a product with u comes first: it is 0 where its partner overflows
    counts, weighted = none.first, [u * part for part in none.first]
    by_zero, by_zero_twice = _zero_part(none, tails, w, u)
    cross = w * (tails.q1 - tails.p1)
    first = [weighted[0], by_zero, *weighted[1:]]
    second = {(0, 0): u * none.second[0, 0] + weighted[0] * (w * counts[0])}
    second |= {(0, 1): weighted[0] * cross, (1, 1): by_zero_twice}
    if len(counts) > 1:
        second[0, 2] = u * none.second[0, 1] + weighted[0] * (w * counts[1])
        second[1, 2] = weighted[1] * cross
        second[2, 2] = u * none.second[1, 1] + weighted[1] * (w * counts[1])
    return RowTerms(value, first, second)


def _zero_part(
    none: RowTerms, tails: LogTails, w: np.ndarray, u: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The derivatives by the zero part's predictor.

    The first, w (log p)' + u (log q)', is w (log p)' (1 - f(0)). Of the second's two forms one
    cancels where f(0) is near 1 and the other where it is near 0.
    """
    above = -np.expm1(none.value)
    first = tails.p1 * w * above
    likely = w * above * (tails.p2 + tails.p1 * tails.p1) - first * first
    apart = tails.p1 - tails.q1
    unlikely = w * tails.p2 + u * tails.q2 + (w * apart) * (u * apart)
    return first, np.where(none.value > -0.7, likely, unlikely)
