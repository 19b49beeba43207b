"""The names an expression may use: the data's columns, R's words, and the caller's own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from numbers import Number
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.datacolumn import TEXTS, read_column
from rglm.design.errors import FormulaError
from rglm.design.expressions import Expression
from rglm.design.values import Factor, Logical, Matrix, to_factor
from rglm.design.vocabulary import CONSTANTS, WORDS
from rglm.format.suggest import did_you_mean


class Scope(dict):
    """Names looked up when they are used: a column is read once, an unknown name is an error.

    Parameters
    ----------
    data : DataFrame
    states : dict
        What stateful words have learned, by call; filled on the first use.
    levels : dict
        The data's categorical columns as factors without rows; filled on the first use.
    borrowed : dict
        Functions and constants of the caller; those used are kept here.
    caller : mapping
        Where to borrow from.
    """

    def __init__(
        self,
        data: pd.DataFrame,
        states: dict[str, dict[str, Any]],
        levels: dict[str, Factor],
        borrowed: dict[str, Any],
        caller: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(__state__=_States(states))
        self.data, self.levels, self.borrowed = data, levels, borrowed
        self.caller = caller or {}

    def __missing__(self, name: str) -> Any:
        value = self._word(name[5:]) if name.startswith("word:") else self._variable(name)
        self[name] = value
        return value

    def _word(self, name: str) -> Callable[..., Any]:
        if name in WORDS:
            return WORDS[name]
        found = self._borrow(name)
        if callable(found):
            return found
        spelled = [word.replace("_", ".") for word in WORDS if not word.startswith("__")]
        raise FormulaError(f"there is no function {name!r}{did_you_mean(name, spelled)}")

    def _variable(self, name: str) -> Any:
        if name in self.data.columns:
            text = name in self.data.attrs.get(TEXTS, ())
            value = read_column(self.data[name], name, self.levels.get(name), text)
            if isinstance(value, Factor):
                self.levels.setdefault(name, value.take(slice(0)))
            return value
        if name in CONSTANTS:
            return CONSTANTS[name]
        if (word := name.replace(".", "_").replace("SAS", "sas")).startswith(
            "contr_"
        ) and word in WORDS:
            return WORDS[word]  # as in C(f, contr.sum)
        found = self._borrow(name)
        if found is not None:
            return found
        raise no_column(name, [str(column) for column in self.data.columns])

    def _borrow(self, name: str) -> Any:
        """A function, module or constant of the caller's; never a column's worth of values."""
        if name in self.borrowed:
            return self.borrowed[name]
        found = self.caller.get(name)
        values = isinstance(found, (list, tuple, np.ndarray))
        if not usable(found) or (values and len(found) == len(self.data)):
            return None
        self.borrowed[name] = found
        return found

    def evaluate(self, expression: Expression) -> Any:
        """An expression over the rows of the data: a float array, Factor, Logical or Matrix.

        Raises
        ------
        FormulaError
            It cannot be evaluated, or has not one value per row.
        """
        try:
            with np.errstate(all="ignore"):  # as R: an infinity or NaN is met where it counts
                return self._shaped(expression.evaluate(self), expression.name)
        except (FormulaError, MemoryError):
            raise
        except Exception as error:
            detail = f"{type(error).__name__}: {error}" if not str(error) else str(error)
            raise FormulaError(f"cannot evaluate {expression.name!r}: {detail}") from error

    def _shaped(self, value: Any, name: str) -> Any:
        if not isinstance(value, (Factor, Logical, Matrix)):
            value = _as_value(value, name)
        if len(value) != len(self.data):
            raise FormulaError(
                f"{name!r} has {len(value)} value(s) where the data have {len(self.data)} rows"
            )
        return value


def usable(found: Any) -> bool:
    """Whether a formula may use what a name means to the caller."""
    kinds = (str, Number, list, tuple, np.ndarray)
    return callable(found) or inspect.ismodule(found) or isinstance(found, kinds)


class _States(dict):
    """A dict of states in which each call finds its own, empty at first."""

    def __init__(self, states: dict[str, dict[str, Any]]) -> None:
        super().__init__()
        self.states = states

    def __getitem__(self, call: str) -> dict[str, Any]:
        return self.states.setdefault(call, {})


def _as_value(value: Any, name: str) -> Any:
    if isinstance(value, (pd.Series, pd.Categorical)):
        return read_column(value, name)
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


def no_column(name: str, columns: list[str]) -> FormulaError:
    """The error of a name that is no column."""
    hint = did_you_mean(name, columns)
    shown = ", ".join(columns[:12]) + (", ..." if len(columns) > 12 else "")
    return FormulaError(f"there is no column {name!r} in the data{hint}; it has {shown}")
