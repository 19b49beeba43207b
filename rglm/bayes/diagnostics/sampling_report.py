"""What happened to the Markov chains of a posterior."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LOW_BFMI = 0.3  # Stan's limit
FEW_BFMI_DRAWS = 20  # below which E-BFMI says nothing


@dataclass(frozen=True)
class SamplingReport:
    """What happened to the Markov chains of a posterior.

    Where draws are thinned, the entries of a draw are of the iterations since the draw before it.

    Attributes
    ----------
    divergences : (chains, draws) int array
        Iterations whose trajectory left the level of its energy: the draws near them may miss a
        part of the posterior.
    tree_depth : (chains, draws) int array
        The largest number of doublings of the trajectory.
    steps : (chains, draws) int array
        The number of evaluations of the gradient.
    acceptance : (chains, draws) float array
        The mean acceptance probability on the trajectory of the draw.
    energy : (chains, draws) float array
        Minus the logarithm of the joint density of position and momentum, at the draw.
    bfmi : (chains,) float array
        E-BFMI: the mean square of the changes of the energy from an iteration to the next, over
        its variance. NaN for fewer than 20 iterations.
    step_size : (chains,) float array
        In units of the whitened posterior, whose standard deviations are about 1.
    iter, warmup, thin : int
    adapt_delta, max_treedepth : float, int
        See `NutsControl`.

    References
    ----------
    Betancourt (2016), Diagnosing suboptimal cotangent disintegrations in Hamiltonian Monte Carlo,
    arXiv:1604.00695; Betancourt (2017), A conceptual introduction to Hamiltonian Monte Carlo,
    arXiv:1701.02434.
    """

    divergences: np.ndarray
    tree_depth: np.ndarray
    steps: np.ndarray
    acceptance: np.ndarray
    energy: np.ndarray
    bfmi: np.ndarray
    step_size: np.ndarray
    iter: int
    warmup: int
    thin: int
    adapt_delta: float
    max_treedepth: int

    @property
    def divergence_count(self) -> int:
        """The number of iterations after warmup that diverged."""
        return int(self.divergences.sum())

    @property
    def max_treedepth_count(self) -> int:
        """The number of draws whose trajectory had the largest length that is allowed."""
        return int((self.tree_depth >= self.max_treedepth).sum())

    def problems(self) -> list[str]:
        """What a reader of the draws should know, a sentence each; none if all is well."""
        return [*self._divergence_lines(), *self._depth_lines(), *self._energy_lines()]

    def _divergence_lines(self) -> list[str]:
        count, total = self.divergence_count, self.divergences.size * self.thin
        if not count:
            return []
        delta = self.adapt_delta
        return [
            f"{count} of {total} iterations after warmup diverged, so that the draws may miss a "
            f"part of the posterior; a larger adapt_delta than {delta:g} makes smaller steps, "
            f'control={{"adapt_delta": {higher_delta(delta):g}}}, and stronger priors help too'
        ]

    def _depth_lines(self) -> list[str]:
        count, depth = self.max_treedepth_count, self.max_treedepth
        if not count:
            return []
        return [
            f"{count} of {self.tree_depth.size} draws reached max_treedepth={depth}, so that the "
            f'chains move slowly: control={{"max_treedepth": {depth + 2}}} lets them go further'
        ]

    def _energy_lines(self) -> list[str]:
        low = [f"{i + 1} ({one:.2f})" for i, one in enumerate(self.bfmi) if one < LOW_BFMI]
        if not low:
            return []
        return [
            f"E-BFMI is below {LOW_BFMI} in chain {', '.join(low)}: the tails of the posterior "
            "may be missed; stronger priors help"
        ]


def higher_delta(delta: float) -> float:
    """The next adapt_delta to try: a quarter of the distance to 1, such as 0.95 after 0.8."""
    return float(np.round(1 - (1 - delta) / 4, 4))


def energy_bfmi(energy: np.ndarray) -> float:
    """E-BFMI of the energies of a chain's iterations (S,)."""
    if len(energy) < FEW_BFMI_DRAWS:
        return float("nan")
    variation = np.square(energy - energy.mean()).sum()
    return float(np.square(np.diff(energy)).sum() / variation) if variation > 0 else float("nan")
