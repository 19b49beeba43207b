"""Errors of attributes that a test, a summary or a table does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.other_packages import RESULT_ATTRIBUTES_ELSEWHERE


class AttributeHints:
    """A result whose errors of unknown attributes say which one may be meant."""

    if not TYPE_CHECKING:  # for a type checker a name that is not there is an error

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_") or hasattr(type(self), name):
                return object.__getattribute__(self, name)  # which has an error of its own
            kind = type(self).__name__
            message = f"{kind} has no attribute {name!r}{_hint(self, name)}"
            raise AttributeError(message, name=name)  # without an object: Python adds no hint


def _hint(owner: AttributeHints, name: str) -> str:
    """The attribute that may be meant: of the owner, of its table, or of its fit."""
    public = [word for word in dir(owner) if not word.startswith("_")]
    for meaning in RESULT_ATTRIBUTES_ELSEWHERE.get(name, ()):
        if re.split(r"\W", meaning)[0] in public:
            return f" (here it is {meaning})"
    if "table" in public and hasattr(pd.DataFrame, name):
        return f" (here it is table.{name}: the DataFrame is .table)"
    if "fit" in public and hasattr(type(getattr(owner, "fit")), name):  # noqa: B009  of some owners
        return f" (it is of the fit: .fit.{name})"
    return did_you_mean(name, public) or f"; it has {', '.join(public)}"


class ColumnTable(AttributeHints):
    """A result with a ``table`` whose columns are read as ``result["F value"]``."""

    table: pd.DataFrame

    def __getitem__(self, column: str) -> pd.Series:
        if isinstance(column, str) and column in self.table:
            return self.table[column]
        raise KeyError(_no_column(self.table, column))

    def __contains__(self, column: str) -> bool:
        return column in self.table

    def __iter__(self) -> Iterator[str]:
        return iter(map(str, self.table))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        """An error: pandas would make a table of the names of the columns."""
        raise TypeError(
            f"{type(self).__name__} is no array; its .table is the DataFrame, and "
            ".table.to_numpy() the array"
        )


def _no_column(table: pd.DataFrame, column: object) -> str:
    """The message of the error of what is no column of a table."""
    row = column[0] if isinstance(column, tuple) and column else column
    if isinstance(row, str) and row in table.index:
        place = ", ".join(map(repr, column)) if isinstance(column, tuple) else repr(column)
        return f"[...] takes a column, and {row!r} is a row: .table.loc[{place}]"
    names = list(map(str, table))
    return f"there is no column {column!r}{did_you_mean(column, names)}; there are {names}"
