"""Effects as marginaleffects prints them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.inference.intervals.confint import percent_labels
from rglm.inference.multiple_comparisons.contrast_labels import level_text

DIGITS = 3
OUTER_ROWS = 5  # of a long table, at each end
MAX_ROWS = 30
HEADS = {
    "term": "Term",
    "contrast": "Contrast",
    "group": "Group",
    "estimate": "Estimate",
    "std_error": "Std. Error",
    "s_value": "S",
    "statistic_noninf": "z (NonInf)",
    "statistic_nonsup": "z (NonSup)",
    "p_value_noninf": "p (NonInf)",
    "p_value_nonsup": "p (NonSup)",
    "p_value_equiv": "p (Equiv)",
}
SMALLEST_P = 0.001


def effect_cells(
    table: pd.DataFrame, labels: Sequence[str], level: float, letter: str = "z"
) -> pd.DataFrame:
    """The texts of a table of effects.

    Parameters
    ----------
    table : DataFrame
        Labels, then numbers.
    labels : sequence of str
        The columns that are labels.
    level : float
        The coverage of the intervals.
    letter : {"z", "t"}
        The statistic.
    """
    limits = percent_labels([50 * (1 - level), 50 * (1 + level)])
    heads = HEADS | {"statistic": letter, "p_value": f"Pr(>|{letter}|)"}
    heads |= dict(zip(("conf_low", "conf_high"), limits, strict=True))
    out = {}
    for name, column in table.items():
        if name in labels:
            text = str(name)
            head = f"C: {text[9:]}" if text.startswith("contrast_") else text
            out[heads.get(str(name), head)] = [_label(value) for value in column]
        else:
            out[heads[str(name)]] = _texts(str(name), column.to_numpy())
    return pd.DataFrame(out)


def _label(value: Any) -> str:
    """A level; a number with the digits that R prints."""
    return level_text(float(f"{value:.7g}") if isinstance(value, float) else value)


def _texts(name: str, numbers: np.ndarray) -> list[str]:
    if name.startswith("p_value"):
        small = numbers < SMALLEST_P
        texts = [_text(p, ".3g") for p in numbers]
        return [f"<{SMALLEST_P:g}" if s else t for s, t in zip(small, texts, strict=True)]
    if name == "s_value":
        return [_text(s, ".1f") for s in numbers]
    if name.startswith("statistic"):
        return [_text(t, ".2f" if abs(t) < 1000 else ".3g") for t in numbers]
    return format_numbers(numbers, DIGITS)


def _text(number: float, form: str) -> str:
    """A number as R writes it: NA where missing, Inf without an end."""
    if np.isfinite(number):
        return format(number, form)
    return "NA" if np.isnan(number) else "Inf" if number > 0 else "-Inf"


def shown_rows(table: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The rows of a table that a page shows, and the line that says what it leaves out."""
    omitted = len(table) - 2 * OUTER_ROWS if len(table) > MAX_ROWS else 0
    if not omitted:
        return table, ""
    ends = pd.concat([table.head(OUTER_ROWS), table.tail(OUTER_ROWS)])
    return ends, f"--- {omitted:,} rows omitted; .table has them all ---"


def page_lines(cells: pd.DataFrame, omitted: str, notes: Sequence[str]) -> list[str]:
    """The page: the columns side by side, and the notes."""
    names = [str(name) for name in cells]
    rows = cells.to_numpy().tolist()
    widths = [
        max(len(n), *(len(row[i]) for row in rows)) if rows else len(n)
        for i, n in enumerate(names)
    ]
    lines = [
        "".join(f" {t.rjust(w)}" for t, w in zip(row, widths, strict=True))
        for row in (names, *rows)
    ]
    if omitted:
        lines.insert(1 + OUTER_ROWS, omitted)
    return [*lines, "", *notes]
