"""Links made of others: of a transformed response, or of a power of a linear function."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.links.link import Link
from rglm.families.numerics.floating_point import ignore_float_errors


@dataclass(frozen=True)
class Linear(Link):
    """eta = a + b mu."""

    shift: float = 0.0
    factor: float = 1.0
    name = "linear"

    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return a + b mu."""
        return self.shift + self.factor * np.asarray(mu, dtype=float)

    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return (eta - a) / b."""
        return (np.asarray(eta, dtype=float) - self.shift) / self.factor

    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return 1 / b."""
        return np.full(np.shape(eta), 1 / self.factor)

    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return 0."""
        return np.zeros(np.shape(eta))


@dataclass(frozen=True)
class Exponential(Link):
    """eta = exp(mu)."""

    name = "exp"
    eta_range = (0.0, np.inf)

    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return exp(mu)."""
        return np.exp(mu)

    @ignore_float_errors
    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return log(eta)."""
        return np.log(eta)

    @ignore_float_errors
    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return 1 / eta."""
        return 1 / np.asarray(eta, dtype=float)

    @ignore_float_errors
    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return -1 / eta^2."""
        return -1 / np.square(eta, dtype=float)


@dataclass(frozen=True)
class Arcsine(Link):
    """eta = arcsin(mu)."""

    name = "asin"
    mean_range = (-1.0, 1.0)
    eta_range = (-np.pi / 2, np.pi / 2)

    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return arcsin(mu)."""
        return np.arcsin(mu)

    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return sin(eta)."""
        return np.sin(eta)

    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return cos(eta)."""
        return np.cos(eta)

    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return -sin(eta)."""
        return -np.sin(eta)


@dataclass(frozen=True)
class Inverted(Link):
    """eta = g^-1(mu): the inverse of a link, so that its own inverse is g."""

    link: Link

    @property
    def name(self) -> str:  # type: ignore[override]
        """That of the inverse."""
        return f"inverse {self.link.name}"

    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return g^-1(mu)."""
        return self.link.linkinv(mu)

    @ignore_float_errors
    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return g(eta)."""
        return self.link.linkfun(eta)

    @ignore_float_errors
    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return g'(eta), of the slope of the inverse."""
        return 1 / self.link.mu_eta(self.linkinv(eta))

    @ignore_float_errors
    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return g''(eta), of the derivatives of the inverse."""
        at = self.linkinv(eta)
        return -self.link.d2mu_deta2(at) / self.link.mu_eta(at) ** 3


@dataclass(frozen=True)
class Chained(Link):
    """eta = g_1(g_2(... g_k(mu))).

    Attributes
    ----------
    links : tuple of Link
        The outermost first.
    """

    links: tuple[Link, ...]

    @property
    def name(self) -> str:  # type: ignore[override]
        """The names, the outermost first."""
        return "(".join(link.name for link in self.links) + ")" * (len(self.links) - 1)

    @property
    def mean_range(self) -> tuple[float, float]:  # type: ignore[override]
        """The means at the ends of the outermost."""
        low, high = self.links[0].mean_range
        ends = np.array([low, high])
        for link in self.links[1:]:
            lower, upper = link.eta_range
            outside = np.isinf(ends) & np.isinf([lower, upper])
            ends = np.where(outside, link.mean_range, link.linkinv(np.clip(ends, lower, upper)))
        return float(ends.min()), float(ends.max())

    @property
    def eta_range(self) -> tuple[float, float]:  # type: ignore[override]
        """That of the outermost."""
        return self.links[0].eta_range

    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return g_1(... g_k(mu))."""
        for link in reversed(self.links):
            mu = link.linkfun(mu)
        return mu

    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return the inverse, that of the outermost first."""
        for link in self.links:
            eta = link.linkinv(eta)
        return eta

    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return the product of the slopes."""
        return self._derivatives(eta)[0]

    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return the second derivative, by the chain rule."""
        return self._derivatives(eta)[1]

    def _derivatives(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        slope, curve = np.ones(np.shape(eta)), np.zeros(np.shape(eta))
        for link in self.links:
            own = link.mu_eta(eta)
            curve = link.d2mu_deta2(eta) * slope**2 + own * curve
            slope, eta = own * slope, link.linkinv(eta)
        return slope, curve
