"""The names that the caller of rglm has: functions and constants for its formulas."""

from __future__ import annotations

import sys
from collections import ChainMap
from typing import Any


def names_of_caller() -> ChainMap[str, Any]:
    """The local and global names of the nearest caller that is not rglm itself."""
    frame = sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == "rglm":
        frame = frame.f_back
    return ChainMap(frame.f_locals, frame.f_globals)
