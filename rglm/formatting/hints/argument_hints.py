"""Arguments and attributes that are not there: did you mean ...?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, wraps
from inspect import Parameter, signature
from itertools import zip_longest
from numbers import Integral
from typing import Any, TypeVar, cast

from rglm.formatting.hints.argument_kinds import checked_kinds, checked_value
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.misplaced_arguments import LEAD, misplaced
from rglm.formatting.hints.other_packages import ARGUMENTS, ATTRIBUTES, MODELS, NEEDLESS

# arguments whose functions say more of what stands in their place
NOT_CHECKED = ("fit", "formula", "header", "nsim", "parm", "ref", "rhs", "scale", "scope")
Made = TypeVar("Made", bound=Callable[..., Any])


@cache
def spelled(function: Made) -> Made:
    """The function, with errors that say which argument is meant.

    They are of an argument that it does not have, and of one that stands in another's place.

    >>> @spelled
    ... def fit(formula, family=None): ...
    >>> fit("y ~ x", familly="poisson")
    Traceback (most recent call last):
    TypeError: fit() has no argument 'familly' (did you mean 'family'?)
    """
    parameters = signature(function).parameters.values()
    if any(p.kind is Parameter.VAR_KEYWORD for p in parameters):
        return function
    places = [p.name for p in parameters if p.kind is Parameter.POSITIONAL_OR_KEYWORD]
    by_name = [p.name for p in parameters if p.kind is Parameter.KEYWORD_ONLY]
    known = dict.fromkeys([*places, *by_name])
    switches = {p.name for p in parameters if p.annotation == "bool"}
    own = function.__module__.startswith("rglm.families")  # families say what they take
    kinds = {} if own else checked_kinds(p for p in parameters if p.name not in NOT_CHECKED)

    @wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        for name in kwargs:
            if name not in known:
                raise TypeError(unknown_argument(function.__name__, name, known))
        try:
            if switches:
                _check_switches(
                    function.__name__, dict(zip(places, args, strict=False)) | kwargs, switches
                )
            args = tuple(
                checked_value(function.__name__, name, value, kinds[name])
                if name in kinds
                else value
                for name, value in zip_longest(places[: len(args)], args)
            )
            for name in kinds.keys() & kwargs.keys():
                kwargs[name] = checked_value(function.__name__, name, kwargs[name], kinds[name])
            return function(*args, **kwargs)
        except (TypeError, ValueError) as error:
            if hint := misplaced(args[1:], places[1:], known):
                said = str(error).partition(LEAD)[0]  # without what a function inside has guessed
                error.args = (f"{said}{hint}", *error.args[1:])
            raise

    return cast(Made, checked)


def _check_switches(function: str, given: Mapping[str, Any], switches: Collection[str]) -> None:
    for name in switches & given.keys():
        value = given[name]
        is_bool = type(value).__name__ in ("bool", "bool_")
        if not (is_bool or (isinstance(value, Integral) and value in (0, 1))):
            raise TypeError(f"{function}(): {name}= takes True or False, got {value!r}")


def unknown_argument(function: str, name: str, known: Iterable[str]) -> str:
    """What to say of an argument that a function does not have."""
    there = [word for word in known if word != "fit"]
    plain = name.replace(".", "_")
    own = f"{function} {plain}"
    said = f"{function}() has no argument {name!r}"
    if plain != name and plain in there:
        return f"{said} (here it is {plain}=, with _ for R's dot)"
    if function in MODELS and own not in ARGUMENTS and plain in NEEDLESS:
        return f"{said}, and needs none: {NEEDLESS[plain]}; leave it out"
    meant = meaning(plain, there, {**ARGUMENTS, plain: ARGUMENTS.get(own, ARGUMENTS.get(plain))})
    return said + (meant or (f"; it has {', '.join(there)}" if there else "; it takes none"))


def meaning(word: str, known: Iterable[str], elsewhere: Mapping[str, str]) -> str:
    """What somebody may have meant, as other packages call it or by its letters."""
    there = elsewhere.get(word)
    return f" (here it is {there})" if there else did_you_mean(word, known)


def missing_attribute(thing: Any, name: str) -> AttributeError:
    """The error of an attribute that a fit does not have."""
    verbs = [word for word in dir(thing) if not word.startswith("_")]
    meant = meaning(name, verbs, ATTRIBUTES)
    return AttributeError(f"{type(thing).__name__} has no attribute {name!r}{meant}")
