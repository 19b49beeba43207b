"""Kernels: the weight of an autocovariance by its lag over the bandwidth, k(x) with k(0) = 1.

The source is Andrews (1991, Econometrica 59), Newey & West (1987, Econometrica 55) for Bartlett's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

MIN_WEIGHT = 1e-7  # smaller ones behind the last that is larger are left out, as in R's sandwich
SMALL_ARGUMENT = 1e-3  # of the quadratic spectral kernel: below it the first terms of its series


@dataclass(frozen=True)
class Kernel:
    """A kernel and the constants of its best bandwidth, c (alpha n)^(1 / (2 q + 1)).

    Attributes
    ----------
    name : str
    weight : function
        k(x) of an array.
    constant : float
        The c of Andrews (1991).
    order : {1, 2}
        The q: how smooth the kernel is at 0.
    lag_constant, lag_power : float or None
        The number of autocovariances by which Newey & West (1994) choose the bandwidth is
        c (n / 100)^power; None where they have no rule.
    """

    name: str
    weight: Callable[[np.ndarray], np.ndarray]
    constant: float
    order: int = 2
    lag_constant: float | None = None
    lag_power: float | None = None

    def weights(self, n: int, bandwidth: float) -> np.ndarray:
        """The weights of lags 0, 1, ... of n rows, up to the last that is above `MIN_WEIGHT`."""
        if bandwidth == 0:
            return np.ones(1)
        out = self.weight(np.arange(n) / bandwidth)
        return out[: np.flatnonzero(np.abs(out) > MIN_WEIGHT)[-1] + 1]


def _truncated(x: np.ndarray) -> np.ndarray:
    return np.where(x > 1, 0.0, 1.0)


def _bartlett(x: np.ndarray) -> np.ndarray:
    return np.where(x > 1, 0.0, 1 - x)


def _parzen(x: np.ndarray) -> np.ndarray:
    inner = 1 - 6 * x**2 + 6 * x**3
    return np.where(x > 1, 0.0, np.where(x < 0.5, inner, 2 * (1 - x) ** 3))


def _tukey_hanning(x: np.ndarray) -> np.ndarray:
    return np.where(x > 1, 0.0, (1 + np.cos(np.pi * x)) / 2)


def _quadratic_spectral(x: np.ndarray) -> np.ndarray:
    y = 6 * np.pi * x / 5
    safe = np.where(y < SMALL_ARGUMENT, 1.0, y)
    return np.where(
        y < SMALL_ARGUMENT, 1 - y**2 / 10, 3 / safe**2 * (np.sin(safe) / safe - np.cos(safe))
    )


KERNELS = {
    kernel.name: kernel
    for kernel in (
        Kernel("Truncated", _truncated, 0.6611),
        Kernel("Bartlett", _bartlett, 1.1447, 1, 4.0, 2 / 9),
        Kernel("Parzen", _parzen, 2.6614, 2, 4.0, 4 / 25),
        Kernel("Tukey-Hanning", _tukey_hanning, 1.7462),
        Kernel("Quadratic Spectral", _quadratic_spectral, 1.3221, 2, 4.0, 2 / 25),
    )
}
