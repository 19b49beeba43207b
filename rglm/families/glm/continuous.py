"""The base class of the families of a continuous response whose density is known."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import numpy as np

from rglm.families.glm.family import Family
from rglm.families.glm.response import (
    PreparedResponse,
    RowwiseStart,
    check_dispersion,
    draw_rows,
    one_column_response,
)
from rglm.families.numerics.density_normalizer import Derivatives
from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.numerics.log_density import half_scaled_deviance
from rglm.families.numerics.normal_scores import Scores


class ContinuousFamily(Family):
    """An exponential dispersion model of a continuous y, with a dispersion that is estimated."""

    extra_parameters = 1

    def prepare(self, y: Any, weights: Any = None) -> PreparedResponse:
        """Take y where it has a density; starts from y."""
        y, weights = self._check_response(self.name, y, weights)
        return one_column_response(y, weights, RowwiseStart(np.copy, (y,)))

    @ignore_float_errors
    def log_density(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> np.ndarray:
        """Return the log density at mu = y less the deviance over twice the dispersion."""
        peak = self._log_density_at_mean(y, wt, dispersion)
        return peak - half_scaled_deviance(self.dev_resids(y, mu, wt), dispersion)

    @ignore_float_errors
    def normalizer_derivatives(self, precision: np.ndarray) -> Derivatives:
        """Return a', a'' and a''' at minus the precision."""
        return self._normalizer(precision)

    def normal_scores(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> Scores:
        """Return the normal quantile of P(Y <= y), twice."""
        return self._scores(y, mu, dispersion / wt)

    def simulate(
        self, mu: np.ndarray, wt: np.ndarray, rng: np.random.Generator, dispersion: float
    ) -> np.ndarray:
        """Draw values of mean mu and dispersion `dispersion`/wt."""
        phi = check_dispersion(self.name, dispersion)
        return draw_rows(lambda m, w: self._draw(rng, m, w, phi), mu, wt)

    @staticmethod
    @abstractmethod
    def _check_response(name: str, y: Any, weights: Any) -> tuple[np.ndarray, np.ndarray]: ...

    @staticmethod
    @abstractmethod
    def _log_density_at_mean(y: np.ndarray, wt: np.ndarray, dispersion: float) -> np.ndarray:
        """The log density of y when mu = y, times wt."""

    @staticmethod
    @abstractmethod
    def _normalizer(precision: np.ndarray) -> Derivatives: ...

    @staticmethod
    @abstractmethod
    def _scores(y: np.ndarray, mu: np.ndarray, dispersion: np.ndarray) -> Scores: ...

    @staticmethod
    @abstractmethod
    def _draw(
        rng: np.random.Generator, mu: np.ndarray, wt: np.ndarray, phi: float
    ) -> np.ndarray: ...
