"""Iteratively reweighted least squares: the loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.fitting.control import Control
from rglm.fitting.independent import has_cells, independent, occurring
from rglm.fitting.layout import lay_out, worthwhile
from rglm.fitting.normal import Normal
from rglm.fitting.polish import SMALL, polish
from rglm.fitting.sample import sample_start
from rglm.fitting.scale import out_of_scale
from rglm.fitting.triangles import Triangles
from rglm.fitting.warnings import BoundaryWarning, ConvergenceWarning, FitError, FitWarning
from rglm.fitting.working import Predictor, Working, working
from rglm.format.where import warn
from rglm.linalg.gram import NearSingularError
from rglm.linalg.pivot import Pivoted, ScaleError
from rglm.linalg.threads import one_thread

NOISE = 1e-12  # of the deviance: a rise that rounding may have made
STUCK = 1e-3  # of the deviance: a step that promised more, and gained nothing, is not the last
HALVINGS = 100  # from where all means are at an edge a step can be 1e15 too long, or 1e22
SLOW = 3e8  # n p^2 from which on triangles take seconds
FEWER_DIGITS = 1e-10  # Gram's least there: standard errors of six digits where it is reached
VANISHING = 1e-14  # Gram's least where weights vanish
LONG, TALL = 1e13, 5000  # n p^2 and p from which on triangles take minutes and gigabytes


@dataclass(frozen=True)
class Solution:
    """Where the iterations ended.

    Attributes
    ----------
    beta : (p,) float array
        Coefficients, zero where aliased.
    pivoted : Pivoted or Eliminated
        The weighted system of the last step: its rank, its kept columns, (X'WX)^-1.
    before : Predictor
        Where the last step's system was formed; as in R the covariance and the working weights
        are those of that system.
    deviance : float
    iter : int
    converged, boundary : bool
    lowest, highest : float
        The range of the fitted values.
    dispersion : float, optional
        Where the method has an estimate of its own.
    """

    beta: np.ndarray
    pivoted: Any
    before: Predictor
    deviance: float
    iter: int
    converged: bool
    boundary: bool
    lowest: float
    highest: float
    dispersion: float | None = None

    @property
    def rank(self) -> int:
        """The number of coefficients that are estimated."""
        return self.pivoted.rank


def irls(
    source: Any,
    family: Any,
    control: Control,
    start: Sequence[float] | None,
    sample: bool = True,
) -> Solution:
    """Fit a GLM to the rows of a source.

    Converges as R's ``glm.fit`` does, on ``|dev - dev_old| / (|dev| + 0.1) < epsilon``. A step to
    where the deviance is infinite or a fitted value impossible is halved, as in R; so is one that
    raises the deviance (Marschner 2011, "glm2: fitting generalized linear models with convergence
    problems", The R Journal 3/2).

    Without `start` the first step is from the means that the rows start with; of many rows
    (`sample`) it is from the fit of a part of them.
    """
    solution = search(source, family, control, start, sample)
    warn_of(solution, control)
    return solution


def search(
    source: Any,
    family: Any,
    control: Control,
    start: Sequence[float] | None,
    sample: bool = True,
) -> Solution:
    """`irls` without its warnings."""
    try:
        return _search(source, family, control, start, sample)
    except (FitError, ScaleError) as error:
        message = out_of_scale(source) or str(error)
    raise FitError(message)


def _search(
    source: Any, family: Any, control: Control, start: Sequence[float] | None, sample: bool
) -> Solution:
    at = Predictor(family, None if start is None else np.asarray(start, dtype=float))
    with one_thread():
        there = occurring(source) if worthwhile(source.columns, source.nrows) else None
        if there is None:
            return _solve(source, at, control, sample)
        inside = source.select(there.columns)
        return there.embed(_solve(inside, there.inside(at), control, sample))


def _solve(source: Any, at: Predictor, control: Control, sample: bool) -> Solution:
    """The fit, of many rows from where that of a part of them ends."""
    first = sample_start(source, at, control, _fit) if sample else at
    try:
        return _fit(source, first, control)
    except FitError:  # some row of the whole cannot have the mean that the sample gives it
        if first is at:
            raise
        return _fit(source, at, control)


def _fit(source: Any, at: Predictor, control: Control) -> Solution:
    """By normal equations where they are quicker and safe, else by triangles."""
    if not worthwhile(source.columns, source.nrows):
        return _iterate(source, at, control, Triangles())
    form = Normal(lay_out(source.columns))
    try:
        return _iterate(source, at, control, form)
    except NearSingularError as found:
        kept, steps = independent(source, found.gram), found.steps
    if kept is None:
        return _nearly_singular(source, at, control, form, steps)
    return kept.embed(_fit(source.select(kept.columns), kept.inside(at), control))


def _nearly_singular(
    source: Any, at: Predictor, control: Control, form: Normal, steps: int
) -> Solution:
    """The fit where some columns are nearly combinations of others, or weights vanish.

    Weights do, after some `steps`, on the way to an infinite coefficient, whose standard error
    means nothing; in a design of cells they are what makes columns nearly combinations.
    """
    slow = source.nrows * len(source.columns) ** 2 > SLOW
    for least in (FEWER_DIGITS, VANISHING) if slow else ():
        if not steps and (least == VANISHING or not has_cells(source.columns)):
            break
        try:
            return _iterate(source, at, control, Normal(form.layout, least))
        except NearSingularError as error:
            steps = error.steps
    return _iterate_anyway(source, at, control, _second_choice(source, form))


def _iterate_anyway(source: Any, at: Predictor, control: Control, form: Any) -> Solution:
    try:
        return _iterate(source, at, control, form)
    except NearSingularError:
        raise FitError(
            "some columns are combinations of others to within rounding, and the design is too "
            "large to say which; leave out terms, or merge levels that have no weight"
        ) from None


def _second_choice(source: Any, form: Normal) -> Any:
    """What to fit by when the normal equations are near singular: triangles, or where those take
    too long the normal equations all the same.
    """
    n, p = source.nrows, len(source.columns)
    if n * p * p < LONG and p < TALL:
        return Triangles()
    warn(
        "glm: some columns are nearly combinations of others, and the design is too large for the "
        "method that keeps every digit: standard errors may be right to a few digits only. Centre "
        "or scale the numeric columns, or merge rare levels",
        FitWarning,
    )
    return Normal(form.layout, least=1e-13)


def _iterate(source: Any, at: Predictor, control: Control, form: Any) -> Solution:
    state = _total(source, at, form)
    if not state.valid:
        raise FitError(
            "the starting values give impossible fitted values; supply start=, etastart= or "
            "mustart= inside the family's range"
        )
    if not len(source.columns):
        return _without_columns(source, at)
    for iteration in range(1, control.maxit + 1):
        if state.informative == 0 or not state.system.finite:
            raise FitError(
                "no finite step leads on from here: the working weights are all zero, or "
                "infinite; supply start= values nearer to the answer"
            )
        solved = None  # the last one makes room
        try:
            solved = state.system.solve(control.tol)
        except NearSingularError as error:
            raise NearSingularError(error.gram, iteration - 1) from None
        step = Predictor(at.family, state.system.next(solved, at.beta))
        quick = _nearly_there(source, at, solved, state, control)
        after, step, halved = _shorten(source, step, at, state, control, None if quick else form)
        if control.trace:
            print(f"Deviance = {after.deviance:.7g} Iterations - {iteration}")
        converged = _settled(after.deviance, state.deviance, control.epsilon)
        if converged and at.beta is not None and _is_stuck(solved, after.deviance):
            return Solution(
                step.beta, solved, at, after.deviance, iteration, False, halved, *after.range
            )
        if not converged and after.system is None:
            after = _total(source, step, form)
        last, before, at, state = state, at, step, after
        if converged:
            break
    beta, solved = polish(source, at, solved, last, state) if converged else (at.beta, solved)
    if beta is not at.beta:  # the deviance is that of the polished coefficients
        state = _total(source, Predictor(at.family, beta), None)
    return Solution(
        beta=beta,
        pivoted=solved,
        before=before,
        deviance=state.deviance,
        iter=iteration,
        converged=converged,
        boundary=halved,
        lowest=state.lowest,
        highest=state.highest,
    )


def _total(source: Any, at: Predictor, form: Any) -> Working:
    if form is None:
        return source.total(working(at, None))
    form.begin()
    return source.total(working(at, form), form.blocks)


def _nearly_there(
    source: Any, at: Predictor, solved: Any, state: Working, control: Control
) -> bool:
    """Whether the step at hand is foreseen to be the last, so that no system is needed after it.

    To second order a step lowers the deviance by what it lowers the sum of squares.
    """
    if at.beta is None or source.nrows <= SMALL:
        return False
    return solved.gain < 0.5 * control.epsilon * (abs(state.deviance) + 0.1)


def _without_columns(source: Any, at: Predictor) -> Solution:
    """The fit of a formula without any column: the offset alone."""
    nothing = Predictor(at.family, np.zeros(0))
    state = _total(source, nothing, None)
    if not state.valid:
        raise FitError("the offset gives impossible fitted values")
    empty = Pivoted(np.zeros(0, dtype=int), 0, np.zeros((0, 0)), np.zeros(0))
    return Solution(
        nothing.beta, empty, nothing, state.deviance, 0, True, False, state.lowest, state.highest
    )


def _shorten(
    source: Any, step: Predictor, at: Predictor, state: Working, control: Control, form: Any
) -> tuple[Working, Predictor, bool]:
    """The statistics after a step, halved until it is admissible; and whether it was halved."""
    after = _total(source, step, form)
    halved = False
    for _ in range(max(control.maxit, HALVINGS)):
        rises = at.beta is not None and _rises(after.deviance, state.deviance, control)
        if after.valid and not rises:
            return after, step, halved
        if at.beta is None:
            raise FitError(
                "no valid set of coefficients has been found: the first step leads to impossible "
                "fitted values; supply start= (or mustart=, etastart=) inside the family's range"
            )
        halved = halved or not after.valid
        step = Predictor(step.family, (step.beta + at.beta) / 2)
        after = _total(source, step, form)
    if after.valid:
        return after, step, halved
    raise FitError("the step could not be shortened to an admissible one; supply start= values")


def _rises(deviance: float, old: float, control: Control) -> bool:
    return (deviance - old) / (0.1 + abs(deviance)) >= max(control.epsilon, NOISE)


def _is_stuck(solved: Any, deviance: float) -> bool:
    """Whether the last step promised much and gained nothing: all is flat, and no maximum."""
    return solved.gain > STUCK * (abs(deviance) + 0.1)


def _settled(deviance: float, old: float, epsilon: float) -> bool:
    return abs(deviance - old) / (abs(deviance) + 0.1) < epsilon


def warn_of(solution: Solution, control: Control) -> None:
    """That the iterations did not converge, or ended at the boundary."""
    if not solution.converged:
        warn(
            f"glm: algorithm did not converge in {control.maxit} iterations; the numbers are not "
            "the answer. Look for separation or far too large effects, or raise "
            "control={'maxit': ...}",
            ConvergenceWarning,
        )
    if solution.boundary:
        warn(
            "glm: the algorithm stopped at the boundary of what the family and link allow",
            BoundaryWarning,
        )
