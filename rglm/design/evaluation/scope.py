"""The names an expression may use: the data's columns, R's words, and the caller's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.arithmetic import plain
from rglm.design.evaluation.attributes import attribute, usable_function
from rglm.design.evaluation.conversions import READERS, Unreadable
from rglm.design.evaluation.evaluation_context import Names, own_copy, usable
from rglm.design.evaluation.expressions import Expression
from rglm.design.evaluation.formula_functions import CONSTANTS, WORDS, word_of
from rglm.design.syntax.grammar import is_private
from rglm.design.syntax.syntax_tree import Call
from rglm.design.values.data_column import TEXT_COLUMNS, read_column
from rglm.design.values.r_values import Factor, Logical, Matrix, to_factor
from rglm.errors import FormulaError
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.text.brief import brief

# words of other packages, and what is said here
ELSEWHERE = {
    "Treatment": 'the reference level is set by relevel(g, ref="b")',
    "Sum": "write C(g, contr.sum)",
    "Helmert": "write C(g, contr.helmert)",
    "Poly": "write C(g, contr.poly)",
    "Q": "a column's name that is no identifier stands in backticks: `a b`",
    "center": "write scale(x, scale = FALSE)",
    "standardize": "write scale(x)",
    "cr": "write ns(x, 3)",
    "s": "smooths of additive models are not here; write ns(x, 3) or bs(x, df = 5)",
}


class Scope:
    """Names looked up when they are used: a column is read once, an unknown name is an error.

    Parameters
    ----------
    data : DataFrame
    states : dict
        What stateful words have learned, by call; filled on the first use.
    levels : dict
        The data's categorical columns as factors without rows; filled on the first use.
    borrowed : Names
        Functions, constants and objects of the context; those used are kept here.
    context : mapping
        Where to borrow from.
    title : str
        What errors call the data.
    """

    def __init__(
        self,
        data: pd.DataFrame,
        states: dict[str, dict[str, Any]],
        levels: dict[str, Factor],
        borrowed: Names,
        context: Mapping[str, Any] | None = None,
        title: str = "the data",
    ) -> None:
        self.data, self.levels, self.borrowed, self.title = data, levels, borrowed, title
        self.context = {} if context is None else context
        self.closed = context is not None and is_closed(context)
        self.states: Any = _States(states)
        self.unreadable: list[Unreadable] | None = None  # collected until the rows are known
        self._columns: dict[str, Any] = {}

    def word(self, name: str) -> Callable[..., Any]:
        """A word of the vocabulary, or a function of the context."""
        if name in READERS and self.unreadable is not None:
            return partial(WORDS[name], unreadable=self.unreadable)
        if name in WORDS:
            return WORDS[name]
        found = self._borrow(name)
        if callable(found):
            return usable_function(found)
        raise no_function(name)

    def variable(self, name: str, quoted: bool = True) -> Any:
        """A column; a name without quotes may be a constant, or of the context."""
        if name in self._columns:
            return self._columns[name]
        if name in self.data.columns:
            self._columns[name] = value = self._column(name)
            return value
        if not quoted:
            if name in CONSTANTS:
                return CONSTANTS[name]
            if name.startswith("contr") and (word := word_of(name)) is not None:
                return WORDS[word]  # as in C(f, contr.sum)
            found = self._borrow(name)
            if found is None and "." in name:
                found = self._dotted(name)
            if found is not None:
                return found
        raise no_column(name, [str(column) for column in self.data.columns], self.title)

    def _column(self, name: str) -> Any:
        text = name in self.data.attrs.get(TEXT_COLUMNS, ())
        value = read_column(self.data[name], name, self.levels.get(name), text)
        if isinstance(value, Factor):
            self.levels.setdefault(name, value.take(slice(0)))
        return value

    def object(self, name: str, quoted: bool) -> Any:
        """What the attributes of a name are taken from: a column or an object of the context.

        The column is as pandas has it; it is a copy, which the analyst's methods may change.
        """
        if name in self.data.columns:
            return self.data[name].copy()
        found = None if quoted else self._borrow(name, any_object=True)
        if found is None:
            raise no_column(name, [str(column) for column in self.data.columns], self.title)
        return found

    def _dotted(self, name: str) -> Any:
        """A name with dots that is no column: an attribute, if its first part is an object."""
        head, *names = name.split(".")
        if not head or not all(names) or any(map(is_private, (head, *names))):
            return None
        if self.closed or (
            head not in self.data.columns and self._borrow(head, any_object=True) is None
        ):
            return None
        found = self.object(head, False)
        for attribute_name in names:
            found = attribute(found, attribute_name)
        return found

    def _borrow(self, name: str, any_object: bool = False) -> Any:
        """What the context means by a name; never a column's worth of values."""
        if name in self.borrowed:
            return self.borrowed[name]
        found = None if is_private(name) else self.context.get(name)
        values = isinstance(found, (list, tuple, np.ndarray))
        if not (any_object or usable(found)) or (values and len(found) == len(self.data)):
            return None
        self.borrowed[name] = found = own_copy(found)
        return found

    def check(self, expression: Expression) -> None:
        """Check that every name of an expression means something; what is borrowed is kept.

        Raises
        ------
        FormulaError
            One does not, or the context is empty and something asks for more.
        """
        self._check_attributes(expression)
        for name in expression.functions:
            self.word(name)
        for name in missing_names(expression, self.data.columns, self.borrowed):
            head = name.partition(".")[0]
            if all(self._borrow(n, any_object=True) is None for n in (name, head) if n):
                raise no_column(name, [str(column) for column in self.data.columns], self.title)

    def check_value(self, node: Call, value: Any) -> None:
        """What is to be checked of the value of a function of the context: here nothing."""

    def _check_attributes(self, expression: Expression) -> None:
        if self.closed and expression.has_attributes:
            raise closed_context(expression.name)

    def evaluate(self, expression: Expression) -> Any:
        """An expression over the rows of the data: a float array, Factor, Logical or Matrix.

        Raises
        ------
        FormulaError
            It cannot be evaluated, or has not one value per row.
        """
        self._check_attributes(expression)
        before = len(self.unreadable or ())
        try:
            with np.errstate(all="ignore"):  # as R: an infinity or NaN is met where it counts
                value = self._shaped(expression.evaluate(self), expression.name)
        except (FormulaError, MemoryError):
            raise
        except RecursionError:
            raise FormulaError(f"{brief(expression.name)!r} is nested too deeply here") from None
        except Exception as error:
            detail = f"{type(error).__name__}: {error}" if not str(error) else str(error)
            shown = brief(expression.name)
            raise FormulaError(f"cannot evaluate {shown!r}: {detail}") from error
        for place in range(before, len(self.unreadable or ())):
            self.unreadable[place] = self.unreadable[place].within(brief(expression.name))
        return value

    def _shaped(self, value: Any, name: str) -> Any:
        if not isinstance(value, (Factor, Logical, Matrix)):
            value = _as_value(value, name)
        if len(value) != len(self.data):
            raise FormulaError(
                f"{name!r} has {len(value)} value(s) where the data have {len(self.data)} rows"
            )
        return value


