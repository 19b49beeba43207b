"""How many independent draws the draws of a posterior are worth, for the mean of a likelihood."""

from __future__ import annotations

import numpy as np

from rglm.bayes.diagnostics import loo
from rglm.bayes.posterior_sample import PosteriorSample


def relative_efficiency(sample: PosteriorSample, log_likelihood: np.ndarray) -> np.ndarray:
    """The effective sample sizes of the mean likelihoods of rows (n, S), over S: (n,).

    Of Markov chains from their autocorrelations, of importance draws from how often each proposal
    was drawn; 1 for independent draws and for a likelihood that does not vary.
    """
    if sample.algorithm == "sampling":
        found = loo.relative_efficiency(log_likelihood, len(sample.u))
    elif sample.places is not None:
        found = _of_drawn_proposals(loo.relative_likelihood(log_likelihood), sample.places)
    else:
        found = np.ones(len(log_likelihood))
    return np.where(np.isfinite(found) & (found > 0), found, 1.0)


def _of_drawn_proposals(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Sum w (x - m)^2 / sum w^2 (x - m)^2 over S, w the share of the draws of a proposal."""
    _, first, counts = np.unique(places, return_index=True, return_counts=True)
    drawn, shares = values[:, first], counts / len(places)
    squares = (drawn - (drawn @ shares)[:, None]) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        found: np.ndarray = (squares @ shares) / (squares @ shares**2) / len(places)
    return found
