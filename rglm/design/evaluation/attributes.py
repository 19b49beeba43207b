"""Attributes that a formula may read: of a column, and of objects of its context.

A formula can use what the analyst can use, as in R. But it never reads a name with an underscore
at an end, nor what runs text as code or reaches running code, nor a column's methods that write
files.
"""

from __future__ import annotations

import builtins
import operator
from collections.abc import Iterable
from types import CodeType, CoroutineType, FrameType, GeneratorType, ModuleType, TracebackType
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.errors import FormulaError

# methods that read text as code
CODE_METHODS = ("compile", "eval", "exec", "format", "format_map", "query")
FILE_METHODS = ("dump", "dumps", "tofile", "setflags")
SAFE_TO_METHODS = ("to_frame", "to_list", "to_numpy", "to_period", "to_timestamp")
# methods that take the names of methods
DISPATCHING_METHODS = ("agg", "aggregate", "apply", "map", "pipe", "transform")
# types whose values have no attributes in a formula
PLAIN_TYPES = (str, bytes, int, float, complex, list, tuple, dict, type(None))
CLOSED_TYPES: tuple[type, ...] = (*PLAIN_TYPES, Factor, Logical, Matrix)
CLOSED_TYPES += (CodeType, CoroutineType, FrameType, GeneratorType, TracebackType)
REFUSED_BUILTINS = "breakpoint compile delattr eval exec getattr globals input locals setattr"
REFUSED_BUILTINS += " vars __import__"
REFUSED_FUNCTIONS = [getattr(builtins, name) for name in REFUSED_BUILTINS.split()]
REFUSED_FUNCTIONS += [operator.attrgetter, operator.methodcaller]


def attribute(owner: Any, name: str) -> Any:
    """An attribute of a column or object.

    Raises FormulaError: a formula may not read this one, or it is not there.
    """
    if isinstance(owner, CLOSED_TYPES) or owner is str or owner is bytes:
        kind = getattr(owner, "__name__", type(owner).__name__)
        raise FormulaError(f"{name!r} of a value of type {kind} is not read in a formula")
    if name in CODE_METHODS:
        raise FormulaError(f"{name!r} reads text as code, and a formula has none of that")
    if not isinstance(owner, ModuleType) and _writes_files(name):
        raise FormulaError(f"{name!r} writes files, which a formula does not")
    try:
        value = getattr(owner, name)
    except AttributeError:
        raise FormulaError(f"{_kind_in_words(owner)} has no attribute {name!r}") from None
    if isinstance(owner, ModuleType) and isinstance(value, ModuleType):
        _check_same_package(owner, value)
    return check_function(value)


def check_function(value: Any) -> Any:
    """An object of the context; FormulaError if it is a function that reaches any other."""
    if any(value is refused for refused in REFUSED_FUNCTIONS):
        raise FormulaError(f"{value.__name__}() reaches what a formula may not have")
    return value


def check_arguments(function: Any, arguments: Iterable[Any], named: dict[str, Any]) -> None:
    """Raise a FormulaError if a column's method is given the name of one that is not allowed."""
    owner = getattr(function, "__self__", None)
    of_pandas = type(owner).__module__.partition(".")[0] in ("pandas", "numpy")
    method = getattr(function, "__name__", "")
    if owner is None or not of_pandas or method not in DISPATCHING_METHODS:
        return
    for text in _texts([*arguments, *named.values()]):
        if text in CODE_METHODS or _writes_files(text) or "_" in (text[:1], text[-1:]):
            raise FormulaError(f"{text!r} is not read in a formula")


def _check_same_package(module: ModuleType, inner: ModuleType) -> None:
    """Check that a module in a module is of its package: its imports are not the analyst's."""
    if inner.__name__.partition(".")[0] != module.__name__.partition(".")[0]:
        raise FormulaError(
            f"{inner.__name__!r} is another package than {module.__name__!r}; import it by itself"
        )


def _texts(values: Iterable[Any]) -> list[str]:
    """All texts in nested lists and dicts."""
    texts = []
    for value in values:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, (list, tuple)):
            texts += _texts(value)
        elif isinstance(value, dict):
            texts += _texts([*value, *value.values()])
    return texts


def _writes_files(name: str) -> bool:
    return name in FILE_METHODS or (name.startswith("to_") and name not in SAFE_TO_METHODS)


def _kind_in_words(value: Any) -> str:
    if isinstance(value, ModuleType):
        return f"the module {value.__name__}"
    if isinstance(value, (pd.Series, np.ndarray)):
        return "a column"
    return f"a value of type {type(value).__name__}"
