"""A bar that says how far a long pass over the data has come."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any, TypeVar

from rglm.formatting.options import settings

Result = TypeVar("Result")

PATIENCE = 2.0  # seconds of silence


def watched(
    results: Iterator[Result], parts: Any, doing: str, progress: bool = True
) -> Iterator[Result]:
    """The same results, with a bar where a person looks on and the work is long.

    It needs tqdm; nothing is shown without it, where ``progress=False`` or
    ``options(progress=False)`` says so, or where the output is neither a terminal nor a notebook.
    """
    bar, began = None, time.monotonic()
    shown = progress and settings.progress and _seen()
    try:
        for done, result in enumerate(results, 1):
            if shown and bar is None and time.monotonic() - began > PATIENCE:
                bar = _bar(done, getattr(parts, "count", None), doing)
            elif bar is not None:
                bar.update()
            yield result
    finally:
        if bar is not None:
            bar.close()


def _seen() -> bool:
    """Whether the output is a terminal or a notebook."""
    shell = sys.modules.get("IPython")
    kernel = shell is not None and hasattr(shell.get_ipython(), "kernel")
    return kernel or (sys.stderr is not None and sys.stderr.isatty())


def _bar(done: int, total: int | None, doing: str) -> Any:
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm(initial=done, total=total, desc=doing, unit=" parts", leave=False)
