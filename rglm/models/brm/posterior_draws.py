"""Draws of a posterior by the algorithm that is asked for, or by the one that can be trusted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.bayes.chains.nuts import nuts_sample
from rglm.bayes.chains.require_nutpie import require_nutpie
from rglm.bayes.exact_fit import check_exact_fit
from rglm.bayes.importance import MAX_K_HAT, ImportanceSample, importance_sample
from rglm.bayes.mode import Mode, nearest_normal
from rglm.bayes.modes import find_modes
from rglm.bayes.posterior import Posterior
from rglm.bayes.posterior_sample import PosteriorSample, prior_sample, resampled
from rglm.bayes.priors.prior_table import PriorTable
from rglm.formatting.hints.warning_location import warn
from rglm.models.brm.sampling_options import SamplingOptions
from rglm.warnings import ConvergenceWarning


def draw_posterior(
    posterior: Posterior, start: np.ndarray, priors: PriorTable, options: SamplingOptions
) -> PosteriorSample:
    """Draws of the posterior.

    Raises
    ------
    ValueError
        The model fits the response exactly, so that the posterior is improper.
    ImportError
        NUTS is needed, and nutpie is not installed.
    """
    rng = options.rng()
    mode, *others = modes = _usable_modes(posterior, start, priors)
    if options.algorithm == "sampling":
        return _sample_chains(posterior, modes, options, 'algorithm="sampling" is NUTS')
    importance = importance_sample(posterior, mode, options.draws, rng, others)
    if importance.is_trusted and mode.converged:
        return resampled(importance, rng)
    reason = _reason(importance, mode)
    if options.algorithm == "auto":
        why = f"importance sampling cannot be trusted here: {reason}"
        return _sample_chains(posterior, modes, options, why)
    warn(
        f"brm: importance sampling cannot be trusted here: {reason}; "
        'algorithm="sampling" runs Markov chains',
        ConvergenceWarning,
    )
    return resampled(importance, rng)


def _usable_modes(posterior: Posterior, start: np.ndarray, priors: PriorTable) -> list[Mode]:
    """The modes, but for those of a spread of 0; if there are none a point to start from."""
    first = posterior.space.unconstrained(start)
    found = find_modes(posterior, first)
    modes = [check_exact_fit(posterior, one, first, priors.parameters) for one in found]
    converged = [one for one in modes if one.converged]
    return converged or [nearest_normal(posterior, modes[0], first)]


def draw_prior(
    posterior: Posterior, priors: PriorTable, options: SamplingOptions
) -> PosteriorSample:
    """Draws of the prior alone.

    Raises
    ------
    ValueError
        A prior is improper.
    """
    if names := priors.flat_names:
        raise ValueError(
            f"sample_prior='only': the prior of {', '.join(names)} is flat, and has no draws; "
            "give a proper one, such as normal(0, 10)"
        )
    return prior_sample(posterior, priors.sample(options.draws, options.rng()))


def _reason(importance: ImportanceSample, mode: Mode) -> str:
    """Why a sample cannot be trusted, in words."""
    if not mode.converged:
        return "the posterior has no mode with a curvature downwards on all sides"
    if not importance.k_hat <= MAX_K_HAT:
        return f"k-hat is {importance.k_hat:.2f}, above {MAX_K_HAT}"
    return f"the effective sample size is {importance.ess:.0f} of {importance.draws} draws"


def _sample_chains(
    posterior: Posterior, modes: Sequence[Mode], options: SamplingOptions, why: str
) -> PosteriorSample:
    """Draws of Markov chains; an error says why they are needed where nutpie is missing."""
    require_nutpie(why)
    return nuts_sample(
        posterior,
        modes[0],
        others=modes[1:],
        chains=options.chains,
        iter=options.iter,
        warmup=options.warmup,
        thin=options.thin,
        init=options.init,
        cores=options.cores,
        seed=options.seed,
        control=options.control,
        progress=options.progress,
    )
