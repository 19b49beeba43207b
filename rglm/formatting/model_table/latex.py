"""A table of models as LaTeX, with the rules of booktabs."""

from __future__ import annotations

from collections.abc import Sequence

from rglm.formatting.model_table.markup import one_line, with_minus
from rglm.formatting.model_table.table_content import Line, TableContent

__all__ = ["escape_latex", "latex_table"]

LATEX_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "–": "--",
        "−": "$-$",
        "²": r"\textsuperscript{2}",
        "—": "---",
        **{character: f"\\{character}" for character in "&%$#_{}"},
    }
)


def escape_latex(text: str) -> str:
    r"""Text as LaTeX prints it, on one line.

    Examples
    --------
    >>> print(escape_latex("I(x^2) & 5%"))
    I(x\textasciicircum{}2) \& 5\%
    """
    return one_line(text).translate(LATEX_ESCAPES)


def latex_table(table: TableContent, label: str | None = None) -> str:
    """A ``tabular``; in a ``table`` where it has a title or a label."""
    columns = len(table.names)
    page = [rf"\begin{{tabular}}{{l{'c' * columns}}}", r"\toprule"]
    page += _spans(table)
    heads = [table.names, *table.headers]
    page += [_row("", head) for head in heads[:-1]] + [_row(table.corner, heads[-1])]
    for lines in (table.coefficients, table.statistics):
        if lines:
            page += [r"\midrule", *map(_line, lines)]
    page.append(r"\bottomrule")
    page += [
        rf"\multicolumn{{{columns + 1}}}{{l}}{{\footnotesize {escape_latex(note)}}} \\"
        for note in table.notes
    ]
    page.append(r"\end{tabular}")
    if table.title or label:
        caption = [rf"\caption{{{escape_latex(table.title)}}}"] if table.title else []
        caption += [rf"\label{{{label}}}"] if label else []
        page = [r"\begin{table}", r"\centering", *caption, *page, r"\end{table}"]
    return "\n".join(page)


def _spans(table: TableContent) -> list[str]:
    """The labels over several columns, and a rule below each."""
    if not table.spans:
        return []
    cells, rules, start = [], [], 2
    for label, count in table.spans:
        cells.append(rf"\multicolumn{{{count}}}{{c}}{{{escape_latex(label)}}}")
        rules.append(rf"\cmidrule(lr){{{start}-{start + count - 1}}}")
        start += count
    return [" & ".join(["", *cells]) + r" \\", " ".join(rules)]


def _line(line: Line) -> str:
    cells = [escape_latex(with_minus(cell)) for cell in line.cells]
    bold = [_bold(cell) if j in line.bold else cell for j, cell in enumerate(cells)]
    label = _label(line.label)
    shown = _bold(label) if line.has_bold_label else label
    return " & ".join([r"\quad " * line.indent + shown, *bold]) + r" \\"


def _bold(text: str) -> str:
    return rf"\textbf{{{text}}}" if text else ""


def _row(label: str, cells: Sequence[str]) -> str:
    return " & ".join([_label(label), *map(escape_latex, cells)]) + r" \\"


def _label(label: str) -> str:
    shown = escape_latex(label)
    if shown[:1] in ("[", "*"):  # after the \\ of the line before it would be its argument
        shown = f"{{{shown[0]}}}{shown[1:]}"
    return shown
