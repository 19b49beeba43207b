"""The evidence p(y) from draws of a posterior, by bridge sampling with a normal proposal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from rglm.bayes.diagnostics.convergence import ess_of_chains
from rglm.bayes.posterior import Posterior
from rglm.bayes.posterior_sample import PosteriorSample
from rglm.bayes.proposal import Proposal
from rglm.bayes.psis import log_sum

MAX_ITERATIONS = 1000
SMALL_CHANGE = 1e-12  # of the logarithm of the evidence


@dataclass(frozen=True)
class Evidence:
    """The logarithm of the evidence p(y).

    Attributes
    ----------
    value, error : float
        The estimate, and its Monte Carlo standard error.
    method : str
        "importance" or "bridge".
    steps : int
        The number of draws of importance sampling, or of iterations.
    """

    value: float
    error: float
    method: str
    steps: int


def bridge_sampled_evidence(
    posterior: Posterior, sample: PosteriorSample, rng: np.random.Generator
) -> Evidence:
    """The evidence from the draws of Markov chains.

    The moments of the first half of each chain make the proposal distribution g; N1 draws of the
    second half and N2 of g give Meng and Wong's optimal bridge,

        p(y) = mean_g [ q / (s1 q / p(y) + s2 g) ] / mean_posterior [ g / (s1 q / p(y) + s2 g) ],

    where q = p(y | u) p(u) and s1, s2 are the shares of the draws. The error is that of
    Frühwirth-Schnatter (2004), with the autocorrelation of the chains.

    Raises
    ------
    ValueError
        There are no more draws than parameters in the first halves of the chains.

    References
    ----------
    Meng, X.-L. and Wong, W. H. (1996). Simulating ratios of normalizing constants via a simple
    identity: a theoretical exploration. Statistica Sinica 6, 831-860.
    Frühwirth-Schnatter, S. (2004). Estimating marginal likelihoods for mixture and Markov
    switching models using bridge sampling techniques. Econometrics Journal 7, 143-167.
    """
    half = sample.u.shape[1] // 2
    parts = sample.u[:, :half], sample.u[:, half:]
    count = sample.u.shape[-1]
    first, second = (part.reshape(-1, count).T for part in parts)
    if first.shape[1] <= count:
        raise ValueError(
            f"the evidence of {count} parameters needs more than {count} draws in the first "
            f"halves of the chains, got {first.shape[1]}: take more iterations (iter=)"
        )
    proposal = Proposal(first.mean(axis=1), np.linalg.cholesky(np.atleast_2d(np.cov(first))))
    proposed = proposal.draw(second.shape[1], rng)
    of_posterior = sample.log_density[:, half:].reshape(-1) - proposal.log_density(second)
    of_proposal = posterior.log_density(proposed) - proposal.log_density(proposed)
    return _optimal_bridge(of_posterior, of_proposal, len(sample.u))


def _optimal_bridge(of_posterior: np.ndarray, of_proposal: np.ndarray, chains: int) -> Evidence:
    """The fixed point from log q / g of the draws of the posterior and of the proposal."""
    log_odds = np.log(len(of_posterior) / len(of_proposal))
    value, change, steps = float(np.median(of_posterior)), np.inf, 0
    while abs(change) >= SMALL_CHANGE and steps < MAX_ITERATIONS:
        # with l = q / (g p(y)): the mean over g of s2 l / (s1 l + s2), over the posterior of
        # s2 / (s1 l + s2)
        above = _log_mean_share(of_proposal - value + log_odds)
        below = _log_mean_share(-(of_posterior - value + log_odds))
        change = above - log_odds - below
        value, steps = value + change, steps + 1
    shares = expit(of_proposal - value + log_odds), expit(-(of_posterior - value + log_odds))
    return Evidence(value, _error(*shares, chains), "bridge", steps)


def _log_mean_share(logits: np.ndarray) -> float:
    """The logarithm of the mean of expit(logits)."""
    return log_sum(-np.logaddexp(0, -logits)) - float(np.log(len(logits)))


def _error(of_proposal: np.ndarray, of_posterior: np.ndarray, chains: int) -> float:
    """The standard error of the logarithm, by the delta method."""
    one = of_proposal.var() / of_proposal.mean() ** 2 / len(of_proposal)
    by_chain = of_posterior.reshape(chains, -1, 1)
    size = float(ess_of_chains(by_chain)[0])
    size = size if np.isfinite(size) else len(of_posterior)
    two = of_posterior.var() / of_posterior.mean() ** 2 / size
    return float(np.sqrt(one + two))
