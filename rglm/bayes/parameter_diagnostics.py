"""How well draws tell the mean and the tails of each of some quantities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.bayes.drawn_proposals import DrawnProposals
from rglm.bayes.psis import smooth_weights

TAIL_SHARES = (0.05, 0.95)


@dataclass(frozen=True)
class ParameterDiagnostics:
    """The diagnostics of the draws of k quantities.

    Attributes
    ----------
    scale : (k,) float array
        R-hat of chains; k-hat of importance weights.
    bulk_ess, tail_ess : (k,) float array
        The effective sample sizes of the mean, and of the 5% and 95% quantiles (the smaller).
    mcse : (k,) float array
        The Monte Carlo standard error of the mean.
    is_rhat : bool
        Whether `scale` is R-hat.
    """

    scale: np.ndarray
    bulk_ess: np.ndarray
    tail_ess: np.ndarray
    mcse: np.ndarray
    is_rhat: bool


def importance_diagnostics(
    values: np.ndarray, places: np.ndarray, log_ratios: np.ndarray
) -> ParameterDiagnostics:
    """The diagnostics of draws that were resampled from weighted proposals.

    The effective sample sizes are those of `DrawnProposals`. k-hat is that of the ratios times
    (x - m)^2, with m the mean of a quantity x, whose sum is the variance.

    Parameters
    ----------
    values : (S, k) float array
        The quantities of each draw.
    places : (S,) int array
        The proposal that each draw is.
    log_ratios : (n,) float array
        Of the proposals.
    """
    drawn = DrawnProposals.of(places)
    x = values[drawn.draws]
    squares = drawn.squares(x)
    bulk = drawn.mean_ess(squares)
    with np.errstate(divide="ignore"):
        logs = log_ratios[drawn.proposals][:, None] + np.log(squares)
    is_below = [(x <= q).astype(float) for q in np.quantile(values, TAIL_SHARES, axis=0)]
    return ParameterDiagnostics(
        scale=np.array([smooth_weights(column)[1] for column in logs.T]),
        bulk_ess=bulk,
        tail_ess=np.minimum(*(drawn.mean_ess(drawn.squares(one)) for one in is_below)),
        mcse=np.sqrt(drawn.shares @ squares / bulk),
        is_rhat=False,
    )


def independent_diagnostics(values: np.ndarray) -> ParameterDiagnostics:
    """The diagnostics of independent draws (S, k): there is nothing to doubt."""
    size, unknown = np.full(values.shape[1], float(len(values))), np.full(values.shape[1], np.nan)
    return ParameterDiagnostics(
        scale=unknown,
        bulk_ess=size,
        tail_ess=size,
        mcse=values.std(axis=0, ddof=1) / np.sqrt(len(values)),
        is_rhat=False,
    )
