"""The ends of profile likelihood intervals of estimands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.fitting.newton.newton_method import Objective
from rglm.fitting.newton.optimization_result import OptimizationResult
from rglm.fitting.solver_result import SolverStatus
from rglm.inference.estimands.estimands import Estimands
from rglm.inference.estimands.profile.newton_points import profile_point, reaching
from rglm.inference.estimands.profile.whitened_problem import (
    WhitenedEstimand,
    WhitenedLikelihood,
)
from rglm.inference.intervals.likelihood_profile_limits import parameter_limit
from rglm.linalg.threads import one_thread

LOGLIK_TOLERANCE = 1e-6  # of the log-likelihood at an end


def profile_limits(
    objective: Objective,
    maximum: np.ndarray,
    covariance: np.ndarray,
    estimands: Estimands,
    z: np.ndarray,
) -> np.ndarray:
    """Where twice the profile log-likelihood of each estimand has fallen by z^2, (k, 2).

    They are solved for by Newton steps, and where these fail by bracketing with the estimand held.
    NaN where the data do not determine an estimand.

    Parameters
    ----------
    objective : function of (theta, derivatives) to a LogLikelihood
    maximum : (P,) float array
        Where it is greatest.
    covariance : (P, P) float array
        The inverse information there.
    estimands : Estimands
    z : (k,) float array
    """
    out = np.full((len(estimands), 2), np.nan)
    known = np.flatnonzero(estimands.is_estimable & np.isfinite(z))
    if not len(known):
        return out
    with one_thread():
        likelihood = WhitenedLikelihood.of(objective, maximum, covariance)
        for row in known:
            one = WhitenedEstimand(estimands.take(np.array([row])), likelihood)
            out[row] = EstimandProfile.of(likelihood, one).limits(float(z[row]))
    return out


@dataclass(frozen=True)
class EstimandProfile:
    """The profile of one estimand.

    Attributes
    ----------
    likelihood : WhitenedLikelihood
    estimand : WhitenedEstimand
    estimate : float
        h at the maximum.
    slope : (P,) float array
        Its derivatives there.
    """

    likelihood: WhitenedLikelihood
    estimand: WhitenedEstimand
    estimate: float
    slope: np.ndarray

    @classmethod
    def of(cls, likelihood: WhitenedLikelihood, estimand: WhitenedEstimand) -> EstimandProfile:
        """The profile about the maximum."""
        return cls(likelihood, estimand, *estimand.at(np.zeros(len(likelihood.maximum))))

    @property
    def error(self) -> float:
        """The standard error."""
        return float(np.linalg.norm(self.slope))

    def limits(self, z: float) -> list[float]:
        """Both ends of an interval of z standard errors."""
        if not np.isfinite(self.estimate) or not np.isfinite(self.error):
            return [np.nan, np.nan]
        if self.error == 0:
            return [self.estimate, self.estimate]
        return [self._limit(sign, z) for sign in (-1.0, 1.0)]

    def _limit(self, sign: float, z: float) -> float:
        target = self.likelihood.value - z * z / 2
        start = sign * z / self.error * self.slope
        point = profile_point(self.likelihood, self.estimand, reaching(target, sign), start)
        # where all is flat any step is small
        if point is not None and abs(point.loglik - target) < LOGLIK_TOLERANCE * (1 + z * z):
            return point.value
        if self.estimand.estimand.is_linear:
            return self._bracketed_linear(sign * z)
        return np.nan

    def _bracketed_linear(self, z: float) -> float:
        """By maxima with h held: it is a parameter of rotated coordinates."""
        rotated = self.likelihood.rotated(self.slope)
        start = rotated(np.zeros(len(self.slope)), True)
        maximum = OptimizationResult(
            status=SolverStatus.CONVERGED,
            iter=0,
            theta=np.zeros(len(self.slope)),
            value=start.value,
            gradient=start.gradient,
            information=-start.hessian,
        )
        axis = np.eye(len(self.slope))[0]
        return self.estimate + self.error * parameter_limit(rotated, maximum, 0, axis, z)
