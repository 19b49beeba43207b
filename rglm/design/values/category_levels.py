"""The levels of a category in chunked data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.dates import Dates
from rglm.design.values.exact_numbers import ExactNumbers
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor, Logical, is_text_array, level_label, to_factor


@dataclass
class CategoryLevels:
    """The values of a category on some rows, in the order in which they appear.

    ``a += b`` adds those of the rows behind. Both are dicts without values, for their order.
    """

    used: dict[Any, None] = field(default_factory=dict)  # the labels or numbers that a row has
    # all levels of a factor, with those that no row has
    levels: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, value: ColumnValue) -> CategoryLevels:
        """The levels of a variable's value."""
        if isinstance(value, Logical):
            value = value.to_factor()
        if isinstance(value, Factor):
            return cls(dict.fromkeys(value.used_levels()), dict.fromkeys(value.levels))
        if isinstance(value, (ExactNumbers, Dates)):
            return cls(dict.fromkeys(value.factorize(sort=False)[1]))
        array = value if is_text_array(value) else np.asarray(value, dtype=float)
        return cls(dict.fromkeys(v for v in pd.unique(array).tolist() if not pd.isna(v)))

    def __iadd__(self, other: CategoryLevels) -> CategoryLevels:
        self.used.update(other.used)
        self.levels.update(other.levels)
        return self

    def in_order(self, empty: ColumnValue) -> tuple[str, ...]:
        """All levels in order.

        They are those of the factor `empty`, which has no rows, or sorted as `to_factor` sorts
        numbers and text.
        """
        if isinstance(empty, Logical) or (isinstance(empty, Factor) and not empty.is_text):
            return to_factor(empty).levels
        return tuple(dict.fromkeys(level_label(value) for value in sorted(self.used)))
