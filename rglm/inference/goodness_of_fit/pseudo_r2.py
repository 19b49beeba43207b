"""Measures of fit by the likelihood, the outcomes or the residuals."""

from __future__ import annotations

from functools import partial

import numpy as np

from rglm.protocol.model_result import ModelResult
from rglm.protocol.result_rows import BinaryOutcomes


def mcfadden(fit: ModelResult) -> float:
    """McFadden's 1 - l / l0, with l0 the log-likelihood of the intercepts alone."""
    loglik, null, *_ = fit._null_comparison
    return _one_less_ratio(loglik, null)


def adjusted_mcfadden(fit: ModelResult) -> float:
    """McFadden's measure less a penalty for K parameters, 1 - (l - K) / l0."""
    loglik, null, _, parameters = fit._null_comparison
    return _one_less_ratio(loglik - parameters, null)


def cox_snell(fit: ModelResult) -> float:
    """Cox and Snell's 1 - exp(2 (l0 - l) / n)."""
    loglik, null, observations, _ = fit._null_comparison
    with np.errstate(all="ignore"):
        return float(0.0 - np.expm1(np.float64(2) * (null - loglik) / observations))


def nagelkerke(fit: ModelResult) -> float:
    """Cox and Snell's measure over the largest that it can be, 1 - exp(2 l0 / n)."""
    _, null, observations, _ = fit._null_comparison
    with np.errstate(all="ignore"):
        largest = -np.expm1(np.float64(2) * null / observations)
        return float(cox_snell(fit) / largest)


def efron(fit: ModelResult) -> float:
    """Efron's 1 - sum w (y - mean_i)^2 / sum w (y - mean of y)^2.

    NaN where the response has no mean.
    """
    return _efron(fit._sum_chunks(partial(_response_sums, center=_mean_response(fit))))


def tjur(fit: ModelResult) -> float:
    """Tjur's difference of the mean probability of successes and that of failures.

    NaN where the response has no two outcomes.
    """
    return _tjur(fit._sum_chunks(_outcome_sums))


def efron_and_tjur(fit: ModelResult) -> tuple[float, float]:
    """Efron's and Tjur's measures, from one pass over the rows."""
    sums = fit._sum_chunks(partial(_all_sums, center=_mean_response(fit)))
    return _efron(sums[:4]), _tjur(sums[4:])


def _efron(sums: np.ndarray) -> float:
    weight, total, squares, residual = sums
    with np.errstate(all="ignore"):
        return _one_less_ratio(residual, squares - total * total / weight)


def _tjur(sums: np.ndarray) -> float:
    successes, failures, of_successes, of_failures = sums
    with np.errstate(all="ignore"):
        return float(of_successes / successes - of_failures / failures)


def _one_less_ratio(part: float, whole: float) -> float:
    with np.errstate(all="ignore"):
        return float(1 - np.float64(part) / np.float64(whole))


def _mean_response(fit: ModelResult) -> float:
    """The mean of a response of numbers, 0 of others: about it squares lose no digits."""
    sizes = fit._row_sums
    return sizes.response / sizes.weight if np.isfinite(sizes.response) else 0.0


def _all_sums(fit: ModelResult, center: float) -> np.ndarray:
    return np.concatenate([_response_sums(fit, center), _outcome_sums(fit)])


def _response_sums(fit: ModelResult, center: float) -> np.ndarray:
    """The sums of w, w y, w y^2 and w (y - mean)^2 of a chunk, y counted from a center."""
    responses = _used_responses(fit)
    if responses is None:
        return np.full(4, np.nan)
    w, y, mean = responses
    y, mean = y - center, mean - center
    return np.array([w.sum(), w @ y, w @ (y * y), w @ (y - mean) ** 2])


def _used_responses(fit: ModelResult) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Weights, responses and means of the rows with a weight; None where there is no mean."""
    if (outcomes := _used_outcomes(fit)) is not None:
        p, successes, trials = outcomes
        return trials, successes / trials, p
    distribution, weights = fit._response_distribution(), fit._rows_source.rows.weights
    mean, used = distribution.mean(), weights > 0
    return None if mean.ndim > 1 else (weights[used], distribution.observed()[used], mean[used])


def _outcome_sums(fit: ModelResult) -> np.ndarray:
    """Successes, failures, and the sums of the probabilities of each, of a chunk."""
    outcomes = _used_outcomes(fit)
    if outcomes is None:
        return np.full(4, np.nan)
    p, s, trials = outcomes
    f = trials - s
    return np.array([s.sum(), f.sum(), s @ p, f @ p])


def _used_outcomes(fit: ModelResult) -> BinaryOutcomes | None:
    """Probabilities, successes and trials of the rows with a weight."""
    outcomes = fit._binary_outcomes()
    if outcomes is None:
        return None
    p, successes, trials = outcomes
    used = trials > 0
    return p[used], successes[used], trials[used]
