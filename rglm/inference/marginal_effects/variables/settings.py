"""Values that a variable of some rows is set to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd


class Setting(ABC):
    """Values of a variable, from those that the rows have."""

    @abstractmethod
    def values(self, column: pd.Series) -> Any:
        """The values of each row, (n,)."""


@dataclass(frozen=True)
class Level(Setting):
    """The same value in each row."""

    value: Any

    def values(self, column: pd.Series) -> Any:
        """Of the type of the column; text has the memory of one row."""
        n, dtype = len(column), column.dtype
        if isinstance(dtype, pd.CategoricalDtype):
            code = list(dtype.categories).index(self.value)
            return pd.Categorical.from_codes(np.full(n, code, dtype=np.int32), dtype=dtype)
        if isinstance(self.value, str):
            return pd.Categorical.from_codes(np.zeros(n, dtype=np.int8), pd.Index([self.value]))
        return pd.Series([self.value]).repeat(n).set_axis(column.index)


@dataclass(frozen=True)
class Shift(Setting):
    """The value of each row, and a number more."""

    amount: float

    def values(self, column: pd.Series) -> Any:
        """X + amount."""
        return column + self.amount if self.amount else column


@dataclass(frozen=True)
class Computed(Setting):
    """One of the values that a function of the column returns."""

    function: Callable[[pd.Series], Any]
    place: int

    def values(self, column: pd.Series) -> Any:
        """That of the function: of a DataFrame its columns, the low values first."""
        found = self.function(column)
        if isinstance(found, pd.DataFrame):
            found = [found.iloc[:, 0], found.iloc[:, -1]]
        if np.ndim(found) not in (1, 2) or len(found) != 2:
            raise ValueError(
                f"variables= has a function of {column.name!r} that returned "
                f"{type(found).__name__}; it takes one that returns the low and the high values"
            )
        return np.asarray(found[self.place])


Changes: TypeAlias = tuple[tuple[str, Setting], ...]
"""The settings of some variables, by name; none for rows as they are."""


def changed(data: pd.DataFrame, changes: Changes) -> pd.DataFrame:
    """Rows with some variables set."""
    if not changes:
        return data
    for name, _ in changes:
        if name not in data:
            columns = ", ".join(map(str, data))
            raise ValueError(f"there is no column {name!r} in newdata=; it has {columns}")
    return data.assign(**{name: one.values(data[name]) for name, one in changes})
