"""Equally weighted draws of a posterior, and how they were made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.bayes.diagnostics.convergence import chain_diagnostics
from rglm.bayes.diagnostics.sampling_report import SamplingReport
from rglm.bayes.importance import ImportanceSample
from rglm.bayes.parameter_diagnostics import (
    ParameterDiagnostics,
    importance_diagnostics,
    independent_diagnostics,
)
from rglm.bayes.parameter_space import ParameterSpace
from rglm.bayes.posterior import Posterior


@dataclass(frozen=True)
class PosteriorSample:
    """Equally weighted draws of a posterior.

    Attributes
    ----------
    u : (chains, draws, P) float array
        Unconstrained parameters; importance draws and draws of the prior are one chain.
    log_density : (chains, draws) float array
        The logarithm of the posterior's density of u, unnormalised but with all constants.
    algorithm : str
        "importance", "sampling" or "prior".
    importance : ImportanceSample or None
        The weighted proposals that `u` was drawn from.
    places : (draws,) int array or None
        The proposal that each importance draw is.
    sampling : SamplingReport or None
        What happened to the chains.
    """

    u: np.ndarray
    log_density: np.ndarray
    algorithm: str
    importance: ImportanceSample | None = None
    places: np.ndarray | None = None
    sampling: SamplingReport | None = None

    @property
    def points(self) -> np.ndarray:
        """All draws of u, one chain after the other, (P, chains * draws)."""
        return self.u.reshape(-1, self.u.shape[-1]).T

    def diagnostics(self, space: ParameterSpace) -> ParameterDiagnostics:
        """The diagnostics of the parameters as they are shown."""
        return self.diagnostics_of(space.shown(self.points).T.reshape(self.u.shape))

    def diagnostics_of(self, values: np.ndarray) -> ParameterDiagnostics:
        """The diagnostics of quantities of the draws (chains, draws, k).

        Raises
        ------
        ImportError
            The draws are of chains, and arviz-stats is not installed.
        """
        if self.sampling is not None:
            return chain_diagnostics(values)
        if self.importance is None or self.places is None:
            return independent_diagnostics(values.reshape(-1, values.shape[-1]))
        return importance_diagnostics(values[0], self.places, self.importance.log_ratios)


def resampled(importance: ImportanceSample, rng: np.random.Generator) -> PosteriorSample:
    """Equally weighted draws of an importance sample, as many as it is for."""
    places = importance.resample(rng)
    return PosteriorSample(
        u=importance.proposals.T[None, places],
        log_density=importance.log_density[None, places],
        algorithm="importance",
        importance=importance,
        places=places,
    )


def prior_sample(posterior: Posterior, q: np.ndarray) -> PosteriorSample:
    """Draws of the prior of a posterior, as if there were no data, from those of q (P, S)."""
    u = posterior.space.unconstrained_quantities(q)
    return PosteriorSample(u.T[None], posterior.log_prior(u)[None], "prior")
