"""How much memory chunks of data may take that are kept between passes."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from rglm.formatting.options import settings

DEFAULT_SHARE = 4  # of the memory that is free now, one part in so many
CGROUP_FILES = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    (
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
        "/sys/fs/cgroup/memory/memory.usage_in_bytes",
    ),
)


def memory_budget() -> int:
    """The bytes that kept chunks of all fits may take together: ``options(memory=)``.

    By default a quarter of the memory that is free, within the limit of a container.
    """
    if settings.memory is not None:
        return settings.memory
    return _free_memory() // DEFAULT_SHARE


def _free_memory() -> int:
    """The bytes that the process may still take, about; 0 where the system does not tell."""
    free = [_free_of_system(), *(_free_of_group(Path(a), Path(b)) for a, b in CGROUP_FILES)]
    return max(0, min((value for value in free if value is not None), default=0))


def _free_of_system() -> int | None:
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return 1024 * int(line.split()[1])
    with suppress(AttributeError, OSError, ValueError):  # not of Windows
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    return None


def _free_of_group(limit: Path, usage: Path) -> int | None:
    """What a container has left; None without a limit."""
    with suppress(OSError, ValueError):
        return int(limit.read_text()) - int(usage.read_text())
    return None
