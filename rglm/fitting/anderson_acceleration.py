"""Anderson's mixing of the steps of a fixed-point iteration.

An iteration b + f(b) that converges by a constant factor a step is made quicker by the secants of
its last steps: with differences dB and dF of the last iterates and steps, the next step is

    f - (dB + dF) c,    c minimising |f - dF c|

(Anderson 1965, Journal of the ACM 12; Walker & Ni 2011, SIAM Journal on Numerical Analysis 49).
"""

from __future__ import annotations

import numpy as np

MAX_REMEMBERED_STEPS = 8  # steps remembered


class AndersonAcceleration:
    """Remembers the last iterates and steps."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin again."""
        self.betas: list[np.ndarray] = []
        self.steps: list[np.ndarray] = []

    def step(self, beta: np.ndarray, step: np.ndarray, unit: np.ndarray) -> np.ndarray | None:
        """The mixed step at `beta`, whose plain step is `step`; None while nothing is known.

        Lengths are measured in `unit` (p,).
        """
        self.betas = [*self.betas[-MAX_REMEMBERED_STEPS:], beta]
        self.steps = [*self.steps[-MAX_REMEMBERED_STEPS:], step]
        if len(self.steps) < 2:
            return None
        moved = np.diff(self.betas, axis=0).T
        changed = np.diff(self.steps, axis=0).T
        found = np.linalg.lstsq(changed / unit[:, None], step / unit, rcond=1e-12)[0]
        mixed = step - (moved + changed) @ found
        return mixed if np.isfinite(mixed).all() else None
