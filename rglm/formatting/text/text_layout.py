"""The layout of strings on a page of limited width, as in R's print methods."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from rglm.formatting.options import resolve_width
from rglm.formatting.text.max_print import omission_note, printed_rows
from rglm.formatting.text.printable import printable

__all__ = ["display_width", "named_cells_lines", "pad", "string_matrix_lines"]


SOFT_HYPHEN = "\u00ad"  # a terminal shows it, unlike other characters of its category


def display_width(text: str) -> int:
    """The number of columns of a text on a terminal: wide characters two, combining ones none.

    Examples
    --------
    >>> display_width("abc"), display_width("日本")
    (3, 4)
    """
    if text.isascii():
        return len(text)
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if character == SOFT_HYPHEN:
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int, right: bool = True) -> str:
    """Pad a text with blanks to `width` columns, on the left where `right` is true.

    Examples
    --------
    >>> pad("a", 3), pad("a", 3, right=False)
    ('  a', 'a  ')
    """
    blanks = " " * (width - display_width(text))
    return blanks + text if right else text + blanks


def _column_blocks(widths: Sequence[int], max_width: int) -> Iterator[range]:
    """Split columns into runs narrower than `max_width`, each run with at least one column."""
    start, used = 0, 0
    for j, w in enumerate(widths):
        if j > start and used + w >= max_width:
            yield range(start, j)
            start, used = j, 0
        used += w
    yield range(start, len(widths))


def string_matrix_lines(
    columns: Sequence[Sequence[str]],
    row_names: Sequence[str],
    col_names: Sequence[str],
    right: bool = True,
    width: int | None = None,
) -> list[str]:
    """Print columns of strings under their names, beside their row names.

    R's ``print(x, quote = FALSE, right = right)`` of a character matrix: row names on the left,
    one blank between columns. Lines stay shorter than `width`; further columns go in blocks below.
    A line at the end counts the rows that are not printed, see `printed_rows`.

    Parameters
    ----------
    columns : sequence of sequences of str
        The cells, one sequence a column.
    row_names, col_names : sequence of str
        The labels.
    right : bool
        Align cells and headers to the right.
    width : int, optional
        Columns of the page; None is the option.

    Examples
    --------
    >>> string_matrix_lines([["1", "20"]], ["a", "bb"], ["x"])
    ['    x', 'a   1', 'bb 20']
    """
    count = printed_rows(len(row_names), len(columns))
    omitted = omission_note(len(row_names) - count)
    row_names = [printable(name, backslash=True) for name in row_names[:count]]
    label_width = max(map(display_width, row_names), default=0)
    full = [
        [printable(cell, backslash=True) for cell in (name, *cells[:count])]
        for name, cells in zip(col_names, columns, strict=True)
    ]
    widths = [max(map(display_width, cells)) for cells in full]
    labels = [pad(name, label_width, right=False) for name in ["", *row_names]]
    blocks = _column_blocks([w + 1 for w in widths], resolve_width(width) - label_width)
    lines = [
        label + "".join(" " + pad(full[j][i], widths[j], right) for j in block)
        for block in blocks
        for i, label in enumerate(labels)
    ]
    return lines + omitted


def named_cells_lines(
    names: Sequence[str], cells: Sequence[str], gap: int = 1, width: int | None = None
) -> list[str]:
    """Print strings under their names, all in cells of one width, as R prints a named vector.

    Every cell is followed by `gap` blanks, so that each line ends in blanks, as R's does.

    Examples
    --------
    >>> named_cells_lines(["a", "b"], ["1.5", "2.0"])
    ['  a   b ', '1.5 2.0 ']
    """
    count = printed_rows(len(names))
    omitted = omission_note(len(names) - count, "entry")
    names, cells = [printable(name, backslash=True) for name in names[:count]], cells[:count]
    widest = max(map(display_width, [*names, *cells]))
    per_line = max(1, resolve_width(width) // (widest + gap))
    lines = [
        "".join(pad(text, widest) + " " * gap for text in row[start : start + per_line])
        for start in range(0, len(cells), per_line)
        for row in (names, cells)
    ]
    return lines + omitted
