"""The table and page of means with letters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.tables.beside import beside
from rglm.formatting.tables.html import html_tables
from rglm.inference.means import page
from rglm.inference.means.level_groups import group_lines, level_cells

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid

GROUP, EQUIVALENT = ".group", ".equiv.set"
SHARED = (
    "NOTE: If two or more means share the same grouping symbol,",
    "      then we cannot show them to be different.",
    "      But we also did not show them to be the same.",
)
EQUIVALENT_NOTE = ("Estimates sharing the same symbol test as equivalent",)


@dataclass(frozen=True, repr=False)
class LetterTable(ColumnTable):
    """Means with letters: those that share one are not shown to differ.

    Attributes
    ----------
    means : EmmGrid
        The means, in the order of the table.
    letters : tuple of str
        Of each mean, with a place for each group of means.
    comparisons : EmmGrid
        The differences that the letters are of.
    alpha : float
        Means differ where the p-value is below it.
    are_equivalent : bool
        Whether means that share a letter were tested to be equivalent.
    details : bool
        Whether the comparisons are printed.
    """

    means: EmmGrid
    letters: tuple[str, ...]
    comparisons: EmmGrid
    alpha: float
    are_equivalent: bool = False
    details: bool = False

    @property
    def column(self) -> str:
        """The column of letters."""
        return EQUIVALENT if self.are_equivalent else GROUP

    @cached_property
    def table(self) -> pd.DataFrame:  # type: ignore[override]
        """The means with their letters."""
        letters = pd.DataFrame({self.column: [text.strip() for text in self.letters]})
        return beside(self.means.table, letters)

    def tidy(self) -> pd.DataFrame:
        """The means under broom's names, with their letters."""
        letters = pd.DataFrame({"letters": [text.strip() for text in self.letters]})
        return beside(self.means.tidy(), letters)

    def _cells(self) -> dict[str, list[str]]:
        means = self.means
        numbers = means.table.iloc[:, means.groups.shape[1] :]
        width = max(len(self.column), *(len(text) + 1 for text in self.letters))
        texts = [f" {text}".ljust(width) for text in self.letters]
        return page.column_cells(numbers, means.estimate_name) | {self.column.ljust(width): texts}

    def _footer(self) -> list[str]:
        notes = page.notes(self.means, self.means.inferences)
        for note in page.notes(self.comparisons, self.comparisons.inferences):
            if note not in notes:
                notes.append(note)
        said = EQUIVALENT_NOTE if self.are_equivalent else SHARED
        return [*notes, f"significance level used: alpha = {self.alpha:g}", *said]

    def __len__(self) -> int:
        return len(self.means)

    def __repr__(self) -> str:
        groups = group_lines(self.means.shown_groups, self.means.by, self._cells())
        lines = [line.rstrip() for line in [*groups, *self._footer()]]
        if self.details:
            lines = ["$emmeans", *lines, "", "$comparisons", repr(self.comparisons)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        cells = pd.DataFrame(level_cells(self.means.shown_groups) | self._cells())
        out = html_tables("", {"": cells.set_axis([""] * len(cells))}, self._footer())
        return out + self.comparisons._repr_html_() if self.details else out
