"""Poisson, negative binomial and geometric counts with the log link, row by row.

All three are the negative binomial of shape theta, whose variance is mu + mu^2/theta: theta is
infinite for the Poisson, 1 for the geometric and free, by its logarithm, for the negative
binomial.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from rglm.families.likelihoods.count_density import negbin_terms, negbin_zero_terms, poisson_terms
from rglm.families.likelihoods.count_slopes import NegbinSlopes, PoissonSlopes
from rglm.families.likelihoods.count_values import (
    negbin_values,
    poisson_sums,
    poisson_values,
    zero_hazards,
)
from rglm.families.likelihoods.glm.log_mean_kernel import LogMeanKernel
from rglm.families.likelihoods.row_density import (
    FirstTerms,
    Predictors,
    RowTerms,
    Scalars,
    weighted_sums,
)
from rglm.families.numerics.floating_point import clip_for_exp, ignore_float_errors

# Larger means numpy does not draw Poisson counts of.
LARGEST_POISSON_MEAN = 1e18
# Beyond it log(theta) makes no difference: a Poisson count, or zero but for one in 1e130.
LOG_THETA_RANGE = (-300.0, 100.0)


@dataclass(frozen=True)
class CountDistribution(LogMeanKernel):
    """A count with mean mu = exp(eta), made by `count_distribution`."""

    name: str  # ``"poisson"``, ``"negbin"`` or ``"geometric"``
    # the shape, infinite for the Poisson; None where it is estimated
    fixed_theta: float | None = None

    @property
    def scalars(self) -> tuple[str, ...]:
        """``("Log(theta)",)`` where theta is estimated."""
        return ("Log(theta)",) if self.fixed_theta is None else ()

    @property
    def is_poisson(self) -> bool:
        """Whether theta is infinite."""
        return self.fixed_theta == np.inf

    def theta(self, log_theta: float | None = None) -> float:
        """Return the shape, exp(log_theta) where it is free."""
        if self.fixed_theta is not None:
            return self.fixed_theta
        if log_theta is None:
            raise ValueError(f"{self.name}: its theta is free, log_theta must be given")
        return float(np.exp(np.clip(log_theta, *LOG_THETA_RANGE)))

    def log_theta_of(self, scalars: Scalars) -> float | None:
        """Return the log(theta) among the scalars, None where theta is fixed."""
        return float(scalars[0]) if self.fixed_theta is None else None

    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return `log_density` at the log(theta) among the scalars."""
        return self.log_density(y, eta[0], self.log_theta_of(scalars), derivatives)

    def log_density(
        self,
        y: np.ndarray,
        eta: np.ndarray,
        log_theta: float | None = None,
        derivatives: bool = True,
    ) -> RowTerms:
        """Return log f(y), with derivatives by eta and, where it is free, by log(theta).

        Parameters
        ----------
        y : (n,) float array
            Counts.
        eta : (n,) float array
            Logarithms of the means.
        log_theta : float or None
            The logarithm of the shape; not looked at where the shape is fixed.
        derivatives : bool
            Whether to work them out.

        Returns
        -------
        RowTerms
            Index 0 is eta and 1 log(theta).

        Examples
        --------
        >>> import numpy as np
        >>> counts = count_distribution("geometric")
        >>> terms = counts.log_density(np.array([0.0, 1.0]), np.zeros(2))
        >>> np.exp(terms.value).round(12).tolist()
        [0.5, 0.25]
        """
        y, eta, theta = np.asarray(y, dtype=float), clip_for_exp(eta), self.theta(log_theta)
        if np.isinf(theta):
            return poisson_terms(y, eta, derivatives)
        return negbin_terms(y, eta, theta, self.fixed_theta is None, derivatives)

    def log_zero(
        self, eta: np.ndarray, log_theta: float | None = None, derivatives: bool = True
    ) -> RowTerms:
        """Return log f(0) = -theta log(1 + mu/theta), as `log_density` does, but quicker."""
        eta, theta = clip_for_exp(eta), self.theta(log_theta)
        if np.isinf(theta):
            mu = np.exp(eta)
            return RowTerms(-mu, [-mu], {(0, 0): -mu}) if derivatives else RowTerms(-mu)
        return negbin_zero_terms(eta, theta, self.fixed_theta is None, derivatives)

    def log_thetas(self, scalars: np.ndarray) -> np.ndarray:
        """Return log(theta) at each of S points (S,), of the scalars (A, S)."""
        if self.fixed_theta is None:
            return np.clip(scalars[0], *LOG_THETA_RANGE)
        return np.full(np.shape(scalars)[1], np.log(self.fixed_theta))

    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return log f(y) of n rows at S points (n, S)."""
        if self.is_poisson:
            return poisson_values(y, eta[0])
        return negbin_values(y, eta[0], self.log_thetas(scalars))

    def weighted_sums_at(
        self, y: np.ndarray, weights: np.ndarray, eta: Predictors, scalars: np.ndarray
    ) -> np.ndarray:
        """Return the weighted sums over the rows of `values_at`, (S,)."""
        if self.is_poisson:
            return poisson_sums(y, weights, eta[0])
        return weighted_sums(weights, self.values_at(y, eta, scalars))

    def first_terms_of(self, y: np.ndarray) -> FirstTerms:
        """Return the function of (eta, scalars) to `terms` without second derivatives."""
        if self.is_poisson:
            poisson = PoissonSlopes(y)

            def of_poisson(eta: Predictors, scalars: Scalars) -> RowTerms:
                value, slope = poisson(eta[0])
                return RowTerms(value, [slope])

            return of_poisson
        negbin = NegbinSlopes(y)

        def of_negbin(eta: Predictors, scalars: Scalars) -> RowTerms:
            value, *first = negbin(eta[0], self.log_theta(scalars))
            return RowTerms(value, first if self.scalars else first[:1])

        return of_negbin

    def log_theta(self, scalars: Scalars) -> float:
        """Return log(theta), infinite of the Poisson."""
        if self.fixed_theta is not None:
            return math.log(self.fixed_theta)
        return min(max(float(scalars[0]), LOG_THETA_RANGE[0]), LOG_THETA_RANGE[1])

    def zero_hazards_at(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """Return -log f(0) of n rows at S points (n, S)."""
        if self.is_poisson:
            return np.exp(clip_for_exp(eta))
        return zero_hazards(eta, self.log_thetas(scalars))

    def mean(self, eta: np.ndarray) -> np.ndarray:
        """Return exp(eta)."""
        return np.exp(clip_for_exp(eta))

    @ignore_float_errors
    def variance(self, mu: np.ndarray, theta: float) -> np.ndarray:
        """Return mu + mu^2/theta."""
        return mu + mu * (mu / theta)

    @ignore_float_errors
    def cdf(self, y: np.ndarray, eta: np.ndarray, log_theta: float | None) -> np.ndarray:
        """Return P(Y <= y), 0 for y below 0."""
        from scipy.special import betainc, pdtr

        mu, theta, at = self.mean(eta), self.theta(log_theta), np.maximum(y, 0)
        is_poisson = np.isinf(theta)
        p = pdtr(at, mu) if is_poisson else betainc(theta, at + 1, theta / (theta + mu))
        return np.where(np.asarray(y) < 0, 0.0, p)

    def probabilities(self, eta: np.ndarray, log_theta: float | None, last: int) -> np.ndarray:
        """Return the (n, last + 1) probabilities of 0, 1, ..., last."""
        eta = np.asarray(eta, dtype=float)
        counts = (np.full(eta.shape, float(k)) for k in range(last + 1))
        columns = [self.log_density(y, eta, log_theta, False).value for y in counts]
        return np.exp(np.stack(columns, axis=1))

    def sample(
        self, eta: np.ndarray, log_theta: float | None, rng: np.random.Generator
    ) -> np.ndarray:
        """Draw a count for each row."""
        return self.draw(eta, self.theta(log_theta), rng)

    def sample_at(
        self, eta: np.ndarray, scalars: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return random counts (n, S) at eta (n, S) and scalars (A, S)."""
        return self.draw(eta, np.exp(self.log_thetas(scalars)), rng)

    def draw(
        self, eta: np.ndarray, theta: np.ndarray | float, rng: np.random.Generator
    ) -> np.ndarray:
        """Return random counts at eta and a theta that numpy broadcasts to it."""
        mu = self.mean(eta)
        if not self.is_poisson:
            mu = mu * (rng.gamma(theta, size=mu.shape) / theta)
        return rng.poisson(np.minimum(mu, LARGEST_POISSON_MEAN)).astype(float)


COUNT_DISTRIBUTIONS = {
    "poisson": CountDistribution("poisson", float("inf")),
    "negbin": CountDistribution("negbin"),
    "geometric": CountDistribution("geometric", 1.0),
}


def count_distribution(name: str) -> CountDistribution:
    """Return the distribution of counts that pscl calls by this name.

    Parameters
    ----------
    name : str
        poisson, negbin or geometric.

    Raises
    ------
    ValueError
        If there is none of that name.

    Examples
    --------
    >>> count_distribution("negbin").scalars
    ('Log(theta)',)
    """
    if name not in COUNT_DISTRIBUTIONS:
        known = ", ".join(COUNT_DISTRIBUTIONS)
        raise ValueError(f"no distribution of counts {name!r}; there are {known}")
    return COUNT_DISTRIBUTIONS[name]
