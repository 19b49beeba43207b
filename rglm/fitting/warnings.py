"""What a fit warns of."""

from __future__ import annotations

import sys


class FitWarning(UserWarning):
    """Something about a fit that the reader of its numbers should know."""


class ConvergenceWarning(FitWarning):
    """The iterations ended before the deviance settled."""


class BoundaryWarning(FitWarning):
    """Fitted values at the edge of what the family allows."""


class SeparationWarning(BoundaryWarning):
    """Coefficients that are infinite: some of their columns separate the outcomes."""


class RankWarning(FitWarning):
    """Coefficients that the data cannot tell apart."""


class FitError(ValueError):
    """A fit that cannot start or go on; the message says what to try."""


def callers_level() -> int:
    """The ``stacklevel`` that shows a warning at the line outside rglm that led to it."""
    frame, level = sys._getframe(1), 1
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == "rglm":
        frame, level = frame.f_back, level + 1
    return level
