"""Whether a model fits its response exactly, so that the posterior may be improper.

Where all n residuals of a normal model are 0, its likelihood is proportional to sigma^-n at the
r fitted coefficients, and its integral over them to sigma^-(n - r). With a prior density above 0
at sigma = 0 that has no finite integral if n > r. The shape of a Gamma or inverse gaussian
response is as 1 / sigma^2, and goes to infinity.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rglm.bayes.mode import Mode
from rglm.bayes.posterior import Posterior
from rglm.bayes.priors.prior_table import Parameter
from rglm.design.block import Block

SMALLEST_SPREAD = 1e-10  # of the response's own, below which a fit is exact but for rounding


def check_exact_fit(
    posterior: Posterior, mode: Mode, start: np.ndarray, parameters: tuple[Parameter, ...]
) -> Mode:
    """The mode, not converged where the search for it ended at a spread of 0.

    Parameters
    ----------
    posterior : Posterior
    mode : Mode
    start : (P,) float array
        The u where the search began, with the spread of the response itself.
    parameters : sequence of P parameters

    Raises
    ------
    ValueError
        It did, and there are more observations than coefficients: the posterior is improper.
    """
    space, source = posterior.space, posterior.source
    moved = np.where(space.is_positive, space.bounded(mode.u) - space.bounded(start), 0.0)
    logs = np.where(moved > 0, moved / 2, -moved)  # of how much smaller the spread is
    places = np.flatnonzero(logs > -np.log(SMALLEST_SPREAD))
    if not len(places) or source is None:
        return mode
    observations, rows = source.total(_observations_and_rows)
    if observations - min(rows, (~space.is_positive).sum()) >= 1:
        _refuse(parameters[places[0]].name, bool(moved[places[0]] > 0))
    return replace(mode, converged=False)


def _refuse(name: str, grows: bool) -> None:
    """Raise the error of an exact fit."""
    limit, example = ("infinity", "exponential(0.01)") if grows else ("0", "inv_gamma(1, 1)")
    raise ValueError(
        "prior=: the posterior is improper: the model fits the response exactly, as one that is "
        f"constant, and the density has no finite integral as {name} goes to {limit}; give a "
        f"prior that falls fast there, such as prior({example}, class_={name!r})"
    )


def _observations_and_rows(block: Block) -> np.ndarray:
    """The sum of the weights, and the number of rows with one."""
    weights = block.rows.weights
    return np.array([weights.sum(), np.count_nonzero(weights > 0)])
