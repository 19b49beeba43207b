"""Distributions that proposals of importance sampling are drawn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular
from scipy.special import gammaln

WIDE_SHARE, WIDE_DF = 0.2, 5  # of the first proposals
SMALLEST_POWER = 0.01  # of weights that are made more equal
ADAPTED_DF = 2  # of the later ones, whose tails have to be longer than those of the posterior


@dataclass(frozen=True)
class Proposal:
    """The distribution of u = center + L z, z from a normal and a t distribution.

    Attributes
    ----------
    center : (P,) float array
    cholesky : (P, P) float array
        The lower triangular L.
    wide_share : float
        The share of the t distribution, which is spherical.
    df : int
        Its degrees of freedom.

    Notes
    -----
    A fixed share of the draws comes from each of the two, which is no less right and less variable
    than a random one.
    """

    center: np.ndarray
    cholesky: np.ndarray
    wide_share: float = WIDE_SHARE
    df: int = WIDE_DF

    def draw(self, draws: int, rng: np.random.Generator) -> np.ndarray:
        """Draws of u, (P, draws)."""
        wide = round(self.wide_share * draws)
        z = rng.standard_normal((len(self.center), draws))
        z[:, :wide] *= np.sqrt(self.df / rng.chisquare(self.df, wide))
        return self.center[:, None] + self.cholesky @ z

    def log_density(self, u: np.ndarray) -> np.ndarray:
        """The logarithm of the density at S points (P, S): (S,)."""
        z = solve_triangular(self.cholesky, u - self.center[:, None], lower=True)
        count, df, share = len(z), self.df, self.wide_share
        squared, half = np.einsum("ij,ij->j", z, z), (self.df + len(z)) / 2
        constant = gammaln(half) - gammaln(df / 2) - count / 2 * np.log(df * np.pi)
        out = constant - half * np.log1p(squared / df)
        if share < 1:
            normal = -0.5 * squared - count / 2 * np.log(2 * np.pi)
            out = np.logaddexp(np.log(share) + out, np.log1p(-share) + normal)
        return out - np.log(np.diag(self.cholesky)).sum()


def adapted_proposal(u: np.ndarray, log_weights: np.ndarray) -> Proposal:
    """A t distribution with the mean and the covariance of weighted points (P, S).

    Where a few points have nearly all the weight the weights are made more equal.

    Raises
    ------
    numpy.linalg.LinAlgError
        The covariance is not positive definite.
    """
    weights = _tempered(log_weights, 10 * len(u))
    center = u @ weights
    rest = u - center[:, None]
    scale = np.sqrt(rest**2 @ weights)
    rest = rest / np.where(scale > 0, scale, 1.0)[:, None]
    root = np.linalg.cholesky((rest * weights) @ rest.T)
    return Proposal(center, scale[:, None] * root, wide_share=1.0, df=ADAPTED_DF)


def _tempered(log_weights: np.ndarray, least: float) -> np.ndarray:
    """The weights to the largest power, up to 1, that has so large an effective sample size."""
    power = 1.0
    while True:
        weights = np.exp(power * (log_weights - log_weights.max()))
        weights /= weights.sum()
        if power < SMALLEST_POWER or 1 / (weights @ weights) >= least:
            return weights
        power *= 0.7
