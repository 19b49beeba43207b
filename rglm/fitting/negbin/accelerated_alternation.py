"""The turns of an alternation: when they end, and a short cut from the last ones.

A turn takes (beta, log theta) nearer to its fixed point, by a small factor where there are many
rows and by one that may be near to 1, or even -1, where there are few. Mixing the last turns then
leads there at once.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log

import numpy as np

from rglm.fitting.anderson_acceleration import AndersonAcceleration
from rglm.fitting.irls.irls_result import IrlsResult

ROUNDING_STEP = 1e-6  # below this, steps that have long not shrunk are rounding
MAX_IDLE_ROUNDS = 8  # so many turns without steps half as long
MAX_ACCELERATED_STEP = 1e-2  # steps from where on they are mixed
MAX_STEP_RATIO = 5.0  # a mixed step is at most so many plain ones
MAX_STEP_GROWTH = 2.0  # by which a step may be longer than the last for the mixing to go on


class AcceleratedAlternation:
    """The last turns, until steps are shorter than `tight`.

    Those of coefficients are measured in standard errors, that of log(theta) as it is.
    """

    def __init__(self, tight: float) -> None:
        self.tight, self.mixing = tight, AndersonAcceleration()
        self.size = self.last = self.best = np.inf
        self.idle = 0

    def ends(self, step: float, solution: IrlsResult) -> bool:
        """Whether this turn was the last: its steps are tiny, or no more than rounding."""
        gain = solution.pivoted.gain if len(solution.beta) else 0.0
        self.last, self.size = self.size, max(abs(step), float(np.sqrt(gain)))
        self.idle = 0 if self.size < self.best / 2 else self.idle + 1
        self.best = min(self.best, self.size)
        return self.size < self.tight or (
            self.idle > MAX_IDLE_ROUNDS and self.best < ROUNDING_STEP
        )

    def next(
        self,
        beta: np.ndarray | None,
        theta: float,
        step: float,
        solution: IrlsResult,
        admits: Callable[[np.ndarray, float], bool],
    ) -> tuple[np.ndarray, float]:
        """Where the next turn starts: at the end of this one, or where the last ones point to.

        Parameters
        ----------
        beta, theta : (p,) float array, float
            Where this turn started.
        step, solution : float, IrlsResult
            What it found.
        admits : function of coefficients and theta
            Whether a turn may start there.
        """
        end = np.append(solution.beta, log(theta) + step)
        if (
            beta is not None
            and solution.iter == 1
            and (self.size < MAX_ACCELERATED_STEP or self.idle > MAX_IDLE_ROUNDS)
        ):
            begin, unit = np.append(beta, log(theta)), np.ones(len(end))
            unit[solution.pivoted.kept] = np.sqrt(solution.pivoted.variances())
            if self.size > MAX_STEP_GROWTH * self.last:
                self.mixing.forget()
            mixed = self.mixing.step(begin, end - begin, unit)
            if mixed is not None and _short(mixed / unit, (end - begin) / unit):
                there = begin + mixed
                end = there if admits(there[:-1], exp(there[-1])) else end
        return end[:-1], exp(end[-1])


def _short(mixed: np.ndarray, plain: np.ndarray) -> bool:
    return bool(mixed @ mixed < MAX_STEP_RATIO**2 * (plain @ plain))
