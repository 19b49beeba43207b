"""The names that the caller of a model has: functions and constants for its formula."""

from __future__ import annotations

import sys
from collections import ChainMap
from typing import Any


def names_of_caller(depth: int = 2) -> ChainMap[str, Any]:
    """The local and global names `depth` calls up (2: whoever called the function that asks)."""
    frame = sys._getframe(depth)
    return ChainMap(frame.f_locals, frame.f_globals)
