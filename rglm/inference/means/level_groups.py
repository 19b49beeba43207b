"""Tables of levels in groups: the rows of each group, and the lines of its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.text.text_layout import display_width, pad, string_matrix_lines
from rglm.inference.multiple_comparisons.contrast_labels import level_text

LEVEL_DIGITS = 3  # significant digits of levels that are numbers


def grouped(
    groups: pd.DataFrame, by: Sequence[str]
) -> Iterator[tuple[dict[str, Any], np.ndarray]]:
    """The levels of `by` of each group, in the order of the rows, and the places of its rows."""
    if not by:
        yield {}, np.arange(len(groups))
        return
    keys = groups[list(by)].drop_duplicates()
    for values in keys.itertuples(index=False, name=None):
        key = dict(zip(by, values, strict=True))
        member = np.all(
            [(groups[name] == value).to_numpy() for name, value in key.items()], axis=0
        )
        yield key, np.flatnonzero(member)


def group_title(key: Mapping[str, Any]) -> str:
    """The levels that a group is of, ``wool = A, size = 2``."""
    return ", ".join(f"{name} = {level_text(value)}" for name, value in key.items())


def level_cells(groups: pd.DataFrame) -> dict[str, list[str]]:
    """The levels as text: numbers under one format, true and false of one width."""
    return {str(name): _cells(column) for name, column in groups.items()}


def _cells(column: pd.Series) -> list[str]:
    if pd.api.types.is_bool_dtype(column):
        width = 4 if all(column) else 5
        return [level_text(bool(value)).rjust(width) for value in column]
    if pd.api.types.is_numeric_dtype(column):
        return format_numbers(column.to_numpy(dtype=float), LEVEL_DIGITS)
    return [level_text(value) for value in column]


def is_text(column: pd.Series) -> bool:
    """Whether levels stand on the left of their column."""
    return pd.api.types.is_bool_dtype(column) or not pd.api.types.is_numeric_dtype(column)


def group_lines(
    groups: pd.DataFrame, by: Sequence[str], cells: Mapping[str, Sequence[str]]
) -> list[str]:
    """The lines of a table, under a heading for each group: ``wool = A:``.

    Parameters
    ----------
    groups : DataFrame (k, v)
        The levels of each row.
    by : sequence of str
        Those in the headings.
    cells : dict
        The texts of the other columns, each with one for each row.
    """
    levels = level_cells(groups)
    left = {str(name) for name, column in groups.items() if is_text(column)}
    columns = {name: texts for name, texts in levels.items() if name not in by}
    columns |= {name: list(texts) for name, texts in cells.items()}
    padded = {name: _padded(name, texts, name in left) for name, texts in columns.items()}
    lines: list[str] = []
    for key, places in grouped(groups, by):
        if key:
            heading = ", ".join(f"{name} = {levels[name][places[0]]}" for name in key)
            lines.append(f"{heading}:")
        cells_of = [[column[place + 1] for place in places] for column in padded.values()]
        heads = [column[0] for column in padded.values()]
        table = string_matrix_lines(cells_of, [""] * len(places), heads)
        lines += [*(line.rstrip() for line in table), ""]
    return lines


def _padded(name: str, texts: Sequence[str], is_left: bool) -> list[str]:
    """A column with its name above, all of one width."""
    width = max(map(display_width, (name, *texts)))
    return [pad(text, width, not is_left) for text in (name, *texts)]
