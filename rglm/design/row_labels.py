"""Labels of rows for messages."""

from __future__ import annotations

from typing import Any


def row_label(index: Any, place: int) -> str:
    """A row's label for a message: ``3`` or ``'Mazda RX4'``, never ``np.int64(3)``."""
    return repr(index[place : place + 1].tolist()[0])
