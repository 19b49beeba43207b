"""The rows of a table of a model: variables, their levels, and the estimates of these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rglm.design.column_parts import ColumnPart, column_parts
from rglm.design.frame.schema import Schema
from rglm.protocol.model_result import ModelResult

INTERCEPT = "(Intercept)"
Labels = Callable[[str], str | None]
"""The label of a variable, a term or a coefficient, None where it has none."""


@dataclass(frozen=True)
class EstimateRow:
    """A row of the table.

    Attributes
    ----------
    key : tuple of str
        The section (a part of a model, or a level of its response), the term, and the level or
        coefficient; rows of several models with one key are one row.
    label : str
    depth : int
        By how many steps the label is indented.
    place : int or None
        The position of the estimate; None of other rows.
    part : str or None
        The linear predictor whose columns are counted; None where nothing is.
    column : str or None
        The column whose rows are counted; None for all rows.
    others : tuple of str
        Of a reference level the columns of the other levels.
    is_reference : bool
        Whether it is the level that the others are compared with.
    """

    key: tuple[str, str, str]
    label: str
    depth: int = 0
    place: int | None = None
    part: str | None = None
    column: str | None = None
    others: tuple[str, ...] = ()
    is_reference: bool = False


def estimate_rows(
    fit: ModelResult, label_of: Labels, intercept: bool, headings: Mapping[str, str]
) -> list[EstimateRow]:
    """The rows of a fit in the order of its terms; intercepts, cut points and the like if asked.

    `headings` are those of the sections: the parts of a model, or the levels of its response.
    """
    rows: list[EstimateRow] = []
    places = _places(fit)
    for section, schema in fit._named_schemas:
        name, part = section or "", predictor_name(fit, section)
        own = {label: place for (where, label), place in places.items() if where == name}
        made = list(_schema_rows(schema, name, own, label_of, part))
        shown = {row.place for row in made}
        others = [
            EstimateRow((name, label, ""), label_of(label) or label, place=place)
            for label, place in sorted(own.items(), key=lambda pair: pair[1])
            if place not in shown
        ]
        heading = label_of(name) or headings[name] if name else None
        rows += _under(name, heading, _with_others(made, others, intercept))
    return rows


def _places(fit: ModelResult) -> dict[tuple[str, str], int]:
    """The positions of the estimates by section and name."""
    labels = fit._tidy_labels
    named = [name for name, _ in fit._named_schemas]
    sections = next((values for values in labels.values() if set(values) == set(named)), None)
    where = [""] * len(fit.names) if sections is None else sections
    return {key: i for i, key in reversed([*enumerate(zip(where, labels["term"], strict=True))])}


def predictor_name(fit: ModelResult, section: str | None) -> str:
    """The name of the linear predictor of a section."""
    parts = fit._likelihood_structure.parts
    return section if section is not None and section in parts else next(iter(parts))


def _with_others(
    made: Sequence[EstimateRow], others: Sequence[EstimateRow], intercept: bool
) -> list[EstimateRow]:
    """The rows of the terms, and intercepts before, other estimates behind them."""
    if not intercept:
        return list(made)
    first = [row for row in others if row.key[1].startswith(INTERCEPT)]
    return [*first, *made, *(row for row in others if row not in first)]


def _under(section: str, heading: str | None, rows: Sequence[EstimateRow]) -> list[EstimateRow]:
    """The rows below the heading of their section, if it has one."""
    if heading is None:
        return list(rows)
    first = EstimateRow((section, "", ""), heading)
    return [first, *(replace(row, depth=row.depth + 1) for row in rows)]


def _schema_rows(
    schema: Schema, section: str, places: dict[str, int], label_of: Labels, part: str
) -> Iterator[EstimateRow]:
    """The rows of all terms of a linear predictor."""
    columns = column_parts(schema)
    for number, term in enumerate(schema.parsed.labels, 1):
        at = [int(i) for i in np.flatnonzero(schema.assign == number)]
        at = [i for i in at if schema.names[i] in places]  # polr leaves aliased columns out
        if not at:
            continue
        names, parts = [schema.names[i] for i in at], [columns[i] for i in at]
        key, title = (section, term), label_of(term) or _joined(parts[0], label_of)
        if len(at) == 1 and not any(p.is_level for p in parts[0]):
            name = names[0]
            label = label_of(name) or (title if not parts[0][0].suffix else name)
            yield EstimateRow((*key, ""), label, 0, places[name], part)
            continue
        yield EstimateRow((*key, ""), title)
        yield from _level_rows(key, names, parts, places, label_of, part)


def _level_rows(
    key: tuple[str, str],
    names: Sequence[str],
    parts: Sequence[tuple[ColumnPart, ...]],
    places: dict[str, int],
    label_of: Labels,
    part: str,
) -> Iterator[EstimateRow]:
    """The rows of a term's columns, with the level that has none."""
    rows = {}
    for name, own in zip(names, parts, strict=True):
        column = name if all(p.is_level for p in own) else None
        level = " * ".join(_level_label(p, label_of) for p in own)
        counted = part if column or not any(p.levels or p.suffix for p in own) else None
        rows[own[0].level or name if len(own) == 1 else name] = EstimateRow(
            (*key, level), label_of(name) or level, 1, places[name], counted, column
        )
    first = parts[0][0]
    if len(parts[0]) == 1 and first.base is not None:
        base = f"{first.variable}{first.base}"
        rows[first.base] = EstimateRow(
            (*key, first.base),
            label_of(base) or first.base,
            1,
            None,
            part,
            None,
            tuple(names),
            True,
        )
        yield from (rows[level] for level in first.levels if level in rows)
    else:
        yield from rows.values()


def _joined(parts: Sequence[ColumnPart], label_of: Labels) -> str:
    """The label of a term: those of its variables."""
    return " * ".join(variable_label(p, label_of) for p in parts)


def variable_label(part: ColumnPart, label_of: Labels) -> str:
    """The label of a variable; that of ``x`` serves ``factor(x)`` too."""
    inside = part.variable.partition("(")[2].partition(",")[0].rstrip(")").strip()
    plain = label_of(inside) if part.levels and inside else None
    return label_of(part.variable) or plain or part.variable


POLYNOMIALS = {".L": "Linear", ".Q": "Quadratic", ".C": "Cubic"}


def _level_label(part: ColumnPart, label_of: Labels) -> str:
    """A level, the name of a contrast, or a numeric variable."""
    if not part.suffix:
        return variable_label(part, label_of)
    return part.level or POLYNOMIALS.get(part.suffix, part.suffix)
