"""R's number formatting: a vector under one common format, or each number on its own.

Written from R's documented rules (``?format``, ``?options``, ``?formatC``) and its observed
output, which the golden file ``tests/reference/format.json`` holds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from rglm.formatting.numbers.rounding import round_half
from rglm.formatting.options import resolve_digits, settings

__all__ = ["format_c", "format_each", "format_numbers", "format_round"]

_MAX_DECIMALS = 350


def _decimal_shape(x: float, digits: int) -> tuple[int, int]:
    """Return the exponent and the significant digits of x once rounded to `digits` digits."""
    mantissa, _, exponent = f"{abs(x):.{digits - 1}e}".partition("e")
    return int(exponent), max(1, len(mantissa.replace(".", "").rstrip("0")))


def _left_width(x: float, exponent: int, digits: int) -> int:
    """Characters before the decimal point, for a number that is rounded to 10^exponent.

    At `digits` digits 995 may become 1e3 while fixed notation still shows 995.
    """
    decimals = max(0, digits - exponent - 1)
    whole = exponent > 0 and float(f"{abs(x):.{decimals}f}") < 10.0**exponent
    return max(exponent - whole, 0) + 1 + (x < 0)


def _common_format(finite: Sequence[float], digits: int, nsmall: int) -> tuple[str, int]:
    """The one C format under which R shows all of `finite`, and the width it keeps for it.

    Fixed notation unless that is wider. The width is that of the longest sign, mantissa and
    exponent together, even where no one number has all three.
    """
    shapes = [_decimal_shape(x, digits) for x in finite]
    decimals = max(0, *(sig - exponent - 1 for exponent, sig in shapes))
    left = max(_left_width(x, e, digits) for x, (e, _) in zip(finite, shapes, strict=True))
    mantissa = max(sig for _, sig in shapes) - 1
    exponent_width = 5 if any(abs(exponent) >= 100 for exponent, _ in shapes) else 4
    scientific = any(x < 0 for x in finite) + 1 + mantissa + (mantissa > 0) + exponent_width
    if left + decimals + (decimals > 0) > scientific + settings.scipen:
        return f".{mantissa}e", scientific
    decimals = min(max(decimals, nsmall), _MAX_DECIMALS)
    return f".{decimals}f", left + decimals + (decimals > 0)


def _special(x: float, na: str) -> str:
    return na if math.isnan(x) else ("Inf" if x > 0 else "-Inf")


def _as_floats(values: ArrayLike) -> list[float]:
    array = np.asarray(values)
    if array.dtype.kind not in "fiub" and array.dtype != object:
        raise TypeError(f"values of dtype {array.dtype} are not numbers: give a numeric array")
    try:
        return [math.nan if v is None else float(v) for v in array.ravel().tolist()]
    except (TypeError, ValueError) as error:
        raise TypeError(f"values are not numbers ({error}): give a numeric array") from None


def format_numbers(
    values: ArrayLike,
    digits: int | None = None,
    nsmall: int = 0,
    width: int = 0,
    na: str = "NA",
    justify: bool = True,
) -> list[str]:
    """Format numbers under one common format: R's ``format(x, digits=, nsmall=, width=)``.

    The fewest decimals are used that show every element to `digits` significant digits (trailing
    zeros dropped first), in fixed notation unless scientific notation is narrower.

    Parameters
    ----------
    values : array_like
        Numbers of any shape, read in C order; NaN and None are missing.
    digits : int, optional
        Significant digits; None is the option.
    nsmall : int
        Least number of decimals in fixed notation.
    width : int
        Least width of each string.
    na : str
        How a missing value is shown.
    justify : bool
        Pad all to the common width on the left (R's ``trim = FALSE``).

    Raises
    ------
    ValueError
        If `digits` is out of range.
    TypeError
        If `values` are not numbers.

    Examples
    --------
    >>> format_numbers([1, 10.5, float("nan")])
    [' 1.0', '10.5', '  NA']
    >>> format_numbers([1e5, 1])
    ['1e+05', '1e+00']
    """
    digits = resolve_digits(digits)
    numbers = [x + 0.0 for x in _as_floats(values)]  # + 0.0: R shows -0 as 0
    finite = [x for x in numbers if math.isfinite(x)]
    spec, common = _common_format(finite, digits, nsmall) if finite else ("", 0)
    shown = [format(x, spec) if math.isfinite(x) else _special(x, na) for x in numbers]
    common = max([common, width, *map(len, shown)]) if justify else width
    return [text.rjust(common) for text in shown]


def format_each(values: ArrayLike, digits: int | None = None, na: str = "NA") -> list[str]:
    """Format each number on its own, as ``cat(x)`` shows it.

    Examples
    --------
    >>> format_each([100000, 123456, 1 / 3])
    ['1e+05', '123456', '0.3333333']
    """
    return [format_numbers([x], digits, na=na)[0] for x in _as_floats(values)]


def format_round(
    values: ArrayLike, places: int, digits: int | None = None, nsmall: int = 0, na: str = "NA"
) -> list[str]:
    """R's ``format(round(x, places), digits = digits, nsmall = nsmall)``.

    Parameters
    ----------
    values : array_like
        Numbers.
    places : int
        Decimals to round to first.
    digits : int, optional
        Significant digits to show; None means as many as `places` (at least 1).
    nsmall : int
        Least number of decimals.
    na : str
        How a missing value is shown.

    Examples
    --------
    >>> format_round([12.3456, 0.5], 2)
    ['12.3', ' 0.5']
    """
    shown = max(1, places) if digits is None else digits
    return format_numbers(round_half(_as_floats(values), places), shown, nsmall, na=na)


def format_c(
    x: ArrayLike,
    digits: int | None = None,
    width: int = 0,
    format: str = "g",
    flag: str = "",
    na: str = "NA",
) -> list[str]:
    """Format with C's ``%g``, ``%f`` or ``%e``: R's ``formatC()``.

    Parameters
    ----------
    x : array_like
        Numbers; each is formatted on its own.
    digits : int, optional
        The C precision: significant digits for "g", decimals for "f" and "e". None is 4, as R.
    width : int
        Least width; 0 means `digits`, or none where `digits` is None, as R has it.
    format : {"g", "f", "e", "d", "G", "E"}
        The C conversion; "d" rounds to whole numbers.
    flag : str
        Any of C's flags ``-``, ``0``, ``+``, space, ``#``.
    na : str
        How a missing value is shown.

    Raises
    ------
    ValueError
        If `format` or `flag` is unknown.

    Examples
    --------
    >>> format_c([3.14159, 1e-10, 2], digits=3)
    ['3.14', '1e-10', '  2']
    >>> format_c(2.5, digits=2, format="f", width=8)
    ['    2.50']
    """
    if format not in {"g", "f", "e", "d", "G", "E"}:
        raise ValueError(f'format={format!r}: give one of "g", "f", "e", "d", "G", "E"')
    if set(flag) - set("-0+ #"):
        raise ValueError(f'flag={flag!r}: give any of the characters "-", "0", "+", " ", "#"')
    precision = 0 if format == "d" else 4 if digits is None else int(digits)
    width = width or digits or 0
    pattern = f"%{flag}{width or ''}.{precision}{'f' if format == 'd' else format}"
    pad = str.ljust if "-" in flag else str.rjust
    return [
        pattern % v if math.isfinite(v) else pad(_special(v, na), width) for v in _as_floats(x)
    ]
