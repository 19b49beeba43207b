"""The content of a table of models: its columns, lines and notes."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Line", "TableContent"]


@dataclass(frozen=True)
class Line:
    """One line of a table of models."""

    label: str  # the text on the left; blank on the further lines of a term
    # term, what: the coefficient (or the statistic's label), and which of its numbers are
    # shown
    term: str
    what: str
    cells: tuple[str, ...]  # one for each model
    # lines of one group are aligned at their decimal points; those of the group "" are not
    group: str = ""
    indent: int = 0  # by how many steps the label is indented
    bold: frozenset[int] = frozenset()  # the cells in bold letters, by column
    has_bold_label: bool = False


@dataclass(frozen=True)
class TableContent:
    """The content of a table of models, which `RegTable` shows in several forms."""

    names: tuple[str, ...]  # the columns
    headers: tuple[tuple[str, ...], ...]  # further lines under the names: responses, families
    coefficients: tuple[Line, ...]
    statistics: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    title: str | None = None
    # labels over several columns, each with how many; none of a table without them
    spans: tuple[tuple[str, int], ...] = ()
    corner: str = ""  # the head of the labels
    index_names: tuple[str, str] = ("term", "statistic")  # of the DataFrame

    @property
    def flat_names(self) -> tuple[str, ...]:
        """The columns, each with the label over it."""
        spans = [label for label, count in self.spans for _ in range(count)]
        pairs = zip(spans or [""] * len(self.names), self.names, strict=True)
        return tuple(f"{span}: {name}" if span else name for span, name in pairs)
