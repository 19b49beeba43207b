"""Errors of unknown arguments and attributes that say which one may be meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from inspect import Parameter, signature
from itertools import zip_longest
from numbers import Integral
from typing import Any, TypeVar, cast

from rglm.formatting.hints.argument_kinds import check_value, declared_kinds
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.means_packages import NEEDED_ARGUMENTS
from rglm.formatting.hints.misplaced_arguments import HINT_START, misplaced_argument_hint
from rglm.formatting.hints.other_packages import (
    ARGUMENTS_ELSEWHERE,
    ATTRIBUTES_ELSEWHERE,
    NEEDLESS_ARGUMENTS_OF,
)

# arguments that functions check themselves, with more to say
UNCHECKED_ARGUMENTS = ("fit", "formula", "header", "nsim", "parm", "ref", "rhs", "scale", "scope")
Function = TypeVar("Function", bound=Callable[..., Any])


def check_arguments(function: Function) -> Function:
    """The function with a check of its arguments, whose errors say which argument is meant.

    The errors are of an argument that the function does not have, of a value that its annotation
    does not allow, and of a value in the place of another argument.

    Parameters
    ----------
    function : function
        A model or a verb; it is returned as it is if it takes any keyword.

    Returns
    -------
    function
        With the same name, signature and docstring.

    Examples
    --------
    >>> @check_arguments
    ... def fit(formula, family=None): ...
    >>> fit("y ~ x", familly="poisson")
    Traceback (most recent call last):
    TypeError: fit() has no argument 'familly' (did you mean 'family'?)
    """
    return cast(Function, _with_checks(function, True))


def check_argument_names(function: Function) -> Function:
    """The function with a check of the names of its arguments; it checks their values itself."""
    return cast(Function, _with_checks(function, False))


@cache
def _with_checks(function: Callable[..., Any], checks_values: bool) -> Callable[..., Any]:
    parameters = signature(function).parameters.values()
    if any(p.kind is Parameter.VAR_KEYWORD for p in parameters):
        return function
    checks = _ArgumentChecks.of(function.__name__, parameters, checks_values)

    @wraps(function)
    def with_checks(*args: Any, **kwargs: Any) -> Any:
        checks.check_names(kwargs)
        checks.check_needed(args, kwargs)
        try:
            args, kwargs = checks.checked_values(args, kwargs)
            return function(*args, **kwargs)
        except (TypeError, ValueError) as error:
            if hint := checks.hint(args):
                message = str(error).partition(HINT_START)[0]  # without a hint from inside
                error.args = (f"{message}{hint}", *error.args[1:])
            raise

    return with_checks


@dataclass(frozen=True)
class _ArgumentChecks:
    """The checks of the arguments of a function, from its signature."""

    function: str
    positional: list[str]
    known: dict[str, None]
    switches: set[str]  # those that are True or False
    kinds: dict[str, tuple[str, ...]]  # the kinds of values of the others, where they are checked
    needed: dict[str, str]  # what those without a default are for, where an example is known

    @classmethod
    def of(
        cls, function: str, parameters: Collection[Parameter], checks_values: bool
    ) -> _ArgumentChecks:
        positional = [p.name for p in parameters if p.kind is Parameter.POSITIONAL_OR_KEYWORD]
        by_name = [p.name for p in parameters if p.kind is Parameter.KEYWORD_ONLY]
        checked = (p for p in parameters if checks_values and p.name not in UNCHECKED_ARGUMENTS)
        return cls(
            function,
            positional,
            dict.fromkeys(name for name in (*positional, *by_name) if name != "self"),
            {p.name for p in parameters if p.annotation == "bool"},
            declared_kinds(checked),
            {
                p.name: NEEDED_ARGUMENTS[f"{function} {p.name}"]
                for p in parameters
                if p.default is Parameter.empty and f"{function} {p.name}" in NEEDED_ARGUMENTS
            },
        )

    def check_names(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.known:
                raise TypeError(unknown_argument_message(self.function, name, self.known))

    def check_needed(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        for name, meaning in self.needed.items():
            if self.positional.index(name) >= len(args) and name not in kwargs:
                raise TypeError(f"{self.function}() needs {name}=, {meaning}")

    def checked_values(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The values, of which whole floats become ints where these are declared."""
        if self.switches:
            self._check_switches(dict(zip(self.positional, args, strict=False)) | kwargs)
        places = zip_longest(self.positional[: len(args)], args)
        args = tuple(self._checked(name, value) for name, value in places)
        return args, {name: self._checked(name, value) for name, value in kwargs.items()}

    def _checked(self, name: str | None, value: Any) -> Any:
        """The value; of one without a name (there are too many) the function's error is raised."""
        if name is None or name not in self.kinds:
            return value
        return check_value(self.function, name, value, self.kinds[name])

    def _check_switches(self, given: Mapping[str, Any]) -> None:
        for name in self.switches & given.keys():
            value = given[name]
            is_bool = type(value).__name__ in ("bool", "bool_")
            if not (is_bool or (isinstance(value, Integral) and value in (0, 1))):
                raise TypeError(f"{self.function}(): {name}= takes True or False, got {value!r}")

    def hint(self, args: tuple[Any, ...]) -> str:
        return misplaced_argument_hint(args[1:], self.positional[1:], self.known)


def unknown_argument_message(function: str, name: str, known: Iterable[str]) -> str:
    """The error message for an argument that a function does not have."""
    arguments = [word for word in known if word != "fit"]
    plain = name.replace(".", "_")
    own = f"{function} {plain}"  # an entry for this function only
    message = f"{function}() has no argument {name!r}"
    if plain != name and plain in arguments:
        return f"{message} (here it is {plain}=, with _ for R's dot)"
    needless = NEEDLESS_ARGUMENTS_OF.get(function, {})
    if own not in ARGUMENTS_ELSEWHERE and plain in needless:
        return f"{message}, and needs none: {needless[plain]}; leave it out"
    if hint := argument_hint(function, plain, arguments):
        return message + hint
    return message + (f"; it has {', '.join(arguments)}" if arguments else "; it takes none")


def argument_hint(function: str, name: str, known: Iterable[str]) -> str:
    """A hint at the argument of a function that may be meant, or at another function's."""
    meaning = ARGUMENTS_ELSEWHERE.get(f"{function} {name}", ARGUMENTS_ELSEWHERE.get(name))
    return name_hint(name, known, {name: meaning} if meaning else {})


def name_hint(word: str, known: Iterable[str], elsewhere: Mapping[str, str]) -> str:
    """A hint at the name that may be meant: another package's name of it, or a mistyped one."""
    meaning = elsewhere.get(word)
    return f" (here it is {meaning})" if meaning else did_you_mean(word, known)


def missing_attribute_error(owner: object, name: str) -> AttributeError:
    """The error for an attribute that a fit does not have."""
    public = [word for word in dir(owner) if not word.startswith("_")]
    hint = name_hint(name, public, ATTRIBUTES_ELSEWHERE)
    message = f"{type(owner).__name__} has no attribute {name!r}{hint}"
    return AttributeError(message, name=name)  # a name without an object: Python adds no hint
