"""The order in which points are drawn."""

from __future__ import annotations

import numpy as np


def point_order(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The places of points by x, then y, whatever the order of the rows."""
    return np.lexsort((y, x))
