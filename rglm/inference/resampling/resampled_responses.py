"""Responses that a parametric or a residual bootstrap draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rglm.families.glm.binomial_response import number_of_trials
from rglm.families.glm.family import Family
from rglm.inference.covariance.full_leverage import leverages
from rglm.protocol.capabilities import HasLeverage
from rglm.protocol.model_result import ModelResult

DrawResponse = Callable[[np.random.Generator], np.ndarray]


def parametric_responses(fit: ModelResult) -> DrawResponse:
    """A function that draws the response of each row from the fitted model, (n, ...)."""
    distribution, rows = fit._response_distribution(), fit._rows_source.rows
    given = distribution.responses()

    def draw(rng: np.random.Generator) -> np.ndarray:
        drawn = distribution.simulate(rng)
        unused = rows.weights == 0
        if unused.any() and drawn.shape == given.shape:
            drawn = np.where(unused, given, drawn)
        return drawn

    return draw


def residual_responses(fit: ModelResult) -> DrawResponse:
    """A function that draws responses from the standardized residuals, (n,).

    y* = mu + sqrt(V(mu) / a) e*, with e* drawn from sqrt(a) (y - mu) / sqrt(V(mu) (1 - h)) less
    their mean (Davison & Hinkley 1997, sections 6.3 and 7.2.3).

    Raises
    ------
    ValueError
        The fit has no leverages; its responses are single zeros and ones.
    """
    if not isinstance(fit, HasLeverage):
        raise ValueError(
            f"type='residual' needs residuals of one variance, and {fit._function_name}() has "
            "none; use type='case' or 'parametric'"
        )
    rows, family = fit._rows_source.rows, fit.family
    used = rows.weights > 0
    trials = number_of_trials(rows.trials, rows.weights)
    if family.has_binary_response and np.isin(rows.y[used], (0.0, 1.0)).all():
        raise ValueError(
            "type='residual': a response of 0 or 1 has two residuals, which depend on its mean, "
            "so that those of other rows say nothing of it; use type='parametric' or 'case'"
        )
    scale = _ResidualScale.of(fit, used, trials)
    residuals = scale.residuals()

    def draw(rng: np.random.Generator) -> np.ndarray:
        out = rows.y.copy()
        out[used] = scale.response(residuals[rng.integers(len(residuals), size=len(residuals))])
        return out

    return draw


@dataclass(frozen=True)
class _ResidualScale:
    """The rows with a weight: from standardized residuals to responses and back."""

    family: Family
    y: np.ndarray
    mean: np.ndarray
    unit: np.ndarray  # sqrt(V(mu) / a)
    trials: np.ndarray
    leverage: np.ndarray

    @classmethod
    def of(cls, fit: HasLeverage, used: np.ndarray, trials: np.ndarray) -> _ResidualScale:
        rows, mean = fit._rows_source.rows, fit._response_distribution().mean()[used]
        unit = np.sqrt(fit.family.variance(mean) / rows.weights[used])
        leverage = np.nan_to_num(leverages(fit).to_numpy())[used]
        return cls(fit.family, rows.y[used], mean, unit, trials[used], leverage)

    def residuals(self) -> np.ndarray:
        """The standardized residuals less their mean; without rows that are fitted exactly."""
        free = self.leverage < 1 - 1e-10
        raw = (self.y - self.mean)[free] / (self.unit * np.sqrt(1 - self.leverage))[free]
        out = np.zeros(len(free))
        out[free] = raw - raw.mean()
        return out

    def response(self, residuals: np.ndarray) -> np.ndarray:
        """Responses with some residuals, as the family allows them.

        Counts are rounded; what is beyond the range is at its end, or where this is no response,
        at the smallest y / mu of the data.
        """
        y, (low, high) = self.mean + self.unit * residuals, self.family.response_range
        if self.family.is_count:
            return np.maximum(np.rint(y), 0.0)
        if self.family.has_binary_response:
            return np.clip(np.rint(y * self.trials), 0, self.trials) / self.trials
        if low == 0:
            return np.clip(y, self.mean * (self.y / self.mean).min(), high)
        return np.clip(y, low, high)
