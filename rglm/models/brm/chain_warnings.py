"""Warnings of what went wrong in the Markov chains of a fit."""

from __future__ import annotations

from collections.abc import Sequence

from rglm.bayes.diagnostics.convergence import convergence_problems
from rglm.bayes.parameter_space import ParameterSpace
from rglm.bayes.posterior_sample import PosteriorSample
from rglm.formatting.hints.warning_location import warn
from rglm.warnings import ConvergenceWarning


def warn_of_chains(sample: PosteriorSample, space: ParameterSpace, names: Sequence[str]) -> None:
    """Warn of divergences, low energies, chains that have not mixed, few effective draws."""
    if sample.sampling is None:
        return
    diagnostics, chains = sample.diagnostics(space), sample.u.shape[0]
    mixing = convergence_problems(diagnostics, names, chains)
    for problem in [*sample.sampling.problems(), *mixing]:
        warn(f"brm: {problem}", ConvergenceWarning)
