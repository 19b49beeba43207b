"""Errors of unknown arguments and attributes that say which one may be meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, wraps
from inspect import Parameter, signature
from itertools import zip_longest
from numbers import Integral
from typing import Any, TypeVar, cast

from rglm.formatting.hints.argument_kinds import check_value, declared_kinds
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.misplaced_arguments import HINT_START, misplaced_argument_hint
from rglm.formatting.hints.other_packages import (
    ARGUMENTS_ELSEWHERE,
    ATTRIBUTES_ELSEWHERE,
    MODEL_FUNCTIONS,
    NEEDLESS_ARGUMENTS,
)

# arguments that functions check themselves, with more to say
NOT_CHECKED = ("fit", "formula", "header", "nsim", "parm", "ref", "rhs", "scale", "scope")
Function = TypeVar("Function", bound=Callable[..., Any])


def check_arguments(function: Function) -> Function:
    """The function with a check of its arguments, whose errors say which argument is meant.

    The errors are of an argument that the function does not have, of a value that its annotation
    does not allow, and of a value in the place of another argument.

    >>> @check_arguments
    ... def fit(formula, family=None): ...
    >>> fit("y ~ x", familly="poisson")
    Traceback (most recent call last):
    TypeError: fit() has no argument 'familly' (did you mean 'family'?)
    """
    return cast(Function, _with_checks(function))


@cache
def _with_checks(function: Callable[..., Any]) -> Callable[..., Any]:
    parameters = signature(function).parameters.values()
    if any(p.kind is Parameter.VAR_KEYWORD for p in parameters):
        return function
    positional = [p.name for p in parameters if p.kind is Parameter.POSITIONAL_OR_KEYWORD]
    by_name = [p.name for p in parameters if p.kind is Parameter.KEYWORD_ONLY]
    known = dict.fromkeys([*positional, *by_name])
    switches = {p.name for p in parameters if p.annotation == "bool"}
    is_family = function.__module__.startswith("rglm.families")  # which check their values
    checked = () if is_family else (p for p in parameters if p.name not in NOT_CHECKED)
    kinds = declared_kinds(checked)

    @wraps(function)
    def with_checks(*args: Any, **kwargs: Any) -> Any:
        for name in kwargs:
            if name not in known:
                raise TypeError(unknown_argument_message(function.__name__, name, known))
        try:
            if switches:
                given = dict(zip(positional, args, strict=False)) | kwargs
                _check_switches(function.__name__, given, switches)
            args = tuple(
                check_value(function.__name__, name, value, kinds[name])
                if name in kinds
                else value
                for name, value in zip_longest(positional[: len(args)], args)
            )
            for name in kinds.keys() & kwargs.keys():
                kwargs[name] = check_value(function.__name__, name, kwargs[name], kinds[name])
            return function(*args, **kwargs)
        except (TypeError, ValueError) as error:
            if hint := misplaced_argument_hint(args[1:], positional[1:], known):
                message = str(error).partition(HINT_START)[0]  # without a hint from inside
                error.args = (f"{message}{hint}", *error.args[1:])
            raise

    return with_checks


def _check_switches(function: str, given: Mapping[str, Any], switches: Collection[str]) -> None:
    for name in switches & given.keys():
        value = given[name]
        is_bool = type(value).__name__ in ("bool", "bool_")
        if not (is_bool or (isinstance(value, Integral) and value in (0, 1))):
            raise TypeError(f"{function}(): {name}= takes True or False, got {value!r}")


def unknown_argument_message(function: str, name: str, known: Iterable[str]) -> str:
    """The error message for an argument that a function does not have."""
    arguments = [word for word in known if word != "fit"]
    plain = name.replace(".", "_")
    own = f"{function} {plain}"  # an entry for this function only
    message = f"{function}() has no argument {name!r}"
    if plain != name and plain in arguments:
        return f"{message} (here it is {plain}=, with _ for R's dot)"
    if (
        function in MODEL_FUNCTIONS
        and own not in ARGUMENTS_ELSEWHERE
        and plain in NEEDLESS_ARGUMENTS
    ):
        return f"{message}, and needs none: {NEEDLESS_ARGUMENTS[plain]}; leave it out"
    elsewhere = {plain: meaning} if (meaning := _meaning(own, plain)) else {}
    if hint := name_hint(plain, arguments, elsewhere):
        return message + hint
    return message + (f"; it has {', '.join(arguments)}" if arguments else "; it takes none")


def _meaning(own: str, plain: str) -> str | None:
    """What an argument of another package is here, for one function or for any."""
    return ARGUMENTS_ELSEWHERE.get(own, ARGUMENTS_ELSEWHERE.get(plain))


def name_hint(word: str, known: Iterable[str], elsewhere: Mapping[str, str]) -> str:
    """A hint at the name that may be meant: another package's name of it, or a mistyped one."""
    meaning = elsewhere.get(word)
    return f" (here it is {meaning})" if meaning else did_you_mean(word, known)


def missing_attribute_error(thing: object, name: str) -> AttributeError:
    """The error for an attribute that a fit does not have."""
    public = [word for word in dir(thing) if not word.startswith("_")]
    hint = name_hint(name, public, ATTRIBUTES_ELSEWHERE)
    return AttributeError(f"{type(thing).__name__} has no attribute {name!r}{hint}")
