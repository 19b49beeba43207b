"""The names that an expression may use: columns, the vocabulary, the context's own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.attributes import attribute, check_function
from rglm.design.evaluation.conversions import TEXT_READERS, UnreadableText
from rglm.design.evaluation.evaluation_context import (
    BorrowedNames,
    is_row_vector,
    is_usable,
    own_copy,
)
from rglm.design.evaluation.expressions import Expression
from rglm.design.evaluation.formula_functions import (
    FORMULA_CONSTANTS,
    FORMULA_FUNCTIONS,
    STATEFUL_FUNCTIONS,
    contrast_function,
)
from rglm.design.evaluation.name_errors import attribute_refused, unknown_column, unknown_function
from rglm.design.evaluation.row_values import as_row_values
from rglm.design.syntax.grammar import is_private
from rglm.design.syntax.syntax_tree import Call
from rglm.design.values.data_column import (
    SCRIPT_VARIABLES_ATTR,
    TEXT_COLUMNS_ATTR,
    known_columns,
    read_column,
)
from rglm.design.values.formula_value import ColumnValue, FunctionState
from rglm.design.values.r_values import Factor
from rglm.errors import FormulaError
from rglm.formatting.text.brief import brief


class Scope(ABC):
    """The meaning of names in an expression over the rows of some data.

    A name is looked up when it is used: a column is read once, an unknown name is an error.

    Parameters
    ----------
    data : DataFrame
    levels : dict
        The data's categorical columns as factors without rows; filled on the first use.
    borrowed : BorrowedNames
        Functions, constants and objects of the context; those used are kept here.
    context : mapping, optional
        Where to borrow from; if it is empty a formula may not use attributes.
    title : str
        What errors call the data.

    Attributes
    ----------
    unreadable : list of UnreadableText, or None
        Text that is no number, if it is collected until the rows are chosen; None where it is an
        error at once.
    """

    def __init__(
        self,
        data: pd.DataFrame,
        levels: dict[str, Factor],
        borrowed: BorrowedNames,
        context: Mapping[str, Any] | None = None,
        title: str = "the data",
    ) -> None:
        self.data, self.levels, self.borrowed, self.title = data, levels, borrowed, title
        self.context = {} if context is None else context
        self.is_closed = context is not None and not context
        self.unreadable: list[UnreadableText] | None = None
        self._columns: dict[str, Any] = {}

    @abstractmethod
    def state(self, call: str) -> FunctionState:
        """What the function of a call has learned, by the call's exact text; empty at first."""

    @abstractmethod
    def _stateful_function(self, name: str) -> Callable[..., Any]:
        """A function of the vocabulary that learns from the data."""

    @abstractmethod
    def _read_column(self, name: str) -> ColumnValue:
        """A column of the data as the vocabulary's functions take it."""

    @abstractmethod
    def _pandas_column(self, name: str) -> pd.Series:
        """A column as pandas has it; a copy, which the analyst's methods may change."""

    @abstractmethod
    def check_call(self, node: Call, value: Any) -> None:
        """Check the value of a call of a function of the context."""

    def function(self, name: str) -> Callable[..., Any]:
        """A function of the vocabulary or of the context."""
        if name in STATEFUL_FUNCTIONS:
            return self._stateful_function(name)
        if name in TEXT_READERS and self.unreadable is not None:
            return partial(FORMULA_FUNCTIONS[name], unreadable=self.unreadable)
        if name in FORMULA_FUNCTIONS:
            return FORMULA_FUNCTIONS[name]
        borrowed = self._borrow(name)
        if callable(borrowed):
            return check_function(borrowed)
        raise unknown_function(name)

    def variable(self, name: str, quoted: bool = True) -> Any:
        """A column; a name without quotes may be a constant, or of the context."""
        if name in self._columns:
            return self._columns[name]
        if name in self.data.columns:
            self._columns[name] = self._read_column(name)
            return self._columns[name]
        value = None if quoted else self._constant_or_borrowed(name)
        if value is None:
            raise unknown_column(name, known_columns(self.data), self.title)
        return value

    def attribute_owner(self, name: str, quoted: bool) -> Any:
        """The column or object of the context whose attributes an expression reads."""
        if name in self.data.columns:
            return self._pandas_column(name)
        owner = None if quoted else self._borrow(name, any_object=True)
        if owner is None:
            raise unknown_column(name, known_columns(self.data), self.title)
        return owner

    def check(self, expression: Expression) -> None:
        """Check that every name of an expression means something; what is borrowed is kept.

        Raises FormulaError: a name does not, or the context is empty and the expression reads an
        attribute.
        """
        self._check_attributes(expression)
        for name in expression.functions:
            self.function(name)
        for name in expression.missing_names(self.data.columns, self.borrowed):
            head = name.partition(".")[0]
            if all(self._borrow(n, any_object=True) is None for n in (name, head) if n):
                raise unknown_column(name, known_columns(self.data), self.title)

    def evaluate(self, expression: Expression) -> ColumnValue:
        """The value of an expression: a float array, Factor, Logical or Matrix.

        Raises FormulaError: it cannot be evaluated, or has not one value per row.
        """
        self._check_attributes(expression)
        n_before = len(self.unreadable or ())
        try:
            with np.errstate(all="ignore"):  # as R: an infinity or NaN is met where it counts
                value = as_row_values(
                    expression.evaluate(self), expression.name, len(self.data), self._rows_of
                )
        except (FormulaError, MemoryError):
            raise
        except RecursionError:
            raise FormulaError(f"{brief(expression.name)!r} is nested too deeply here") from None
        except Exception as error:
            detail = str(error) or f"{type(error).__name__}: {error}"
            raise FormulaError(f"cannot evaluate {brief(expression.name)!r}: {detail}") from error
        if self.unreadable is not None:
            new = self.unreadable[n_before:]
            self.unreadable[n_before:] = [text.within(brief(expression.name)) for text in new]
        return value

    @property
    def _rows_of(self) -> str:
        """The first variable of the script where there is no table; none where there is."""
        names = self.data.attrs.get(SCRIPT_VARIABLES_ATTR, ())
        return names[0] if names and len(names) == self.data.shape[1] else ""

    def _check_attributes(self, expression: Expression) -> None:
        if self.is_closed and expression.has_attributes:
            raise attribute_refused(expression.name)

    def _column_of_data(self, name: str) -> ColumnValue:
        """A column as the vocabulary's functions take it; the levels of a factor are kept."""
        text = name in self.data.attrs.get(TEXT_COLUMNS_ATTR, ())
        value = read_column(self.data[name], name, self.levels.get(name), text)
        if isinstance(value, Factor):
            self.levels.setdefault(name, value.take(np.arange(0)))
        return value

    def _constant_or_borrowed(self, name: str) -> Any:
        """The meaning of a name that is no column; None if it has none."""
        if name in FORMULA_CONSTANTS:
            return FORMULA_CONSTANTS[name]
        if (contrasts := contrast_function(name)) is not None:
            return contrasts
        value = self._borrow(name)
        return self._dotted_attribute(name) if value is None and "." in name else value

    def _dotted_attribute(self, name: str) -> Any:
        """The attribute ``a.b`` of a column or object ``a``; None if there is no such."""
        head, *names = name.split(".")
        if not head or not all(names) or any(map(is_private, (head, *names))) or self.is_closed:
            return None
        if head not in self.data.columns and self._borrow(head, any_object=True) is None:
            return None
        value = self.attribute_owner(head, quoted=False)
        for attribute_name in names:
            value = attribute(value, attribute_name)
        return value

    def _borrow(self, name: str, any_object: bool = False) -> Any:
        """An object of the context, None if there is none; never one value for each row.

        An array of one value per row would not follow the rows that a fit takes.
        """
        if name in self.borrowed:
            return self.borrowed[name]
        value = None if is_private(name) else self.context.get(name)
        if not any_object and not is_usable(value):
            return None
        if is_row_vector(value) and len(value) == len(self.data):
            return None
        self.borrowed[name] = value = own_copy(value)
        return value
