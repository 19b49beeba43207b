"""Many points on the profiles of the coefficients, found together.

The steps are those of `rglm.fitting.profile`, with (X'WX)^-1 of the maximum in place of that of
each point, so that a pass needs gradients only and serves all points. In many rows the points that
matter are near the maximum, W is nearly the same there, and a few steps suffice.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.fitting.joint_fits.predictor_sweep import SweepTotals, sweep
from rglm.fitting.profile import (
    LAST_STEP,
    ProfileOrigin,
    ProfilePoint,
    ProfileTarget,
    profile_step,
)

MAX_SWEEPS = 15
MAX_SIZE_RATIO = 0.2  # of a step's size to the last one's, beyond which steps are too slow
MAX_POINTS_AT_ONCE = 32


def joint_points(
    origin: ProfileOrigin, targets: Sequence[ProfileTarget]
) -> list[ProfilePoint | None]:
    """The points that are looked for; None where the steps are too slow."""
    columns = [origin.inverse_column(j) for j in range(len(origin.beta))]
    covariance, out = np.column_stack(columns), list[ProfilePoint | None]()
    for first in range(0, len(targets), MAX_POINTS_AT_ONCE):
        group = targets[first : first + MAX_POINTS_AT_ONCE]
        out += _PointSearch(origin, covariance, group).run()
    return out


class _PointSearch:
    """The search of some points; `covariance` is (X'WX)^-1 at the maximum, (p, p)."""

    def __init__(
        self, origin: ProfileOrigin, covariance: np.ndarray, targets: Sequence[ProfileTarget]
    ) -> None:
        self.origin, self.covariance, self.targets = origin, covariance, targets
        self.betas = np.array([target.start for target in targets])
        self.last = np.full(len(targets), np.inf)  # the size of each one's last step
        self.found: list[ProfilePoint | None] = [None] * len(targets)

    @np.errstate(all="ignore")
    def run(self) -> list[ProfilePoint | None]:
        """The points."""
        active = list(range(len(self.targets)))
        for _ in range(MAX_SWEEPS):
            totals = sweep(self.origin.source, self.origin.family, self.betas[active])
            active = [k for i, k in enumerate(active) if self.moves(k, i, totals)]
            if not active:
                break
        return self.found

    def moves(self, k: int, i: int, totals: SweepTotals) -> bool:
        """Take the step of point k, the i-th of a sweep; whether another one is needed."""
        target, origin, beta = self.targets[k], self.origin, self.betas[k]
        deviance, gradient = float(totals.deviances[i]), totals.gradients[i]
        newton, column = self.covariance @ gradient, self.covariance[:, target.place]
        step, size = profile_step(
            origin, target, beta, deviance, newton, column, float(gradient @ newton)
        )
        if size < LAST_STEP:
            self.found[k] = ProfilePoint(beta + step, deviance + origin.source.within_deviance)
            return False
        is_quick = bool(size < MAX_SIZE_RATIO * self.last[k])  # false of NaN
        self.betas[k] += step
        self.last[k] = size
        return is_quick
