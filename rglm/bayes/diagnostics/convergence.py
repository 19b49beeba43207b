"""R-hat, effective sample sizes and Monte Carlo errors of Markov chains, by arviz-stats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.special import betaincinv, ndtri

from rglm.bayes.parameter_diagnostics import TAIL_SHARES, ParameterDiagnostics
from rglm.formatting.hints.warning_location import silent_import

MAX_RHAT = 1.05
MIN_ESS_OF_A_CHAIN = 100
MIN_DRAWS = 4  # of half a chain
ONE_SE = (0.15865525393145707, 0.8413447460685429)  # P(Z < -1), P(Z < 1)


def rhat(values: np.ndarray) -> np.ndarray:
    """Rank-normalised split R-hat of quantities: the larger of bulk's and tails'.

    Parameters
    ----------
    values : (chains, draws, k) float array

    Returns
    -------
    (k,) float array
        About 1 where the chains agree. NaN for a quantity that does not vary.

    Raises
    ------
    ImportError
        arviz-stats is not installed.

    References
    ----------
    Vehtari, A., Gelman, A., Simpson, D., Carpenter, B. and Bürkner, P.-C. (2021).
    Rank-normalization, folding, and localization: an improved R-hat. Bayesian Analysis 16.
    """
    folded = np.abs(values - np.median(values, axis=(0, 1)))
    halves = [normal_scores_of_ranks(split_chains(one)) for one in (values, folded)]
    return np.maximum(*(_of_halves("rhat", one) for one in halves))


def ess_bulk(values: np.ndarray) -> np.ndarray:
    """Effective sample sizes (k,) of the centre of quantities (chains, draws, k)."""
    return _of_halves("ess", normal_scores_of_ranks(split_chains(values)))


def ess_tail(values: np.ndarray) -> np.ndarray:
    """Effective sample sizes (k,) of the 5% and 95% quantiles: the smaller of the two."""
    return np.minimum(*(ess_quantile(values, prob) for prob in TAIL_SHARES))


def ess_quantile(values: np.ndarray, prob: float) -> np.ndarray:
    """Effective sample sizes (k,) of a quantile of quantities (chains, draws, k)."""
    is_below = values <= np.quantile(values, prob, axis=(0, 1))
    return _of_halves("ess", split_chains(is_below.astype(float)))


def ess_mean(values: np.ndarray) -> np.ndarray:
    """Effective sample sizes (k,) of the mean of quantities (chains, draws, k)."""
    return _of_halves("ess", split_chains(values))


def ess_of_chains(values: np.ndarray) -> np.ndarray:
    """Effective sample sizes (k,) of the mean, of chains that are not halved.

    The sum of autocorrelations ends where that of two neighbours is negative; arviz-stats lets it
    go on for two lags more than R's posterior in very short chains (some 30 draws).
    """
    return _of_halves("ess", values)


def mcse_mean(values: np.ndarray) -> np.ndarray:
    """Monte Carlo standard errors (k,) of the means of quantities (chains, draws, k)."""
    ess = ess_mean(values)
    out = np.full(ess.shape, np.nan)
    known = np.isfinite(ess)
    out[known] = values[:, :, known].std(axis=(0, 1), ddof=1) / np.sqrt(ess[known])
    return out


def mcse_sd(values: np.ndarray) -> np.ndarray:
    """Monte Carlo standard errors (k,) of the standard deviations of quantities.

    var(x^2) / (4 var(x) ESS(x^2)) is the square of it, for centred x (Kenney and Keeping 1951).
    """
    squares = (values - values.mean(axis=(0, 1))) ** 2
    variance = squares.mean(axis=(0, 1))
    return np.sqrt(squares.var(axis=(0, 1)) / ess_mean(squares) / (4 * variance))


def mcse_quantile(values: np.ndarray, prob: float) -> np.ndarray:
    """Monte Carlo standard errors (k,) of a quantile of quantities (chains, draws, k).

    Half the distance between the quantiles that belong to one standard error below and above.
    """
    ess = ess_quantile(values, prob)
    ordered = np.sort(values.reshape(-1, values.shape[-1]), axis=0)
    count = len(ordered)
    ends = betaincinv(ess * prob + 1, ess * (1 - prob) + 1, np.array(ONE_SE)[:, None])
    lower = np.maximum(np.floor(np.nan_to_num(ends[0]) * count), 1).astype(int) - 1
    upper = np.minimum(np.ceil(np.nan_to_num(ends[1]) * count), count).astype(int) - 1
    columns = np.arange(values.shape[-1])
    half = (ordered[upper, columns] - ordered[lower, columns]) / 2
    return np.where(np.isnan(ess), np.nan, half)


def split_chains(values: np.ndarray) -> np.ndarray:
    """The halves of chains as chains (2 chains, draws // 2, k), without a middle draw."""
    half = values.shape[1] // 2
    return np.concatenate([values[:, :half], values[:, values.shape[1] - half :]])


def normal_scores_of_ranks(values: np.ndarray) -> np.ndarray:
    """The normal quantiles of (rank - 3/8) / (S + 1/4) of quantities (chains, draws, k)."""
    from scipy.stats import rankdata

    count = values.shape[0] * values.shape[1]
    ranks = rankdata(values.reshape(count, values.shape[-1]), axis=0)
    scores: np.ndarray = ndtri((ranks - 3 / 8) / (count + 1 / 4)).reshape(values.shape)
    return np.where(np.isfinite(values).all(axis=(0, 1)), scores, np.nan)


def chain_diagnostics(values: np.ndarray) -> ParameterDiagnostics:
    """The diagnostics of quantities of the draws of chains (chains, draws, k)."""
    return ParameterDiagnostics(
        scale=rhat(values),
        bulk_ess=ess_bulk(values),
        tail_ess=ess_tail(values),
        mcse=mcse_mean(values),
        is_rhat=True,
    )


def convergence_problems(
    diagnostics: ParameterDiagnostics, names: Sequence[str], chains: int
) -> list[str]:
    """What R-hat and effective sample sizes say against the chains; none if all is well.

    R-hat may be up to 1.05, and each chain should give 100 effective draws (Vehtari et al. 2021
    ask for 1.01 in a last run, and for 100).
    """
    lines = []
    apart = [i for i, one in enumerate(diagnostics.scale) if one > MAX_RHAT]
    if apart:
        worst = max(apart, key=lambda i: diagnostics.scale[i])
        lines.append(
            f"the chains have not mixed: R-hat is above {MAX_RHAT} for {len(apart)} of "
            f"{len(names)} parameters, the largest {diagnostics.scale[worst]:.2f} of "
            f"{names[worst]!r}; take more iterations (iter=) or stronger priors"
        )
    sizes, limit = np.fmin(diagnostics.bulk_ess, diagnostics.tail_ess), chains * MIN_ESS_OF_A_CHAIN
    few = [i for i, one in enumerate(sizes) if one < limit]
    if few:
        worst = min(few, key=lambda i: sizes[i])
        lines.append(
            f"the effective sample size is below {MIN_ESS_OF_A_CHAIN} a chain for {len(few)} of "
            f"{len(names)} parameters, the smallest {sizes[worst]:.0f} of {names[worst]!r}: means "
            "and quantiles are not exact enough; take more iterations (iter=)"
        )
    return lines


def array_stats() -> Any:
    """The functions of arviz-stats for arrays.

    Raises
    ------
    ImportError
        arviz-stats is not installed.
    """
    try:
        with silent_import():
            from arviz_stats.base.array import array_stats as functions
    except ImportError as error:
        raise ImportError(
            "R-hat and effective sample sizes of chains need arviz-stats: "
            'pip install "rglm[bayes]"'
        ) from error
    return functions


def _of_halves(name: str, halves: np.ndarray) -> np.ndarray:
    """arviz-stats' function of chains as they are (chains, draws, k): (k,).

    NaN where there are too few draws, or values that are not finite or do not vary.
    """
    out = np.full(halves.shape[2:], np.nan)
    if halves.shape[1] < MIN_DRAWS:
        return out
    usable = np.isfinite(halves).all(axis=(0, 1)) & (np.ptp(halves, axis=(0, 1)) > 0)
    if usable.any():
        function = getattr(array_stats(), name)
        some = halves[:, :, usable]
        out[usable] = function(some, chain_axis=0, draw_axis=1, method="identity")
    return out
