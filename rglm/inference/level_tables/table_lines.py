"""The rows of models as the lines of one table."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from rglm.formatting.model_table.cell_templates import decimal, p_value
from rglm.formatting.model_table.table_content import Line
from rglm.inference.level_tables.estimate_rows import EstimateRow

ALIASED = "NA"


@dataclass(frozen=True)
class LevelFormat:
    """How the numbers are shown.

    Attributes
    ----------
    columns : tuple of str
        Of each model: some of ``n events estimate conf_int p_value``, in this order.
    digits : dict
        Of ``estimate`` and ``p_value``.
    significant : bool
        Whether digits are significant ones.
    reference : str
        What stands at the level that the others are compared with.
    bold_p : float or None
        P-values below it are bold.
    """

    columns: tuple[str, ...]
    digits: Mapping[str, int]
    significant: bool
    reference: str
    bold_p: float | None

    def texts(self, row: EstimateRow, numbers: Mapping[str, float | None]) -> dict[str, str]:
        """The cells of a row by column."""
        counts = {name: numbers.get(name) for name in ("n", "events")}
        out = {name: "" if v is None else f"{v:.10g}" for name, v in counts.items()}
        if row.is_reference:
            return {**out, "estimate": self.reference, "conf_int": self.reference}
        if row.place is None:
            return out
        estimate = numbers["estimate"]
        if estimate is None or math.isnan(estimate):
            return {**out, "estimate": ALIASED}
        low, high = (self._number(numbers[name]) for name in ("conf_low", "conf_high"))
        p = numbers["p_value"]
        shown = "" if p is None or math.isnan(p) else p_value(p, self.digits["p_value"])
        return {
            **out,
            "estimate": self._number(estimate),
            "conf_int": f"{low}, {high}",
            "p_value": shown,
        }

    def _number(self, value: float | None) -> str:
        if value is None:
            return ""
        return decimal(value, self.digits["estimate"], self.significant)

    def is_bold(self, column: str, numbers: Mapping[str, float | None]) -> bool:
        """Whether a cell is bold: a small p-value."""
        p = numbers.get("p_value")
        return (
            column == "p_value" and self.bold_p is not None and p is not None and p < self.bold_p
        )


Numbers = Mapping[str, float | None]
ModelRows = Mapping[tuple[str, str, str], tuple[EstimateRow, Numbers]]
"""The rows of a model and their numbers by key."""


def numbers_by_row(
    rows: Sequence[EstimateRow],
    table: pd.DataFrame,
    counts: Mapping[str, Callable[[EstimateRow], float | None]],
) -> ModelRows:
    """The rows of a model with their estimates and counts.

    Parameters
    ----------
    rows : sequence of EstimateRow
    table : DataFrame
        As of `tidy`, by position.
    counts : dict
        ``n`` and ``events``, functions of a row.
    """
    out: dict[tuple[str, str, str], tuple[EstimateRow, Numbers]] = {}
    for row in rows:
        numbers: dict[str, float | None] = {}
        if row.place is not None:
            numbers = {str(k): v for k, v in table.iloc[row.place].items()}
        numbers |= {name: count(row) for name, count in counts.items()}
        out[row.key] = (row, numbers)
    return out


def merged_lines(models: Sequence[ModelRows], form: LevelFormat) -> list[Line]:
    """The lines of some models: rows of one key on one line, in the order of the first."""
    lines = []
    for key in _merged_keys([list(model) for model in models]):
        first = next(model[key][0] for model in models if key in model)
        cells: list[str] = []
        bold: set[int] = set()
        for model in models:
            row, numbers = model.get(key, (first, {}))
            texts = form.texts(row, numbers) if key in model else {}
            for column in form.columns:
                if form.is_bold(column, numbers):
                    bold.add(len(cells))
                cells.append(texts.get(column, ""))
        lines.append(
            Line(
                label=first.label,
                term=_variable(key),
                what=key[2],
                cells=tuple(cells),
                group="number",
                indent=first.depth,
                bold=frozenset(bold),
                has_bold_label=not key[2],  # of a variable, not of its level
            )
        )
    return lines


def _variable(key: tuple[str, str, str]) -> str:
    section, term, _ = key
    return f"{section}: {term}" if section and term else section or term


def _merged_keys(
    orders: Sequence[Sequence[tuple[str, str, str]]],
) -> list[tuple[str, str, str]]:
    """The keys of all models, a new one behind its neighbour in its own model.

    Examples
    --------
    >>> x, y, z = ("", "x", ""), ("", "y", ""), ("", "z", "")
    >>> [term for _, term, _ in _merged_keys([[x, z], [x, y, z]])]
    ['x', 'y', 'z']
    """
    out: list[tuple[str, str, str]] = []
    for order in orders:
        place = next((out.index(key) for key in order if key in out), len(out))
        for key in order:
            if key not in out:
                out.insert(place, key)
            place = out.index(key) + 1
    return out
