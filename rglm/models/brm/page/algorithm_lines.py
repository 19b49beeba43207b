"""How the draws were made, in words, for brms' page."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import wrap
from typing import TYPE_CHECKING

from rglm.formatting.options import DEFAULT_WIDTH

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

SAMPLING_NOTE = (
    "Draws were sampled using sampling(NUTS). For each parameter, Bulk_ESS",
    "and Tail_ESS are effective sample size measures, and Rhat is the potential",
    "scale reduction factor on split chains (at convergence, Rhat = 1).",
)
IMPORTANCE_NOTE = (
    "Draws are by importance sampling about the posterior mode. For each parameter,",
    "Bulk_ESS and Tail_ESS are effective sample sizes, and k-hat is the shape of the",
    "largest terms of its variance (up to 0.7 Est.Error can be trusted).",
)
PRIOR_NOTE = ("Draws are of the prior alone; the data were not used.",)


def draws_lines(fit: BrmFit) -> list[str]:
    """The number of draws and where they come from."""
    return _DRAWS_LINES[fit.algorithm](fit)


def note_lines(fit: BrmFit) -> list[str]:
    """What the columns of diagnostics are."""
    return list(_NOTES[fit.algorithm](fit))


def _importance_draws(fit: BrmFit) -> list[str]:
    found = fit._sample.importance
    assert found is not None
    several = f" of {len(found.log_weights)} proposals" if found.stages > 1 else ""
    return [
        f"  Draws: {found.draws} by importance sampling{several}; k-hat = {found.k_hat:.2f}, "
        f"ESS = {found.ess:.0f} "
    ]


def _sampling_draws(fit: BrmFit) -> list[str]:
    options, (chains, count, _) = fit._options, fit._sample.u.shape
    return [
        f"  Draws: {chains} chains, each with iter = {options.iter}; warmup = {options.warmup}; "
        f"thin = {options.thin};",
        f"         total post-warmup draws = {chains * count}",
    ]


def _prior_draws(fit: BrmFit) -> list[str]:
    return [f"  Draws: {fit._sample.u.shape[1]} of the prior "]


def _sampling_notes(fit: BrmFit) -> list[str]:
    report = fit._sample.sampling
    problems = [] if report is None else report.problems()
    warnings = [line for one in problems for line in wrap(f"Warning: {one}.", DEFAULT_WIDTH)]
    return [*SAMPLING_NOTE, *warnings]


_DRAWS_LINES: dict[str, Callable[[BrmFit], list[str]]] = {
    "importance": _importance_draws,
    "sampling": _sampling_draws,
    "prior": _prior_draws,
}
_NOTES: dict[str, Callable[[BrmFit], list[str]]] = {
    "importance": lambda fit: list(IMPORTANCE_NOTE),
    "sampling": _sampling_notes,
    "prior": lambda fit: list(PRIOR_NOTE),
}
