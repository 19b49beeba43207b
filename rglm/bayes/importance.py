"""Importance sampling of a posterior from proposals around its mode."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from rglm.bayes.mode import Mode
from rglm.bayes.posterior import Posterior
from rglm.bayes.psis import log_sum, smooth_weights

WIDE_SHARE = 0.2  # of the proposals, from a t distribution
WIDE_DF = 5
MAX_K_HAT = 0.5  # up to which the weights have a finite variance
MIN_ESS = 1000  # or a quarter of the proposals


@dataclass(frozen=True)
class ImportanceSample:
    """Proposals with the weights that make them a sample of a posterior.

    Attributes
    ----------
    proposals : (P, S) float array
        Points u.
    log_density : (S,) float array
        The logarithm of the posterior's density at them, with all constants.
    log_ratios : (S,) float array
        The same minus the logarithm of the proposals' density.
    log_weights : (S,) float array
        The logarithms of the Pareto-smoothed weights, whose sum is 1.
    k_hat : float
        The shape of the weights' tail: see `smooth_weights`.
    ess : float
        The effective sample size 1 / sum of the squared weights.
    log_evidence, log_evidence_error : float
        The logarithm of the mean ratio, which estimates that of p(y), and its standard error.
    """

    proposals: np.ndarray
    log_density: np.ndarray
    log_ratios: np.ndarray
    log_weights: np.ndarray
    k_hat: float
    ess: float
    log_evidence: float
    log_evidence_error: float

    @property
    def weights(self) -> np.ndarray:
        """The weights (S,), whose sum is 1."""
        return np.exp(self.log_weights)

    @property
    def is_trusted(self) -> bool:
        """Whether k-hat and the effective sample size say that the sample can be used."""
        least = min(MIN_ESS, len(self.log_weights) / 4)
        return bool(self.k_hat <= MAX_K_HAT and self.ess >= least)

    def resample(self, rng: np.random.Generator) -> np.ndarray:
        """The places (S,) of equally weighted draws, by systematic resampling, in random order.

        A proposal of weight w is drawn floor(S w) or ceil(S w) times.
        """
        return rng.permutation(systematic_places(self.weights, rng.random()))


def systematic_places(weights: np.ndarray, start: float) -> np.ndarray:
    """The places where the cumulative weights pass (start + 0, 1, ..., S - 1) / S: (S,)."""
    size = len(weights)
    cumulative = np.cumsum(weights)
    levels = (start + np.arange(size)) / size * cumulative[-1]
    return np.minimum(np.searchsorted(cumulative, levels, side="right"), size - 1)


def importance_sample(
    posterior: Posterior, mode: Mode, draws: int, rng: np.random.Generator
) -> ImportanceSample:
    """A weighted sample of a posterior, from one pass over the rows.

    The proposals are u = mode + L z. Of the z 80% are normal and 20% have a t distribution with
    5 degrees of freedom, so that no ratio is large where the posterior's tails are long.

    Parameters
    ----------
    posterior : Posterior
    mode : Mode
    draws : int
        The number S of proposals.
    rng : numpy.random.Generator

    References
    ----------
    Hesterberg, T. (1995). Weighted average importance sampling and defensive mixture
    distributions. Technometrics 37, 185-194.
    """
    z, log_proposal = defensive_proposals(len(mode.u), draws, rng)
    proposals = mode.u[:, None] + mode.cholesky @ z
    log_proposal -= np.log(np.diag(mode.cholesky)).sum()
    log_density = posterior.log_density(proposals)
    log_ratios = log_density - log_proposal
    log_weights, k_hat = smooth_weights(log_ratios)
    log_evidence, error = log_mean(log_ratios)
    return ImportanceSample(
        proposals=proposals,
        log_density=log_density,
        log_ratios=log_ratios,
        log_weights=log_weights,
        k_hat=k_hat,
        ess=float(np.exp(-log_sum(2 * log_weights))) if np.isfinite(log_evidence) else 0.0,
        log_evidence=log_evidence,
        log_evidence_error=error,
    )


def log_mean(log_ratios: np.ndarray) -> tuple[float, float]:
    """The logarithm of the mean of ratios and its standard error, by the delta method."""
    largest = log_ratios.max()
    if not np.isfinite(largest):
        return -np.inf, np.nan
    ratios = np.exp(log_ratios - largest)
    error = ratios.std(ddof=1) / ratios.mean() / np.sqrt(len(ratios))
    return float(largest + np.log(ratios.mean())), float(error)


def defensive_proposals(
    count: int, draws: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draws z (count, draws) of the mixture, and the logarithm of its density at them (draws,).

    A fixed share of the draws comes from each component, which is no less right and less variable
    than a random one.
    """
    wide = int(WIDE_SHARE * draws)
    z = rng.standard_normal((count, draws))
    z[:, :wide] *= np.sqrt(WIDE_DF / rng.chisquare(WIDE_DF, wide))
    squared = np.einsum("ij,ij->j", z, z)
    normal = -0.5 * squared - count / 2 * np.log(2 * np.pi)
    half = (WIDE_DF + count) / 2
    constant = gammaln(half) - gammaln(WIDE_DF / 2) - count / 2 * np.log(WIDE_DF * np.pi)
    student = constant - half * np.log1p(squared / WIDE_DF)
    mixture = np.logaddexp(np.log(1 - WIDE_SHARE) + normal, np.log(WIDE_SHARE) + student)
    return z, mixture
