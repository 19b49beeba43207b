"""Steps towards the fit of many rows by the equations of a subsample.

A pass that sums the gradient costs less than half of one that sums the equations of the columns
as well. The equations of a subsample of m rows, times the number of rows over m, are those of all
rows to within some (p/m)^(1/2), and each step by them leaves about that share of the distance.
Secants of the last steps shorten what is left further (Anderson 1965, Journal of the ACM 12; on a
quadratic they are the method of conjugate gradients, preconditioned by the subsample).
"""

from __future__ import annotations

import numpy as np

from rglm.fitting.control import Control
from rglm.fitting.irls.gradients.gradient_pass import GradientPass
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor
from rglm.sources.source import Source

MIN_GRADIENT_COLUMNS = 5  # below, equations cost little more than a gradient
MAX_GRADIENT_STEPS = 5
MAX_GAIN_RATIO = 0.25  # of the gains of two steps: beyond, the subsample's equations are poor
FIRST_GAIN_RATIO = 0.01  # which is supposed until two steps show it
# of the deviance: less is left to gain where the equations of all rows are made, from which the
# standard errors come. A gain of d phi is a distance of d^(1/2) standard errors, by which these
# change by some (d/n)^(1/2) of their size: a millionth or so, as secants leave less than foreseen
LAST_GAIN = 3e-11


def gradient_steps(
    source: Source, sample: IrlsResult, share: float, control: Control
) -> tuple[Predictor, int]:
    """The predictor after some steps from the fit of a subsample, and their number.

    They end where little is left to gain, and where they do not lead on as foreseen: the last
    predictor is then as good a start as the subsample's.

    Parameters
    ----------
    source : Source
        All rows, in memory.
    sample : IrlsResult
        The fit of a part of them.
    share : float
        That part's share of the rows.
    control : Control
    """
    family, beta = sample.system_predictor.family, sample.beta
    before, gain, deviance = beta, np.inf, np.inf
    passes, secants = GradientPass(source, family), _Secants()
    ratio, steps = FIRST_GAIN_RATIO, 0
    last_gain = min(LAST_GAIN, 0.25 * control.epsilon)
    while steps < MAX_GRADIENT_STEPS:
        totals = passes.totals(beta)
        if totals.gradient is None or totals.deviance > deviance:
            return Predictor(family, before), steps
        step = share * sample.system.apply(totals.gradient)
        last, gain = gain, float(totals.gradient @ step)
        if not gain < MAX_GAIN_RATIO * last:
            return Predictor(family, beta), steps
        deviance = totals.deviance
        before, beta = beta, beta + secants.step(beta, totals.gradient, step)
        steps += 1
        ratio = FIRST_GAIN_RATIO if steps == 1 else gain / last
        if gain * ratio < last_gain * (abs(deviance) + 0.1):
            break
    return Predictor(family, beta), steps


class _Secants:
    """The last iterates, gradients and plain steps, from which the next step is made.

    A step is f = S g, with S the inverse of the subsample's equations and g the gradient. With
    the differences dB, dG and dF of the iterates, gradients and steps, the next is

        f - (dB + dF) c,    c minimising (f - dF c)' S^-1 (f - dF c)
    """

    def __init__(self) -> None:
        self.iterates: list[np.ndarray] = []
        self.gradients: list[np.ndarray] = []
        self.steps: list[np.ndarray] = []

    def step(self, beta: np.ndarray, gradient: np.ndarray, step: np.ndarray) -> np.ndarray:
        """The next step from `beta`, where the plain one is `step`."""
        self.iterates.append(beta)
        self.gradients.append(gradient)
        self.steps.append(step)
        if len(self.steps) == 1:
            return step
        d_beta, d_gradient, d_step = (
            np.diff(values, axis=0) for values in (self.iterates, self.gradients, self.steps)
        )
        c = np.linalg.lstsq(d_step @ d_gradient.T, d_step @ gradient, rcond=1e-12)[0]
        next_step: np.ndarray = step - c @ (d_beta + d_step)
        return next_step if np.isfinite(next_step).all() else step
