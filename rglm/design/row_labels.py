"""Labels of rows for messages."""

from __future__ import annotations

import pandas as pd


def row_label(index: pd.Index, position: int) -> str:
    """A row's label for a message: ``3`` or ``'Mazda RX4'``, never ``np.int64(3)``."""
    return repr(index[position : position + 1].tolist()[0])
