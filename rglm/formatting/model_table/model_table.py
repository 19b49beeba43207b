"""A table of models side by side, and the forms in which it can be had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from rglm.formatting.model_table.latex import latex_table
from rglm.formatting.model_table.markup import html_table, markdown_table
from rglm.formatting.model_table.plain_text import text_table
from rglm.formatting.model_table.table_content import TableContent
from rglm.formatting.tables.wide_frame import WideFrame

__all__ = ["TABLE_FORMATS", "RegTable"]


@dataclass(frozen=True, repr=False)
class RegTable(TableContent):
    """Models side by side, as `regtable` makes them; printing shows the table as text.

    Its attributes are ``names``, ``headers``, ``coefficients``, ``statistics``, ``notes`` and
    ``title``: see `TableContent`.
    """

    def to_text(self) -> str:
        """The table as plain text, numbers aligned at their decimal points."""
        return text_table(self)

    def to_markdown(self) -> str:
        """The table as a Markdown pipe table, the notes below it."""
        return markdown_table(self)

    def to_latex(self, label: str | None = None) -> str:
        r"""The table as a LaTeX ``tabular`` with the rules of booktabs.

        With a title, or a `label` for ``\ref``, it stands in a ``table``. Special characters are
        escaped; the preamble needs ``\usepackage{booktabs}``.
        """
        return latex_table(self, label)

    def to_html(self) -> str:
        """The table as HTML with a few lines of style of its own."""
        return html_table(self)

    def to_frame(self) -> pd.DataFrame:
        """The cells as a DataFrame of strings: a column for each model, a row for each line.

        The index is the term and which of its numbers the line shows.

        ``GT(table.to_frame().reset_index())`` hands it to great_tables.
        """
        lines = [*self.coefficients, *self.statistics]
        index = pd.MultiIndex.from_tuples(
            [(line.term, line.what) for line in lines], names=list(self.index_names)
        )
        cells = [line.cells for line in lines]
        return WideFrame(cells, index=index, columns=list(self.flat_names))

    def __repr__(self) -> str:
        return self.to_text()

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return self.to_html()


TABLE_FORMATS: dict[str, Callable[[RegTable], str | pd.DataFrame]] = {
    "text": RegTable.to_text,
    "markdown": RegTable.to_markdown,
    "latex": RegTable.to_latex,
    "html": RegTable.to_html,
    "dataframe": RegTable.to_frame,
}
