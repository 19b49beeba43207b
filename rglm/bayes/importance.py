"""Importance sampling of a posterior from proposals around its mode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rglm.bayes.log_density import LogDensity
from rglm.bayes.mode import Mode
from rglm.bayes.proposal import Proposal, adapted_proposal
from rglm.bayes.psis import log_sum, smooth_weights
from rglm.linalg.threads import single_threaded

MAX_K_HAT = 0.5  # up to which the weights have a finite variance
MIN_ESS = 1000  # or a quarter of the draws
MAX_STAGES = 6  # passes over the rows, each with as many proposals as draws
ENOUGH_ESS = 0.85  # of the draws: more proposals are not worth a pass


@dataclass(frozen=True)
class ImportanceSample:
    """Proposals with the weights that make them a sample of a posterior.

    Attributes
    ----------
    draws : int
        The number of equally weighted draws that it is for; there is a multiple S of it.
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
    stages : int
        The number S / draws of passes over the rows.
    """

    draws: int
    proposals: np.ndarray
    log_density: np.ndarray
    log_ratios: np.ndarray
    log_weights: np.ndarray
    k_hat: float
    ess: float
    log_evidence: float
    log_evidence_error: float
    stages: int = 1

    @property
    def weights(self) -> np.ndarray:
        """The weights (S,), whose sum is 1."""
        return np.exp(self.log_weights)

    @property
    def is_trusted(self) -> bool:
        """Whether k-hat and the effective sample size say that the sample can be used."""
        return bool(self.k_hat <= MAX_K_HAT and self.ess >= min(MIN_ESS, self.draws / 4))

    def resample(self, rng: np.random.Generator) -> np.ndarray:
        """The places (draws,) of equally weighted draws, in random order.

        Systematic resampling: a proposal of weight w is drawn floor(draws w) or ceil(draws w)
        times.
        """
        return rng.permutation(systematic_places(self.weights, rng.random(), self.draws))


def systematic_places(weights: np.ndarray, start: float, draws: int) -> np.ndarray:
    """The places where the cumulative weights pass (start + 0, 1, ..., draws - 1) / draws."""
    cumulative = np.cumsum(weights)
    levels = (start + np.arange(draws)) / draws * cumulative[-1]
    return np.minimum(np.searchsorted(cumulative, levels, side="right"), len(weights) - 1)


@single_threaded
def importance_sample(
    posterior: LogDensity,
    mode: Mode,
    draws: int,
    rng: np.random.Generator,
    others: Sequence[Mode] = (),
) -> ImportanceSample:
    """A weighted sample of a posterior.

    The first proposals are u = mode + L z, from one pass over the rows. Of the z 80% are normal
    and 20% have a t distribution with 5 degrees of freedom, so that no ratio is large where the
    posterior's tails are longer than the normal ones. Where their weights are not to be trusted
    as many again are drawn from a t distribution with the weighted mean and covariance of all
    before, and all are weighted by the mixture of the distributions (adaptive multiple importance
    sampling), up to six times. A posterior that is skewed, as those of few rows are, needs that.
    Of further modes there are as many first proposals each: weights of proposals around one mode
    do not tell of the mass that another has.

    Parameters
    ----------
    posterior : Posterior, or another LogDensity
    mode : Mode
    draws : int
        The number of draws, and of the proposals of a stage.
    rng : numpy.random.Generator
    others : sequence of Mode
        Further modes of the posterior: see `find_modes`.

    References
    ----------
    Cornuet, J.-M., Marin, J.-M., Mira, A. and Robert, C. P. (2012). Adaptive multiple importance
    sampling. Scandinavian Journal of Statistics 39, 798-812.
    Hesterberg, T. (1995). Weighted average importance sampling and defensive mixture
    distributions. Technometrics 37, 185-194.
    """
    proposals = [Proposal(one.u, one.cholesky) for one in (mode, *others)]
    u = np.hstack([one.draw(draws, rng) for one in proposals])
    sample = _weighted(draws, proposals, u, posterior.log_density(u))
    while len(proposals) < MAX_STAGES and not _is_enough(sample):
        try:
            proposals.append(adapted_proposal(sample.proposals, sample.log_weights))
        except np.linalg.LinAlgError:
            break
        u = proposals[-1].draw(draws, rng)
        log_density = np.concatenate([sample.log_density, posterior.log_density(u)])
        sample = _weighted(draws, proposals, np.hstack([sample.proposals, u]), log_density)
    return sample


def _is_enough(sample: ImportanceSample) -> bool:
    """Whether more proposals are not worth a pass over the rows; or none has a weight."""
    is_good = sample.k_hat <= MAX_K_HAT and sample.ess >= ENOUGH_ESS * sample.draws
    return bool(is_good or sample.ess == 0)


def _weighted(
    draws: int, proposals: Sequence[Proposal], u: np.ndarray, log_density: np.ndarray
) -> ImportanceSample:
    """Points u, equally many of each proposal distribution, weighted by their mixture."""
    log_mixture = np.logaddexp.reduce([one.log_density(u) for one in proposals])
    log_ratios = log_density - (log_mixture - np.log(len(proposals)))
    log_weights, k_hat = smooth_weights(log_ratios)
    log_evidence, error = log_mean(log_ratios)
    return ImportanceSample(
        draws=draws,
        proposals=u,
        log_density=log_density,
        log_ratios=log_ratios,
        log_weights=log_weights,
        k_hat=k_hat,
        ess=float(np.exp(-log_sum(2 * log_weights))) if np.isfinite(log_evidence) else 0.0,
        log_evidence=log_evidence,
        log_evidence_error=error,
        stages=len(proposals),
    )


def log_mean(log_ratios: np.ndarray) -> tuple[float, float]:
    """The logarithm of the mean of ratios and its standard error, by the delta method."""
    largest = log_ratios.max()
    if not np.isfinite(largest):
        return -np.inf, np.nan
    ratios = np.exp(log_ratios - largest)
    error = ratios.std(ddof=1) / ratios.mean() / np.sqrt(len(ratios))
    return float(largest + np.log(ratios.mean())), float(error)
