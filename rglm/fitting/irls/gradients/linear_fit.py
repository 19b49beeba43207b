"""The fit of a model that is least squares, by one pass for its equations.

Its mean is its linear predictor and its variance a constant, so that the first step leads to the
end. The gradient there, summed with the deviance, gives the fit the digits that normal equations
have lost.
"""

from __future__ import annotations

import numpy as np

from rglm.fitting.control import Control
from rglm.fitting.irls.fisher_scoring import MAX_CORRECTION_GAIN, irls_result, working_totals
from rglm.fitting.irls.gradients.gradient_pass import gradient_closing
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor
from rglm.fitting.irls.working_values import Accumulator
from rglm.fitting.solver_result import SolverStatus
from rglm.linalg.threads import one_thread
from rglm.sources.source import Source

STEPS = 2  # that R counts: the one to the end, and the one that shows that it is
MAX_CORRECTIONS = 4


def is_one_step(source: Source, predictor: Predictor, control: Control) -> bool:
    """Whether one step from anywhere is the fit, and nobody asks to see the way there."""
    if source.is_chunked or predictor.beta is not None or not len(source.columns):
        return False
    family = predictor.family
    is_linear = family.has_constant_variance and family.link.is_identity
    return is_linear and control.maxit >= STEPS and not control.trace


def linear_fit(
    source: Source, predictor: Predictor, control: Control, accumulator: Accumulator
) -> IrlsResult | None:
    """The fit; None where something is not finite, which Fisher scoring can tell more of.

    Raises
    ------
    NearSingularError
        The equations are singular to within rounding.
    """
    before = Predictor(predictor.family, np.zeros(len(source.columns)))
    state = working_totals(source, before, accumulator)
    if not state.is_valid or state.informative == 0 or not state.equations.is_finite:
        return None
    with one_thread():
        solved = state.equations.solve(control.tol)
        now = Predictor(before.family, solved.step())
        corrections = 0
        while True:
            after = gradient_closing(source, now, before)
            if after.gradient is None:
                return None
            step = solved.apply(after.gradient)
            gain = float(after.gradient @ step)
            before, now = now, Predictor(before.family, now.coefficients + step)
            corrections += 1
            is_last = gain <= MAX_CORRECTION_GAIN * (abs(after.deviance) + 0.1)
            if is_last or corrections == MAX_CORRECTIONS:
                break
    return irls_result(now, solved, before, after, STEPS, SolverStatus.CONVERGED, False)
