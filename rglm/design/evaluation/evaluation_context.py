"""The names that a formula may use besides columns: the caller's, or those of ``context=``."""

from __future__ import annotations

import inspect
import pickle
import sys
from abc import ABC, abstractmethod
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sized
from copy import deepcopy
from dataclasses import dataclass
from importlib import import_module
from numbers import Number
from types import FrameType
from typing import Any, TypeGuard

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import is_inside

COPIED_KINDS = (list, tuple, np.ndarray, pd.Series)
ROW_KINDS = (*COPIED_KINDS, range, pd.Index)
USABLE_KINDS = (str, Number, *ROW_KINDS)


class _PickledNames(ABC, dict[str, Any]):
    """Objects by name; in a pickle modules are stored as their names."""

    @abstractmethod
    def _names_to_pickle(self) -> dict[str, Any]:
        """The names that a pickle holds, without modules."""

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _restore, (type(self), self._names_to_pickle())


class BorrowedNames(_PickledNames):
    """Functions, constants and objects that a fit has used of its context."""

    def _names_to_pickle(self) -> dict[str, Any]:
        return _replace_modules(self)


class Context(_PickledNames):
    """The names that ``context=`` gave; those that cannot be pickled are left out of a pickle."""

    def _names_to_pickle(self) -> dict[str, Any]:
        usable = {name: value for name, value in self.items() if is_usable(value)}
        return {n: value for n, value in _replace_modules(usable).items() if _is_picklable(value)}


@dataclass(frozen=True)
class _ModuleName:
    """A module in a pickle."""

    name: str


def names_in_scope(
    context: Mapping[str, Any] | None, borrowed: Iterable[BorrowedNames] = ()
) -> Mapping[str, Any]:
    """The names that a formula may use besides columns.

    Parameters
    ----------
    context : mapping, optional
        As a model's function takes it; by default the local and global names of the nearest caller
        that is not rglm itself, and of running functions that it is written in.
    borrowed : iterable of BorrowedNames
        What a fit has used before, which comes first.
    """
    first = {name: value for names in borrowed for name, value in names.items()}
    if context is None:
        return _names_of_caller().new_child(first)
    return ChainMap(first, dict(context)) if first else context


def as_context(context: Mapping[str, Any] | None) -> Context | None:
    """A copy of what ``context=`` gave; TypeError if it is no mapping of names."""
    if context is None or isinstance(context, Context):
        return context
    if not isinstance(context, Mapping) or not all(isinstance(name, str) for name in context):
        raise TypeError(
            "context= takes a dict of what a formula may use besides columns, such as "
            f"{{'half': half}}, or {{}} for nothing, got {type(context).__name__}"
        )
    return Context(context)


def is_usable(value: Any) -> bool:
    """Whether a formula may use an object of its context: a function, module or constant."""
    return callable(value) or inspect.ismodule(value) or isinstance(value, USABLE_KINDS)


def is_row_vector(value: Any) -> TypeGuard[Sized]:
    """Whether an object of a context may have a value for each row."""
    return isinstance(value, ROW_KINDS) and getattr(value, "ndim", 1) > 0


def own_copy(value: Any) -> Any:
    """An object as a fit keeps it: a list or an array is copied, for it may change later."""
    return deepcopy(value) if isinstance(value, COPIED_KINDS) else value


def _names_of_caller() -> ChainMap[str, Any]:
    frame = sys._getframe(1)
    while frame.f_back and is_inside(frame, ("rglm",)):
        frame = frame.f_back
    return ChainMap(*_local_names(frame), frame.f_globals)


def _local_names(frame: FrameType) -> list[dict[str, Any]]:
    """The local names of a call, then those of the functions around it that are still running.

    So a lambda or comprehension has the names of the function that it is written in.
    """
    names: list[dict[str, Any]] = [frame.f_locals]
    code, outer = frame.f_code, frame.f_back
    while outer is not None and code.co_name != "<module>":
        if any(constant is code for constant in outer.f_code.co_consts):
            names.append(outer.f_locals)
            code = outer.f_code
        outer = outer.f_back
    return names


def _replace_modules(names: Mapping[str, Any]) -> dict[str, Any]:
    return {n: _ModuleName(v.__name__) if inspect.ismodule(v) else v for n, v in names.items()}


def _restore(kind: Callable[..., _PickledNames], names: Mapping[str, Any]) -> _PickledNames:
    """Names out of a pickle."""
    return kind(
        (n, import_module(v.name) if isinstance(v, _ModuleName) else v) for n, v in names.items()
    )


def _is_picklable(value: Any) -> bool:
    try:
        pickle.dumps(value)
    except Exception:  # a class may raise anything
        return False
    return True
