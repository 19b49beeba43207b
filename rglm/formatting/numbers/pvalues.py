"""P-values and their stars."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.options import resolve_ascii, resolve_digits, settings

__all__ = ["format_pval", "legend_lines", "signif_legend", "signif_stars"]

MACHINE_EPS = 2.220446049250313e-16
_STAR_CUT_POINTS = ((0.001, "***"), (0.01, "**"), (0.05, "*"), (0.1, "."), (1.0, " "))
_LEGEND_PREFIX = "Signif. codes:  "


def format_pval(
    p: ArrayLike, digits: int | None = None, eps: float = MACHINE_EPS, na: str = "NA"
) -> list[str]:
    """Format p-values as R's ``format.pval()``.

    Values below `eps` are shown as "<eps"; the others are formatted in two groups, those that
    read well in fixed notation and those that do not, each group under a common format.

    Parameters
    ----------
    p : array_like, shape (n,)
        P-values; NaN is missing.
    digits : int, optional
        Significant digits; None is the option less 2.
    eps : float
        The smallest value worth showing.
    na : str
        How a missing value is shown.

    Returns
    -------
    list of str
        Not padded to a common width.

    Raises
    ------
    ValueError
        If `digits` is out of range.

    Examples
    --------
    >>> format_pval([0.04, 1e-5, 1e-17], digits=3)
    ['0.04', '1e-05', '<2e-16']
    """
    digits = max(1, settings.digits - 2) if digits is None else resolve_digits(digits)
    values = np.asarray(p, dtype=float).ravel()
    shown = np.full(values.size, na, dtype=object)
    tiny = values < eps
    visible = ~tiny & ~np.isnan(values)
    fixed = visible & (_decimal_exponents(values) >= (-4 if digits > 1 else -3))
    for group in (fixed, visible & ~fixed):
        if group.any():
            shown[group] = format_numbers(values[group], digits)
    shown[tiny] = _below(eps, digits, [len(text) for text in shown[visible]])
    return shown.tolist()


def _decimal_exponents(values: np.ndarray) -> np.ndarray:
    positive = np.where(values > 0, values, 1.0)
    return np.where(values > 0, np.floor(np.log10(positive)), 0.0)


def _below(eps: float, digits: int, widths: list[int]) -> str:
    """The text "<eps", short enough to stand in a column that is `widths` wide."""
    digits = max(1, digits - 2)
    widest = max(widths, default=0)
    if widths and digits > 1 and digits + 6 > widest:
        digits = max(1, widest - 7)
    tight = digits == 1 and (not widths or widest <= 6)
    return f"<{'' if tight else ' '}{format_numbers([eps], digits)[0]}"


def signif_stars(p: ArrayLike) -> list[str]:
    """Return R's stars for p-values, each padded to the widest; missing values get blanks.

    Examples
    --------
    >>> signif_stars([0.0001, 0.03, 0.5])
    ['***', '*  ', '   ']
    """
    codes = [_stars(float(v)) for v in np.asarray(p, dtype=float).ravel()]
    width = max(map(len, codes), default=0)
    return [code.ljust(width) for code in codes]


def _stars(p: float) -> str:
    if math.isnan(p):
        return ""
    return next((code for cut, code in _STAR_CUT_POINTS if p <= cut), "?")


def _legend(ascii: bool) -> str:
    left, right = ("'", "'") if ascii else ("‘", "’")
    return "0 " + " ".join(f"{left}{code}{right} {cut:g}" for cut, code in _STAR_CUT_POINTS)


def signif_legend(ascii: bool | None = None) -> str:
    """Return the line that explains the stars.

    Parameters
    ----------
    ascii : bool
        Plain quotes in place of typographic ones.

    Examples
    --------
    >>> signif_legend(ascii=True)
    "Signif. codes:  0 '***' 0.001 '**' 0.01 '*' 0.05 '.' 0.1 ' ' 1"
    """
    return _LEGEND_PREFIX + _legend(resolve_ascii(ascii))


def legend_lines(width: int, ascii: bool | None = None) -> list[str]:
    """Return the legend broken as ``printCoefmat`` breaks it on a page of `width` columns.

    Examples
    --------
    >>> legend_lines(50, ascii=True)[1]
    "0 '***' 0.001 '**' 0.01 '*' 0.05 '.' 0.1 ' ' 1"
    """
    legend = _legend(resolve_ascii(ascii))
    if len(_LEGEND_PREFIX) + len(legend) <= width:
        return [_LEGEND_PREFIX + legend]
    if len(legend) <= width:
        return [_LEGEND_PREFIX, legend]
    lines = [" "]
    for word in legend.split():
        if len(lines[-1]) + 1 + len(word) > width - 3 and lines[-1] != " ":
            lines.append(" ")
        lines[-1] += " " + word
    return [_LEGEND_PREFIX, *lines]
