"""What every link function is."""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeVar

import numpy as np

EPS = float(np.finfo(float).eps)
LOG_MAX = float(np.log(np.finfo(float).max))

Function = TypeVar("Function", bound=Callable)


def quiet(function: Function) -> Function:
    """Keep numpy's overflow and underflow warnings inside a function that expects both."""

    @functools.wraps(function)
    def silent(*args, **kwargs):
        with np.errstate(all="ignore"):
            return function(*args, **kwargs)

    return silent


def within(values: np.ndarray, low: float, high: float) -> bool:
    """Whether every value is above `low` and below `high`; NaN is not."""
    values = np.asarray(values)
    return not values.size or bool(values.min() > low and values.max() < high)


class Link(ABC):
    """A link function, eta = g(mu).

    To define a link of your own, derive a frozen dataclass from this class and give it a `name`
    and the three functions below; it is then accepted wherever a link is.

    Attributes
    ----------
    name : str
        R's name of the link, as printed.
    """

    name: str

    @abstractmethod
    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return eta = g(mu), elementwise."""

    @abstractmethod
    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return mu, the inverse of `linkfun`, elementwise."""

    @abstractmethod
    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return the derivative dmu/deta at eta, elementwise."""

    @abstractmethod
    def valideta(self, eta: np.ndarray) -> bool:
        """Return whether every eta is one that `linkinv` accepts."""

    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return the second derivative d2mu/deta2 at eta, elementwise.

        Only ``glm(method="brglm")`` asks for it. A link that does not give its own has a central
        difference of `mu_eta`, good to 8 to 10 digits beside the slope.
        """
        eta = np.asarray(eta, dtype=float)
        step = np.maximum(np.abs(eta), 1e-3) * EPS ** (1 / 3)
        above, below = eta + step, eta - step
        return (self.mu_eta(above) - self.mu_eta(below)) / (above - below)

    def inverse_and_slope(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return `linkinv(eta)` and `mu_eta(eta)`, to the bit; a link may share their work."""
        return self.linkinv(eta), self.mu_eta(eta)

    def __str__(self) -> str:
        return self.name
