"""Checks that an argument is of a kind that its annotation declares: a number, a text, axes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter
from numbers import Integral, Real
from typing import Any

MAX_INTEGER = 2**63
MAX_SHOWN = 40  # characters of a value in a message


def is_number(value: Any) -> bool:
    """Whether a value is a number that a float can hold."""
    if not isinstance(value, Real):
        return getattr(value, "shape", None) == () and value.dtype.kind in "biuf"
    try:
        float(value)
    except OverflowError:
        return False
    return True


def _is_whole(value: Any) -> bool:
    if isinstance(value, Integral):
        return abs(int(value)) < MAX_INTEGER
    return is_number(value) and abs(float(value)) < MAX_INTEGER and float(value).is_integer()


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_axes(value: Any) -> bool:
    """Whether a value is an Axes of matplotlib, or can be used as one."""
    return hasattr(value, "get_xaxis")


def _is_list_of(is_kind: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """The function that says whether a value is a list of which each element is of a kind."""

    def check(value: Any) -> bool:
        is_other = isinstance(value, (str, bytes, Mapping)) or hasattr(value, "columns")
        is_list = isinstance(value, Iterable) and not is_other
        return is_list and hasattr(value, "__len__") and all(map(is_kind, value))

    return check


# by annotation: a word for the kind, and the function that says whether a value is of it
KINDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "float": ("a number", is_number),
    "int": ("a whole number", _is_whole),
    "str": ("a text", _is_text),
    "None": ("None", lambda value: value is None),
    "Axes": ("matplotlib's axes", is_axes),
    "Sequence[str]": ("a list of texts", _is_list_of(_is_text)),
    "Sequence[float]": ("a list of numbers", _is_list_of(is_number)),
    "Sequence[int]": ("a list of whole numbers", _is_list_of(_is_whole)),
    "Sequence[int | str]": ("a list of them", _is_list_of(lambda v: _is_whole(v) or _is_text(v))),
    "Mapping[str, Any]": ("a dict of names", lambda value: isinstance(value, Mapping)),
    "Callable[[Any, float], Any]": ("a function", callable),
    "bool": ("True or False", lambda value: type(value).__name__ in ("bool", "bool_")),
}

CHECKED_ELSEWHERE = (("bool",), ("str", "int"))  # switches, and the type= of anova()


def declared_kinds(parameters: Iterable[Parameter]) -> dict[str, tuple[str, ...]]:
    """The kinds of values of each parameter whose annotation lists known kinds only."""
    out = {}
    for parameter in parameters:
        kinds = _alternatives(str(parameter.annotation))
        if kinds not in CHECKED_ELSEWHERE and all(kind in KINDS for kind in kinds):
            out[parameter.name] = kinds
    return out


def _alternatives(annotation: str) -> tuple[str, ...]:
    """The alternatives of a union: ``int | str | Sequence[int | str]`` has three."""
    out, depth = [""], 0
    for character in annotation:
        depth += (character == "[") - (character == "]")
        if character == "|" and not depth:
            out.append("")
        else:
            out[-1] += character
    return tuple(kind.strip() for kind in out)


def check_value(function: str, name: str, value: Any, kinds: tuple[str, ...]) -> Any:
    """The value, checked; a float that is whole becomes an int where an int is declared.

    Raises TypeError: it is of none of the kinds.

    Examples
    --------
    >>> check_value("predict", "level", "high", ("float",))
    Traceback (most recent call last):
    TypeError: predict(): level= takes a number, got 'high'
    """
    if not any(KINDS[kind][1](value) for kind in kinds):
        words = [KINDS[kind][0] for kind in kinds]
        takes = " or ".join([*([", ".join(words[:-1])] if words[:-1] else []), words[-1]])
        raise TypeError(f"{function}(): {name}= takes {takes}, got {describe_value(value)}")
    becomes_int = isinstance(value, float) and "int" in kinds and "float" not in kinds
    return int(value) if becomes_int else value


def describe_value(value: Any) -> str:
    """A value for a message: as it is written if that is short, or its type."""
    if value is not None and not isinstance(value, (str, bytes, Real, list, tuple, complex)):
        return f"a value of type {type(value).__name__}"
    if isinstance(value, Integral) and abs(int(value)) >= MAX_INTEGER:
        return "one that is too large"
    text = repr(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."
