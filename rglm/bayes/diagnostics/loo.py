"""Leave-one-out cross-validation of each observation by importance sampling, and WAIC."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rglm.bayes.diagnostics.convergence import ess_of_chains
from rglm.bayes.psis import smooth_weights


class PointwiseLoo(NamedTuple):
    """Leave-one-out cross-validation of n observations.

    Attributes
    ----------
    elpd : (n,) float array
        The logarithm of the predictive density of y_i given all other observations.
    p_loo : (n,) float array
        The logarithm of the density given all observations, minus that: the effective number of
        parameters is their sum.
    k_hat : (n,) float array
        The shape of the weights: above 0.7 elpd is not to be trusted.
    mcse : (n,) float array
        The Monte Carlo standard error of elpd; NaN where k-hat is above 0.7.
    n_eff : (n,) float array
        The effective number of the weights.
    """

    elpd: np.ndarray
    p_loo: np.ndarray
    k_hat: np.ndarray
    mcse: np.ndarray
    n_eff: np.ndarray


MAX_K_HAT = 0.7


def psis_loo(log_likelihood: np.ndarray, efficiency: np.ndarray | None = None) -> PointwiseLoo:
    """Leave-one-out cross-validation by Pareto-smoothed importance sampling.

        p(y_i | y_-i) = 1 / E(1 / p(y_i | theta))        over the posterior of all y

    The weights 1 / p(y_i | theta_s) of each observation are smoothed. Memory is that of a few
    copies of one row: give groups of rows.

    Parameters
    ----------
    log_likelihood : (n, S) float array
        log p(y_i | theta_s) of the draws.
    efficiency : (n,) float array or None
        How many independent draws one is worth, for each mean likelihood; None is 1.

    Returns
    -------
    PointwiseLoo

    References
    ----------
    Vehtari, A., Gelman, A. and Gabry, J. (2017). Practical Bayesian model evaluation using
    leave-one-out cross-validation and WAIC. Statistics and Computing 27.
    """
    if efficiency is None:
        efficiency = np.ones(len(log_likelihood))
    rows = [_loo_of(*pair) for pair in zip(log_likelihood, efficiency, strict=True)]
    return PointwiseLoo(*np.array(rows).reshape(-1, 5).T)


def relative_efficiency(log_likelihood: np.ndarray, chains: int) -> np.ndarray:
    """Effective draws of the likelihoods, as a share of the draws of Markov chains: (n,).

    Parameters
    ----------
    log_likelihood : (n, S) float array
        The draws of a chain stand after those of the one before.
    chains : int

    Raises
    ------
    ImportError
        arviz-stats is not installed.
    """
    n, count = log_likelihood.shape
    likelihood = relative_likelihood(log_likelihood)
    ess = ess_of_chains(likelihood.T.reshape(chains, -1, n))  # whole chains, as in R's loo
    return np.where(np.isnan(ess), 1.0, ess / count)


def relative_likelihood(log_likelihood: np.ndarray) -> np.ndarray:
    """The likelihoods of each observation (n, S) over its largest."""
    with np.errstate(invalid="ignore"):
        return np.exp(log_likelihood - log_likelihood.max(axis=1, keepdims=True))


def pointwise_waic(log_likelihood: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The widely applicable information criterion of each observation: elpd and p, (n,) each.

    elpd is the logarithm of the mean density, minus p, the variance of its logarithm.

    References
    ----------
    Watanabe, S. (2010). Asymptotic equivalence of Bayes cross validation and widely applicable
    information criterion in singular learning theory. JMLR 11.
    """
    p_waic = log_likelihood.var(axis=1, ddof=1)
    return log_mean_density(log_likelihood) - p_waic, p_waic


def log_mean_density(log_likelihood: np.ndarray) -> np.ndarray:
    """The logarithms of the mean densities of observations (n, S): (n,)."""
    largest = log_likelihood.max(axis=1)
    with np.errstate(invalid="ignore"):
        means = np.exp(log_likelihood - largest[:, None]).mean(axis=1)
        return np.where(np.isfinite(largest), largest + np.log(means), largest)


def _loo_of(
    log_density: np.ndarray, efficiency: float
) -> tuple[float, float, float, float, float]:
    """elpd, p_loo, k-hat, the error of elpd and n_eff of one observation (S,)."""
    largest = log_density.max()
    if not np.isfinite(log_density).all():  # a density of 0 at some draws: nothing is known
        return -np.inf, np.inf, np.inf, np.nan, np.nan
    log_weights, k_hat = smooth_weights(-log_density, efficiency)
    density, weights = np.exp(log_density - largest), np.exp(log_weights)
    mean, squares = weights @ density, weights**2
    variance = squares @ (density - mean) ** 2 / efficiency
    # of the logarithm, as if the mean had a lognormal distribution
    error = np.sqrt(np.log1p(variance / mean**2)) if k_hat <= MAX_K_HAT else np.nan
    p_loo = np.log(density.mean()) - np.log(mean)
    return largest + np.log(mean), p_loo, k_hat, error, efficiency / squares.sum()
