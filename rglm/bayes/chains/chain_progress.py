"""The progress bar of Markov chains."""

from __future__ import annotations

import time
from typing import Any

from rglm.sources.chunks.progress import SECONDS_BEFORE_BAR, is_shown, progress_bar


class ChainProgress:
    """A bar of the iterations of all chains, from the third second on.

    There is none without tqdm, with ``progress=False`` or ``options(progress=False)``, or where
    the output is neither a terminal nor a notebook.
    """

    def __init__(self, iterations: int, progress: bool) -> None:
        self._total, self._begin, self._bar = iterations, time.monotonic(), None
        self._is_shown: Any = is_shown(progress)

    def show(self, done: int) -> None:
        """Show that so many iterations of all chains are done."""
        if self._bar is not None:
            self._bar.update(done - self._bar.n)
        elif self._is_shown and time.monotonic() - self._begin > SECONDS_BEFORE_BAR:
            self._bar = progress_bar(done, self._total, "Sampling", " iterations")
            self._is_shown = self._bar is not None

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
