"""Which variables of a grid are nested in others."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from itertools import permutations
from typing import Any

from rglm.design.derivatives.column_uses import columns_of_terms
from rglm.design.frame.schema import Schema
from rglm.formatting.hints.did_you_mean import did_you_mean

EXAMPLE = "nesting='drug %in% route' or {'drug': ['route']}"


def find_nesting(
    schemas: Sequence[Schema],
    names: Sequence[str],
    is_nested: Callable[[str, str], bool],
    columns: Container[str],
) -> dict[str, tuple[str, ...]]:
    """The variables that each nested one is nested in.

    A variable is nested in another where each of its levels is seen with one level of the other,
    and where the formula has it only within the other, ``a/b``; and in what these are nested in.
    Variables that would be nested in themselves are not nested.

    Parameters
    ----------
    schemas : sequence of Schema
    names : sequence of str
        The variables of the grid with more than one value.
    is_nested : callable
        Whether each level of a variable is seen with one level of another.
    columns : container of str
        Of the data.
    """
    nests: dict[str, list[str]] = {}
    for name, other in permutations(names, 2):
        if is_nested(name, other) and name not in nests.get(other, ()):
            nests.setdefault(name, []).append(other)
    for schema in schemas:
        for name, outer in _nested_in_formula(schema, names, columns).items():
            known = nests.setdefault(name, [])
            known += [one for one in outer if one not in known]
    for name, outer in nests.items():
        further = [n for one in outer for n in nests.get(one, ())]
        nests[name] = list(dict.fromkeys([*further, *outer]))
    return {name: tuple(outer) for name, outer in nests.items() if name not in outer}


def read_nesting(given: Any, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The nesting that is given: ``"drug %in% route, c %in% (a*b)"``, or a dict.

    Raises
    ------
    TypeError, ValueError
        It is neither, or has a name that is no variable of the grid, or two that are nested in
        each other.
    """
    if isinstance(given, str):
        given = _read_text(given)
    if not isinstance(given, Mapping):
        raise TypeError(f"nesting= takes a text or a dict, {EXAMPLE}, got {given!r}")
    out = {
        str(name): tuple([outer] if isinstance(outer, str) else map(str, outer))
        for name, outer in given.items()
    }
    for name in dict.fromkeys([*out, *(n for outer in out.values() for n in outer)]):
        if name not in names:
            hint = did_you_mean(name, names)
            raise ValueError(f"nesting= has {name!r}; the grid has {', '.join(names)}{hint}")
    for name, outer in out.items():
        for other in outer:
            if name == other or name in out.get(other, ()):
                raise ValueError(f"nesting=: {name} and {other} cannot be nested in each other")
    return out


def nesting_text(nesting: Mapping[str, Sequence[str]]) -> str:
    """A nesting as text: ``B %in% A, C %in% (A*B)``."""
    sides = {name: "*".join(outer) for name, outer in nesting.items()}
    return ", ".join(
        f"{name} %in% {f'({side})' if len(nesting[name]) > 1 else side}"
        for name, side in sides.items()
    )


def _nested_in_formula(
    schema: Schema, names: Sequence[str], columns: Container[str]
) -> dict[str, list[str]]:
    """The variables in all terms that have a variable, if these are never without others."""
    factors = [one & set(names) for one in columns_of_terms([schema], columns)]
    out = {}
    for name in names:
        terms = [term - {name} for term in factors if name in term]
        common = set.intersection(*terms) if terms else set()
        if common:
            out[name] = [n for n in names if n in common]
    return out


def _read_text(text: str) -> dict[str, list[str]]:
    out = {}
    for part in re.split(r",(?![^(]*\))", text):
        name, found, outer = part.partition("%in%")
        words = [word.strip("` ") for word in outer.strip(" ()").split("*")]
        if not found or not all(words) or not name.strip("` "):
            raise ValueError(f"nesting={text!r} cannot be read; write {EXAMPLE}")
        out[name.strip("` ")] = words
    return out
