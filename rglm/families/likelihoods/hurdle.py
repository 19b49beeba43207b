"""Hurdle models: a zero part for whether y > 0, another density for what y is then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.likelihoods.count_distribution import COUNT_DISTRIBUTIONS, count_distribution
from rglm.families.likelihoods.positive_density import POSITIVE_DENSITIES, PositiveDensity
from rglm.families.likelihoods.recession_constraints import Constraint
from rglm.families.likelihoods.row_density import (
    FirstTerms,
    Predictors,
    RowTerms,
    Scalars,
    place,
    put,
)
from rglm.families.likelihoods.truncated_counts import TruncatedCount
from rglm.families.likelihoods.twopart_density import TwoPartDensity
from rglm.families.likelihoods.zero_part import CensoredCount, ZeroHurdle, ZeroPart
from rglm.families.links.link import Link
from rglm.families.numerics.floating_point import ignore_float_errors

ZERO_PARTS = ("binomial", *COUNT_DISTRIBUTIONS)


@dataclass(frozen=True)
class Hurdle(TwoPartDensity):
    """y is 0, or above zero by its own density; made by `hurdle_density`.


    Notes
    -----
    The model of ``hurdle`` in R's pscl (Mullahy 1986, Journal of Econometrics 33). The two parts
    have no parameter in common, and the pairs of one's with the other's are absent from `second`.
    """

    positive: PositiveDensity  # the density of y given y > 0, of predictor 0
    zero: ZeroPart  # the probability that y > 0, of predictor 1

    @property
    def scalars(self) -> tuple[str, ...]:
        """The positive part's scalar, then ``zero_`` and the zero part's."""
        return (*self.positive.scalars, *(f"zero_{name}" for name in self.zero.scalars))

    @property
    def has_count_response(self) -> bool:
        """Whether y is a count, and not an amount."""
        return self.positive.step > 0

    @property
    def spread_parameter(self) -> str | None:
        """The spread parameter of the positive part."""
        return self.positive.spread_parameter

    def split(self, scalars: Scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return the scalars of the positive and of the zero part."""
        scalars, k = np.asarray(scalars, dtype=float), len(self.positive.scalars)
        return scalars[:k], scalars[k:]

    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return the log-likelihood of each row; indices are positive, zero, their scalars."""
        y, (positive_scalars, zero_scalars) = np.asarray(y, dtype=float), self.split(scalars)
        total, k = 2 + len(self.scalars), len(self.positive.scalars)
        at = np.flatnonzero(y > 0)
        above = self.positive.terms(y[at], [eta[0][at]], positive_scalars, derivatives)
        out = place(above, at, len(y), [0, *range(2, 2 + k)], total)
        zero = self.zero.terms(y, [eta[1]], zero_scalars, derivatives)
        out.value += zero.value
        if derivatives:
            index = [1, *range(2 + k, total)]
            for i, part in zip(index, zero.first, strict=True):
                out.first[i] = part
            out.second |= {(index[i], index[j]): part for (i, j), part in zero.second.items()}
        return out

    def first_terms_of(self, y: np.ndarray) -> FirstTerms:
        """Return the function of (eta, scalars) to `terms` without second derivatives."""
        at, zero = np.flatnonzero(y > 0), self.zero.first_terms_of(y)
        positive, k = self.positive.first_terms_of(y[at]), len(self.positive.scalars)

        def first_terms(eta: Predictors, scalars: Scalars) -> RowTerms:
            positive_scalars, zero_scalars = self.split(scalars)
            terms, above = zero([eta[1]], zero_scalars), positive([eta[0][at]], positive_scalars)
            terms.value[at] += above.value
            first = [put(np.zeros(len(y)), at, part) for part in above.first]
            first = [first[0], terms.first[0], *first[1 : 1 + k], *terms.first[1:]]
            return RowTerms(terms.value, first)

        return first_terms

    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return the log-likelihood of n rows at S points (n, S)."""
        positive_scalars, zero_scalars = self.split(scalars)
        values = self.zero.values_at(y, [eta[1]], zero_scalars)
        at = np.flatnonzero(y > 0)
        values[at] += self.positive.values_at(y[at], [eta[0][at]], positive_scalars)
        return values

    @ignore_float_errors
    def constraints(self, y: np.ndarray, moved: Predictors) -> list[Constraint]:
        """Return that a count of 0, or of 1 above the hurdle, may get ever likelier."""
        zero = np.where(np.asarray(y) > 0, 1.0, -1.0)
        first, second = np.eye(2)
        own = len(self.positive.scalars)
        shapes = tuple(range(2, 2 + own)), tuple(range(2 + own, 2 + len(self.scalars)))
        return [
            Constraint(first, self.positive.sides(y), shapes[0]),
            Constraint(second, zero, shapes[1]),
        ]

    def mean(self, eta: Predictors, scalars: Scalars = ()) -> np.ndarray:
        """Return P(Y > 0) E(Y | Y > 0)."""
        positive_scalars, zero_scalars = self.split(scalars)
        above = np.exp(self.zero.log_positive(eta[1], zero_scalars))
        return above * self.positive.moments(eta[0], positive_scalars)[0]

    @ignore_float_errors
    def variance(self, eta: Predictors, scalars: Scalars = ()) -> np.ndarray:
        """Return the variance of y."""
        positive_scalars, zero_scalars = self.split(scalars)
        above = np.exp(self.zero.log_positive(eta[1], zero_scalars))
        mean, square = self.positive.moments(eta[0], positive_scalars)
        return above * (square - above * mean * mean)

    def log_mean(self, eta: Predictors, scalars: Scalars) -> RowTerms:
        """Return log(P(Y > 0) E(Y | Y > 0))."""
        positive_scalars = self.split(scalars)[0]
        mean = self._positive_part(self.positive.log_mean(eta[0], positive_scalars))
        return self._log_positive(eta, scalars).plus(mean)

    def log_count_mean(self, eta: Predictors, scalars: Scalars) -> RowTerms:
        """Return the logarithm of the mean of the positive part before zeros are left out."""
        positive_scalars = self.split(scalars)[0]
        return self._positive_part(self.positive.log_untruncated_mean(eta[0], positive_scalars))

    def log_zero_quantity(self, eta: Predictors, scalars: Scalars) -> RowTerms:
        """Return that of the ratio of P(Y > 0) to that of the untruncated positive part."""
        positive_scalars = self.split(scalars)[0]
        untruncated = self.positive.log_positive_probability(eta[0], positive_scalars)
        return self._log_positive(eta, scalars).plus(self._positive_part(untruncated), -1.0)

    def _positive_part(self, terms: RowTerms) -> RowTerms:
        """Terms of the positive part as terms of the model."""
        places, n = [0, *range(2, 2 + len(self.positive.scalars))], len(terms.value)
        return place(terms, np.arange(n), n, places, 2 + len(self.scalars))

    def _log_positive(self, eta: Predictors, scalars: Scalars) -> RowTerms:
        """Log P(Y > 0)."""
        n, total, k = len(eta[1]), 2 + len(self.scalars), len(self.positive.scalars)
        terms = self.zero.terms(np.ones(n), [eta[1]], self.split(scalars)[1])
        return place(terms, np.arange(n), n, [1, *range(2 + k, total)], total)

    def log_zero_part(self, eta: np.ndarray, scalars: Scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return log P(Y = 0) and log P(Y > 0)."""
        zero_scalars = self.split(scalars)[1]
        return self.zero.log_zero(eta, zero_scalars), self.zero.log_positive(eta, zero_scalars)

    @ignore_float_errors
    def cdf_limits(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return P(Y < y) and P(Y <= y); the same above zero where y is continuous."""
        positive_scalars = self.split(scalars)[0]
        none, above = (np.exp(part) for part in self.log_zero_part(eta[1], scalars))
        before = y - self.positive.step
        low, high = (
            none + above * self.positive.cdf(k, eta[0], positive_scalars) for k in (before, y)
        )
        return np.where(y > 0, low, 0.0), np.where(y > 0, high, none)

    def probabilities(self, eta: Predictors, scalars: Scalars, last: int) -> np.ndarray:
        """Return the (n, last + 1) probabilities of 0, 1, ..., last, of a count."""
        positive_scalars = self.split(scalars)[0]
        table = np.empty((len(eta[0]), last + 1))
        table[:, 0], above = self.log_zero_part(eta[1], scalars)
        for k in range(1, last + 1):
            y = np.full(len(table), float(k))
            table[:, k] = above + self.positive.terms(y, [eta[0]], positive_scalars, False).value
        return np.exp(table)

    def sample(self, eta: Predictors, scalars: Scalars, rng: np.random.Generator) -> np.ndarray:
        """Draw a response for each row."""
        positive_scalars, zero_scalars = self.split(scalars)
        above = np.exp(self.zero.log_positive(eta[1], zero_scalars))
        at = np.flatnonzero(rng.random(len(above)) < above)
        y = np.zeros(len(above))
        return put(y, at, self.positive.sample(np.asarray(eta[0])[at], positive_scalars, rng))

    def mean_at(self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray) -> np.ndarray:
        """Return P(Y > 0) E(Y | Y > 0) of n rows at S points (n, S)."""
        positive_scalars, zero_scalars = self.split(scalars)
        above = self._positive_probability_at(eta[1], zero_scalars)
        return above * self.positive.mean_values_at(eta[0], positive_scalars)

    def sample_at(
        self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return random responses (n, S)."""
        positive_scalars, zero_scalars = self.split(scalars)
        above = self._positive_probability_at(eta[1], zero_scalars)
        is_positive = rng.random(above.shape) < above
        return is_positive * self.positive.sample_at(eta[0], positive_scalars, rng)

    def _positive_probability_at(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        return np.exp(self.zero.values_at(np.ones(len(eta)), [eta], scalars))


def hurdle_density(
    dist: str = "poisson", zero_dist: str = "binomial", link: str | Link = "logit"
) -> Hurdle:
    """Return the hurdle density of these parts.

    Parameters
    ----------
    dist : str
        poisson, negbin or geometric, truncated at zero; or lognormal or gamma.
    zero_dist : str
        binomial, or a count right-censored at one: poisson, negbin, geometric.
    link : str or Link
        The link of the binomial zero part.

    Raises
    ------
    ValueError
        If either is none of these.

    Examples
    --------
    >>> hurdle_density("negbin", "negbin").scalars
    ('Log(theta)', 'zero_Log(theta)')
    >>> hurdle_density("lognormal").scalars
    ('Log(sigma)',)
    """
    if zero_dist not in ZERO_PARTS:
        raise ValueError(f"no zero part {zero_dist!r}; there are {', '.join(ZERO_PARTS)}")
    positive = POSITIVE_DENSITIES.get(dist) or TruncatedCount(count_distribution(dist))
    is_binomial = zero_dist == "binomial"
    zero = ZeroHurdle(link) if is_binomial else CensoredCount(count_distribution(zero_dist))
    return Hurdle(positive, zero)
