"""Draws of a posterior by the No-U-Turn Sampler."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rglm.bayes.chains.chain_progress import ChainProgress
from rglm.bayes.chains.initial_points import initial_point, start_of
from rglm.bayes.chains.markov_chain import ChainDraws, MarkovChain
from rglm.bayes.chains.nuts_control import NutsControl
from rglm.bayes.chains.require_nutpie import require_nutpie
from rglm.bayes.chains.whitened_density import WhitenedDensity
from rglm.bayes.diagnostics.sampling_report import SamplingReport, energy_bfmi
from rglm.bayes.mode import Mode
from rglm.bayes.posterior import Posterior
from rglm.bayes.posterior_sample import PosteriorSample
from rglm.linalg.threads import single_threaded

SECONDS_BETWEEN_LOOKS = 0.1  # at the chains: an interrupt is obeyed after at most that time
# on two processors two chains at once took 1.5 times as long at 50,000 rows, and 0.8 to 0.9 times
# as long from 100,000 on
ROWS_OF_A_THREAD = 100_000


@single_threaded
def nuts_sample(
    posterior: Posterior,
    mode: Mode,
    *,
    others: Sequence[Mode] = (),
    chains: int = 4,
    iter: int = 2000,
    warmup: int | None = None,
    thin: int = 1,
    init: Any = "random",
    cores: int | None = None,
    seed: int | None = None,
    control: Mapping[str, Any] | None = None,
    progress: bool = True,
) -> PosteriorSample:
    """Draws of a posterior by the No-U-Turn Sampler of nutpie.

    The chains run in u = m + L z, with the mode m and L L' = (-H)^-1 there, in which the posterior
    is about standard normal whatever the columns' units and correlations. Each has a generator of
    its own from `seed`, so that the draws are the same with any number of `cores`.

    Parameters
    ----------
    posterior : Posterior
    mode : Mode
    others : sequence of Mode
        Further modes. With ``init="mode"`` the chains begin at all of them in turn, so that R-hat
        tells where they stay at different ones.
    chains, iter, warmup, thin : int
        `iter` counts the warmup, which is half of it unless given. Every `thin`-th draw is kept.
    init : {"random", 0, "mode"} or float
        See `initial_point`.
    cores : int or None
        Chains at a time, in threads of this process. None: all processors where there are 100,000
        rows or more, else one: with fewer rows chains wait for Python's interpreter lock, so that
        more of them take longer. A process for each chain would need two seconds of its own for
        the import of nutpie.
    seed : int or None
    control : mapping with adapt_delta and max_treedepth
    progress : bool

    Returns
    -------
    PosteriorSample

    Raises
    ------
    ImportError
        nutpie is not installed.
    FitError
        The density is 0 wherever a chain could start.
    KeyboardInterrupt
        At once where the user interrupts; an error of the density comes as it is.

    References
    ----------
    Hoffman & Gelman (2014), The No-U-Turn Sampler, JMLR 15.
    """
    settings = NutsControl.of(control)
    start_of(init)
    nutpie = require_nutpie("NUTS was asked for")
    warmup = iter // 2 if warmup is None else warmup
    density = WhitenedDensity(posterior, mode)
    modes, runs = (mode, *others), []
    for i, child in enumerate(np.random.SeedSequence(seed).spawn(chains)):
        near = density.whitened(modes[i % len(modes)].u)
        point = initial_point(density, init, np.random.default_rng(child), near)
        number = int(child.generate_state(1, np.uint64)[0])
        runs.append(MarkovChain(nutpie, density, point, number, warmup, iter - warmup, settings))
    bar = ChainProgress(chains * iter, progress)
    draws = run_chains(runs, density, core_count(posterior, cores), bar)
    return _sample(density, draws, iter, warmup, thin, settings)


def run_chains(
    runs: list[MarkovChain], density: WhitenedDensity, cores: int, bar: ChainProgress
) -> list[ChainDraws]:
    """Run chains, `cores` of them at a time; an error or an interrupt ends all of them."""
    results: dict[int, ChainDraws] = {}
    waiting, active = list(range(len(runs))), list[int]()
    try:
        while waiting or active:
            while waiting and len(active) < cores:
                active.append(waiting.pop(0))
                runs[active[-1]].start()
            density.news.wait(SECONDS_BETWEEN_LOOKS)
            density.news.clear()
            if density.error is not None:
                raise density.error
            found = {i: runs[i].result() for i in active}
            results.update({i: one for i, one in found.items() if one is not None})
            active = [i for i in active if i not in results]
            bar.show(sum(run.iterations for run in runs))
    finally:
        density.stop()
        for run in runs:
            run.cancel()
        bar.close()
    return [results[i] for i in range(len(runs))]


def core_count(posterior: Posterior, cores: int | None) -> int:
    """The number of chains at a time: `cores`, or what pays for so many rows."""
    if cores is not None:
        return cores
    rows = 0 if posterior.source is None else posterior.source.nrows
    return (os.cpu_count() or 1) if rows >= ROWS_OF_A_THREAD else 1


def _sample(
    density: WhitenedDensity,
    chains: list[ChainDraws],
    iter: int,
    warmup: int,
    thin: int,
    control: NutsControl,
) -> PosteriorSample:
    """Every `thin`-th draw, with what happened since the one before it."""
    draws = (iter - warmup) // thin
    places = slice(thin - 1, draws * thin, thin)

    def of(name: str) -> np.ndarray:
        return np.array([chain.statistics[name] for chain in chains])

    def grouped(name: str) -> np.ndarray:
        return of(name)[:, : draws * thin].reshape(len(chains), draws, thin).astype(int)

    report = SamplingReport(
        divergences=grouped("diverging").sum(axis=-1),
        tree_depth=grouped("depth").max(axis=-1),
        steps=grouped("n_steps").sum(axis=-1),
        acceptance=of("mean_tree_accept")[:, places],
        energy=of("energy")[:, places],
        bfmi=np.array([energy_bfmi(one) for one in of("energy")]),
        step_size=of("step_size")[:, -1],
        iter=iter,
        warmup=warmup,
        thin=thin,
        adapt_delta=control.adapt_delta,
        max_treedepth=control.max_treedepth,
    )
    u = density.position(np.array([chain.z[places] for chain in chains]))
    return PosteriorSample(u, of("logp")[:, places], "sampling", sampling=report)
