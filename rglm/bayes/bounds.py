"""Numbers within bounds as functions of unconstrained numbers.

v = u                                        no bound
v = lower + exp(u)                           one from below
v = upper - exp(u)                           one from above
v = lower + (upper - lower) / (1 + exp(-u))  both
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import expit, log_expit

INSIDE = 1e-6  # of the width, or of the size, of bounds: how far inside a start is moved


@dataclass(frozen=True)
class Bounds:
    """Bounds of P numbers; infinite where there is none."""

    lower: np.ndarray  # (P,)
    upper: np.ndarray  # (P,)

    @cached_property
    def _below(self) -> np.ndarray:
        return np.flatnonzero(np.isfinite(self.lower) & ~np.isfinite(self.upper))

    @cached_property
    def _above(self) -> np.ndarray:
        return np.flatnonzero(~np.isfinite(self.lower) & np.isfinite(self.upper))

    @cached_property
    def _both(self) -> np.ndarray:
        return np.flatnonzero(np.isfinite(self.lower) & np.isfinite(self.upper))

    @cached_property
    def _width(self) -> np.ndarray:
        return self.upper[self._both] - self.lower[self._both]

    def apply(self, u: np.ndarray) -> np.ndarray:
        """The numbers v within the bounds of u, (P,) or (P, S)."""
        v = np.array(u, dtype=float)
        with np.errstate(over="ignore"):
            v[self._below] = (np.exp(u[self._below]).T + self.lower[self._below]).T
            v[self._above] = (self.upper[self._above] - np.exp(u[self._above]).T).T
        v[self._both] = (self.lower[self._both] + self._width * expit(u[self._both]).T).T
        return v

    def invert(self, v: np.ndarray) -> np.ndarray:
        """The u of numbers v, (P,) or (P, S); those out of bounds are moved inside."""
        u = np.array(v, dtype=float)
        low, high = self.lower[self._below], self.upper[self._above]
        u[self._below] = np.log(np.maximum(v[self._below].T - low, INSIDE * (1 + abs(low)))).T
        u[self._above] = np.log(np.maximum(high - v[self._above].T, INSIDE * (1 + abs(high)))).T
        share = (v[self._both].T - self.lower[self._both]) / self._width
        share = np.clip(share, INSIDE, 1 - INSIDE)
        u[self._both] = (np.log(share) - np.log1p(-share)).T
        return u

    def derivatives(self, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The first and second derivatives of v by u, (P,) each."""
        first, second = np.ones(len(u)), np.zeros(len(u))
        first[self._below] = second[self._below] = np.exp(u[self._below])
        first[self._above] = second[self._above] = -np.exp(u[self._above])
        p, q = expit(u[self._both]), expit(-u[self._both])
        first[self._both] = self._width * p * q
        second[self._both] = self._width * p * q * (q - p)
        return first, second

    def log_jacobian(self, u: np.ndarray) -> np.ndarray:
        """The logarithm of abs(det dv/du), a number or (S,)."""
        both = u[self._both]
        logistic = (log_expit(both) + log_expit(-both)).sum(axis=0) + np.log(self._width).sum()
        return u[self._below].sum(axis=0) + u[self._above].sum(axis=0) + logistic

    def log_jacobian_derivatives(self, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The first and second derivatives by u of the logarithm of abs(dv/du), (P,) each."""
        first, second = np.zeros(len(u)), np.zeros(len(u))
        first[self._below] = first[self._above] = 1.0
        p, q = expit(u[self._both]), expit(-u[self._both])
        first[self._both] = q - p
        second[self._both] = -2 * p * q
        return first, second
