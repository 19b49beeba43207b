"""How many independent draws the draws of a posterior are worth, for the mean of a likelihood."""

from __future__ import annotations

import numpy as np

from rglm.bayes.diagnostics import loo
from rglm.bayes.drawn_proposals import DrawnProposals
from rglm.bayes.posterior_sample import PosteriorSample


def relative_efficiency(sample: PosteriorSample, log_likelihood: np.ndarray) -> np.ndarray:
    """The effective sample sizes of the mean likelihoods of rows (n, S), over S: (n,).

    Of Markov chains from their autocorrelations, of importance draws from how often each proposal
    was drawn; 1 for independent draws and for a likelihood that does not vary.
    """
    if sample.algorithm == "sampling":
        found = loo.relative_efficiency(log_likelihood, len(sample.u))
    elif sample.places is not None:
        drawn = DrawnProposals.of(sample.places)
        likelihood = loo.relative_likelihood(log_likelihood)[:, drawn.draws]
        found = drawn.mean_ess(drawn.squares(likelihood.T)) / len(sample.places)
    else:
        found = np.ones(len(log_likelihood))
    return np.where(np.isfinite(found) & (found > 0), found, 1.0)
