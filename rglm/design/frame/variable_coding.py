"""How a variable becomes columns of the design: learned once, applied to any rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from rglm.design.factors.indicators import CategoryCodes
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor, Matrix
from rglm.errors import DataError


class DenseColumns(NamedTuple):
    """The names and the arrays (n,) of a variable's columns."""

    names: Sequence[str]
    arrays: Sequence[np.ndarray]


class LevelColumns(NamedTuple):
    """The columns of a factor that stand for a level each.

    ``column_codes`` (m,) are the codes of the levels that have a column.
    """

    names: Sequence[str]
    categories: CategoryCodes
    column_codes: np.ndarray


VariableColumns: TypeAlias = DenseColumns | LevelColumns


class VariableCoding(ABC):
    """The coding of a variable, which has the name `name` in R."""

    name: str

    @abstractmethod
    def columns(self, value: ColumnValue, is_full: bool) -> VariableColumns:
        """The columns on some rows, `is_full` with one for each level of a factor."""

    @abstractmethod
    def adapt(self, value: ColumnValue) -> ColumnValue:
        """New values, of the same type and with the same levels as at the fit.

        Raises DataError: they are of another type, or a level was never seen.
        """


@dataclass(frozen=True)
class NumericCoding(VariableCoding):
    """A numeric variable, which is its columns.

    `suffixes` are those of a matrix, None of a single column.
    """

    name: str
    suffixes: tuple[str, ...] | None = None

    def columns(self, value: ColumnValue, is_full: bool) -> DenseColumns:
        """The variable, or the columns of a matrix."""
        if not isinstance(value, Matrix):
            return DenseColumns([self.name], [np.asarray(value)])
        return DenseColumns([f"{self.name}{s}" for s in value.suffixes], list(value.values.T))

    def adapt(self, value: ColumnValue) -> ColumnValue:
        """The values, those of a logical as 0 and 1."""
        if not isinstance(value, Factor):
            return self._with_known_columns(value)
        if value.missing.all() or value.levels == ("FALSE", "TRUE"):
            return np.where(value.missing, np.nan, value.codes.astype(float))
        raise DataError(
            f"{self.name!r} was a number at the fit; the new data have text or categories there "
            f"({', '.join(map(repr, value.levels[:3]))})"
        )

    def _with_known_columns(self, value: ColumnValue) -> ColumnValue:
        """The value; a matrix with its columns in the order of the fit."""
        suffixes = value.suffixes if isinstance(value, Matrix) else None
        if suffixes == self.suffixes:
            return value
        if (
            isinstance(value, Matrix)
            and self.suffixes
            and len(value.suffixes) == len(self.suffixes)
        ):
            known = self.suffixes
            if set(value.suffixes) == set(known):
                places = [value.suffixes.index(suffix) for suffix in known]
                return Matrix(value.values[:, places], known)
            if value.suffixes == Matrix.numbered(value.values).suffixes:
                return Matrix(value.values, known)
        raise DataError(
            f"{self.name!r} was {_columns_in_words(self.suffixes)} at the fit; the new data have "
            f"{_columns_in_words(suffixes)} there"
        )


def _columns_in_words(suffixes: tuple[str, ...] | None) -> str:
    if suffixes is None:
        return "a column"
    names = [suffix for suffix in suffixes[:5] if suffix]
    shown = f" ({', '.join(names)}{', ...' if len(suffixes) > 5 else ''})" if names else ""
    return f"a matrix of {len(suffixes)} column(s){shown}"
