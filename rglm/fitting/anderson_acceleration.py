"""Anderson acceleration of a fixed-point iteration.

An iteration b + f(b) that converges by a constant factor a step is accelerated by the secants of
its last steps: with differences dB and dF of the last iterates and steps, the next step is

    f - (dB + dF) c,    c minimising |f - dF c|

(Anderson 1965, Journal of the ACM 12; Walker & Ni 2011, SIAM Journal on Numerical Analysis 49).
"""

from __future__ import annotations

import numpy as np

MAX_REMEMBERED_STEPS = 8


class AndersonAcceleration:
    """The last iterates and steps, from which the next step is made."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin again without any step."""
        self.iterates: list[np.ndarray] = []
        self.steps: list[np.ndarray] = []

    def step(self, iterate: np.ndarray, step: np.ndarray, unit: np.ndarray) -> np.ndarray | None:
        """The accelerated step at an iterate whose plain step is `step`; None at the first.

        Lengths are measured in `unit` (p,).
        """
        self.iterates = [*self.iterates[-MAX_REMEMBERED_STEPS:], iterate]
        self.steps = [*self.steps[-MAX_REMEMBERED_STEPS:], step]
        if len(self.steps) < 2:
            return None
        moves = np.diff(self.iterates, axis=0).T
        changes = np.diff(self.steps, axis=0).T
        c = np.linalg.lstsq(changes / unit[:, None], step / unit, rcond=1e-12)[0]
        accelerated = step - (moves + changes) @ c
        return accelerated if np.isfinite(accelerated).all() else None
