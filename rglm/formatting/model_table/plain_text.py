"""A table of models as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from rglm.formatting.model_table.markup import one_line
from rglm.formatting.model_table.table_content import Line, TableContent
from rglm.formatting.text.printable import printable
from rglm.formatting.text.text_layout import display_width, pad

__all__ = ["align_decimals", "text_table"]

COLUMN_GAP = "  "
INDENT = "  "


def text_table(table: TableContent) -> str:
    """The lines of a table between rules, its notes below."""
    lines = [*table.coefficients, *table.statistics]
    heads = [[printable(head) for head in row] for row in (table.names, *table.headers)]
    labels = [INDENT * line.indent + one_line(line.label) for line in lines]
    corners = [""] * (len(heads) - 1) + [one_line(table.corner)]
    left = max(map(display_width, [*labels, *corners]), default=0)
    columns = [_column(lines, heads, j) for j in range(len(table.names))]
    columns, spanning = _under_spans(columns, table.spans)
    rows = zip(*columns, strict=True) if columns else iter(())
    body = [
        (pad(label, left, right=False) + "".join(COLUMN_GAP + cell for cell in row)).rstrip()
        for label, row in zip(corners + labels, rows, strict=True)
    ]
    width = left + sum(len(COLUMN_GAP) + display_width(column[0]) for column in columns)
    first, second = len(heads), len(heads) + len(table.coefficients)
    blocks = [body[:first], body[first:second], body[second:]]
    page = [table.title] if table.title else []
    page.append("=" * width)
    page += [(" " * left + line).rstrip() for line in spanning]
    for number, block in enumerate(filter(None, blocks)):
        page += ["-" * width] * (number > 0) + block
    page.append("=" * width)
    for note in table.notes:
        page += textwrap.wrap(note, max(width, 60)) or [""]
    return "\n".join(page)


def _under_spans(
    columns: list[list[str]], spans: Sequence[tuple[str, int]]
) -> tuple[list[list[str]], list[str]]:
    """The columns, the last of a label as wide as that needs, and the line of the labels."""
    out, texts, start = [], [], 0
    for label, count in spans:
        own = columns[start : start + count]
        width = sum(display_width(column[0]) for column in own) + len(COLUMN_GAP) * (count - 1)
        missing = max(display_width(label) - width, 0)
        own[-1] = [cell + " " * missing for cell in own[-1]]
        texts.append(COLUMN_GAP + _center(printable(label), width + missing))
        out += own
        start += count
    return (out, ["".join(texts)]) if spans else (columns, [])


def _column(lines: Sequence[Line], heads: Sequence[Sequence[str]], j: int) -> list[str]:
    """The heads and cells of a model, all of one width."""
    cells = [line.cells[j] for line in lines]
    for group in {line.group for line in lines} - {""}:
        places = [i for i, line in enumerate(lines) if line.group == group]
        for i, cell in zip(places, align_decimals([cells[i] for i in places]), strict=True):
            cells[i] = cell
    column = [*(head[j] for head in heads), *cells]
    width = max(map(display_width, column))
    return [_center(cell, width) for cell in column]


def align_decimals(cells: Iterable[str]) -> list[str]:
    """Cells of one width, aligned at their first decimal points.

    Examples
    --------
    >>> align_decimals(["-11.25**", "(1.50)", "232"])
    ['-11.25**', ' (1.50) ', '232     ']
    """
    halves = [_split_at_point(cell) for cell in cells]
    left = max((display_width(a) for a, _ in halves), default=0)
    right = max((display_width(b) for _, b in halves), default=0)
    return [pad(a, left) + pad(b, right, right=False) for a, b in halves]


def _split_at_point(cell: str) -> tuple[str, str]:
    """A cell before and from its decimal point; a whole number ends at its last digit."""
    before, point, after = cell.partition(".")
    if point:
        return before, point + after
    digits = [i for i, character in enumerate(cell) if character.isdigit()]
    end = digits[-1] + 1 if digits else len(cell)
    return cell[:end], cell[end:]


def _center(cell: str, width: int) -> str:
    blanks = width - display_width(cell)
    return " " * (blanks // 2) + cell + " " * (blanks - blanks // 2)
