"""A table of models as Markdown and as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from rglm.formatting.model_table.table_content import Line, TableContent
from rglm.formatting.text.printable import printable
from rglm.formatting.text.text_layout import display_width, pad

__all__ = ["html_table", "markdown_table", "one_line", "with_minus"]

MARKDOWN_MARKS = re.compile(r"([\\`*_|<>~$])")
HYPHEN_MINUS = re.compile(
    r"(?<![\w.])-(?=[\d.I])"
)  # before a number; not in a name or an exponent
# twice the class: a notebook's own style of cells is as specific as one
TABLE_STYLE = """<style>
.rglm-models {border-collapse: collapse; font-variant-numeric: tabular-nums}
.rglm-models caption {text-align: left; font-weight: bold}
.rglm-models.rglm-models th, .rglm-models.rglm-models td {
  padding: 0.1em 0.8em; text-align: center; border: none; white-space: nowrap}
.rglm-models.rglm-models th[scope=row] {text-align: left; font-weight: normal}
.rglm-models thead {border-top: 2px solid; border-bottom: 1px solid}
.rglm-models tbody {border-bottom: 1px solid}
.rglm-models tbody:last-of-type {border-bottom: 2px solid}
.rglm-models.rglm-models tfoot td {text-align: left; font-size: smaller; white-space: normal}
</style>"""


def with_minus(cell: str, sign: str = "−") -> str:
    """A cell with a minus sign instead of the hyphen before a number.

    Examples
    --------
    >>> with_minus("-1.5 (-2e-05, 0.1)")
    '−1.5 (−2e-05, 0.1)'
    """
    return HYPHEN_MINUS.sub(lambda _: sign, cell)


def one_line(text: str) -> str:
    r"""A text on one line, with the characters escaped that no page can show.

    >>> one_line("a longer\nlabel")
    'a longer label'
    """
    return printable(" ".join(text.split()))


def markdown_table(table: TableContent) -> str:
    """A Markdown pipe table, with Markdown's own characters escaped."""
    corners = [table.corner, *[""] * len(table.headers)]
    heads = zip(corners, (table.flat_names, *table.headers), strict=True)
    rows = [[_escape_markdown(cell) for cell in (corner, *head)] for corner, head in heads]
    rows += [_markdown_cells(line) for line in (*table.coefficients, *table.statistics)]
    widths = [max(3, *map(display_width, column)) for column in zip(*rows, strict=True)]
    shown = [
        _pipe_row([pad(c, w, right=False) for c, w in zip(r, widths, strict=True)]) for r in rows
    ]
    first, *others = widths
    rule = _pipe_row([":" + "-" * (first - 1), *(f":{'-' * (w - 2)}:" for w in others)])
    page = [f"**{_escape_markdown(table.title)}**", ""] if table.title else []
    page += [shown[0], rule, *shown[1:]]
    for note in table.notes:
        page += ["", _escape_markdown(note)]
    return "\n".join(page)


def _markdown_cells(line: Line) -> list[str]:
    """The label and the cells of a line."""
    label = _escape_markdown(line.label)
    cells = [_escape_markdown(cell) for cell in line.cells]
    bold = [f"**{cell}**" if j in line.bold and cell else cell for j, cell in enumerate(cells)]
    shown = f"**{label}**" if line.has_bold_label else label
    return ["&emsp;" * line.indent + shown, *bold]


def _escape_markdown(text: str) -> str:
    return MARKDOWN_MARKS.sub(r"\\\1", one_line(text)).replace("](", "]\\(")


def _pipe_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def html_table(table: TableContent) -> str:
    """An HTML table with a body for the coefficients, one for the statistics, and notes below."""
    page = [TABLE_STYLE, '<table class="rglm-models">']
    if table.title:
        page.append(f"<caption>{escape(table.title)}</caption>")
    corners = [*[""] * len(table.headers), table.corner]
    heads = zip(corners, (table.names, *table.headers), strict=True)
    page += ["<thead>", *_span_row(table), *(_head_row(*head) for head in heads), "</thead>"]
    for lines in (table.coefficients, table.statistics):
        if lines:
            page += ["<tbody>", *map(_row, lines), "</tbody>"]
    if table.notes:
        span = len(table.names) + 1
        cells = (f'<tr><td colspan="{span}">{escape(note)}</td></tr>' for note in table.notes)
        page += ["<tfoot>", *cells, "</tfoot>"]
    return "\n".join([*page, "</table>"])


def _span_row(table: TableContent) -> list[str]:
    """The labels over several columns."""
    cells = "".join(
        f'<th scope="colgroup" colspan="{count}">{escape(printable(label))}</th>'
        for label, count in table.spans
    )
    return [f"<tr><td></td>{cells}</tr>"] if table.spans else []


def _head_row(corner: str, cells: Sequence[str]) -> str:
    shown = "".join(f'<th scope="col">{escape(printable(cell))}</th>' for cell in cells)
    first = f'<th scope="row">{escape(printable(corner))}</th>' if corner else "<td></td>"
    return f"<tr>{first}{shown}</tr>"


def _row(line: Line) -> str:
    texts = [escape(with_minus(printable(cell))) for cell in line.cells]
    bold = [f"<b>{text}</b>" if j in line.bold else text for j, text in enumerate(texts)]
    cells = "".join(f"<td>{text}</td>" for text in bold)
    label = escape(printable(line.label))
    shown = f"<b>{label}</b>" if line.has_bold_label else label
    style = f' style="padding-left:{0.8 + 1.2 * line.indent:g}em"' if line.indent else ""
    return f'<tr><th scope="row"{style}>{shown}</th>{cells}</tr>'
