"""Iteratively reweighted least squares: from where, and by which equations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rglm.errors import FitError
from rglm.fitting.control import Control
from rglm.fitting.irls.collinearity import (
    has_crossed_factors,
    independent_columns,
    occurring_columns,
)
from rglm.fitting.irls.column_layout import is_gram_quicker, lay_out_columns
from rglm.fitting.irls.column_scale import describe_out_of_scale
from rglm.fitting.irls.fisher_scoring import fisher_scoring
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.normal_equations import GramAccumulator
from rglm.fitting.irls.qr_accumulator import QrAccumulator
from rglm.fitting.irls.subsample_start import subsample_start
from rglm.fitting.irls.working_statistics import Predictor
from rglm.formatting.hints.warning_location import warn
from rglm.linalg.gram import NearSingularError
from rglm.linalg.pivot import ScaleError
from rglm.linalg.threads import one_thread
from rglm.warnings import BoundaryWarning, ConvergenceWarning, FitWarning

SLOW = 3e8  # n p^2 from which on triangles take seconds
FEWER_DIGITS = 1e-10  # Gram's least there: standard errors of six digits where it is reached
VANISHING = 1e-14  # Gram's least where weights vanish
LONG, TALL = 1e13, 5000  # n p^2 and p from which on triangles take minutes and gigabytes


def irls(
    source: Any,
    family: Any,
    control: Control,
    start: Sequence[float] | None,
    sample: bool = True,
) -> IrlsResult:
    """Fit a GLM to the rows of a source.

    Converges as R's ``glm.fit`` does, on ``|dev - dev_old| / (|dev| + 0.1) < epsilon``. A step to
    where the deviance is infinite or a fitted value impossible is halved, as in R; so is one that
    raises the deviance (Marschner 2011, "glm2: fitting generalized linear models with convergence
    problems", The R Journal 3/2).

    Without `start` the first step is from the means that the rows start with; of many rows
    (`sample`) it is from the fit of a part of them.
    """
    solution = solve_irls(source, family, control, start, sample)
    warn_if_in_doubt(solution, control)
    return solution


def solve_irls(
    source: Any,
    family: Any,
    control: Control,
    start: Sequence[float] | None,
    sample: bool = True,
) -> IrlsResult:
    """`irls` without its warnings."""
    try:
        return _search(source, family, control, start, sample)
    except (FitError, ScaleError) as error:
        message = describe_out_of_scale(source) or str(error)
    raise FitError(message)


def _search(
    source: Any, family: Any, control: Control, start: Sequence[float] | None, sample: bool
) -> IrlsResult:
    at = Predictor(family, None if start is None else np.asarray(start, dtype=float))
    with one_thread():
        there = (
            occurring_columns(source) if is_gram_quicker(source.columns, source.nrows) else None
        )
        if there is None:
            return _solve(source, at, control, sample)
        inside = source.select(there.columns)
        return there.embed(_solve(inside, there.inside(at), control, sample))


def _solve(source: Any, at: Predictor, control: Control, sample: bool) -> IrlsResult:
    """The fit, of many rows from where that of a part of them ends."""
    first = subsample_start(source, at, control, _fit) if sample else at
    try:
        return _fit(source, first, control)
    except FitError:  # some row of the whole cannot have the mean that the sample gives it
        if first is at:
            raise
        return _fit(source, at, control)


def _fit(source: Any, at: Predictor, control: Control) -> IrlsResult:
    """By normal equations where they are quicker and safe, else by triangles."""
    if not is_gram_quicker(source.columns, source.nrows):
        return fisher_scoring(source, at, control, QrAccumulator())
    form = GramAccumulator(lay_out_columns(source.columns))
    try:
        return fisher_scoring(source, at, control, form)
    except NearSingularError as found:
        kept, steps = independent_columns(source, found.gram), found.steps
    if kept is None:
        return _nearly_singular(source, at, control, form, steps)
    return kept.embed(_fit(source.select(kept.columns), kept.inside(at), control))


def _nearly_singular(
    source: Any, at: Predictor, control: Control, form: GramAccumulator, steps: int
) -> IrlsResult:
    """The fit where some columns are nearly combinations of others, or weights vanish.

    Weights do, after some `steps`, on the way to an infinite coefficient, whose standard error
    means nothing; in a design of cells they are what makes columns nearly combinations.
    """
    slow = source.nrows * len(source.columns) ** 2 > SLOW
    for least in (FEWER_DIGITS, VANISHING) if slow else ():
        if not steps and (least == VANISHING or not has_crossed_factors(source.columns)):
            break
        try:
            return fisher_scoring(source, at, control, GramAccumulator(form.layout, least))
        except NearSingularError as error:
            steps = error.steps
    return _iterate_or_refuse(source, at, control, _second_choice(source, form))


def _iterate_or_refuse(source: Any, at: Predictor, control: Control, form: Any) -> IrlsResult:
    try:
        return fisher_scoring(source, at, control, form)
    except NearSingularError:
        raise FitError(
            "some columns are combinations of others to within rounding, and the design is too "
            "large to say which; leave out terms, or merge levels that have no weight"
        ) from None


def _second_choice(source: Any, form: GramAccumulator) -> Any:
    """What to fit by when the normal equations are near singular: triangles, or where those take
    too long the normal equations all the same.
    """
    n, p = source.nrows, len(source.columns)
    if n * p * p < LONG and p < TALL:
        return QrAccumulator()
    warn(
        "glm: some columns are nearly combinations of others, and the design is too large for the "
        "method that keeps every digit: standard errors may be right to a few digits only. Centre "
        "or scale the numeric columns, or merge rare levels",
        FitWarning,
    )
    return GramAccumulator(form.layout, least=1e-13)


def warn_if_in_doubt(solution: IrlsResult, control: Control) -> None:
    """Warn that the iterations did not converge, or ended at the boundary."""
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
