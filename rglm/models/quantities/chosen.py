"""The quantity of a row by its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from rglm.formatting.hints.option_check import check_option
from rglm.protocol.quantities.row_quantity import RowQuantity

Quantities: TypeAlias = Mapping[str, Callable[[], RowQuantity]]
"""How each type of prediction is made."""


def chosen_quantity(quantities: Quantities, type: str) -> RowQuantity:
    """The quantity of a type.

    Raises
    ------
    ValueError
        There is none of that type.
    """
    check_option("type", type, tuple(quantities))
    return quantities[type]()
