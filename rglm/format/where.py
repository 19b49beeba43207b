"""Where a warning shows up: at the caller's line, not at ours."""

from __future__ import annotations

import sys

OURS = ("rglm", "formulaic")  # the second calls the functions of a formula


def callers_level() -> int:
    """The ``stacklevel`` that shows a warning at the line outside rglm that led to it."""
    frame, level = sys._getframe(1), 1
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in OURS:
        frame, level = frame.f_back, level + 1
    return level
