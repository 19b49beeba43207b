"""Attributes that a formula may read: of a column, and of what its context names.

A formula has what the analyst has, as in R; but never a name with an underscore at an end, nothing
that reads text as code or reaches what runs, and of a column nothing that writes a file.
"""

from __future__ import annotations

import builtins
import operator
from types import CodeType, CoroutineType, FrameType, GeneratorType, ModuleType, TracebackType
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.errors import FormulaError

CODE = ("compile", "eval", "exec", "format", "format_map", "query")  # they read text as code
FILES = ("dump", "dumps", "tofile", "setflags")
SAFE_TO = ("to_frame", "to_list", "to_numpy", "to_period", "to_timestamp")
BY_NAME = ("agg", "aggregate", "apply", "map", "pipe", "transform")  # they take methods' names
CLOSED = (str, bytes, int, float, complex, list, tuple, dict, type(None), Factor, Logical, Matrix)
RUNNING = (CodeType, CoroutineType, FrameType, GeneratorType, TracebackType)
REACHING = ("breakpoint", "compile", "delattr", "eval", "exec", "getattr", "globals", "input")
REACHING += ("locals", "setattr", "vars", "__import__")
REFUSED = [getattr(builtins, name) for name in REACHING]
REFUSED += [operator.attrgetter, operator.methodcaller]


def attribute(value: Any, name: str) -> Any:
    """An attribute of a column or object.

    Raises
    ------
    FormulaError
        A formula does not read this one, or it is not there.
    """
    if isinstance(value, CLOSED + RUNNING) or value is str or value is bytes:
        kind = getattr(value, "__name__", type(value).__name__)
        raise FormulaError(f"{name!r} of a value of type {kind} is not read in a formula")
    if name in CODE:
        raise FormulaError(f"{name!r} reads text as code, and a formula has none of that")
    if not isinstance(value, ModuleType) and _writes(name):
        raise FormulaError(f"{name!r} writes files, which a formula does not")
    try:
        found = getattr(value, name)
    except AttributeError:
        raise FormulaError(f"{_kind_in_words(value)} has no attribute {name!r}") from None
    if isinstance(value, ModuleType) and isinstance(found, ModuleType):
        _check_same_package(value, found)
    return usable_function(found)


def _check_same_package(module: ModuleType, found: ModuleType) -> None:
    """Check that a module in a module is of its package: what it imports is not the analyst's."""
    if found.__name__.partition(".")[0] != module.__name__.partition(".")[0]:
        raise FormulaError(
            f"{found.__name__!r} is another package than {module.__name__!r}; import it by itself"
        )


def usable_function(found: Any) -> Any:
    """A function of the context, unless it reaches any name of anything."""
    if any(found is other for other in REFUSED):
        raise FormulaError(f"{found.__name__}() reaches what a formula may not have")
    return found


def check_arguments(function: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> None:
    """Check that a column's method is not told to call one that a formula may not."""
    owner = getattr(function, "__self__", None)
    of_pandas = type(owner).__module__.partition(".")[0] in ("pandas", "numpy")
    if owner is None or not of_pandas or getattr(function, "__name__", "") not in BY_NAME:
        return
    for text in _texts([*arguments, *named.values()]):
        if text in CODE or _writes(text) or "_" in (text[:1], text[-1:]):
            raise FormulaError(f"{text!r} is not read in a formula")


def _texts(values: Any) -> list[str]:
    """All texts in nested lists and dicts."""
    out = []
    for value in values:
        if isinstance(value, str):
            out.append(value)
        elif isinstance(value, (list, tuple)):
            out += _texts(value)
        elif isinstance(value, dict):
            out += _texts([*value, *value.values()])
    return out


def _writes(name: str) -> bool:
    return name in FILES or (name.startswith("to_") and name not in SAFE_TO)


def _kind_in_words(value: Any) -> str:
    if isinstance(value, ModuleType):
        return f"the module {value.__name__}"
    if isinstance(value, (pd.Series, np.ndarray)):
        return "a column"
    return f"a value of type {type(value).__name__}"
