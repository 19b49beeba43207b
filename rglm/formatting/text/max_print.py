"""How much of a long table is printed; R's ``options(max.print=)``."""

from __future__ import annotations

from rglm.formatting.options import settings

__all__ = ["omission_note", "printed_rows"]


def printed_rows(rows: int, columns: int = 1) -> int:
    """How many rows of a table are printed: as many as hold ``max_print`` numbers, at least one.

    Examples
    --------
    >>> printed_rows(20000, 8), printed_rows(100, 8)
    (12499, 100)
    """
    return rows if rows * columns <= settings.max_print else max(settings.max_print // columns, 1)


def omission_note(omitted: int, what: str = "row") -> list[str]:
    """The line that counts the rows (or entries) that are not printed; none if all are.

    Examples
    --------
    >>> omission_note(1)
    [' [ reached options(max_print=99999) -- omitted 1 row ]']
    """
    if not omitted:
        return []
    plural = "" if omitted == 1 else "ies" if what.endswith("y") else "s"
    word = what[:-1] + plural if plural == "ies" else what + plural
    return [f" [ reached options(max_print={settings.max_print}) -- omitted {omitted} {word} ]"]
