"""The page of means and contrasts, as emmeans prints it: cells and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.rounding import round_half, zapsmall
from rglm.inference.estimands.infinite_estimates import infinite_notes
from rglm.inference.means.level_groups import group_lines, level_cells
from rglm.inference.multiple_comparisons.adjustments import adjustment_note
from rglm.inference.tables.print_pages import STANDARD_ERRORS

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid
    from rglm.inference.means.estimate_columns import Inferences

DIGITS = 3  # of numbers; of estimates that are sure to more digits, more
WIDTH_DIGITS = 2  # of an estimate below the first digit of the width of its interval
RATIOS = ("t.ratio", "z.ratio", "F.ratio", "Chisq")
NOT_ESTIMABLE = "nonEst"
SIDE_WORDS = {
    -1: ("nonsuperiority", "left"),
    0: ("equivalence", "left"),
    1: ("noninferiority", "right"),
}


def column_cells(table: pd.DataFrame, estimate: str | None = None) -> dict[str, list[str]]:
    """The numbers of a table as text, a column in one format.

    Parameters
    ----------
    table : DataFrame (k, c)
        Columns of numbers.
    estimate : str, optional
        The column of estimates, which may be not estimable.
    """
    digits = DIGITS if estimate is None else _digits(table[estimate], table["SE"])
    return {
        str(name): _column_cells(str(name), column.to_numpy(dtype=float), digits, estimate)
        for name, column in table.items()
    }


def _digits(estimates: pd.Series, errors: pd.Series) -> int:
    """Three, or so many that an estimate has two digits more than the width of its interval."""
    with np.errstate(all="ignore"):
        places = np.log10(np.abs(estimates) / (2 * 1.96 * errors))
    known = places[np.isfinite(places)]
    return max(DIGITS, WIDTH_DIGITS + int(np.floor(known.max()))) if len(known) else DIGITS


def _column_cells(name: str, values: np.ndarray, digits: int, estimate: str | None) -> list[str]:
    if name == "p.value":
        rounded = round_half(values, 4)
        texts = [f"{p:.4f}" if np.isfinite(p) else "NA" for p in rounded]
        return ["<.0001" if p == 0 else t for p, t in zip(rounded, texts, strict=True)]
    if name in RATIOS:
        return format_numbers(round_half(values, 3), 15, nsmall=3)
    if name in ("df", "df1", "df2"):
        return format_numbers(values, DIGITS)
    missing = NOT_ESTIMABLE if name == estimate else "NA"
    known = np.isfinite(values)  # beside an end without bound zapsmall() leaves whole numbers
    rounded = values.copy()
    rounded[known] = zapsmall(values[known])
    return format_numbers(rounded, digits, na=missing)


def notes(emm: EmmGrid, numbers: Inferences) -> list[str]:
    """The lines below the table."""
    settings, scale = emm.settings, emm.scale
    is_response = settings.is_response and scale.has_other
    out = list(emm.notes)
    if settings.df is not None:
        out.append("Degrees-of-freedom method: user-specified")
    if emm.covariance_name is not None:
        out.append(f"{STANDARD_ERRORS}: {emm.covariance_name}")
    if scale.has_other and not is_response:
        out.append(f"Results are given on the {scale.text} (not the response) scale.")
    if settings.intervals:
        out.append(f"Confidence level used: {settings.level:g}")
        if settings.method == "profile":
            out.append("Intervals are of the profile likelihood")
        out += _adjustments("Conf-level", numbers.intervals)
        if is_response:
            out.append(f"Intervals are back-transformed from the {scale.text} scale")
    if settings.tests:
        out += [*_adjustments("P value", numbers.tests), *_cross_note(emm), *_test_notes(emm)]
        if is_response:
            out.append(f"Tests are performed on the {scale.text} scale")
    if settings.method == "wald":
        out += infinite_notes(emm.fit)
    if settings.spread is not None and is_response:
        shown = format_numbers([settings.spread], 5)[0]
        out.append(f"Bias adjustment applied based on sigma = {shown}")
    return [line for note in dict.fromkeys(out) for line in note.split("\n")]


def _adjustments(what: str, groups: tuple) -> list[str]:
    changes = list(dict.fromkeys(group.change for group in groups if group.change))
    note = adjustment_note(what, groups)
    return [*([note] if note else []), *changes]


def _cross_note(emm: EmmGrid) -> list[str]:
    method = emm.settings.cross_adjust
    if method == "none" or len(emm.places) == 1:
        return []
    return [f"Cross-group P-value adjustment: {method}"]


def _test_notes(emm: EmmGrid) -> list[str]:
    settings, out = emm.settings, []
    kind, tail = SIDE_WORDS[settings.side]
    if settings.delta:
        shown = format_numbers([settings.delta], 5)[0]
        out.append(f"Statistics are tests of {kind} with a threshold of {shown}")
    if settings.delta or settings.side:
        out.append(f"P values are {tail}-tailed")
    return out


def page_lines(emm: EmmGrid) -> list[str]:
    """The page: a table for each group, and the notes."""
    table, numbers = emm.table, emm.inferences
    columns = table.iloc[:, emm.groups.shape[1] :]
    cells = column_cells(columns, emm.estimate_name)
    return [*group_lines(emm.shown_groups, emm.by, cells), *notes(emm, numbers)]


def html_cells(emm: EmmGrid) -> pd.DataFrame:
    """The cells of the table as text, without an index."""
    columns = emm.table.iloc[:, emm.groups.shape[1] :]
    cells = level_cells(emm.shown_groups) | column_cells(columns, emm.estimate_name)
    return pd.DataFrame(cells).set_axis([""] * len(emm.groups))
