"""Peak memory of a stretch of this process, from /proc (Linux)."""

from __future__ import annotations

import ctypes
import gc
from pathlib import Path

STATUS = Path("/proc/self/status")


def start() -> float:
    """Forget the peak so far; what is resident now, in MB."""
    gc.collect()
    # else a call could reuse memory that was freed but never given back, and look smaller
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    return _read("VmRSS")


def peak() -> float:
    """The highest since `start`, in MB."""
    return _read("VmHWM")


def _read(field: str) -> float:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) * 1024 / 1e6
