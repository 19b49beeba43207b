"""The positions of names in a list of names, and the error where a name is ambiguous."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from numbers import Integral

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.text.printable import listed


def name_positions(
    requested: Iterable[str], names: Sequence[str], argument: str, what: str = "coefficient"
) -> list[int]:
    """The position in `names` of each name that is asked for.

    Raises
    ------
    TypeError
        A name is no text.
    ValueError
        A name is not in the list, or is there more than once.

    Examples
    --------
    >>> name_positions(["b", "a"], ["a", "b"], "parm=")
    [1, 0]
    >>> name_positions(["a"], ["a", "b", "a"], "parm=")
    Traceback (most recent call last):
    ValueError: parm='a' is ambiguous: the coefficients at places 0 and 2 have this name. ...
    """
    known: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        known.setdefault(name, []).append(place)
    out = []
    for name in requested:
        if not isinstance(name, str):
            raise TypeError(
                f"{argument} takes names of {what}s, got {name!r}{counted_from_one(name, names)}"
            )
        if name not in known:
            raise ValueError(
                f"{argument}{name!r} is no {what}; there are {listed(names, 50)}"
                f"{did_you_mean(name, names)}"
            )
        check_unique(name, known[name], argument, what)
        out.append(known[name][0])
    return out


def counted_from_one(place: object, names: Sequence[str]) -> str:
    """A hint at the name whose place R's script gives; "" of what is no place.

    >>> counted_from_one(2, ["(Intercept)", "x"])
    "; R's place 2 is 'x'"
    """
    is_place = isinstance(place, Integral) and not isinstance(place, bool)
    if not is_place or not 1 <= int(str(place)) <= len(names):
        return f"; there are {listed(names, 50)}" if is_place else ""
    return f"; R's place {place} is {names[int(str(place)) - 1]!r}"


def check_unique(
    name: str, places: Sequence[int], argument: str, what: str = "coefficient"
) -> None:
    """Raise a ValueError if a name has several positions."""
    if len(places) > 1:
        first = ", ".join(map(str, places[:-1]))
        raise ValueError(
            f"{argument}{name!r} is ambiguous: the {what}s at places {first} and {places[-1]} "
            "have this name. Rename a column of the data or a level, or ask for all and choose by "
            f"place, as .iloc[{places[-1]}] does"
        )
