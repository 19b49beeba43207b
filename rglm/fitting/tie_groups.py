"""Groups of values that differ by rounding errors only, and bins of them."""

from __future__ import annotations

import numpy as np

TIE_TOLERANCE = 1e-10  # relative: fitted values of equal rows differ by less


def tie_groups(values: np.ndarray, size: float | np.ndarray) -> np.ndarray:
    """The number of the group of each value, (n,): 0, 1, ... in the order of the values.

    Parameters
    ----------
    values : (n,) array
    size : float or (n,) array
        Neighbours that differ by no more than `TIE_TOLERANCE` times it are in one group.

    Examples
    --------
    >>> tie_groups(np.array([0.3, 0.1, 0.1 + 0.2]), 1.0).tolist()
    [1, 0, 1]
    """
    order = np.argsort(values, kind="stable")
    gap = np.diff(values[order]) > TIE_TOLERANCE * np.broadcast_to(size, values.shape)[order[1:]]
    out = np.empty(len(values), dtype=int)
    out[order] = np.cumsum(np.concatenate([[0], gap]))[: len(values)]
    return out


def equal_weight_bins(groups: np.ndarray, weights: np.ndarray, count: int) -> np.ndarray:
    """The number of the bin of each value, (n,), of `count` bins of about equal weight.

    A group is never divided; its middle decides the bin.
    """
    total = np.bincount(groups, weights)
    middle = (total.cumsum() - total / 2) / total.sum()
    bins = np.minimum((middle * count + 1e-9).astype(int), count - 1)
    return bins[groups]
