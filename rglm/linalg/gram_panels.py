"""X'X of many columns, a panel of columns at a time, in several threads."""

from __future__ import annotations

from functools import partial

import numpy as np

from rglm.linalg.threads import run_in_threads

PANEL_COLUMNS = 256  # fixed, so that sums are the same with any number of threads


def add_gram(x: np.ndarray, total: np.ndarray) -> np.ndarray:
    """`total` (p x p), to which the upper triangle of X'X was added in place.

    >>> add_gram(np.ones((3, 2)), np.zeros((2, 2)))
    array([[3., 3.],
           [3., 3.]])
    """
    starts = range(0, x.shape[1], PANEL_COLUMNS)
    run_in_threads([partial(_add_panel, x, total, start) for start in reversed(starts)])
    return total


def _add_panel(x: np.ndarray, total: np.ndarray, start: int) -> None:
    panel = slice(start, start + PANEL_COLUMNS)
    total[panel, panel] += x[:, panel].T @ x[:, panel]
    if start:
        total[:start, panel] += x[:, :start].T @ x[:, panel]
