"""Whether files have changed: their size, date and inode."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

FileState: TypeAlias = tuple[int, int, int]  # size, time of the last change, inode


def file_states(paths: Sequence[str]) -> dict[str, FileState]:
    """By path, the size, time of the last change in ns, and inode of each file that exists."""
    states = {}
    for path in paths:
        try:
            status = os.stat(path)
        except OSError:
            continue
        states[path] = status.st_size, status.st_mtime_ns, status.st_ino
    return states


def is_among(path: Path, paths: Sequence[str]) -> bool:
    """Whether a file is one of `paths`, under whatever name."""
    return path.exists() and any(os.path.exists(p) and path.samefile(p) for p in paths)
