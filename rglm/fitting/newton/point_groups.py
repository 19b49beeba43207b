"""Many points of the parameters at once, in groups that bound the memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from rglm.linalg.threads import run_in_threads

# Cells (rows by points) of a group: 2 MB an array, of which a density needs some ten.
GROUP_CELLS = 1 << 18
# Groups with so many cells in all are worth several threads.
MIN_THREADED_CELLS = 1 << 19


def map_point_groups(
    function: Callable[[np.ndarray], np.ndarray], theta: np.ndarray, rows: int, out: np.ndarray
) -> np.ndarray:
    """Write function(theta of a group) into the last axis of `out`, for all groups of points.

    Parameters
    ----------
    function : callable
        Of theta (P, G) to an array whose last axis is G.
    theta : (P, S) float array
    rows : int
        The number of rows, which with GROUP_CELLS sets the number of points of a group.
    out : (..., S) float array
    """
    points = theta.shape[1]
    size = max(GROUP_CELLS // max(rows, 1), 1)
    tasks = [
        partial(_fill, function, theta, slice(start, start + size), out)
        for start in range(0, points, size)
    ]
    if rows * points < MIN_THREADED_CELLS:
        for task in tasks:
            task()
    else:
        run_in_threads(tasks)
    return out


def _fill(
    function: Callable[[np.ndarray], np.ndarray], theta: np.ndarray, at: slice, out: np.ndarray
) -> None:
    out[..., at] = function(theta[:, at])
