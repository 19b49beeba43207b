"""The posterior in coordinates in which it is about standard normal, for the sampler's threads."""

from __future__ import annotations

from threading import Event
from typing import Any

import numpy as np

from rglm.bayes.mode import Mode
from rglm.bayes.posterior import Posterior


class WhitenedDensity:
    """The logarithm of a posterior density, and its gradient, as a function of z.

        u = m + L z,   L L' = (-H)^-1 at the mode m

    The sampler calls it in threads that no error may leave. An error is kept in `error`, and the
    density is 0 from then on, which ends every trajectory at once. `stop` does the same.
    """

    def __init__(self, posterior: Posterior, mode: Mode) -> None:
        self.posterior, self.mode = posterior, mode
        self.error: BaseException | None = None
        self.is_stopped = False
        self.news = Event()  # a chain has ended, or an error is kept

    @property
    def count(self) -> int:
        """The number P of parameters."""
        return len(self.mode.u)

    def position(self, z: np.ndarray) -> np.ndarray:
        """The unconstrained parameters u of z (..., P)."""
        return self.mode.u + z @ self.mode.cholesky.T

    def whitened(self, u: np.ndarray) -> np.ndarray:
        """The coordinates z of unconstrained parameters u (P,)."""
        return np.linalg.solve(self.mode.cholesky, u - self.mode.u)

    def stop(self) -> None:
        """Make the density 0 from now on."""
        self.is_stopped = True

    def __call__(self, z: np.ndarray, **_: Any) -> tuple[float, np.ndarray]:
        """The logarithm of the density at z (P,), and its gradient; -inf after an error."""
        if self.is_stopped:
            return -np.inf, np.zeros(self.count)
        try:
            value, gradient = self.posterior.value_and_gradient(self.position(z))
            return float(value), gradient @ self.mode.cholesky
        except BaseException as error:  # it is raised in the thread of the caller
            self.error = self.error or error
            self.stop()
            self.news.set()
            return -np.inf, np.zeros(self.count)
