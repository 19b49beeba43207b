"""The error of more values by place than a function with ``**arguments`` takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])


def limit_positional(advice: str) -> Callable[[Function], Function]:
    """The function with an error of too many values by place, which says how to give them.

    >>> @limit_positional("give columns by name, rows(x=[1, 2])")
    ... def rows(first=None, **columns): ...
    >>> rows([1, 2], [3])
    Traceback (most recent call last):
    TypeError: rows() takes one value by its place; give columns by name, rows(x=[1, 2])
    """

    def with_limit(function: Function) -> Function:
        kinds = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
        parameters = [p for p in signature(function).parameters.values() if p.kind in kinds]
        limit = len(parameters)

        @wraps(function)
        def limited(*args: Any, **kwargs: Any) -> Any:
            if len(args) > limit:
                raise TypeError(f"{function.__name__}() takes one value by its place; {advice}")
            return function(*args, **kwargs)

        return cast(Function, limited)

    return with_limit
