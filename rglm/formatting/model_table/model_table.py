"""A table of models side by side: what is in it, and the forms in which it can be had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

__all__ = ["FORMS", "Line", "RegTable"]


@dataclass(frozen=True)
class Line:
    """One line of a table of models.

    Attributes
    ----------
    label : str
        What stands on the left; blank on the further lines of a term.
    term, what : str
        The coefficient (or the statistic's label), and which of its numbers are shown.
    cells : tuple of str
        One a model.
    group : str
        Lines of one group are aligned at their decimal points; a blank one at none.
    """

    label: str
    term: str
    what: str
    cells: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True)
class RegTable:
    """Models side by side, as `regtable` makes them; printing shows the table as text.

    Attributes
    ----------
    names : tuple of str
        The columns.
    headers : tuple of tuples of str
        Further lines under the names: responses, families.
    coefficients, statistics : tuple of Line
    notes : tuple of str
    title : str or None
    """

    names: tuple[str, ...]
    headers: tuple[tuple[str, ...], ...]
    coefficients: tuple[Line, ...]
    statistics: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    title: str | None = None

    def to_text(self) -> str:
        """The table as plain text, numbers aligned at their decimal points."""
        from rglm.formatting.model_table.plain_text import text

        return text(self)

    def to_markdown(self) -> str:
        """The table as a Markdown pipe table, the notes below it."""
        from rglm.formatting.model_table.markup import markdown

        return markdown(self)

    def to_latex(self, label: str | None = None) -> str:
        r"""The table as a LaTeX ``tabular`` with the rules of booktabs.

        With a title, or a `label` for ``\ref``, it stands in a ``table``. Special characters are
        escaped; the preamble needs ``\usepackage{booktabs}``.
        """
        from rglm.formatting.model_table.latex import latex

        return latex(self, label)

    def to_html(self) -> str:
        """The table as HTML with a few lines of style of its own."""
        from rglm.formatting.model_table.markup import html

        return html(self)

    def to_frame(self) -> pd.DataFrame:
        """The cells as a DataFrame of strings: a column a model, a row a line, under the term and
        which of its numbers it is.

        ``GT(table.to_frame().reset_index())`` hands it to great_tables.
        """
        lines = [*self.coefficients, *self.statistics]
        index = pd.MultiIndex.from_tuples(
            [(line.term, line.what) for line in lines], names=["term", "statistic"]
        )
        return pd.DataFrame([line.cells for line in lines], index=index, columns=list(self.names))

    def __repr__(self) -> str:
        return self.to_text()

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return self.to_html()


FORMS: dict[str, Callable[[RegTable], str | pd.DataFrame]] = {
    "text": RegTable.to_text,
    "markdown": RegTable.to_markdown,
    "latex": RegTable.to_latex,
    "html": RegTable.to_html,
    "dataframe": RegTable.to_frame,
}
