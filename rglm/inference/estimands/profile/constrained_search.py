"""The end of a profile interval as the solution of a constrained problem, where Newton fails.

The greatest h among parameters whose log-likelihood has fallen by no more than z^2 / 2, by
sequential quadratic programming (Kraft 1988), in a box about the maximum that grows. Where h has
no end there it is infinite; where it has one that only infinite parameters reach, as a probability
has 0, h settles while the box grows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rglm.inference.estimands.profile.whitened_problem import (
    WhitenedEstimand,
    WhitenedLikelihood,
)

BOXES = (2.0, 8.0, 32.0, 128.0)  # times z, in standard errors
MAX_DISTANCE = 1e4  # times z, in standard errors of h: it has no end
FLAT = 1e-4  # of the slope of h at the centre: it changes no more
FEASIBLE = 1e-6  # of the log-likelihood


class ConstrainedSearch:
    """The search on one side of an estimate.

    Parameters
    ----------
    likelihood : WhitenedLikelihood
    estimand : WhitenedEstimand
    sign : float
        1 of the upper end, -1 of the lower.
    z : float
    """

    def __init__(
        self, likelihood: WhitenedLikelihood, estimand: WhitenedEstimand, sign: float, z: float
    ) -> None:
        self.likelihood, self.estimand, self.sign, self.z = likelihood, estimand, sign, z
        self.estimate, slope = estimand.at(np.zeros(len(likelihood.centre)))
        self.error = float(np.linalg.norm(slope))
        self.least = likelihood.value - z * z / 2
        self.best, self.best_at = 0.0, np.zeros(len(slope))

    def run(self) -> np.ndarray:
        """The best parameters."""
        with np.errstate(all="ignore"):
            for box in BOXES:
                self._search(box * self.z)
                if self.is_endless or self._is_inside(box * self.z):
                    break
        return self.best_at

    @property
    def is_endless(self) -> bool:
        """Whether h goes on without an end."""
        return self.best > MAX_DISTANCE * self.z

    @property
    def is_settled(self) -> bool:
        """Whether h changes no more."""
        slope = self.estimand.at(self.best_at)[1]
        return bool(np.linalg.norm(slope) < FLAT * self.error)

    @property
    def value(self) -> float:
        """The best h."""
        return self.sign * np.inf if self.is_endless else self.estimand.at(self.best_at)[0]

    @property
    def is_reached(self) -> bool:
        """Whether the log-likelihood has fallen as far as it may."""
        return bool(self.likelihood(self.best_at, False).value < self.least + FEASIBLE)

    def _is_inside(self, box: float) -> bool:
        """Whether the best point is an end, and not one of the box."""
        return self.is_reached and bool(np.abs(self.best_at).max() < 0.99 * box)

    def _search(self, box: float) -> None:
        """Improve the best point, with parameters no farther than the box."""
        from scipy.optimize import minimize

        fall: Any = {"type": "ineq", "fun": self._excess, "jac": self._excess_slope}
        count = len(self.best_at)
        distance: Any = self._minus_distance
        try:
            minimize(
                distance,
                self.best_at,
                jac=True,
                bounds=[(-box, box)] * count,
                constraints=[fall],
                method="SLSQP",
                options={"ftol": 1e-12, "maxiter": 100},
            )
        except (_NoEndError, np.linalg.LinAlgError):
            return

    def _minus_distance(self, phi: np.ndarray) -> tuple[float, np.ndarray]:
        """Minus the distance of h from the estimate, in standard errors, and its derivatives."""
        h, jacobian = self.estimand.at(phi)
        distance = self.sign * (h - self.estimate) / self.error
        if distance > self.best and self._excess(phi) > -FEASIBLE:
            self.best, self.best_at = distance, phi.copy()
            if distance > MAX_DISTANCE * self.z:
                raise _NoEndError
        return -distance, -self.sign * jacobian / self.error

    def _excess(self, phi: np.ndarray) -> float:
        value = self.likelihood(phi, False).value - self.least
        return value if np.isfinite(value) else -1e10

    def _excess_slope(self, phi: np.ndarray) -> np.ndarray:
        return self.likelihood(phi, True).gradient


class _NoEndError(Exception):
    """The estimand has no end on this side."""
