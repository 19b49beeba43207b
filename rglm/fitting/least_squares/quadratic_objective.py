"""The log-likelihood of a linear model at any coefficients, up to a constant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.fitting.newton.optimization_result import LogLikelihood


@dataclass(frozen=True)
class QuadraticObjective:
    """l(b) = -(b - m)' I (b - m) / 2.

    Attributes
    ----------
    maximum : (P,) float array
        m.
    information : (P, P) float array
        I, X'WX over the variance.
    """

    maximum: np.ndarray
    information: np.ndarray

    def __call__(self, beta: np.ndarray, derivatives: bool) -> LogLikelihood:
        """The value, and if asked for the derivatives."""
        change = beta - self.maximum
        gradient = -self.information @ change
        value = float(change @ gradient) / 2
        return LogLikelihood(value, gradient, -self.information)
