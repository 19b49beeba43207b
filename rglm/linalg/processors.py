"""The number of processors that this process may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path("/")


def processor_count() -> int:
    """The processors that this process may use: at most those of its container's quota."""
    return max(min(_allowed_processors(), container_quota(ROOT)), 1)


def _allowed_processors() -> int:
    """The processors that the scheduler may give to this process (its affinity)."""
    count = getattr(os, "process_cpu_count", None)  # Python 3.13, obeys PYTHON_CPU_COUNT too
    if count is not None:
        return count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def container_quota(root: Path) -> int:
    """The quota of the control groups of this process, in processors; a large number if none.

    A part of a processor counts as one. `root` is where ``proc`` and ``sys`` are.
    """
    quotas = [quota for folder in _group_folders(root) for quota in _quotas(folder)]
    return int(min(quotas, default=1e6))


def _group_folders(root: Path) -> Iterator[Path]:
    """The folders of this process's control groups (version 2, then 1), and those above them."""
    groups, top = root / "proc/self/cgroup", root / "sys/fs/cgroup"
    for line in _text(groups).splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and "cpu" not in controllers.split(","):
            continue
        bases = [top / "cpu", top / controllers] if controllers else [top, top / "unified"]
        for base in bases:
            folder = base / path.strip("/")
            yield folder
            yield from (above for above in folder.parents if above.is_relative_to(base))


def _quotas(folder: Path) -> Iterator[int]:
    """The quota of a control group, if it has one, in whole processors."""
    version_2 = _text(folder / "cpu.max").split()
    version_1 = [_text(folder / f"cpu.cfs_{name}_us").strip() for name in ("quota", "period")]
    for pair in (version_2, version_1):
        if len(pair) == 2 and all(number.isdigit() for number in pair):
            quota, period = map(int, pair)
            if quota and period:
                yield -(-quota // period)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
