"""Counts above zero: log f(y) - log(1 - f(0)), and log(1 - f(0)) itself.

With a = -log f(0) the second term is log(1 - exp(-a)), and log a is smooth however small the
mean: eta itself for the Poisson, log(theta) + log(log(1 + exp(eta)/theta)) for the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.glm.poisson import poisson
from rglm.families.likelihoods.count_density import log_one_plus
from rglm.families.likelihoods.count_distribution import CountDistribution
from rglm.families.likelihoods.count_slopes import hazard_slopes
from rglm.families.likelihoods.count_values import log1m_exp_neg_value
from rglm.families.likelihoods.positive_density import PositiveDensity
from rglm.families.likelihoods.row_density import FirstTerms, Predictors, RowTerms, Scalars
from rglm.families.numerics.floating_point import clip_for_exp, ignore_float_errors
from rglm.families.numerics.series_remainders import expm1_rest, log1m_exp_neg, log1p_rest

# Means below it have their derivatives put together from small parts.
SMALL_MEAN = 0.5


@dataclass
class ZeroHazard:
    """a = -log f(0), and log a's derivatives; (n,) arrays, or numbers where all rows agree."""

    a: np.ndarray  # (n,) minus the log probability of zero
    # (n,) the derivative of log a by eta; that by log(theta) is 1 less it
    slope: np.ndarray | float
    rest: np.ndarray | float  # (n,) 1 less the slope, small where theta is large
    curve: np.ndarray | float  # (n,) the second derivative by eta, minus the mixed one
    gap: np.ndarray | float  # (n,) theta/(theta + mu) less the slope


@ignore_float_errors
def zero_hazard(eta: np.ndarray, theta: np.ndarray | float) -> ZeroHazard:
    """Return a = theta log(1 + mu/theta), mu if theta is infinite, and its derivatives."""
    eta = clip_for_exp(eta)
    mu = np.exp(eta)
    if np.ndim(theta) == 0 and np.isinf(theta):
        return ZeroHazard(mu, 1.0, 0.0, 0.0, 0.0)
    t, log = mu / theta, log_one_plus(mu, eta, theta)
    q, r = mu / (theta + mu), theta / (theta + mu)
    # a ratio of 0 has underflowed: theta may as well be infinite
    none = t == 0
    log_or_one = np.where(none, 1.0, log)
    slope = np.where(none, 1.0, q / log_or_one)
    rest = np.where(none, 0.0, -log1p_rest(-q, -log) / log_or_one)
    gap = np.where(t < 1, r * log1p_rest(np.minimum(t, 1.0)) / log_or_one, r - slope)
    a = np.where(t < 1, mu * np.where(none, 1.0, log / np.where(none, 1.0, t)), theta * log)
    return ZeroHazard(a, slope, rest, slope * gap, gap)


@ignore_float_errors
def log_above_zero(
    count: CountDistribution,
    eta: np.ndarray,
    log_theta: float | None = None,
    derivatives: bool = True,
) -> RowTerms:
    """Return log(1 - f(0)), with derivatives by eta and, where it is free, by log(theta).

    Parameters
    ----------
    count : CountDistribution
        Says whether theta is free.
    eta : (n,) float array
        Logarithms of the means before truncation.
    log_theta : float or None
        The logarithm of the shape, where that is free.
    derivatives : bool
        Whether to work them out.
    """
    h = zero_hazard(eta, count.theta(log_theta))
    value, by_log, by_log_twice = log1m_exp_neg(h.a)
    if not derivatives:
        return RowTerms(value)
    first = [by_log * h.slope]
    by_curve = by_log * h.curve
    second = {(0, 0): by_log_twice * h.slope * h.slope + by_curve}
    if count.fixed_theta is None:
        first.append(by_log * h.rest)
        second[0, 1] = by_log_twice * h.slope * h.rest - by_curve
        second[1, 1] = by_log_twice * h.rest * h.rest + by_curve
    return RowTerms(value, first, second)


