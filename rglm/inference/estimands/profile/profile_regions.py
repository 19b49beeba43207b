"""The ends of profile likelihood intervals of estimands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.fitting.newton.newton_method import Objective
from rglm.fitting.newton.optimization_result import OptimizationResult
from rglm.fitting.solver_result import SolverStatus
from rglm.formatting.hints.warning_location import warn
from rglm.inference.estimands.estimands import Estimands
from rglm.inference.estimands.profile.constrained_search import ConstrainedSearch
from rglm.inference.estimands.profile.endless_scales import SCALES
from rglm.inference.estimands.profile.estimand_coordinates import (
    EstimandCoordinates,
    TooManyStepsError,
)
from rglm.inference.estimands.profile.newton_points import ProfilePoint, profile_point, reaching
from rglm.inference.estimands.profile.whitened_problem import (
    CurvedFunction,
    Reciprocal,
    WhitenedEstimand,
    WhitenedLikelihood,
)
from rglm.inference.intervals.likelihood_profile_limits import (
    parameter_limit,
    profile_root,
)
from rglm.linalg.threads import one_thread
from rglm.warnings import FitWarning

SIDES = (-1.0, 1.0)
SMALLEST_SHARE = 1 / 64  # of z: steps along a profile
FAR = 100  # times z, in standard errors
ROUNDING = 1e-13  # of an estimate: a standard error that is 0
NO_SLOPE = 1e-15  # of an estimand by the parameters
LOGLIK_TOLERANCE = 1e-6  # of the log-likelihood at an end


def profile_regions(
    objective: Objective,
    estimates: np.ndarray,
    covariance: np.ndarray | None,
    estimands: Estimands,
    z: np.ndarray,
) -> np.ndarray:
    """Where twice the profile log-likelihood of each estimand has fallen by z^2, (k, 4).

    The first two are the ends of an interval about the estimate. A ratio may go through infinity:
    the region is then all that lies not between the last two, which else are NaN.

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
    out = np.full((len(estimands), 4), np.nan)
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
            out[row] = EstimandProfile.of(likelihood, one).region(float(z[row]))
    return out


@dataclass(frozen=True)
class ProfileEnd:
    """Where a profile has fallen far enough, on one side of the estimate."""

    value: float
    # whether h went through infinity on the way, and has come back from the other side
    through_infinity: bool = False


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

    @property
    def _is_constant(self) -> bool:
        """Whether it depends on no parameter, as a sum of probabilities."""
        slope = self.estimand.estimand.at(self.likelihood.centre)[1]
        return self.error <= ROUNDING * abs(self.estimate) or np.abs(slope).max() <= NO_SLOPE

    def region(self, z: float) -> list[float]:
        """Both ends of an interval of z standard errors, and those of what lies outside it."""
        if not np.isfinite(self.estimate) or not np.isfinite(self.error):
            return [np.nan] * 4
        if self._is_constant:
            return [self.estimate, self.estimate, np.nan, np.nan]
        found = [self._by_newton(sign, z) for sign in SIDES]
        if any(end is not None and end.through_infinity for end in found):
            # where h goes through infinity on one side and has no end on the other, it is all
            low, high = (ProfileEnd(np.nan, True) if end is None else end for end in found)
            return _through_infinity(low, high)
        return [
            self._without_newton(sign, z) if end is None else end.value
            for sign, end in zip(SIDES, found, strict=True)
        ] + [np.nan] * 2

    def _by_newton(self, sign: float, z: float) -> ProfileEnd | None:
        point = self._newton_point(self.estimand, sign, z, sign * z / self.error * self.slope)
        if point is not None and self._is_beyond(point.value, sign):
            return ProfileEnd(point.value)
        return None if self.estimand.is_linear else self._followed(sign, z)

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
        return point if is_reached and point.is_end and sign * point.multiplier > 0 else None

    def _followed(self, sign: float, z: float) -> ProfileEnd | None:
        """By Newton steps along the profile of a reciprocal, which may go through infinity."""
        other = Reciprocal(self.estimand, self.estimate - sign * self.error)
        done, phi, share, has_passed = 0.0, np.zeros_like(self.slope), 0.5, False
        move = z / self.error * self.slope * sign
        while share > SMALLEST_SHARE:
            aim = min(done + share, 1.0)
            point = self._newton_point(other, sign, aim * z, phi + (aim - done) * move)
            if point is None:
                share /= 2
                continue
            h = other.original(point.value)
            has_passed = has_passed or sign * point.value >= 0 or not self._is_beyond(h, sign)
            if aim == 1.0:
                return ProfileEnd(h, has_passed)
            move = (point.phi - phi) / (aim - done)
            done, phi = aim, point.phi
        return ProfileEnd(np.nan, True) if has_passed else None

    def _without_newton(self, sign: float, z: float) -> float:
        if not self.estimand.is_linear:
            search = ConstrainedSearch(self.likelihood, self.estimand, sign, z)
            point = self._newton_point(self.estimand, sign, z, search.run())
            if point is not None and self._is_beyond(point.value, sign):
                return point.value
            if search.is_endless or search.is_settled:
                return search.value
        return self._bracketed(sign * z)

    def _bracketed(self, z: float) -> float:
        """By maxima with the estimand held, on a scale without ends: it is a coordinate."""
        scale = SCALES[self.estimand.estimand.scale]
        rotated = self.likelihood.rotated(self.slope)
        coordinates = EstimandCoordinates(rotated, scale.of(self.estimand, rotated))
        start = coordinates(coordinates.maximum, True)
        maximum = OptimizationResult(
            status=SolverStatus.CONVERGED,
            iter=0,
            theta=coordinates.maximum,
            value=self.likelihood.value,
            gradient=start.gradient,
            information=-start.hessian,
        )
        axis = np.zeros(len(self.slope))
        axis[0] = (self.error * float(scale.slope(np.array(self.centre)))) ** 2
        try:
            if self.likelihood.maximum.any() and _is_flat(coordinates, maximum, axis, z):
                return scale.original(np.copysign(np.inf, z))
            return scale.original(parameter_limit(coordinates, maximum, 0, axis, z))
        except TooManyStepsError:
            warn(
                "a likelihood profile cannot be followed to its end, which is given as NaN; "
                "method='wald' does without",
                FitWarning,
            )
            return np.nan


def _is_flat(
    coordinates: EstimandCoordinates, maximum: OptimizationResult, axis: np.ndarray, z: float
) -> bool:
    """Whether far away the profile has not fallen as far as to an end."""
    start = maximum.theta + FAR * z * axis / np.sqrt(axis[0])
    return profile_root(coordinates, maximum, 0, start[0], start)[0] < abs(z)


def _through_infinity(low: ProfileEnd, high: ProfileEnd) -> list[float]:
    """The region of ends of which at least one lies behind infinity."""
    if low.through_infinity and high.through_infinity:  # nothing is left out
        return [-np.inf, np.inf, np.nan, np.nan]
    if low.through_infinity:
        return [-np.inf, high.value, high.value, low.value]
    return [low.value, np.inf, high.value, low.value]
