"""The progress bar of a long pass over chunked data."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any, TypeVar

from rglm.formatting.options import settings

Result = TypeVar("Result")

SECONDS_BEFORE_BAR = 2.0  # seconds without a bar


def with_progress(
    results: Iterator[Result], count: int | None, label: str, progress: bool = True
) -> Iterator[Result]:
    """The same results, with a progress bar if they take longer than `SECONDS_BEFORE_BAR`.

    `count` is their number, where it is known.

    The bar needs tqdm. There is none without it, with ``progress=False`` or
    ``options(progress=False)``, or if the output is neither a terminal nor a notebook.
    """
    bar, start = None, time.monotonic()
    wanted = is_shown(progress)
    try:
        for done, result in enumerate(results, 1):
            if wanted and bar is None and time.monotonic() - start > SECONDS_BEFORE_BAR:
                bar = progress_bar(done, count, label)
            elif bar is not None:
                bar.update()
            yield result
    finally:
        if bar is not None:
            bar.close()


def is_shown(progress: bool) -> bool:
    """Whether a bar is asked for, by the argument and the option, and there is a place for it."""
    return progress and settings.progress and _is_interactive()


def _is_interactive() -> bool:
    """Whether the output is a terminal or a notebook."""
    shell = sys.modules.get("IPython")
    kernel = shell is not None and hasattr(shell.get_ipython(), "kernel")
    return kernel or (sys.stderr is not None and sys.stderr.isatty())


def progress_bar(done: int, total: int | None, label: str, unit: str = " parts") -> Any:
    """A bar of tqdm that vanishes at its end; None without tqdm."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm(initial=done, total=total, desc=label, unit=unit, leave=False)
