"""The content of a table of models: its columns, lines and notes."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Line", "TableContent"]


@dataclass(frozen=True)
class Line:
    """One line of a table of models.

    Attributes
    ----------
    label : str
        The text on the left; blank on the further lines of a term.
    term, what : str
        The coefficient (or the statistic's label), and which of its numbers are shown.
    cells : tuple of str
        One for each model.
    group : str
        Lines of one group are aligned at their decimal points; those of the group "" are not.
    """

    label: str
    term: str
    what: str
    cells: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True)
class TableContent:
    """The content of a table of models, which `RegTable` shows in several forms.

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
