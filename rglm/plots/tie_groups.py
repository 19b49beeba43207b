"""Values that differ by rounding errors only, and pictures that no order of the rows changes."""

from __future__ import annotations

from typing import Any

import numpy as np

SAME = 1e-10  # of the size of a value: rows of the same columns differ by less


def tie_groups(values: np.ndarray, size: Any) -> np.ndarray:
    """The group of each value (n,), 0, 1, ... in increasing order; those of a group are tied.

    Parameters
    ----------
    values : (n,) array
    size : float or (n,) array
        Neighbours that differ by no more than `SAME` of it are tied.

    Examples
    --------
    >>> tie_groups(np.array([0.3, 0.1, 0.1 + 0.2]), 1.0).tolist()
    [1, 0, 1]
    """
    order = np.argsort(values, kind="stable")
    gap = np.diff(values[order]) > SAME * np.broadcast_to(size, values.shape)[order[1:]]
    out = np.empty(len(values), dtype=int)
    out[order] = np.cumsum(np.concatenate([[0], gap]))[: len(values)]
    return out


def bins_of(groups: np.ndarray, weights: np.ndarray, count: int) -> np.ndarray:
    """The bin of each value (n,), out of `count` of about equal weight in the order of the groups.

    A group is never divided, and goes where its middle is.
    """
    total = np.bincount(groups, weights)
    middle = (total.cumsum() - total / 2) / total.sum()
    bins = np.minimum((middle * count + 1e-9).astype(int), count - 1)
    return bins[groups]


def even_order(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The places of points by x, then y: an order that the order of the rows does not change."""
    return np.lexsort((y, x))
