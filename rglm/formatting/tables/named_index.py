"""Labels of coefficients and columns as an index."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

MAX_CACHED_NAMES = 200  # names of an index that is worth caching: fits of one formula share them


def named_index(names: tuple[str, ...]) -> pd.Index:
    """The index of some names; a view, which may be given a name of its own.

    To make a small one takes pandas as long as a fit.

    >>> named_index(("a", "b")).tolist()
    ['a', 'b']
    """
    return _cached_index(names).view() if len(names) <= MAX_CACHED_NAMES else pd.Index(list(names))


@lru_cache(maxsize=256)
def _cached_index(names: tuple[str, ...]) -> pd.Index:
    return pd.Index(list(names))
