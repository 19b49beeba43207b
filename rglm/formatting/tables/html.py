"""Tables and pages as HTML, for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.pvalues import signif_legend
from rglm.formatting.tables.coefmat_cells import STARS_COLUMN
from rglm.formatting.tables.shortened import shorten
from rglm.formatting.text.printable import printable

__all__ = ["html_table", "html_tables", "html_text", "number_cells"]

# else a caption is broken to the width of its table, and a number at the sign of its exponent
NOWRAP = "white-space:nowrap"
CAPTION_STYLE = f"caption-side:top;text-align:left;{NOWRAP}"
MAX_CAPTION_WIDTH = 100  # letters on a line
# JupyterLab's own style of pre has letters of many widths
PRE_STYLE = "font-family:monospace;white-space:pre"
# a call of many lines has the blanks with which they begin
CODE_STYLE = "white-space:pre-wrap"


def html_table(cells: pd.DataFrame, caption: str = "", footnotes: Sequence[str] = ()) -> str:
    """Return an HTML table of formatted cells; every text is escaped.

    Stars have their legend below. A long table is shortened as pandas would, see `shorten`.

    Parameters
    ----------
    cells : DataFrame
        Strings, as `coefmat_cells` and `anova_cells` make them; None and NaN are shown blank.
    caption : str
        Text above the table; line breaks are kept. Empty means none.
    footnotes : sequence of str
        Lines below the table.

    Examples
    --------
    >>> page = html_table(pd.DataFrame({"p": ["<2e-16"]}, index=["x"]))
    >>> '>&lt;2e-16</td>' in page
    True
    """
    return "\n".join([_table(cells, caption), *_notes([*_legend([cells]), *footnotes])])


def html_tables(
    call: str,
    tables: Mapping[str, pd.DataFrame],
    footnotes: Sequence[str] = (),
    heading: Sequence[str] = (),
) -> str:
    """Return a page of several tables, each under its title, below the heading and the call.

    Examples
    --------
    >>> page = html_tables("f(y)", {"Cut points": pd.DataFrame({"Value": ["1.5"]}, index=["a|b"])})
    >>> "Cut points</caption>" in page
    True
    """
    parts = [_table(cells, title.strip().rstrip(":")) for title, cells in tables.items()]
    notes = _notes([*_legend(tables.values()), *footnotes])
    code = [f'<p><code style="{CODE_STYLE}">{_lines(call)}</code></p>'] if call else []
    return "\n".join([*_notes(heading), *code, *parts, *notes])


def html_text(text: str) -> str:
    """Return a page of text as HTML, in letters of one width.

    Examples
    --------
    >>> html_text("p < 0.05")
    '<pre style="font-family:monospace;white-space:pre">p &lt; 0.05</pre>'
    """
    return f'<pre style="{PRE_STYLE}">{escape(text)}</pre>'


def number_cells(
    table: pd.DataFrame | pd.Series, digits: int | None = None, name: str = "Value"
) -> pd.DataFrame:
    """Return numbers as text, each column in its own format; a Series as one column.

    Examples
    --------
    >>> number_cells(pd.Series({"a": 1.0, "b": 2.5}))["Value"].tolist()
    ['1.0', '2.5']
    """
    table = table.to_frame(name) if isinstance(table, pd.Series) else table
    cells = {j: format_numbers(table.iloc[:, j], digits) for j in range(table.shape[1])}
    return pd.DataFrame(cells, index=table.index).set_axis(table.columns, axis=1)


def _table(cells: pd.DataFrame, caption: str) -> str:
    """The table; below a shortened one stands its size."""
    shown, size = shorten(cells)
    corner = " / ".join(str(n) for n in (shown.index.name, shown.columns.name) if n is not None)
    has_stars = _has_stars(cells)
    head = _row(corner, [str(name) for name in shown.columns], "th", has_stars)
    rows = [
        _row(str(label), ["" if pd.isna(v) else str(v).strip() for v in values], "td", has_stars)
        for label, values in zip(shown.index, shown.to_numpy(dtype=object), strict=True)
    ]
    body = "\n".join(rows)
    parts = ['<table class="rglm">']
    if max(map(len, caption.split("\n"))) > MAX_CAPTION_WIDTH:
        parts = [*_notes([caption]), *parts]  # which is broken to the width of the page
    elif caption:
        parts[0] += f'<caption style="{CAPTION_STYLE}">{_lines(caption)}</caption>'
    parts += [f"<thead>{head}</thead>", f"<tbody>{body}</tbody>", "</table>"]
    return "\n".join([*parts, *_notes([size])])


def _legend(tables: Iterable[pd.DataFrame]) -> list[str]:
    """The legend of the stars, if a table has any."""
    return [signif_legend(ascii=False)] if any(map(_has_stars, tables)) else []


def _has_stars(cells: pd.DataFrame) -> bool:
    return len(cells.columns) > 0 and cells.columns[-1] == STARS_COLUMN


def _notes(notes: Iterable[str]) -> list[str]:
    """The lines below a table, as one paragraph."""
    lines = [_lines(note) for note in notes if note.strip()]
    return [f"<p>{'<br>'.join(lines)}</p>"] if lines else []


def _lines(text: str) -> str:
    """Text with its line breaks, a wide blank for a tab."""
    return "<br>".join(
        "&emsp;".join(escape(printable(part)) for part in line.split("\t"))
        for line in text.split("\n")
    )


def _row(label: str, values: Sequence[str], tag: str, has_stars: bool) -> str:
    """A row of cells aligned to the right, stars in the last to the left."""
    sides = ["right"] * (len(values) - has_stars) + ["left"] * has_stars
    cells = "".join(
        f'<{tag} style="text-align:{side};{NOWRAP}">{escape(printable(v))}</{tag}>'
        for v, side in zip(values, sides, strict=True)
    )
    name = f'<th style="text-align:left;{NOWRAP}">{escape(printable(label))}</th>'
    return f"<tr>{name}{cells}</tr>"
