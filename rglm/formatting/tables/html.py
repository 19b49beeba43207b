"""Tables and pages as HTML, for notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.text.printable import printable

__all__ = ["html_table", "html_tables", "number_cells"]

# nowrap: else a caption is broken to the width of its table
CAPTION_STYLE = "caption-side:top;text-align:left;white-space:nowrap"


def html_table(cells: pd.DataFrame, caption: str = "", footnotes: Sequence[str] = ()) -> str:
    """Return a small HTML table of formatted cells; every text is escaped.

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
    >>> '<td style="text-align:right">&lt;2e-16</td>' in page
    True
    """
    head = _row("", [str(name) for name in cells.columns], "th")
    rows = [
        _row(str(label), ["" if pd.isna(v) else str(v).strip() for v in values], "td")
        for label, values in zip(cells.index, cells.itertuples(index=False), strict=True)
    ]
    body = "\n".join(rows)
    parts = ['<table class="rglm">']
    if caption:
        parts[0] += f'<caption style="{CAPTION_STYLE}">{_lines(caption)}</caption>'
    parts += [f"<thead>{head}</thead>", f"<tbody>{body}</tbody>", "</table>"]
    return "\n".join(parts + [f"<p>{_lines(note)}</p>" for note in footnotes])


def html_tables(
    call: str, tables: Mapping[str, pd.DataFrame], footnotes: Sequence[str] = ()
) -> str:
    """Return a page of several tables, each under its title, below the call.

    Examples
    --------
    >>> page = html_tables("f(y)", {"Cut points": pd.DataFrame({"Value": ["1.5"]}, index=["a|b"])})
    >>> "Cut points</caption>" in page
    True
    """
    parts = [html_table(cells, title.rstrip(":")) for title, cells in tables.items()]
    notes = [f"<p>{_lines(note)}</p>" for note in footnotes if note]
    return "\n".join([f"<p><code>{_lines(call)}</code></p>", *parts, *notes])


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


def _lines(text: str) -> str:
    return "<br>".join(escape(printable(line)) for line in text.split("\n"))


def _row(label: str, values: list[str], tag: str) -> str:
    cells = "".join(
        f'<{tag} style="text-align:right">{escape(printable(v))}</{tag}>' for v in values
    )
    return f'<tr><th style="text-align:left">{escape(printable(label))}</th>{cells}</tr>'
