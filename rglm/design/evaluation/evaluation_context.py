"""What a formula may use besides columns: the names of the caller, or those of ``context=``."""

from __future__ import annotations

import inspect
import pickle
import sys
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from importlib import import_module
from numbers import Number
from typing import Any

import numpy as np


class Names(dict):
    """Functions, constants and objects by name; modules pickle as their names."""

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _again, (type(self), _without_modules(self))


class Context(Names):
    """The names that ``context=`` gave; those that cannot be pickled are left out of a pickle."""

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        small = {name: value for name, value in self.items() if usable(value)}
        kept = {name: v for name, v in _without_modules(small).items() if _pickles(v)}
        return _again, (type(self), kept)


@dataclass(frozen=True)
class _Module:
    """A module in a pickle."""

    name: str


def names_for(context: Mapping[str, Any] | None, borrowed: Iterable[Names] = ()) -> Any:
    """The names that a formula may use besides columns.

    Parameters
    ----------
    context : mapping, optional
        As a model's function takes it; by default the local and global names of the nearest caller
        that is not rglm itself.
    borrowed : iterable of Names
        What a fit has used before, which comes first.

    Raises
    ------
    TypeError
        `context` is no mapping of names.
    """
    first = {name: value for names in borrowed for name, value in names.items()}
    if context is None:
        return _names_of_caller().new_child(first)
    return ChainMap(first, context) if first else context


def as_context(context: Mapping[str, Any] | None) -> Context | None:
    """What ``context=`` gave, copied.

    Raises
    ------
    TypeError
        It is no mapping of names.
    """
    if context is None or isinstance(context, Context):
        return context
    if not isinstance(context, Mapping) or not all(isinstance(name, str) for name in context):
        raise TypeError(
            "context= takes a dict of what a formula may use besides columns, such as "
            f"{{'half': half}}, or {{}} for nothing, got {type(context).__name__}"
        )
    return Context(context)


def usable(found: Any) -> bool:
    """Whether a formula may use what a name means to the caller."""
    kinds = (str, Number, list, tuple, np.ndarray)
    return callable(found) or inspect.ismodule(found) or isinstance(found, kinds)


def own_copy(found: Any) -> Any:
    """What a name means, as a fit keeps it: a list or an array may be written to later."""
    return deepcopy(found) if isinstance(found, (list, tuple, np.ndarray)) else found


def _names_of_caller() -> ChainMap[str, Any]:
    frame = sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == "rglm":
        frame = frame.f_back
    return ChainMap(frame.f_locals, frame.f_globals)


def _without_modules(names: Mapping[str, Any]) -> dict[str, Any]:
    return {n: _Module(v.__name__) if inspect.ismodule(v) else v for n, v in names.items()}


def _again(kind: type[Names], names: Mapping[str, Any]) -> Names:
    """Names out of a pickle."""
    return kind(
        (n, import_module(v.name) if isinstance(v, _Module) else v) for n, v in names.items()
    )


def _pickles(value: Any) -> bool:
    try:
        pickle.dumps(value)
    except Exception:  # what a class raises where it cannot
        return False
    return True
