"""The parameters of a model as unconstrained numbers u, and as the quantities that have priors.

    v = v(u)                                  within bounds, cut points in order
    theta = signs * (centring @ v)            the parameters of the likelihood
    q = v, or exp(v) where it is positive     the quantities that have independent priors
    shown = centring @ v, or exp(v)           what the user sees

For ordered cut points v_1 = u_1 and v_k = v_(k-1) + exp(u_k).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rglm.bayes.bounds import Bounds

SMALLEST_GAP = 1e-8  # between cut points that a start has in the wrong order


@dataclass(frozen=True)
class ParameterSpace:
    """The coordinates of the P parameters of a model.

    Attributes
    ----------
    centring : (P, P) float array
        Takes the coefficients of centred columns to those of the columns themselves.
    signs : (P,) float array
        1, or -1 where the likelihood's parameter is minus the user's.
    is_positive : (P,) bool array
        Where q is positive, such as sigma; the likelihood has its logarithm.
    cuts : slice or None
        The ordered cut points.
    lower, upper : (P,) float array or None
        The bounds of q; None means that there are none but those of `is_positive`.
    """

    centring: np.ndarray
    signs: np.ndarray
    is_positive: np.ndarray
    cuts: slice | None = None
    lower: np.ndarray | None = None
    upper: np.ndarray | None = None

    @property
    def count(self) -> int:
        """The number P of parameters."""
        return len(self.signs)

    @cached_property
    def matrix(self) -> np.ndarray:
        """The matrix that takes v to theta, (P, P)."""
        return self.signs[:, None] * self.centring

    @cached_property
    def _bounds(self) -> Bounds | None:
        """The bounds of v, None where there are none."""
        lower = np.full(self.count, -np.inf) if self.lower is None else self.lower
        upper = np.full(self.count, np.inf) if self.upper is None else self.upper
        with np.errstate(divide="ignore"):
            low = np.where(self.is_positive, np.log(np.maximum(lower, 0.0)), lower)
            high = np.where(self.is_positive, np.log(np.maximum(upper, 0.0)), upper)
        if self.cuts is not None:
            low[self.cuts], high[self.cuts] = -np.inf, np.inf
        return Bounds(low, high) if np.isfinite(low).any() or np.isfinite(high).any() else None

    @cached_property
    def _gaps(self) -> np.ndarray:
        """The places of the logarithms of the gaps between cut points."""
        return np.arange(self.count)[self.cuts][1:] if self.cuts is not None else np.arange(0)

    def bounded(self, u: np.ndarray) -> np.ndarray:
        """The v of u, (P,) or (P, S)."""
        if self._bounds is None and self.cuts is None:
            return u
        v = np.array(u, dtype=float) if self._bounds is None else self._bounds.apply(u)
        if self.cuts is not None:
            v[self._gaps] = np.exp(v[self._gaps])
            v[self.cuts] = np.cumsum(v[self.cuts], axis=0)
        return v

    def theta(self, u: np.ndarray) -> np.ndarray:
        """The parameters of the likelihood, (P,) or (P, S)."""
        return self.matrix @ self.bounded(u)

    def quantities(self, u: np.ndarray) -> np.ndarray:
        """The quantities q that have independent priors, (P,) or (P, S)."""
        return self._exponential(np.array(self.bounded(u), dtype=float))

    def shown(self, u: np.ndarray) -> np.ndarray:
        """What the user sees, (P,) or (P, S)."""
        return self._exponential(self.centring @ self.bounded(u))

    def _exponential(self, v: np.ndarray) -> np.ndarray:
        with np.errstate(over="ignore"):
            v[self.is_positive] = np.exp(v[self.is_positive])
        return v

    def unconstrained(self, theta: np.ndarray) -> np.ndarray:
        """The u of parameters of the likelihood (P,); those out of bounds are moved inside."""
        return self._unbounded(np.linalg.solve(self.matrix, theta))

    def unconstrained_quantities(self, q: np.ndarray) -> np.ndarray:
        """The u of quantities q, (P,) or (P, S); those out of bounds are moved inside."""
        v = np.array(q, dtype=float)
        with np.errstate(divide="ignore", invalid="ignore"):
            v[self.is_positive] = np.log(v[self.is_positive])
        return self._unbounded(v)

    def _unbounded(self, v: np.ndarray) -> np.ndarray:
        v = np.array(v, dtype=float)
        if self.cuts is not None:
            gaps = np.maximum(np.diff(v[self.cuts], axis=0), SMALLEST_GAP)
            v[self._gaps] = np.log(gaps)
        return v if self._bounds is None else self._bounds.invert(v)

    def log_jacobian(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """The logarithm of abs(det dq/du) at u and its v, a number or (S,)."""
        out = v[self.is_positive].sum(axis=0) + u[self._gaps].sum(axis=0)
        return out if self._bounds is None else out + self._bounds.log_jacobian(u)

    def pull_back(
        self, u: np.ndarray, v: np.ndarray, gradient: np.ndarray, hessian: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Derivatives by u of f(v) + log abs(det dq/du), from those of f by v.

        Parameters
        ----------
        u, v : (P,) float array
        gradient : (P,) float array
        hessian : (P, P) float array or None
            Without it the second value is None too.
        """
        gradient = gradient + self.is_positive  # of log dq/dv
        jacobian, bend = self._jacobian(u)
        slope = jacobian.T @ gradient if jacobian.ndim == 2 else jacobian * gradient
        first, second = self._jacobian_derivatives(u)
        if hessian is None:
            return slope + first, None
        if jacobian.ndim == 2:
            turned = jacobian.T @ hessian @ jacobian
        else:
            turned = hessian * np.outer(jacobian, jacobian)
        curved = bend * gradient
        curved[self._gaps] = slope[self._gaps]  # exp(u_k) moves all cut points from k on
        return slope + first, turned + np.diag(curved + second)

    def _jacobian(self, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """dv/du, its diagonal where there are no cut points, and d2v/du2 of bounds."""
        ones, zeros = np.ones(self.count), np.zeros(self.count)
        diagonal, bend = (ones, zeros) if self._bounds is None else self._bounds.derivatives(u)
        if self.cuts is None:
            return diagonal, bend
        out, at = np.diag(diagonal), np.arange(self.count)[self.cuts]
        steps = np.concatenate([[1.0], np.exp(u[self._gaps])])
        out[np.ix_(at, at)] = np.tril(np.broadcast_to(steps, (len(at), len(at))))
        return out, bend

    def _jacobian_derivatives(self, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The first and second derivatives by u of log abs(det dv/du), (P,) each."""
        first, second = np.zeros(self.count), np.zeros(self.count)
        if self._bounds is not None:
            first, second = self._bounds.log_jacobian_derivatives(u)
        first[self._gaps] = 1.0
        return first, second
