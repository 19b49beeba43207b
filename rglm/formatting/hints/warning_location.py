"""Where a warning shows up: at the caller's line, not at ours."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local

OURS = ("rglm", "formulaic")  # the second calls the functions of a formula
_THREAD = local()


def callers_level() -> int:
    """The ``stacklevel`` that shows a warning at the line outside rglm that led to it."""
    frame, level = sys._getframe(1), 1
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in OURS:
        frame, level = frame.f_back, level + 1
    return level


def warn(message: str, category: type[Warning]) -> None:
    """Warn at the caller's line, or tell who listens in this thread: see `listening`."""
    heard = getattr(_THREAD, "heard", None)
    if heard is None:
        warnings.warn(message, category, stacklevel=callers_level())
    else:
        heard[message] = category


@contextmanager
def listening() -> Iterator[dict[str, type[Warning]]]:
    """The warnings of this thread as a dict, in place of showing them.

    ``warnings.catch_warnings`` would change what all threads show.
    """
    before, _THREAD.heard = getattr(_THREAD, "heard", None), {}
    try:
        yield _THREAD.heard
    finally:
        _THREAD.heard = before