class _States(dict):
    """A dict of states in which each call finds its own, empty at first."""

    def __init__(self, states: dict[str, dict[str, Any]]) -> None:
        super().__init__()
        self.states = states

    def __getitem__(self, call: str) -> dict[str, Any]:
        return self.states.setdefault(call, {})


def _as_value(value: Any, name: str) -> Any:
    if isinstance(value, (pd.Series, pd.Categorical, pd.Index)):
        return plain(value, name)
    array = np.asarray(value)
    if array.ndim == 0:
        raise FormulaError(f"{name!r} is one value; a variable has one per row")
    if array.dtype.kind == "b":
        return Logical(array.astype(float))
    if array.dtype.kind in "US":
        return to_factor(array)
    if array.dtype.kind not in "iuf":
        return read_column(array, name)
    array = array.astype(np.float64, copy=False)
    if array.ndim == 2:
        return Matrix(array, tuple(str(i + 1) for i in range(array.shape[1])))
    return array


def missing_names(expression: Expression, columns: Any, borrowed: Mapping[str, Any]) -> list[str]:
    """The names of an expression that are neither columns nor constants, nor in `borrowed`."""
    out = []
    for name in expression.names:
        known = name in CONSTANTS or (name.startswith("contr") and word_of(name) is not None)
        heads = {name} if expression.column == name else {name, name.partition(".")[0]}
        if not known and not any(n in columns or n in borrowed for n in heads):
            out.append(name)
    return out


def is_closed(context: Mapping[str, Any]) -> bool:
    """Whether a context has nothing: the vocabulary is all that there is then."""
    return not context


def closed_context(name: str) -> FormulaError:
    """The error of an attribute or method under ``context={}``."""
    return FormulaError(
        f"{brief(name)!r} takes an attribute or a method; context={{}} leaves a formula the "
        "vocabulary alone"
    )


def no_function(name: str) -> FormulaError:
    """The error of a function that is neither a word nor in the context."""
    if name in ELSEWHERE:
        return FormulaError(f"there is no function {name!r}; {ELSEWHERE[name]}")
    spelled = [word.replace("_", ".") for word in WORDS]
    return FormulaError(
        f"there is no function {name!r}{did_you_mean(name, spelled)}; a function of your own is "
        f"handed over with context={{{name!r}: {name}}}"
    )


def no_column(name: str, columns: list[str], title: str) -> FormulaError:
    """The error of a name that is no column."""
    hint = did_you_mean(name, columns)
    shown = ", ".join(columns[:12]) + (", ..." if len(columns) > 12 else "")
    return FormulaError(f"there is no column {name!r} in {title}{hint}; it has {shown}")
