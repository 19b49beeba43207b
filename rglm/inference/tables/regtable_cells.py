"""The coefficients of a table of models as text, and the notes that explain them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
from rglm.inference.tables.tidy import ENDS, tidy

STARS = {"***": 0.001, "**": 0.01, "*": 0.05}
DIGITS = 3
ALIASED = "–"
ROUNDINGS = ("decimals", "significant")


@dataclass(frozen=True)
class Look:
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
        """All that is shown."""
        return {name for one in self.templates for name in one.fields}

    @property
    def intervals(self) -> bool:
        """Whether intervals are, which take time."""
        return not self.fields.isdisjoint(ENDS)


def look(estimate: str, statistic: Any, digits: Any, rounding: str, stars: Any) -> Look:
    """Read the arguments of `regtable` that say how coefficients are shown."""
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
    places = {"default": DIGITS, **given}
    for value in places.values():
        least = int(rounding == "significant")
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
            raise ValueError(f"digits={digits!r}: give whole numbers from {least} on")
    return Look(tuple(templates), places, rounding == "significant", _stars(stars))


def _stars(stars: Any) -> Mapping[str, float]:
    if isinstance(stars, Mapping):
        if not all(0 < float(cut) <= 1 for cut in stars.values()):
            raise ValueError(f"stars={stars!r}: a star stands for a p-value between 0 and 1")
        return dict(stars)
    return STARS if stars else {}


def coefficients(
    fit: Any, look: Look, exponentiate: bool, vcov: Any, conf_level: float, method: str | None
) -> pd.DataFrame:
    """The numbers of a model by the identities of its coefficients."""
    table = tidy(fit, look.intervals, conf_level, method=method, vcov=vcov)
    identities = pd.Index(fit._estimate_identities, tupleize_cols=False)
    table = table.drop(columns=list(fit._tidy_labels)).set_axis(identities, axis=0)
    if exponentiate:
        with np.errstate(over="ignore", invalid="ignore"):
            shown = ["estimate", *(ENDS if look.intervals else ())]
            table[shown] = np.exp(table[shown])
            table["std_error"] *= table["estimate"]
    return table


def coefficient_lines(
    tables: Sequence[pd.DataFrame], groups: Sequence[Group], look: Look
) -> list[Line]:
    """The lines of each label: the estimates, and what stands below them."""
    lines = []
    for label, members in groups:
        rows = [_row(table, members) for table in tables]
        values = [None if row is None else _texts(row, look) for row in rows]
        named = printable(label) if label == members[0][0] else label
        for place, one in enumerate(look.templates):
            cells = tuple(_cell(one, text, place == 0) for text in values)
            shown = "" if place else named
            lines.append(Line(shown, label, ", ".join(one.number_fields), cells, one.group))
    return lines


def _row(table: pd.DataFrame, members: Sequence[Identity]) -> dict[str, float] | None:
    """The numbers of the one coefficient that a model has of those of a label."""
    places = [place for place, identity in enumerate(table.index) if identity in members]
    if not places:
        return None
    return {str(name): value for name, value in table.iloc[places[0]].items()}


def _texts(row: Mapping[str, float], look: Look) -> dict[str, str]:
    """The numbers as text; nothing for an aliased coefficient."""
    if math.isnan(row["estimate"]):
        return {}
    out = {"stars": stars_of(row["p_value"], look.stars)}
    for name, value in row.items():
        show = p_value if name == "p_value" else decimal
        out[name] = show(value, look.digits.get(name, look.digits["default"]), look.significant)
    return out


def _cell(one: Template, text: Mapping[str, str] | None, first: bool) -> str:
    if text is None:
        return ""
    return one.fill(text) if text else ALIASED if first else ""


def notes_of(
    tables: Sequence[pd.DataFrame],
    lines: Sequence[Line],
    look: Look,
    heads: Sequence[str],
    exponents: Sequence[bool],
    conf_level: float,
) -> list[str]:
    """What a reader has to know: what stands where, the stars, the dash, and exponents."""
    said = ", ".join(_named(look, conf_level))
    notes = [f"{said[0].upper()}{said[1:]}."] if said else []
    if any(exponents):
        which = "" if all(exponents) else " of " + _listed(heads, exponents)
        how = ", standard errors by the delta method" if "std_error" in look.fields else ""
        notes.append(f"Estimates{which} are exponentiated{how}.")
    cells = [cell for line in lines for cell in line.cells]
    if ALIASED in cells:
        notes.append(f"{ALIASED} aliased: a combination of other terms.")
    known = any(table["p_value"].notna().any() for table in tables)
    if look.stars and "stars" in look.fields and known:
        cuts = sorted(look.stars.items(), key=lambda pair: -pair[1])
        notes.append(", ".join(f"{stars} p < {cut:g}" for stars, cut in cuts))
    return notes


def _listed(heads: Sequence[str], chosen: Sequence[bool]) -> str:
    return ", ".join(head for head, one in zip(heads, chosen, strict=True) if one)


def _named(look: Look, conf_level: float) -> list[str]:
    """What the numbers beside the estimates are, and where they stand."""
    words = {
        "std_error": "standard errors",
        "statistic": "test statistics",
        "p_value": "p-values",
        "conf_low": f"{100 * conf_level:.10g}% confidence intervals",
    }
    return [
        words[field] + one.brackets_of(field)
        for one in look.templates
        for field in one.fields
        if field in words and not one.is_explained
    ]
