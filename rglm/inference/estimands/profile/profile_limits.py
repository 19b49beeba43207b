"""The ends of profile likelihood intervals of estimands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.fitting.newton.newton_method import Objective
from rglm.fitting.newton.optimization_result import OptimizationResult
from rglm.fitting.solver_result import SolverStatus
from rglm.inference.estimands.estimands import Estimands
from rglm.inference.estimands.profile.constrained_search import ConstrainedSearch
from rglm.inference.estimands.profile.newton_points import ProfilePoint, profile_point, reaching
from rglm.inference.estimands.profile.whitened_problem import (
    CurvedFunction,
    Reciprocal,
    WhitenedEstimand,
    WhitenedLikelihood,
)
from rglm.inference.intervals.likelihood_profile_limits import parameter_limit
from rglm.linalg.threads import one_thread

SIDES = (-1.0, 1.0)
SMALLEST_SHARE = 1 / 64  # of z: steps along a profile
LOGLIK_TOLERANCE = 1e-6  # of the log-likelihood at an end


def profile_limits(
    objective: Objective,
    estimates: np.ndarray,
    covariance: np.ndarray | None,
    estimands: Estimands,
    z: np.ndarray,
) -> np.ndarray:
    """Where twice the profile log-likelihood of each estimand has fallen by z^2, (k, 2).

    They are solved for by Newton steps, and where these fail by bracketing with the estimand held,
    or by constrained optimisation. NaN where the data do not determine an estimand.

    Parameters
    ----------
    objective : function of (theta, derivatives) to a LogLikelihood
    estimates : (P,) float array
        Where it is greatest.
    covariance : (P, P) float array or None
        The inverse information there; None where it goes on rising to infinite parameters.
    estimands : Estimands
    z : (k,) float array
    """
    out = np.full((len(estimands), 2), np.nan)
    known = np.flatnonzero(estimands.is_estimable & np.isfinite(z))
    if not len(known):
        return out
    with one_thread(), np.errstate(all="ignore"):
        if covariance is None:
            fall = float(np.min(z[known])) ** 2 / 8
            likelihood = WhitenedLikelihood.beside_limit(objective, estimates, fall)
        else:
            likelihood = WhitenedLikelihood.at_maximum(objective, estimates, covariance)
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
    centre : float
        h where phi is 0: the same, unless the maximum is at infinity.
    slope : (P,) float array
        Its derivatives there.
    """

    likelihood: WhitenedLikelihood
    estimand: WhitenedEstimand
    estimate: float
    centre: float
    slope: np.ndarray

    @classmethod
    def of(cls, likelihood: WhitenedLikelihood, estimand: WhitenedEstimand) -> EstimandProfile:
        """The profile about the maximum."""
        estimate = estimand.at(likelihood.maximum)[0]
        return cls(likelihood, estimand, estimate, *estimand.at(np.zeros(len(likelihood.centre))))

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
        ends = [self._by_newton(sign, z) for sign in SIDES]
        # where h goes through infinity and has no other end, it takes every value
        has_pole = any(end is not None and np.isinf(end) for end in ends)
        return [
            end
            if end is not None
            else (sign * np.inf if has_pole else self._without_newton(sign, z))
            for end, sign in zip(ends, SIDES, strict=True)
        ]

    def _by_newton(self, sign: float, z: float) -> float | None:
        point = self._newton_point(self.estimand, sign, z, sign * z / self.error * self.slope)
        if point is not None and self._is_beyond(point.value, sign):
            return point.value
        return None if self.estimand.is_linear else self._followed(sign, z)

    def _without_newton(self, sign: float, z: float) -> float:
        if self.estimand.is_linear:
            return self._bracketed_linear(sign * z)
        return self._searched(sign, z)

    def _is_beyond(self, value: float, sign: float) -> bool:
        return bool(sign * (value - self.estimate) > 0)

    def _newton_point(
        self, estimand: CurvedFunction, sign: float, z: float, start: np.ndarray
    ) -> ProfilePoint | None:
        """By Newton steps; None where they do not lead to an end on that side."""
        target = self.likelihood.value - z * z / 2
        point = profile_point(self.likelihood, estimand, reaching(target, sign), start)
        if point is None:
            return None
        # where all is flat any step is small
        is_reached = abs(point.loglik - target) < LOGLIK_TOLERANCE * (1 + z * z)
        return point if is_reached and sign * point.multiplier > 0 else None

    def _followed(self, sign: float, z: float) -> float | None:
        """By Newton steps along the profile of a reciprocal, which may go through infinity."""
        other = Reciprocal(self.estimand, self.estimate - sign * self.error)
        done, phi, share = 0.0, np.zeros_like(self.slope), 0.5
        move = z / self.error * self.slope * sign
        while share > SMALLEST_SHARE:
            aim = min(done + share, 1.0)
            point = self._newton_point(other, sign, aim * z, phi + (aim - done) * move)
            if point is None:
                share /= 2
                continue
            h = other.original(point.value)
            if sign * point.value >= 0 or not self._is_beyond(h, sign):
                return sign * np.inf
            if aim == 1.0:
                return h
            move = (point.phi - phi) / (aim - done)
            done, phi = aim, point.phi
        return None

    def _searched(self, sign: float, z: float) -> float:
        """By constrained optimisation, and Newton steps from there."""
        search = ConstrainedSearch(self.likelihood, self.estimand, sign, z)
        value, phi, is_reached = search.run()
        point = self._newton_point(self.estimand, sign, z, phi) if is_reached else None
        return value if point is None else point.value

    def _bracketed_linear(self, z: float) -> float:
        """By maxima with h held: it is a parameter of rotated coordinates."""
        rotated = self.likelihood.rotated(self.slope)
        start = rotated(rotated.maximum, True)
        maximum = OptimizationResult(
            status=SolverStatus.CONVERGED,
            iter=0,
            theta=rotated.maximum,
            value=self.likelihood.value,
            gradient=start.gradient,
            information=-start.hessian,
        )
        axis = np.eye(len(self.slope))[0]
        return self.centre + self.error * parameter_limit(rotated, maximum, 0, axis, z)
