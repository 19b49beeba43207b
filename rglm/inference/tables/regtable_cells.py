"""The coefficients of a table of models as text, and the notes that explain them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.model_table.cell_templates import (
    CELL_FIELDS,
    Template,
    decimal,
    p_value,
    read_template,
    stars_of,
)
from rglm.formatting.model_table.table_content import Line
from rglm.formatting.text.printable import printable
from rglm.inference.tables.regtable_statistics import STATISTICS
from rglm.inference.tables.regtable_terms import Group, Identity
from rglm.inference.tables.tidy import INTERVAL_COLUMNS, tidy
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult

DEFAULT_STARS = {"***": 0.001, "**": 0.01, "*": 0.05}
DEFAULT_DIGITS = 3
ALIASED = "–"
ROUNDINGS = ("decimals", "significant")


@dataclass(frozen=True)
class CellFormat:
    """How coefficients are shown.

    Attributes
    ----------
    templates : tuple of Template
        The estimate's line and those below it.
    digits : dict
        Decimals (or significant digits) by field; ``default`` for all others.
    significant : bool
    stars : dict
        The p-value below which there are such stars.
    """

    templates: tuple[Template, ...]
    digits: Mapping[str, int]
    significant: bool
    stars: Mapping[str, float]

    @property
    def fields(self) -> set[str]:
        """The fields that are shown."""
        return {name for template in self.templates for name in template.fields}

    @property
    def has_intervals(self) -> bool:
        """Whether intervals are shown, which take time."""
        return not self.fields.isdisjoint(INTERVAL_COLUMNS)


def read_cell_format(
    estimate: str,
    statistic: str | Sequence[str] | None,
    digits: int | Mapping[str, int],
    rounding: str,
    stars: bool | Mapping[str, float],
) -> CellFormat:
    """The format that the arguments of `regtable` ask for."""
    below = [statistic] if isinstance(statistic, str) else list(statistic or ())
    templates = [
        read_template(estimate, "estimate"),
        *(read_template(s, "statistic") for s in below),
    ]
    if rounding not in ROUNDINGS:
        hint = did_you_mean(rounding, ROUNDINGS)
        raise ValueError(f"rounding={rounding!r}: use decimals or significant{hint}")
    given = dict(digits) if isinstance(digits, Mapping) else {"default": digits}
    for name in given:
        if name not in (known := ["default", *CELL_FIELDS, *STATISTICS]):
            hint = did_you_mean(str(name), known)
            raise ValueError(f"digits= has {name!r}: name a field or a statistic{hint}")
    places = {"default": DEFAULT_DIGITS, **given}
    for value in places.values():
        least = int(rounding == "significant")
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
            raise ValueError(f"digits={digits!r}: give whole numbers from {least} on")
    return CellFormat(tuple(templates), places, rounding == "significant", _star_cuts(stars))


def _star_cuts(stars: bool | Mapping[str, float]) -> Mapping[str, float]:
    if isinstance(stars, Mapping):
        if not all(0 < float(cut) <= 1 for cut in stars.values()):
            raise ValueError(f"stars={stars!r}: a star stands for a p-value between 0 and 1")
        return dict(stars)
    return DEFAULT_STARS if stars else {}


def coefficient_numbers(
    fit: ModelResult,
    form: CellFormat,
    exponentiate: bool,
    vcov: Vcov,
    conf_level: float,
    method: str | None,
) -> pd.DataFrame:
    """The numbers of a model by the identities of its coefficients."""
    table = tidy(fit, form.has_intervals, conf_level, method=method, vcov=vcov)
    identities = pd.Index(fit._estimate_identities, tupleize_cols=False)
    table = table.drop(columns=list(fit._tidy_labels)).set_axis(identities, axis=0)
    if exponentiate:
        with np.errstate(over="ignore", invalid="ignore"):
            shown = ["estimate", *(INTERVAL_COLUMNS if form.has_intervals else ())]
            rows = np.array([term != "" for _, term, _ in identities], dtype=bool)
            table.loc[rows, shown] = np.exp(table.loc[rows, shown])
            table.loc[rows, "std_error"] *= table.loc[rows, "estimate"]
    return table


def coefficient_lines(
    tables: Sequence[pd.DataFrame], groups: Sequence[Group], form: CellFormat
) -> list[Line]:
    """The lines of each label: the estimates, and the statistics below them."""
    lines = []
    for label, members in groups:
        rows = [_row(table, members) for table in tables]
        values = [None if row is None else _number_texts(row, form) for row in rows]
        shown = printable(label) if label == members[0][0] else label
        for place, template in enumerate(form.templates):
            cells = tuple(_cell(template, text, place == 0) for text in values)
            fields = ", ".join(template.number_fields)
            lines.append(Line("" if place else shown, label, fields, cells, template.group))
    return lines


def _row(table: pd.DataFrame, members: Sequence[Identity]) -> dict[str, float] | None:
    """The numbers of the coefficient with a label in one model, if it has one."""
    places = [place for place, identity in enumerate(table.index) if identity in members]
    if not places:
        return None
    return {str(name): value for name, value in table.iloc[places[0]].items()}


def _number_texts(row: Mapping[str, float], form: CellFormat) -> dict[str, str]:
    """The numbers as text; nothing for an aliased coefficient."""
    if math.isnan(row["estimate"]):
        return {}
    out = {"stars": stars_of(row["p_value"], form.stars)}
    for name, value in row.items():
        show = p_value if name == "p_value" else decimal
        out[name] = show(value, form.digits.get(name, form.digits["default"]), form.significant)
    return out


def _cell(template: Template, text: Mapping[str, str] | None, is_estimate: bool) -> str:
    if text is None:
        return ""
    return template.fill(text) if text else ALIASED if is_estimate else ""


def explanatory_notes(
    tables: Sequence[pd.DataFrame],
    lines: Sequence[Line],
    form: CellFormat,
    heads: Sequence[str],
    exponents: Sequence[bool],
    conf_level: float,
) -> list[str]:
    """Notes on the numbers in the cells, exponents, the dash and the stars."""
    fields = ", ".join(_field_notes(form, conf_level))
    notes = [f"{fields[0].upper()}{fields[1:]}."] if fields else []
    if any(exponents):
        which = "" if all(exponents) else " of " + _listed(heads, exponents)
        how = ", standard errors by the delta method" if "std_error" in form.fields else ""
        notes.append(f"Estimates{which} are exponentiated{how}.")
    cells = [cell for line in lines for cell in line.cells]
    if ALIASED in cells:
        notes.append(f"{ALIASED} aliased: a combination of other terms.")
    has_p_values = any(table["p_value"].notna().any() for table in tables)
    if form.stars and "stars" in form.fields and has_p_values:
        cuts = sorted(form.stars.items(), key=lambda pair: -pair[1])
        notes.append(", ".join(f"{stars} p < {cut:g}" for stars, cut in cuts))
    return notes


def _listed(heads: Sequence[str], chosen: Sequence[bool]) -> str:
    return ", ".join(head for head, one in zip(heads, chosen, strict=True) if one)


def _field_notes(form: CellFormat, conf_level: float) -> list[str]:
    """The name of each number beside the estimates, and its brackets."""
    words = {
        "std_error": "standard errors",
        "statistic": "test statistics",
        "p_value": "p-values",
        "conf_low": f"{100 * conf_level:.10g}% confidence intervals",
    }
    return [
        words[field] + template.brackets_of(field)
        for template in form.templates
        for field in template.fields
        if field in words and not template.is_explained
    ]
