"""The likelihood in coordinates of which the first is an estimand h.

In x = (h, r) the others r are those of phi, and phi_0 follows from h(phi_0, r) = x_0. With U and H
the derivatives of l by phi, J and K those of h, and T = dphi/dx, of first row (1, -J_r) / J_0,

    dl/dx = T'U,        d2l/dx2 = T'(H - (U_0 / J_0) K) T.

So h is held by holding a coordinate, and the profile of h is that of a parameter.
"""

from __future__ import annotations

import numpy as np

from rglm.fitting.newton.optimization_result import LogLikelihood
from rglm.inference.estimands.profile.whitened_problem import (
    CurvedFunction,
    WhitenedLikelihood,
    curvature,
)

MAX_STEPS = 60  # to the phi_0 of an h
ROOT_TOLERANCE = 1e-13  # of h
MAX_CALLS = 10_000  # of the likelihood


class TooManyStepsError(Exception):
    """A profile cannot be followed."""


class EstimandCoordinates:
    """The log-likelihood as a function of x.

    Parameters
    ----------
    likelihood : WhitenedLikelihood
    estimand : CurvedFunction
        h, whose slope at the centre is along phi_0.
    """

    def __init__(self, likelihood: WhitenedLikelihood, estimand: CurvedFunction) -> None:
        self.likelihood, self.estimand = likelihood, estimand
        self.calls = 0
        self._last = likelihood.maximum  # a phi near to what is asked for

    @property
    def maximum(self) -> np.ndarray:
        """The x of the maximum."""
        out = self.likelihood.maximum.copy()
        out[0] = self.estimand.at(out)[0]
        return out

    def __call__(self, x: np.ndarray, derivatives: bool) -> LogLikelihood:
        """The log-likelihood; minus infinity where h is nowhere x_0.

        TooManyStepsError: it was asked for too often.
        """
        self.calls += 1
        if self.calls > MAX_CALLS:
            raise TooManyStepsError
        phi = self._phi(x)
        if phi is None:
            return LogLikelihood(-np.inf, np.zeros(len(x)), np.zeros((len(x), len(x))))
        found = self.likelihood(phi, derivatives)
        if not derivatives or not np.isfinite(found.value):
            return found
        slope = self.estimand.at(phi)[1]
        change = np.eye(len(x))
        change[0] = -slope / slope[0]
        change[0, 0] = 1 / slope[0]
        bend = found.gradient[0] / slope[0] * curvature(self.estimand, phi)
        return LogLikelihood(
            found.value,
            change.T @ found.gradient,
            change.T @ (found.hessian - bend) @ change,
        )

    def _phi(self, x: np.ndarray) -> np.ndarray | None:
        """The phi of an x, by Newton steps from the last one; None if they find none."""
        for first in (self._last[0], self.likelihood.maximum[0]):
            phi = np.concatenate([[first], x[1:]])
            if self._solve(phi, x[0]):
                self._last = phi
                return phi
        return None

    def _solve(self, phi: np.ndarray, value: float) -> bool:
        """Move phi_0 to where h is a value; whether that is done. Steps are halved as needed."""
        h, slope = self.estimand.at(phi)
        for _ in range(MAX_STEPS):
            if not np.isfinite(h) or not np.isfinite(slope[0]) or slope[0] == 0:
                return False
            miss = value - h
            if abs(miss) <= ROOT_TOLERANCE * (abs(value) + abs(h)):
                return True
            step, start = miss / slope[0], phi[0]
            while abs(step) > 1e-15 * (1 + abs(start)):
                phi[0] = start + step
                h, slope = self.estimand.at(phi)
                if abs(value - h) < abs(miss):
                    break
                step /= 2
            else:
                phi[0] = start
                return abs(miss) <= np.sqrt(ROOT_TOLERANCE) * (abs(value) + abs(h))
        return False
