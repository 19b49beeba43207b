"""Poisson, negative binomial and geometric counts with the log link, row by row.

All three are the negative binomial of shape theta, whose variance is mu + mu^2/theta: theta is
infinite for the Poisson, 1 for the geometric and free, by its logarithm, for the negative
binomial. With n = y + theta, v = (y - mu)/(mu + theta) and g(x) = log x - psi(x),

    dlog f/dlog theta = theta (g(theta) - g(n)) + theta (log(1 + v) - v),

whose two terms keep their digits for theta from 1e-6 to beyond 1e12.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rglm.families.density import by_count, negative_binomial_peak, poisson_peak
from rglm.families.linkbase import quiet
from rglm.families.remainders import log1p_rest
from rglm.families.rising import digamma_excess
from rglm.families.rowwise import EXP_LIMIT, RowTerms, limited

# Closer than this, relative to mu, a deviance is a series and not a difference.
NEAR = 0.2


@dataclass(frozen=True)
class CountDistribution:
    """A count with mean mu = exp(eta); `count_distribution` gives each by its name.

    Attributes
    ----------
    name : str
        ``"poisson"``, ``"negbin"`` or ``"geometric"``.
    fixed_theta : float or None
        The shape, infinite for the Poisson; None where it is estimated.
    """

    name: str
    fixed_theta: float | None = None

    @property
    def predictors(self) -> int:
        """One: the log of the mean."""
        return 1

    @property
    def scalars(self) -> tuple[str, ...]:
        """``("Log(theta)",)`` where theta is estimated."""
        return ("Log(theta)",) if self.fixed_theta is None else ()

    def theta(self, log_theta: float | None = None) -> float:
        """Return the shape, exp(log_theta) where it is free."""
        if self.fixed_theta is not None:
            return self.fixed_theta
        if log_theta is None:
            raise ValueError(f"{self.name}: its theta is free, log_theta must be given")
        return float(np.exp(np.clip(log_theta, 10 - EXP_LIMIT, EXP_LIMIT - 10)))

    def of(self, scalars: Sequence[float] | np.ndarray) -> float | None:
        """Return the log(theta) among the scalars, None where there is none."""
        return float(scalars[0]) if self.fixed_theta is None else None

    def terms(self, y, eta, scalars=(), derivatives=True, **rows) -> RowTerms:
        """Return `log_density`, as a `RowDensity`."""
        return self.log_density(y, eta[0], self.of(scalars), derivatives)

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
        y, eta, theta = np.asarray(y, dtype=float), limited(eta), self.theta(log_theta)
        if np.isinf(theta):
            return _poisson(y, eta, derivatives)
        return _mixed(y, eta, theta, self.fixed_theta is None, derivatives)

    @quiet
    def log_zero(
        self, eta: np.ndarray, log_theta: float | None = None, derivatives: bool = True
    ) -> RowTerms:
        """Return log f(0) = -theta log(1 + mu/theta), as `log_density` does, but quicker."""
        eta, theta = limited(eta), self.theta(log_theta)
        mu = np.exp(eta)
        if np.isinf(theta):
            return RowTerms(-mu, [-mu], {(0, 0): -mu}) if derivatives else RowTerms(-mu)
        total = theta + mu
        log = log_one_plus(mu, eta, theta)
        value = -np.where(mu < theta, mu * _per_unit(log, mu / theta), theta * log)
        if not derivatives:
            return RowTerms(value)
        r, q = theta / total, mu / total
        slope = -mu * r
        if self.fixed_theta is not None:
            return RowTerms(value, [slope], {(0, 0): slope * r})
        by_theta = theta * log1p_rest(-q, -log)
        second = {(0, 0): slope * r, (0, 1): slope * q, (1, 1): by_theta + theta * q * q}
        return RowTerms(value, [slope, by_theta], second)

    def mean(self, eta: np.ndarray) -> np.ndarray:
        """Return exp(eta)."""
        return np.exp(limited(eta))

    @quiet
    def variance(self, mu: np.ndarray, theta: float) -> np.ndarray:
        """Return mu + mu^2/theta."""
        return mu + mu * (mu / theta)

    @quiet
    def cumulated(self, y: np.ndarray, eta: np.ndarray, log_theta: float | None) -> np.ndarray:
        """Return P(Y <= y), 0 for y below 0."""
        from scipy.special import betainc, pdtr

        mu, theta, at = self.mean(eta), self.theta(log_theta), np.maximum(y, 0)
        if np.isinf(theta):
            found = pdtr(at, mu)
        else:
            found = betainc(theta, at + 1, theta / (theta + mu))
        return np.where(np.asarray(y) < 0, 0.0, found)

    def probabilities(self, eta: np.ndarray, log_theta: float | None, most: int) -> np.ndarray:
        """Return the (n, most + 1) probabilities of 0, 1, ..., most."""
        eta = np.asarray(eta, dtype=float)
        counts = (np.full(eta.shape, float(k)) for k in range(most + 1))
        columns = [self.log_density(y, eta, log_theta, False).value for y in counts]
        return np.exp(np.stack(columns, axis=1))

    def sample(
        self, eta: np.ndarray, log_theta: float | None, rng: np.random.Generator
    ) -> np.ndarray:
        """Draw a count for each row."""
        mu, theta = self.mean(eta), self.theta(log_theta)
        if np.isinf(theta):
            return rng.poisson(mu).astype(float)
        return rng.poisson(mu * (rng.gamma(theta, size=mu.shape) / theta)).astype(float)


COUNTS = {
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
    if name not in COUNTS:
        raise ValueError(f"no distribution of counts {name!r}; there are {', '.join(COUNTS)}")
    return COUNTS[name]


def _per_unit(log: np.ndarray, t: np.ndarray) -> np.ndarray:
    """log(1 + t)/t, 1 at t = 0."""
    return np.where(t > 0, log / np.where(t > 0, t, 1.0), 1.0)


@quiet
def log_one_plus(mu: np.ndarray, eta: np.ndarray, theta: float) -> np.ndarray:
    """log(1 + mu/theta), mu = exp(eta), however large the ratio."""
    ratio = mu / theta
    log = np.log1p(ratio)
    return np.where(np.isinf(ratio), eta - np.log(theta), log)


def _log_and_peak(y: np.ndarray) -> np.ndarray:
    """The logarithm of y (0 at zero) and the largest Poisson log probability of y."""
    log = np.log(np.where(y > 0, y, 1.0))
    return np.stack([log, poisson_peak(y)], axis=-1)


@quiet
def _poisson(y: np.ndarray, eta: np.ndarray, derivatives: bool) -> RowTerms:
    mu = np.exp(eta)
    step = y - mu
    log, peak = np.moveaxis(by_count(_log_and_peak, y), -1, 0)
    below = y * (log - eta)
    below -= step
    near = np.flatnonzero(np.abs(step) < NEAR * mu)
    if near.size:
        at = mu[near]
        below[near] = _near_poisson(y[near], at, step[near] / at)
    value = peak - below
    return RowTerms(value, [step], {(0, 0): -mu}) if derivatives else RowTerms(value)


def _near_poisson(y: np.ndarray, mu: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Half the Poisson unit deviance, y log(y/mu) - (y - mu), for y = mu (1 + u)."""
    return y * log1p_rest(u) + mu * u * u


