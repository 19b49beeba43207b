"""Warnings that point at the caller's line, not at one inside the package."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import local
from types import FrameType
from typing import TypeAlias

CollectedWarnings: TypeAlias = dict[str, type[Warning]]  # categories by message
# formulaic calls the functions of a formula, marginaleffects those of a fit
INNER_PACKAGES = ("rglm", "formulaic", "marginaleffects")
CHECKING_MODULE = "rglm.formatting.hints.argument_hints"  # it calls the checked functions
_THREAD = local()


def caller_stacklevel() -> int:
    """The ``stacklevel`` that shows a warning at the line outside rglm that led to it."""
    frame, level = sys._getframe(1), 1
    while frame.f_back and is_inside(frame, INNER_PACKAGES):
        frame, level = frame.f_back, level + 1
    return level


def is_inside(frame: FrameType, packages: Collection[str]) -> bool:
    """Whether a frame is of these packages, or of a user's model that checks its arguments."""
    module = frame.f_globals.get("__name__", "")
    caller = frame.f_back.f_globals.get("__name__") if frame.f_back else None
    return module.partition(".")[0] in packages or caller == CHECKING_MODULE


def warn(message: str, category: type[Warning]) -> None:
    """Warn at the caller's line, or add to what `collect_warnings` collects in this thread."""
    collected: CollectedWarnings | None = getattr(_THREAD, "collected", None)
    if collected is None:
        warnings.warn(message, category, stacklevel=caller_stacklevel())
    else:
        collected[message] = category


@contextmanager
def collect_warnings() -> Iterator[CollectedWarnings]:
    """Collect the warnings of this thread, by message, in place of showing them.

    ``warnings.catch_warnings`` would change what all threads show.
    """
    before, _THREAD.collected = getattr(_THREAD, "collected", None), {}
    try:
        yield _THREAD.collected
    finally:
        _THREAD.collected = before


@contextmanager
def silent_import() -> Iterator[None]:
    """Show no warnings while a package is imported, which happens once in a process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
