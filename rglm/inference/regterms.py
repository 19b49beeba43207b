"""Which coefficients a table of models shows, in which order and under which labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from rglm.format.suggest import did_you_mean


def chosen_terms(
    tables: Sequence[pd.DataFrame],
    coef_map: Mapping[str, str] | Sequence[str] | None,
    coef_omit: str | Sequence[str] | None,
    labels: Mapping[str, str] | Callable[[str], str] | None,
) -> dict[str, list[str]]:
    """The coefficients under each label, in the order of the lines.

    Raises
    ------
    ValueError
        A name that no model has; two coefficients of one model under one label; nothing left.
    """
    known = list(dict.fromkeys(term for table in tables for term in table.index))
    kept = known if coef_map is None else _checked(coef_map, known, "coef_map")
    omitted = _omitted(coef_omit, known)
    kept = [term for term in kept if term not in omitted]
    if known and not kept:
        raise ValueError(f"coef_map= and coef_omit= leave no coefficient of {', '.join(known)}")
    naming = _naming(coef_map, labels)
    out: dict[str, list[str]] = {}
    for term in kept:
        out.setdefault(naming(term), []).append(term)
    for label, terms in out.items():
        for table in tables:
            if len(twice := [term for term in terms if term in table.index]) > 1:
                raise ValueError(
                    f"the label {label!r} stands for {' and '.join(map(repr, twice))} of the same "
                    "model; give each its own"
                )
    return out


def _checked(given: Any, known: Sequence[str], argument: str) -> list[str]:
    """Names of coefficients, each of them known."""
    names = [given] if isinstance(given, str) else list(given)
    for name in names:
        if name not in known:
            raise ValueError(
                f"{argument}= has {name!r}, which is a coefficient of no model; there are "
                f"{', '.join(known[:50])}{did_you_mean(str(name), known)}"
            )
    return names


def _omitted(coef_omit: str | Sequence[str] | None, known: Sequence[str]) -> set[str]:
    if coef_omit is None:
        return set()
    if not isinstance(coef_omit, str):
        return set(_checked(coef_omit, known, "coef_omit"))
    try:
        pattern = re.compile(coef_omit)
    except re.error as error:
        raise ValueError(f"coef_omit={coef_omit!r} is no regular expression: {error}") from None
    return {term for term in known if pattern.search(term)}


def _naming(
    coef_map: Mapping[str, str] | Sequence[str] | None,
    labels: Mapping[str, str] | Callable[[str], str] | None,
) -> Callable[[str], str]:
    """The label of a coefficient: of ``labels=``, else of ``coef_map=``, else its name."""
    if labels is not None and not callable(labels) and not isinstance(labels, Mapping):
        raise TypeError(f"labels= takes a dict or a function of the name, got {labels!r}")
    mapped = coef_map if isinstance(coef_map, Mapping) else {}

    def name(term: str) -> str:
        if callable(labels):
            return str(labels(mapped.get(term, term)))
        return str((labels or {}).get(term, mapped.get(term, term)))

    return name
