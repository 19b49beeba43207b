"""Responses of a fit, what the model expects of them, and simulations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.formatting.hints.warning_location import collect_warnings
from rglm.inference.random_seed import Seed, generator
from rglm.protocol.capabilities import HasLevels, HasLikelihoodModel
from rglm.protocol.model_result import ModelResult
from rglm.warnings import FamilyWarning

MIN_ZEROS = 0.5  # expected, from which zeros are asked for
LARGEST_SCORE = 8.3  # in place of infinity: from here on P(Y <= y) is 1 in double precision


@dataclass(frozen=True)
class SimulatedResponses:
    """The rows that are looked at: those with a weight, at most some thousand.

    Attributes
    ----------
    places : (n,) array
        The places of the rows among those of the fit that was drawn from.
    observed, mean : (n,) array
        The response as one number, and its mean; of categories codes, without a mean (NaN).
    scale : (n,) array
        sqrt(w / v): Pearson's residual is scale (observed - mean).
    expected_squares : (n,) array
        The expectation of the squares of Pearson's residuals of simulations: 1, or w where
        weights count observations, of which one is drawn.
    scores : (n,) array
        Quantile residuals, normal quantiles of `residuals`.
    residuals : (n,) array
        P(Y < y) + v P(Y = y) of the fitted distribution, v uniform on (0, 1).
    simulations : (n, N) array
    predicted : (n,) array
        The mean, of categories the linear predictor.
    df_correction : float
        The rows of the fit over its residual degrees of freedom.
    is_discrete : bool
        Whether responses and simulations have ties: counts, proportions, levels.
    is_binary : bool
        Whether all of them are 0 or 1.
    is_proportion : bool
        Whether they are successes out of trials.
    is_amount : bool
        Whether they are numbers, and no codes of categories.
    """

    places: np.ndarray
    observed: np.ndarray
    mean: np.ndarray
    scale: np.ndarray
    expected_squares: np.ndarray
    scores: np.ndarray
    residuals: np.ndarray
    simulations: np.ndarray
    predicted: np.ndarray
    df_correction: float
    is_discrete: bool
    is_binary: bool
    is_amount: bool
    is_proportion: bool = False

    @property
    def smallest_p(self) -> float:
        """The smallest two-sided p-value that the simulations can show."""
        return 2 / (self.simulations.shape[1] + 1)

    @property
    def has_zeros(self) -> bool:
        """Whether there are zeros or the model expects some, and not all are 0 or 1."""
        if self.is_binary or not self.is_amount or not self.is_discrete:
            return False
        expected = (self.simulations == 0).sum() / self.simulations.shape[1]
        return bool((self.observed == 0).any() or expected >= MIN_ZEROS)


def simulated_responses(
    fit: ModelResult, nsim: int, seed: Seed, df: float | None
) -> SimulatedResponses:
    """Draw from a fit whose rows are in memory; `df` are residual degrees of freedom if others."""
    from scipy.special import ndtr

    rng, distribution = generator(seed), fit._response_distribution()
    weights = distribution.source.rows.weights
    with collect_warnings() as warnings, np.errstate(all="ignore"):
        scores = distribution.quantile_residuals(rng)
        scores = np.where(np.isinf(scores), np.sign(scores) * LARGEST_SCORE, scores)
        observed = distribution.responses()
        simulations = np.column_stack([distribution.draw(rng) for _ in range(nsim)])
        mean, scale = _moments(fit, weights)
    used = (weights > 0) & ~np.isnan(scores) & np.isfinite(simulations).all(axis=1)
    places = np.flatnonzero(used)
    observed, simulations = observed[places], simulations[places]
    counts_rows = fit._weights_count_observations or FamilyWarning in warnings.values()
    return SimulatedResponses(
        places=places,
        observed=observed,
        mean=mean[places],
        scale=scale[places],
        expected_squares=weights[places] if counts_rows else np.ones(len(places)),
        scores=scores[places],
        residuals=ndtr(scores[places]),
        simulations=simulations,
        predicted=_predicted(fit)[places],
        df_correction=_df_correction(fit, df),
        is_proportion=fit._binary_outcomes() is not None,
        is_discrete=_has_ties(simulations),
        is_binary=bool(np.isin(observed, (0, 1)).all() and np.isin(simulations, (0, 1)).all()),
        is_amount=not isinstance(fit, HasLevels),
    )


def _moments(fit: ModelResult, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The means and sqrt(w / v), NaN for categories."""
    if isinstance(fit, HasLevels):
        return np.full(len(weights), np.nan), np.full(len(weights), np.nan)
    distribution = fit._response_distribution()
    return distribution.mean(), np.sqrt(weights / distribution.variance())


def _predicted(fit: ModelResult) -> np.ndarray:
    """The means; of categories the linear predictor."""
    values = fit.linear_predictors if isinstance(fit, HasLevels) else fit.fitted_values
    return np.asarray(values, dtype=float).reshape(len(fit._index), -1)[:, 0]


def _df_correction(fit: ModelResult, df: float | None) -> float:
    """Rows over residual degrees of freedom, of all rows of the fit; NaN without any left."""
    if df is None and isinstance(fit, HasLikelihoodModel):
        df = fit._observation_count - fit.edf
    elif df is None:
        df = fit.df_residual
    parameters = fit.edf if isinstance(fit, HasLikelihoodModel) else fit.rank
    return float((df + parameters) / df) if df > 0 else np.nan


def _has_ties(simulations: np.ndarray) -> bool:
    """Whether simulations of a row have equal values."""
    some = simulations[:: max(1, len(simulations) // 200)]
    ordered = np.sort(some, axis=1)
    return bool((ordered[:, 1:] == ordered[:, :-1]).any())
