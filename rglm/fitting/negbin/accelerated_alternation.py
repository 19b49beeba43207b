"""The convergence of an alternation between coefficients and theta, and its acceleration.

A round takes (beta, log theta) nearer to its fixed point, by a small factor where there are many
rows, and by a factor that may be near to 1, or even -1, where there are few. Anderson acceleration
then leads there at once.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log

import numpy as np

from rglm.fitting.anderson_acceleration import AndersonAcceleration
from rglm.fitting.irls.irls_result import IrlsResult

ROUNDING_STEP = 1e-6  # below it, steps that have long not shrunk are rounding
MAX_IDLE_ROUNDS = 8  # rounds without steps half as long
MAX_ACCELERATED_STEP = 1e-2  # up to which steps are accelerated
MAX_STEP_RATIO = 5.0  # of an accelerated step to the plain one
MAX_STEP_GROWTH = 2.0  # from one step to the next, beyond which acceleration begins again


class AcceleratedAlternation:
    """The last rounds, until their steps are shorter than a tolerance.

    Steps of coefficients are measured in standard errors, those of log(theta) as they are.
    """

    def __init__(self, tolerance: float) -> None:
        self.tolerance, self.acceleration = tolerance, AndersonAcceleration()
        self.size = self.last_size = self.smallest_size = np.inf
        self.idle = 0

    def ends(self, step: float, result: IrlsResult) -> bool:
        """Whether this round was the last: its steps are tiny, or no more than rounding.

        `step` is that of log(theta).
        """
        gain = result.system.gain if len(result.beta) else 0.0
        self.last_size, self.size = self.size, max(abs(step), float(np.sqrt(gain)))
        self.idle = 0 if self.size < self.smallest_size / 2 else self.idle + 1
        self.smallest_size = min(self.smallest_size, self.size)
        is_rounding = self.idle > MAX_IDLE_ROUNDS and self.smallest_size < ROUNDING_STEP
        return self.size < self.tolerance or is_rounding

    def next(
        self,
        beta: np.ndarray | None,
        theta: float,
        step: float,
        result: IrlsResult,
        is_admissible: Callable[[np.ndarray, float], bool],
    ) -> tuple[np.ndarray, float]:
        """The coefficients and theta that the next round starts from.

        Parameters
        ----------
        beta, theta : (p,) float array, float
            Where this round started.
        step : float
            Of log(theta) in this round.
        result : IrlsResult
            The fit of the coefficients in this round.
        is_admissible : function of coefficients and theta
            Whether a round may start there.
        """
        end = np.append(result.beta, log(theta) + step)
        is_near = self.size < MAX_ACCELERATED_STEP or self.idle > MAX_IDLE_ROUNDS
        if beta is not None and result.iter == 1 and is_near:
            start, unit = np.append(beta, log(theta)), np.ones(len(end))
            unit[result.system.estimable] = np.sqrt(result.system.variances())
            accelerated = self._accelerated(start, end - start, unit)
            if accelerated is not None:
                target = start + accelerated
                end = target if is_admissible(target[:-1], exp(target[-1])) else end
        return end[:-1], exp(end[-1])

    def _accelerated(
        self, start: np.ndarray, plain: np.ndarray, unit: np.ndarray
    ) -> np.ndarray | None:
        """The accelerated step, if there is one and it is not too long."""
        if self.size > MAX_STEP_GROWTH * self.last_size:
            self.acceleration.forget()
        step = self.acceleration.step(start, plain, unit)
        if step is None:
            return None
        scaled, scaled_plain = step / unit, plain / unit
        is_short = scaled @ scaled < MAX_STEP_RATIO**2 * (scaled_plain @ scaled_plain)
        return step if is_short else None
