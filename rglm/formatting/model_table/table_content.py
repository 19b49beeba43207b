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


@dataclass(frozen=True)
class TableContent:
    """The content of a table of models, which `RegTable` shows in several forms."""

    names: tuple[str, ...]  # the columns
    headers: tuple[tuple[str, ...], ...]  # further lines under the names: responses, families
    coefficients: tuple[Line, ...]
    statistics: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    title: str | None = None
