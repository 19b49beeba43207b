"""The inverse Gaussian density by the logarithms of its mean and its shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.likelihoods.glm.log_mean_kernel import LogMeanKernel
from rglm.families.likelihoods.row_density import (
    Predictors,
    RowTerms,
    Scalars,
    zero_impossible,
)
from rglm.families.numerics.floating_point import clip_for_exp, ignore_float_errors

HALF_LOG_2_PI = 0.5 * np.log(2 * np.pi)


@dataclass(frozen=True)
class InverseGaussianShape(LogMeanKernel):
    """y is inverse Gaussian with mean exp(eta) and variance mu^3/shape.

    With u = y/mu the log density is (log(shape/(2 pi y^3)) - shape (u - 1)^2/y)/2.
    """

    @property
    def scalars(self) -> tuple[str, ...]:
        """``("Log(shape)",)``."""
        return ("Log(shape)",)

    @property
    def survives_large_means(self) -> bool:
        """True: its limit is exp(-shape / (2 y)) times what does not depend on the mean."""
        return True

    @ignore_float_errors
    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return the log density of y > 0, with derivatives by log(mu) and log(shape)."""
        log_shape, log_y = float(scalars[0]), np.log(y)
        scale, ratio = np.exp(clip_for_exp(log_shape - log_y)), np.exp(log_y - eta[0])
        half = scale * (ratio - 1) ** 2 / 2
        value = 0.5 * log_shape - 1.5 * log_y - HALF_LOG_2_PI - half
        if not derivatives:
            return RowTerms(value)
        by_mean = scale * (ratio - 1) * ratio
        second = {(0, 0): -scale * (2 * ratio - 1) * ratio, (0, 1): by_mean, (1, 1): -half}
        return zero_impossible(RowTerms(value, [by_mean, 0.5 - half], second))

    @ignore_float_errors
    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return the log density of n rows at S points (n, S)."""
        log_y = np.log(y)[:, None]
        off = np.exp(log_y - eta[0]) - 1
        off *= off
        off *= np.exp(clip_for_exp(scalars[0] - log_y)) / -2
        return off + (0.5 * scalars[0] - 1.5 * log_y - HALF_LOG_2_PI)

    @ignore_float_errors
    def sample_at(
        self, eta: np.ndarray, scalars: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return random responses (n, S)."""
        return rng.wald(np.exp(clip_for_exp(eta)), np.exp(clip_for_exp(scalars[0])))
