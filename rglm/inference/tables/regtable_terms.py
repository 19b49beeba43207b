"""Which coefficients a table of models shows, in which order and under which labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.name_positions import name_positions
from rglm.protocol.model_result import ModelResult

Identity: TypeAlias = tuple[str, str, int]
"""A coefficient: its name, its term, and its number among those of one name and term."""
Group: TypeAlias = tuple[str, list[Identity]]
"""A label, and the coefficients on its line."""


@dataclass(frozen=True)
class Alignment:
    """The lines of coefficients of models with two parts beside those of models with one.

    Attributes
    ----------
    line_names : dict
        The name of the line of a coefficient that has another name: ``x`` for ``count_x``, if
        there is a model with one part too.
    secondary : set of Identity
        Coefficients of second parts, and cut points: their lines come last.
    """

    line_names: Mapping[str, str]
    secondary: frozenset[Identity]

    @classmethod
    def of(cls, fits: Sequence[ModelResult], tables: Sequence[pd.DataFrame]) -> Alignment:
        """The alignment of some fits with their tables."""
        line_names: dict[str, str] = {}
        secondary: set[Identity] = set()
        has_one_part = False
        for fit, table in zip(fits, tables, strict=True):
            names = [name for name, *_ in table.index]
            lines = fit._names_in_one_part
            is_secondary = fit._is_secondary
            has_one_part |= lines == names
            line_names |= {a: b for a, b in zip(names, lines, strict=True) if a != b}
            secondary |= {table.index[place] for place in np.flatnonzero(is_secondary).tolist()}
        return cls(line_names if has_one_part else {}, frozenset(secondary))

    def with_partners(
        self, shown: Sequence[Identity], every: Sequence[Identity]
    ) -> list[Identity]:
        """The coefficients asked for, and those that stand on their lines."""
        out = []
        for one in shown:
            partners = [i for i in every if self.line_names.get(i[0]) == one[0] and i not in shown]
            out += [one, *(partner for partner in partners if partner not in out)]
        return out


def chosen_terms(
    tables: Sequence[pd.DataFrame],
    coef_map: Mapping[str, str] | Sequence[str] | None,
    coef_omit: str | Sequence[str] | None,
    labels: Mapping[str, str] | Callable[[str], str] | None,
    alignment: Alignment,
) -> list[Group]:
    """The coefficients of each label, in the order of the lines.

    Coefficients of one name but of two terms have a line each.

    Parameters
    ----------
    tables : sequence of DataFrame
        A row a coefficient, under its identity.
    alignment : Alignment
        The names that share a line by default, and the lines that are last.

    Raises
    ------
    ValueError
        A name belongs to no coefficient or to several; two coefficients of one model have one
        label; no coefficient is left.
    """
    every = list(dict.fromkeys(identity for table in tables for identity in table.index))
    every.sort(key=lambda identity: identity in alignment.secondary)
    known = [name for name, *_ in every]
    shown = every
    if coef_map is not None:
        places = _places_of(coef_map, known, "coef_map")
        shown = alignment.with_partners([every[place] for place in places], every)
    omitted = _omitted_names(coef_omit, known)
    shown = [i for i in shown if omitted.isdisjoint((i[0], alignment.line_names.get(i[0], i[0])))]
    if known and not shown:
        raise ValueError(f"coef_map= and coef_omit= leave no coefficient of {', '.join(known)}")
    if isinstance(labels, Mapping):
        _places_of([name for name in labels if name in known], known, "labels")
    out = _group_by_label(shown, _label_function(coef_map, labels, alignment))
    _check_lines(out, tables)
    return out


def _group_by_label(identities: Sequence[Identity], naming: Callable[[str], str]) -> list[Group]:
    """The coefficients of one label together, those of one name apart."""
    out: list[Group] = []
    for identity in identities:
        label = naming(identity[0])
        for known, members in out:
            if known == label and identity[0] not in (name for name, *_ in members):
                members.append(identity)
                break
        else:
            out.append((label, [identity]))
    return out


def _check_lines(groups: Sequence[Group], tables: Sequence[pd.DataFrame]) -> None:
    for label, members in groups:
        for table in tables:
            twice = [identity[0] for identity in members if identity in table.index]
            if len(twice) > 1:
                raise ValueError(
                    f"the label {label!r} stands for {' and '.join(map(repr, twice))} of the same "
                    "model; give each its own"
                )


def _places_of(given: Any, known: Sequence[str], argument: str) -> list[int]:
    """The places of coefficients by name; an error for a name that is unknown or not unique."""
    names = [given] if isinstance(given, str) else list(given)
    for name in names:
        if name not in known:
            raise ValueError(
                f"{argument}= has {name!r}, which is a coefficient of no model; there are "
                f"{', '.join(known[:50])}{did_you_mean(str(name), known)}"
            )
    return name_positions(names, known, f"{argument}=: ")


def _omitted_names(coef_omit: str | Sequence[str] | None, known: Sequence[str]) -> set[str]:
    if coef_omit is None:
        return set()
    if not isinstance(coef_omit, str):
        return {known[place] for place in _places_of(coef_omit, known, "coef_omit")}
    try:
        pattern = re.compile(coef_omit)
    except re.error as error:
        raise ValueError(f"coef_omit={coef_omit!r} is no regular expression: {error}") from None
    return {term for term in known if pattern.search(term)}


def _label_function(
    coef_map: Mapping[str, str] | Sequence[str] | None,
    labels: Mapping[str, str] | Callable[[str], str] | None,
    alignment: Alignment,
) -> Callable[[str], str]:
    """A function that gives a name its label: ``labels=``, else ``coef_map=``, else its line's."""
    if labels is not None and not callable(labels) and not isinstance(labels, Mapping):
        raise TypeError(f"labels= takes a dict or a function of the name, got {labels!r}")
    mapped = coef_map if isinstance(coef_map, Mapping) else {}

    def name(term: str) -> str:
        line = alignment.line_names.get(term, term)
        known = mapped.get(term, mapped.get(line, line))
        if callable(labels):
            return str(labels(known))
        return str((labels or {}).get(term, (labels or {}).get(line, known)))

    return name
