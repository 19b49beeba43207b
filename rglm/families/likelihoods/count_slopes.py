"""Log probabilities of counts with their first derivatives, for many calls with the same y."""

from __future__ import annotations

import math

import numpy as np

from rglm.families.likelihoods.count_values import log_factorials, log_rising
from rglm.families.numerics.floating_point import clip_for_exp, ignore_float_errors, softplus
from rglm.families.numerics.pochhammer import digamma_excess

# Below it a difference of digamma functions, times theta, keeps ten digits.
MAX_DIGAMMA_THETA = 1e4

# value, derivative by eta, derivative by log(theta); each (n,)
Slopes = tuple[np.ndarray, np.ndarray, np.ndarray]


class PoissonSlopes:
    """The Poisson log probability of y as a function of eta, with its derivative."""

    def __init__(self, y: np.ndarray) -> None:
        self.y, self.constant = y, log_factorials(y)

    def __call__(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return them at eta."""
        eta = clip_for_exp(eta)
        mu = np.exp(eta)
        return self.y * eta - mu - self.constant, self.y - mu


class NegbinSlopes:
    """The negative binomial log probability of y, with both first derivatives."""

    def __init__(self, y: np.ndarray) -> None:
        self.y = y
        self.counts, self.place = np.unique(y, return_inverse=True)
        self.constant = log_factorials(self.counts)

    @ignore_float_errors
    def __call__(self, eta: np.ndarray, log_theta: float) -> Slopes:
        """Return them at eta and log(theta)."""
        y, eta, theta = self.y, clip_for_exp(eta), math.exp(log_theta)
        log = softplus(eta - log_theta)
        rising, by_theta = self._of_counts(theta)
        value = rising[self.place] + y * eta - (y + theta) * log
        by_eta = y + (y + theta) * np.expm1(-log)
        return value, by_eta, by_theta[self.place] - theta * log - by_eta

    def _of_counts(self, theta: float) -> tuple[np.ndarray, np.ndarray]:
        """The constants of each count, and theta (psi(theta + y) - psi(theta))."""
        from scipy.special import digamma

        rising = log_rising(self.counts, np.array(theta)) - self.constant
        if theta < MAX_DIGAMMA_THETA:
            return rising, theta * (digamma(theta + self.counts) - digamma(theta))
        excess = digamma_excess(self.counts, theta)[0]
        return rising, excess + theta * np.log1p(self.counts / theta)


@ignore_float_errors
def hazard_slopes(eta: np.ndarray, log_theta: float) -> Slopes:
    """Return a = -log f(0) of the negative binomial, with its derivatives."""
    eta = clip_for_exp(eta)
    if log_theta == math.inf:
        mu = np.exp(eta)
        return mu, mu, np.zeros(len(mu))
    theta = math.exp(log_theta)
    log = softplus(eta - log_theta)
    by_eta = -theta * np.expm1(-log)
    return theta * log, by_eta, theta * log - by_eta
