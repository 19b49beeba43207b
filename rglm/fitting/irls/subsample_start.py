"""A start for many rows: the fit of a few of them.

A fit of one row in fifty is about seven standard errors of the whole from the answer, from where
three steps end that would else be five or six; and its passes together cost a tenth of one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rglm.errors import FitError
from rglm.fitting.control import Control
from rglm.fitting.irls.working_statistics import Predictor
from rglm.formatting.hints.warning_location import collect_warnings

MIN_SUBSAMPLE_ROWS = 10_000  # of the sample, at least
MIN_ROWS_PER_COLUMN = 100  # rows for each column, at least
MAX_SUBSAMPLE_STEP = 50  # one row in so many
MAX_SUBSAMPLE_ROWS = 1 << 19  # rows of the sample, at most
MIN_SUBSAMPLE_STEP = 20  # a larger sample than one in so many is not worth its time


def subsample_start(
    source: Any, at: Predictor, control: Control, fit: Callable[[Any, Predictor, Control], Any]
) -> Predictor:
    """Where to start: the coefficients of a sample, if they are good; else where `at` is.

    They are not if the sample leaves some coefficient open, did not converge or is at the edge of
    the family's range.
    """
    step = min(
        source.nrows // max(MIN_SUBSAMPLE_ROWS, MIN_ROWS_PER_COLUMN * len(source.columns)),
        MAX_SUBSAMPLE_STEP,
    )
    step = max(step, source.nrows // MAX_SUBSAMPLE_ROWS)
    if at.beta is not None or step < MIN_SUBSAMPLE_STEP or not len(source.columns):
        return at
    with collect_warnings():
        try:  # an odd step keeps out of step with rows that come in twos, tens or hundreds
            found = fit(source.every_nth(step | 1), at, replace(control, trace=False))
        except FitError:
            return at
    edge = at.family.boundary_message(found.lowest, found.highest)
    if not found.converged or found.boundary or found.rank < len(source.columns) or edge:
        return at
    return Predictor(at.family, found.beta)
