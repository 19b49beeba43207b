"""The printing settings every page shares: R's ``options(digits=, width=, scipen=)``."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MAX_DIGITS", "PrintSettings", "resolve_digits", "resolve_width", "settings"]

MAX_DIGITS = 22  # R's own limit for options("digits")


@dataclass
class PrintSettings:
    """What R keeps in ``options()`` for printing.

    Attributes
    ----------
    digits : int
        Significant digits a printed vector aims at (R: 7).
    width : int
        Columns of the page (R: 80).
    scipen : int
        Columns a fixed notation may be wider than the scientific one and still be used (R: 0).
    signif_stars : bool
        Whether coefficient tables show stars (R: ``show.signif.stars``, TRUE).
    """

    digits: int = 7
    width: int = 80
    scipen: int = 0
    signif_stars: bool = True


settings = PrintSettings()


def resolve_digits(digits: int | None) -> int:
    """Return `digits`, or the option's value where it is None.

    Raises
    ------
    ValueError
        If `digits` is not a whole number from 1 to 22, R's own limits.

    Examples
    --------
    >>> resolve_digits(None), resolve_digits(3)
    (7, 3)
    """
    chosen = settings.digits if digits is None else digits
    if isinstance(chosen, bool) or int(chosen) != chosen or not 1 <= chosen <= MAX_DIGITS:
        raise ValueError(f"digits={chosen!r}: give a whole number from 1 to {MAX_DIGITS}")
    return int(chosen)


def resolve_width(width: int | None) -> int:
    """Return `width`, or the option's value where it is None.

    Raises
    ------
    ValueError
        If `width` is less than 10, R's smallest page.

    Examples
    --------
    >>> resolve_width(None)
    80
    """
    chosen = settings.width if width is None else width
    if int(chosen) != chosen or chosen < 10:
        raise ValueError(f"width={chosen!r}: give a whole number of columns, 10 or more")
    return int(chosen)