@dataclass(frozen=True)
class TruncatedCount(PositiveDensity):
    """A count above zero; mu = exp(eta) is the mean before zeros are left out."""

    count: CountDistribution
    step = 1.0
    starting_family = poisson()

    @property
    def scalars(self) -> tuple[str, ...]:
        """The scalars of the count."""
        return self.count.scalars

    @ignore_float_errors
    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return log f(y) - log(1 - f(0)) for y > 0, with its derivatives.

        Examples
        --------
        >>> import numpy as np
        >>> from rglm.families.likelihoods.count_distribution import count_distribution
        >>> positive = TruncatedCount(count_distribution("poisson"))
        >>> positive.terms(np.array([1.0, 2.0]), [np.full(2, -700.0)]).value.round(9).tolist()
        [0.0, -700.693147181]
        """
        y, eta_0 = np.asarray(y, dtype=float), clip_for_exp(eta[0])
        log_theta = self.count.log_theta_of(scalars)
        untruncated = self.count.log_density(y, eta_0, log_theta, derivatives)
        above = log_above_zero(self.count, eta_0, log_theta, derivatives)
        value = np.minimum(untruncated.value - above.value, 0.0)
        if not derivatives:
            return RowTerms(value)
        first = [a - b for a, b in zip(untruncated.first, above.first, strict=True)]
        second = {pair: untruncated.second[pair] - part for pair, part in above.second.items()}
        first[0] = self._slope(y - 1, eta_0, self.count.theta(log_theta), first[0])
        return RowTerms(value, first, second)

    def first_terms_of(self, y: np.ndarray) -> FirstTerms:
        """Return the function of (eta, scalars) to `terms` without second derivatives."""
        untruncated = self.count.first_terms_of(y)

        @ignore_float_errors
        def first_terms(eta: Predictors, scalars: Scalars) -> RowTerms:
            terms = untruncated(eta, scalars)
            a, *slopes = hazard_slopes(eta[0], self.count.log_theta(scalars))
            terms.value = np.minimum(terms.value - log1m_exp_neg_value(a), 0.0)
            odds = 1 / np.expm1(a)
            for i, slope in enumerate(slopes[: len(terms.first)]):
                terms.first[i] = terms.first[i] - slope * odds
            return terms

        return first_terms

    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return log f(y) - log(1 - f(0)) of n rows at S points (n, S)."""
        values = self.count.values_at(y, eta, scalars)
        values -= log1m_exp_neg_value(self.count.zero_hazards_at(eta[0], scalars))
        return np.minimum(values, 0.0, out=values)

    @staticmethod
    def _slope(
        above_one: np.ndarray, eta: np.ndarray, theta: float, slope: np.ndarray
    ) -> np.ndarray:
        """The derivative by eta, to all digits where mu is small: y - 1 less what is small."""
        at = np.flatnonzero(eta < np.log(SMALL_MEAN))
        if at.size:
            h, mu = zero_hazard(eta[at], theta), np.exp(eta[at])
            r = 1 / (1 + mu / theta)
            lost = -np.expm1(-h.a)
            # 1 - a/(exp(a) - 1)
            kept = 1 - h.a * np.exp(-h.a) / lost
            small = h.a < SMALL_MEAN
            kept = np.where(small, h.a - _above_one(h.a), kept)
            slope[at] = above_one[at] * r + (h.gap - mu * r + h.slope * kept)
        return slope

    def starting_response(self, y: np.ndarray) -> np.ndarray:
        """Return y."""
        return y

    @ignore_float_errors
    def sides(self, y: np.ndarray) -> np.ndarray:
        """Return where a predictor may go without end: down at a count of 1."""
        return np.where(y > 1, 0.0, np.where(y == 1, -1.0, np.nan))

    def moments(self, eta: np.ndarray, scalars: Scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return the mean of y and of y^2, zeros left out."""
        theta = self.count.theta(self.count.log_theta_of(scalars))
        mu = self.count.mean(eta)
        a = zero_hazard(eta, theta).a
        above = -np.expm1(-a)
        return mu / above, (self.count.variance(mu, theta) + mu * mu) / above

    @ignore_float_errors
    def cdf(self, y: np.ndarray, eta: np.ndarray, scalars: Scalars) -> np.ndarray:
        """Return P(Y <= y), zeros left out."""
        none = np.exp(-zero_hazard(eta, self.count.theta(self.count.log_theta_of(scalars))).a)
        below = self.count.cdf(y, eta, self.count.log_theta_of(scalars))
        return np.where(np.asarray(y) < 1, 0.0, (below - none) / (1 - none))

    @ignore_float_errors
    def log_mean(self, eta: np.ndarray, scalars: Scalars) -> RowTerms:
        """Return log(mu/(1 - f(0)))."""
        above = self.log_positive_probability(eta, scalars)
        mean, mu = self.log_untruncated_mean(eta, scalars).plus(above, -1.0), self.count.mean(eta)
        theta = self.count.theta(self.count.log_theta_of(scalars))
        mean.first[0] = self._slope(mu * (1 + 1 / theta), eta, theta, mean.first[0])
        return mean

    def log_untruncated_mean(self, eta: np.ndarray, scalars: Scalars) -> RowTerms:
        """Return log(mu), of zeros too."""
        first = [np.ones(len(eta)), *np.zeros((len(self.scalars), len(eta)))]
        return RowTerms(clip_for_exp(eta), first)

    def log_positive_probability(self, eta: np.ndarray, scalars: Scalars) -> RowTerms:
        """Return log(1 - f(0))."""
        return log_above_zero(self.count, eta, self.count.log_theta_of(scalars))

    def sample(self, eta: np.ndarray, scalars: Scalars, rng: np.random.Generator) -> np.ndarray:
        """Draw a count above zero for each row."""
        theta = self.count.theta(self.count.log_theta_of(scalars))
        return self._draw(np.asarray(eta, dtype=float), theta, rng)

    def mean_values_at(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """Return the mean of y, (n, S)."""
        return self.count.mean(eta) / -np.expm1(-self.count.zero_hazards_at(eta, scalars))

    def sample_at(
        self, eta: np.ndarray, scalars: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return random counts above zero (n, S)."""
        theta = np.exp(self.count.log_thetas(scalars))
        flat = self._draw(eta.ravel(), np.broadcast_to(theta, eta.shape).ravel(), rng)
        return flat.reshape(eta.shape)

    def _draw(
        self, eta: np.ndarray, theta: np.ndarray | float, rng: np.random.Generator
    ) -> np.ndarray:
        theta, y = np.broadcast_to(theta, eta.shape), np.zeros(eta.shape)
        a = zero_hazard(eta, np.inf if self.count.is_poisson else theta).a
        rare = a < SMALL_MEAN
        if rare.any():
            y[rare] = _draw_clusters(a[rare], eta[rare], theta[rare], rng)
        zeros = np.flatnonzero(y == 0)
        while zeros.size:
            y[zeros] = self.count.draw(eta[zeros], theta[zeros], rng)
            zeros = zeros[y[zeros] == 0]
        return y


def _above_one(a: np.ndarray) -> np.ndarray:
    """a/(1 - exp(-a)) - 1."""
    return expm1_rest(-a) / -np.expm1(-a)


@ignore_float_errors
def _draw_clusters(
    a: np.ndarray, eta: np.ndarray, theta: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Counts above zero where zero is likely: a Poisson number of logarithmic clusters.

    The first of a Poisson process's points, given that there is one before time a, is at
    -log(1 - u (1 - exp(-a))); the points after it are Poisson.
    """
    time = -np.log1p(rng.random(a.shape) * np.expm1(-a))
    clusters = 1 + rng.poisson(np.maximum(a - time, 0.0))
    if np.isinf(theta).all():
        return clusters.astype(float)
    mu = np.exp(clip_for_exp(eta))
    q = np.minimum(mu / (theta + mu), np.nextafter(1.0, 0.0))
    sizes = rng.logseries(np.repeat(q, clusters))
    return np.add.reduceat(sizes, np.cumsum(clusters) - clusters).astype(float)
