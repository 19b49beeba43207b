"""What the arguments of `tbl_regression` ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.level_tables.estimate_rows import EstimateRow, Labels
from rglm.inference.level_tables.table_lines import LevelFormat
from rglm.inference.tables.maketables_format import data_labels
from rglm.protocol.model_result import ModelResult

DIGITS = {"estimate": 2, "p_value": 3}


class VariableLabels:
    """The labels that are given, else those of the data of a fit."""

    def __init__(self, given: Mapping[str, str] | Callable[[str], str | None] | None) -> None:
        if given is not None and not callable(given) and not isinstance(given, Mapping):
            raise TypeError(f"labels= takes a dict or a function of the name, got {given!r}")
        self._given, self._asked = given, set[str]()

    def of(self, fit: ModelResult) -> Labels:
        """The labels of a fit."""
        of_data = data_labels(fit)

        def label_of(name: str) -> str | None:
            self._asked.add(name)
            given = self._given
            label = given(name) if callable(given) else (given or {}).get(name)
            return of_data.get(name) if label is None else str(label)

        return label_of

    def check_names(self) -> None:
        """Raise ValueError where a label is of a name that no fit has."""
        names = self._given if isinstance(self._given, Mapping) else ()
        for name in names:
            if name not in self._asked:
                raise ValueError(
                    f"labels= has {name!r}, which is no variable, term or coefficient of a model"
                    f"{did_you_mean(str(name), self._asked)}"
                )


def included_rows(
    models: Sequence[Sequence[EstimateRow]], include: Iterable[str] | None
) -> list[list[EstimateRow]]:
    """The rows of the terms that are asked for, and the headings of their sections.

    Raises ValueError: a name is no term of a model.
    """
    if include is None:
        return [list(rows) for rows in models]
    names = [include] if isinstance(include, str) else list(include)
    known = {row.key[1] for rows in models for row in rows if row.key[1]}
    for name in names:
        if name not in known:
            hint = did_you_mean(str(name), known)
            raise ValueError(
                f"include= has {name!r}, which is no term of a model; there are "
                f"{', '.join(sorted(known))}{hint}"
            )
    return [[row for row in rows if row.key[1] in ("", *names)] for rows in models]


def level_format(
    n: bool,
    events: bool,
    digits: int | Mapping[str, int],
    rounding: str,
    reference: str,
    bold_p: float | None,
) -> LevelFormat:
    """The format that the arguments ask for.

    Raises ValueError: digits are no whole numbers, or of a field that is not there.
    """
    given = dict(digits) if isinstance(digits, Mapping) else {"estimate": digits}
    for name in given:
        if name not in DIGITS:
            hint = did_you_mean(str(name), DIGITS)
            raise ValueError(f"digits= has {name!r}: name estimate or p_value{hint}")
    places = {**DIGITS, **given}
    least = int(rounding == "significant")
    for value in places.values():
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
            raise ValueError(f"digits={digits!r}: give whole numbers from {least} on")
    if bold_p is not None and not 0 < bold_p <= 1:
        raise ValueError(f"bold_p={bold_p!r}: give a p-value between 0 and 1, such as 0.05")
    counts = [name for name, shown in (("n", n), ("events", events)) if shown]
    columns = (*counts, "estimate", "conf_int", "p_value")
    return LevelFormat(columns, places, rounding == "significant", str(reference), bold_p)


def as_notes(notes: Any) -> list[str]:
    """The notes that are given."""
    if notes is None or notes is True:
        return []
    return [notes] if isinstance(notes, str) else [str(note) for note in notes]
