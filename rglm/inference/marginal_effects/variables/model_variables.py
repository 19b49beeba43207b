"""The variables of a model whose effects are asked for: numbers, 0 and 1, or levels."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.derivatives.column_uses import (
    all_expressions,
    columns_as_levels,
    columns_in_steps,
    columns_read,
    term_expressions,
)
from rglm.design.frame.schema import Schema
from rglm.design.values.matrix_column import matrix_column
from rglm.design.values.r_values import level_label
from rglm.errors import DataError
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.warning_location import warn
from rglm.inference.multiple_comparisons.contrast_labels import level_text
from rglm.warnings import FitWarning

NUMBER, LOGICAL, LEVELS = "number", "logical", "levels"
NUMBERS = ("integer", "floating", "mixed-integer-float", "decimal")


@dataclass(frozen=True)
class Variable:
    """A column of the data that the model reads.

    Attributes
    ----------
    name : str
    levels : tuple or None
        Its values in their order, where it has levels; (0, 1) of numbers that are only these.
    steps : str or None
        The text of the formula that reads it in steps, ``cut(x, 3)``.
    """

    name: str
    levels: tuple[Any, ...] | None
    steps: str | None = None

    @property
    def texts(self) -> list[str]:
        """The levels as labels."""
        return [level_text(level) for level in self.levels or ()]


class ModelVariables:
    """The variables of a model, learned from its formulas and from some rows.

    Parameters
    ----------
    schemas : sequence of Schema
    data : DataFrame
        Rows, of the fit if they are there.
    numbers : collection of str
        Columns that are numbers, also if those rows have only 0 and 1.
    read : function, optional
        Returns a column of all rows, where `data` are only some of them.
    """

    def __init__(
        self,
        schemas: Sequence[Schema],
        data: pd.DataFrame,
        numbers: Collection[str] = (),
        read: Callable[[str], pd.Series] | None = None,
    ) -> None:
        self.schemas, self.data, self.numbers, self._read = schemas, data, numbers, read
        terms, both = term_expressions(schemas), all_expressions(schemas)
        self.in_terms = columns_read(terms, data)
        self.names = columns_read(both, data)
        self.single_names = [n for n in self.names if matrix_column(data[n]) is None]
        self._as_levels = columns_as_levels(terms)
        self._in_steps = columns_in_steps(both)

    def column(self, name: str) -> pd.Series:
        """A column of all rows."""
        return self.data[name] if self._read is None else self._read(name)

    def all_rows(self, verb: str) -> pd.DataFrame:
        """The columns of all rows.

        Raises DataError: they are not in memory.
        """
        if self._read is not None:
            raise DataError(f"{verb} takes all rows of the fit, which are not in memory")
        return self.data[self.names].reset_index(drop=True)

    def of_all_rows(self) -> ModelVariables:
        """The same, where numbers that have only 0 and 1 have no others in any row."""
        both = [name for name in self.single_names if self.variable(name).levels == (0, 1)]
        numbers = {name for name in both if not _distinct(self.column(name), 2) <= {0, 1}}
        return ModelVariables(self.schemas, self.data, numbers, self._read)

    def chosen(self, given: str | Iterable[str] | None, verb: str) -> list[str]:
        """The names asked for, by default those in terms.

        Raises ValueError: one is no variable of the model.
        """
        if given is None:
            return [name for name in self.in_terms if name in self.single_names]
        names = [given] if isinstance(given, str) else list(given)
        if not names:
            raise ValueError(f"{verb}(): variables= is empty; leave it out for all variables")
        for name in names:
            if name not in self.names:
                hint = did_you_mean(str(name), self.names)
                raise ValueError(
                    f"{verb}(): {name!r} is no variable of the model: "
                    f"{', '.join(self.names) or 'it has none'}{hint}"
                )
        return names

    def variable(self, name: str) -> Variable:
        """What kind of variable a name is."""
        column = self.data[name]
        if matrix_column(column) is not None:
            raise ValueError(f"{name!r} has several columns; effects are of single columns")
        steps = self._in_steps.get(name)
        kind = _kind(column)
        if kind == LOGICAL:
            return Variable(name, (False, True))
        if kind != NUMBER or name in self._as_levels:
            return Variable(name, self._levels(name))
        present = _distinct(column, 2)
        is_binary = bool(present) and present <= {0, 1} and name not in self.numbers
        return Variable(name, (0, 1) if is_binary else None, steps)

    def _levels(self, name: str) -> tuple[Any, ...]:
        """The levels of a column that rows of the fit have, as the data have them."""
        column = self.data[name]
        known = self._known_levels(name)
        if isinstance(column.dtype, pd.CategoricalDtype):
            if known is None:
                known = tuple(map(level_label, self.column(name).dropna().unique()))
            out = tuple(v for v in column.cat.categories if level_label(v) in known)
            return out or tuple(column.cat.categories)
        if _kind(column) == NUMBER and known is not None:
            values = pd.to_numeric(pd.Series(list(known)), errors="coerce")
            if values.notna().all():
                whole = (values == np.floor(values)).all()
                return tuple((values.astype(int) if whole else values).tolist())
        elif known is not None:
            order = next((s.levels[name].levels for s in self.schemas if name in s.levels), known)
            return tuple(level for level in order if level in known)
        return tuple(sorted(self.column(name).dropna().unique().tolist()))

    def _known_levels(self, name: str) -> tuple[str, ...] | None:
        """The levels of a column at the fit, if the formula has it as a factor."""
        for schema in self.schemas:
            for e in schema.parsed.expressions.values():
                is_whole = e.column == name or name in self._as_levels
                if is_whole and e.variable in schema.xlevels and e.columns_of(self.data) == [name]:
                    return schema.xlevels[e.variable]
        return None


def warn_of_steps(variables: Collection[Variable], verb: str) -> None:
    """Warn of variables that a formula reads in steps, which have no slope."""
    for one in variables:
        warn(
            f"{verb}(): {one.name!r} has no slope, as the formula reads it in steps, {one.steps}; "
            f"compare two values, avg_comparisons(fit, {{{one.name!r}: [low, high]}})",
            FitWarning,
        )


def _kind(column: pd.Series) -> str:
    """Whether a column has numbers, true and false, or levels."""
    if column.dtype == object:  # whose values may be any of these
        inferred = pd.api.types.infer_dtype(column, skipna=True)
        return LOGICAL if inferred == "boolean" else NUMBER if inferred in NUMBERS else LEVELS
    if pd.api.types.is_bool_dtype(column):
        return LOGICAL
    return NUMBER if pd.api.types.is_numeric_dtype(column) else LEVELS


def _distinct(column: pd.Series, most: int) -> set[Any]:
    """The values of a column; of one that has more than `most`, at least one more."""
    head = set(column.head(100).dropna().unique().tolist())
    return head if len(head) > most else set(column.dropna().unique().tolist())
