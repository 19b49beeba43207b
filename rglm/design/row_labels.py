"""Labels of rows: for messages, and to match values with rows."""

from __future__ import annotations

import numpy as np
import pandas as pd


def row_label(index: pd.Index, position: int) -> str:
    """A row's label for a message: ``3`` or ``'Mazda RX4'``, never ``np.int64(3)``."""
    return repr(index[position : position + 1].tolist()[0])


def positions_of_rows(labels: pd.Index, index: pd.Index) -> np.ndarray | None:
    """Where values with some labels have those of the rows of an index; None if they do not match.

    They match by label. Labels that pandas made, 0 to n - 1, have no meaning: where no row has one
    of them, the values match by place.

    Examples
    --------
    >>> import pandas as pd
    >>> positions_of_rows(pd.Index(["a", "b", "c"]), pd.Index(["c", "a"]))
    array([2, 0])
    >>> positions_of_rows(pd.RangeIndex(2), pd.Index(["c", "a"]))
    array([0, 1])
    >>> positions_of_rows(pd.RangeIndex(2), pd.Index([1, 2])) is None
    True
    """
    by_place = np.arange(len(index))
    if labels.equals(index):
        return by_place
    if not labels.is_unique:
        return None
    positions = labels.get_indexer(index)
    if index.is_unique and (positions >= 0).all():
        return positions
    are_made = isinstance(labels, pd.RangeIndex) and labels.equals(pd.RangeIndex(len(index)))
    return by_place if are_made and (positions < 0).all() else None
