"""Whether an argument is of the kind that its function declares: a number, a text, axes ...

The declaration is the annotation, so that there is one place that says what an argument takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter
from numbers import Integral, Real
from typing import Any

LARGEST = 2**63  # of a whole number
MAX_SHOWN = 40  # characters of a value


def _is_number(value: Any) -> bool:
    if not isinstance(value, Real):
        return getattr(value, "shape", None) == () and value.dtype.kind in "biuf"
    try:
        float(value)
    except OverflowError:
        return False
    return True


def _is_whole(value: Any) -> bool:
    if isinstance(value, Integral):
        return abs(int(value)) < LARGEST
    return _is_number(value) and abs(float(value)) < LARGEST and float(value).is_integer()


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_axes(value: Any) -> bool:
    """Whether a value is an Axes of matplotlib, or does as one."""
    return hasattr(value, "get_xaxis")


def _all(is_kind: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Whether a value is a list of one kind of thing."""

    def check(value: Any) -> bool:
        several = isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))
        return several and hasattr(value, "__len__") and all(map(is_kind, value))

    return check


# what annotations mean: a word for it, and how it is seen
KINDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "float": ("a number", _is_number),
    "int": ("a whole number", _is_whole),
    "str": ("a text", _is_text),
    "None": ("None", lambda value: value is None),
    "Axes": ("matplotlib's axes", is_axes),
    "Sequence[str]": ("a list of texts", _all(_is_text)),
    "Sequence[float]": ("a list of numbers", _all(_is_number)),
    "Sequence[int]": ("a list of whole numbers", _all(_is_whole)),
    "Sequence[int | str]": ("a list of them", _all(lambda v: _is_whole(v) or _is_text(v))),
    "Mapping[str, Any]": ("a dict of names", lambda value: isinstance(value, Mapping)),
    "Callable[[Any, float], Any]": ("a function", callable),
    "bool": ("True or False", lambda value: type(value).__name__ in ("bool", "bool_")),
}

OWN = (("bool",), ("str", "int"))  # switches, and anova()'s type, which are checked elsewhere


def checked_kinds(parameters: Iterable[Parameter]) -> dict[str, tuple[str, ...]]:
    """The parameters whose annotation says all that they take, with its alternatives."""
    out = {}
    for parameter in parameters:
        kinds = _alternatives(str(parameter.annotation))
        if kinds not in OWN and all(kind in KINDS for kind in kinds):
            out[parameter.name] = kinds
    return out


def _alternatives(annotation: str) -> tuple[str, ...]:
    """``int | str | Sequence[int | str]`` has three."""
    out, depth = [""], 0
    for sign in annotation:
        depth += (sign == "[") - (sign == "]")
        if sign == "|" and not depth:
            out.append("")
        else:
            out[-1] += sign
    return tuple(kind.strip() for kind in out)


def checked_value(function: str, name: str, value: Any, kinds: tuple[str, ...]) -> Any:
    """The value; a whole number that came as a float is an int where one is asked for.

    Raises
    ------
    TypeError
        It is of none of the kinds.

    Examples
    --------
    >>> checked_value("predict", "level", "high", ("float",))
    Traceback (most recent call last):
    TypeError: predict(): level= takes a number, got 'high'
    """
    if not any(KINDS[kind][1](value) for kind in kinds):
        words = [KINDS[kind][0] for kind in kinds]
        takes = " or ".join([*([", ".join(words[:-1])] if words[:-1] else []), words[-1]])
        raise TypeError(f"{function}(): {name}= takes {takes}, got {shown(value)}")
    floats = isinstance(value, float) and "int" in kinds and "float" not in kinds
    return int(value) if floats else value


def shown(value: Any) -> str:
    """A short value as it is written, the type of another."""
    if value is not None and not isinstance(value, (str, bytes, Real, list, tuple, complex)):
        return f"a value of type {type(value).__name__}"
    if isinstance(value, Integral) and abs(int(value)) >= LARGEST:
        return "one that is too large"
    text = repr(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."
