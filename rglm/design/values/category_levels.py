"""The values of a category, seen part by part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.dates import Dates
from rglm.design.values.exact_numbers import ExactNumbers
from rglm.design.values.r_values import Factor, Logical, is_text_array, level_label, to_factor


@dataclass
class CategoryLevels:
    """The values that some rows have, in the order in which they appear.

    Attributes
    ----------
    used : dict with the labels or numbers that a row has
    levels : dict with the levels of a factor, those that no row has too
    """

    used: dict[Any, None] = field(default_factory=dict)
    levels: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, value: Any) -> CategoryLevels:
        """Those of a value of the formula's words."""
        if isinstance(value, Logical):
            value = value.factor()
        if isinstance(value, Factor):
            return cls(dict.fromkeys(used_levels(value)), dict.fromkeys(value.levels))
        if isinstance(value, (ExactNumbers, Dates)):
            return cls(dict.fromkeys(value.factorize(sort=False)[1]))
        array = value if is_text_array(value) else np.asarray(value, dtype=float)
        return cls(dict.fromkeys(v for v in pd.unique(array).tolist() if not pd.isna(v)))

    def __iadd__(self, other: CategoryLevels) -> CategoryLevels:
        self.used.update(other.used)
        self.levels.update(other.levels)
        return self

    def order(self, empty: Any) -> tuple[str, ...]:
        """All levels in their order: those of a factor (of which `empty` has no rows), or sorted
        as `to_factor` sorts, and text.
        """
        if isinstance(empty, (Factor, Logical)) and not getattr(empty, "text", False):
            return to_factor(empty).levels
        return tuple(dict.fromkeys(level_label(value) for value in sorted(self.used)))


def used_levels(factor: Factor) -> tuple[str, ...]:
    """The levels that a row has."""
    found = np.bincount(factor.codes[factor.codes >= 0], minlength=len(factor.levels))
    return tuple(level for level, n in zip(factor.levels, found, strict=True) if n)