@quiet
def _mixed(
    y: np.ndarray, eta: np.ndarray, theta: float, free: bool, derivatives: bool
) -> RowTerms:
    mu = np.exp(eta)
    total, n, step = theta + mu, theta + y, y - mu
    v = step / total
    log = np.where(np.abs(v) < NEAR, np.log1p(v), np.log(n / total))
    rest = log1p_rest(v, log)
    peak = by_count(lambda k: negative_binomial_peak(k, theta), y)
    value = peak - _below_peak(y, eta, mu, theta, v, rest)
    if not derivatives:
        return RowTerms(value)
    r, q = theta / total, mu / total
    slope = np.where(np.isfinite(step), step * r, -theta)
    if not free:
        return RowTerms(value, [slope], {(0, 0): -n * r * q})
    table = by_count(lambda k: np.stack(digamma_excess(k, theta), axis=-1), y)
    by_theta = table[:, 0] + theta * rest
    bend = by_theta + table[:, 1] + (theta * v) * (theta * v) / n
    second = {(0, 0): -n * r * q, (0, 1): slope * q, (1, 1): bend}
    return RowTerms(value, [slope, by_theta], second)


def _below_peak(
    y: np.ndarray,
    eta: np.ndarray,
    mu: np.ndarray,
    theta: float,
    v: np.ndarray,
    rest: np.ndarray,
) -> np.ndarray:
    """Half the unit deviance: y log(1 + u) - theta log(1 + v), 1 + u = (y/mu)/(1 + v).

    The terms of first order cancel where u is small, u y - v theta being a square.
    """
    step, n = y - mu, y + theta
    u = step / mu * (theta / n)
    u += y == 0
    below = y * np.log1p(u) - theta * (rest + v)
    far = np.flatnonzero(np.isinf(u))
    if far.size:
        below[far] = y[far] * (np.log(y[far]) - eta[far]) - n[far] * (rest + v)[far]
    near = np.flatnonzero((np.abs(u) < NEAR) & (y > 0))
    if near.size:
        y, v, u, rest = y[near], v[near], u[near], rest[near]
        square = step[near] * theta / n[near] * (v * theta / mu[near])
        below[near] = square + y * log1p_rest(u) - theta * rest
    return below
