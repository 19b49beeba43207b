"""How well draws tell the mean and the tails of each of some quantities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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

    With the shares w of the draws that are of each proposal, the effective sample size of the mean
    m of a quantity x is sum w (x - m)^2 / sum w^2 (x - m)^2, which counts the error of the
    resampling too. k-hat is that of the ratios times (x - m)^2, whose sum is the variance.

    Parameters
    ----------
    values : (S, k) float array
        The quantities of each draw.
    places : (S,) int array
        The proposal that each draw is.
    log_ratios : (n,) float array
        Of the proposals.
    """
    drawn, first, counts = np.unique(places, return_index=True, return_counts=True)
    x, weights = values[first], counts / len(places)
    squares = (x - weights @ x) ** 2
    variance = weights @ squares
    with np.errstate(divide="ignore", invalid="ignore"):
        bulk = variance / (weights**2 @ squares)
        logs = log_ratios[drawn][:, None] + np.log(squares)
        tails = [_share_ess(x <= q, weights) for q in np.quantile(values, TAIL_SHARES, axis=0)]
        return ParameterDiagnostics(
            scale=np.array([smooth_weights(column)[1] for column in logs.T]),
            bulk_ess=bulk,
            tail_ess=np.minimum(*tails),
            mcse=np.sqrt(variance / bulk),
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


def _share_ess(is_below: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The effective sample size of the share of draws that are below a limit, (k,)."""
    share = weights @ is_below
    return share * (1 - share) / (weights**2 @ (is_below - share) ** 2)
