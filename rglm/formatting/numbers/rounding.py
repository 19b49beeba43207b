"""R's rounding: ``round``, ``signif`` and ``zapsmall``."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from rglm.formatting.options import resolve_digits

__all__ = ["round_half", "signif", "zapsmall"]

_EXACT_DIGITS = 15  # decimal digits every double keeps


def _decimal_exponent(x: float) -> int:
    """floor(log10|x|), exact also just below a power of ten."""
    return int(f"{x:.16e}".partition("e")[2])


def _round_one(x: float, places: int) -> float:
    if not math.isfinite(x) or x == 0.0:
        return x
    exponent = math.ceil(math.log10(abs(x)))
    if places + exponent > _EXACT_DIGITS:
        return x
    if places + exponent < 0:
        return 0.0
    if abs(places) > 300:  # 10**places is no double; exact decimal rounding is near enough
        return round(x, places)
    return math.copysign(_nearer_candidate(abs(x), places), x)


def _nearer_candidate(x: float, places: int) -> float:
    """The nearer of the two decimals around x in double arithmetic, the even one on a tie."""
    power = 10.0 ** abs(places)
    scaled = x * power if places >= 0 else x / power
    down, up = math.floor(scaled), math.ceil(scaled)
    low, high = (down / power, up / power) if places >= 0 else (down * power, up * power)
    gap = (high - x) - (x - low)
    return high if gap < 0 or (gap == 0 and down % 2 == 1) else low


def round_half(x: ArrayLike, places: int = 0) -> np.ndarray:
    """Round to `places` decimals as R (4.0.0 and later) does.

    Of the two decimals next to x the one closer to it, both differences taken in double
    arithmetic, is the answer; on a tie the one with an even last digit. This is R's ``round()``
    as its help page describes it, and differs from Python's and from numpy's.

    Parameters
    ----------
    x : array_like
        Numbers; NaN and infinities pass through.
    places : int
        Decimals, may be negative.

    Returns
    -------
    ndarray
        The shape of `x`.

    Examples
    --------
    >>> round_half([0.15, 2.675, 5.015], 2).tolist()
    [0.15, 2.67, 5.02]
    """
    values = np.asarray(x, dtype=float)
    flat = [_round_one(float(v), int(places)) for v in values.ravel()]
    return np.array(flat, dtype=float).reshape(values.shape)


def _signif_one(x: float, digits: int) -> float:
    if not math.isfinite(x) or x == 0.0:
        return x
    shift = digits - 1 - _decimal_exponent(x)
    if abs(shift) > 300:
        return float(f"{x:.{digits - 1}e}")
    if shift >= 0:
        power = 10.0**shift
        return round(x * power) / power
    power = 10.0**-shift
    return round(x / power) * power


def signif(x: ArrayLike, digits: int = 6) -> np.ndarray:
    """Round to `digits` significant digits, as R's ``signif()``.

    The number is scaled by a power of ten in double arithmetic and rounded half to even there.

    Parameters
    ----------
    x : array_like
        Numbers; NaN and infinities pass through.
    digits : int
        Significant digits, 1 to 22.

    Returns
    -------
    ndarray
        The shape of `x`.

    Raises
    ------
    ValueError
        If `digits` is not a whole number from 1 to 22.

    Examples
    --------
    >>> signif([123456, 0.15, 2.675], 2).tolist()
    [120000.0, 0.15, 2.7]
    """
    digits = resolve_digits(digits)
    values = np.asarray(x, dtype=float)
    flat = [_signif_one(float(v), digits) for v in values.ravel()]
    return np.array(flat, dtype=float).reshape(values.shape)


def zapsmall(x: ArrayLike, digits: int | None = None) -> np.ndarray:
    """Round values that are negligible beside the largest absolute value to zero.

    R's ``zapsmall()``: ``round(x, digits - log10(max|x|))``, at least 0 decimals; beside an
    infinite value whole numbers are left.

    Examples
    --------
    >>> zapsmall([1e-20, 1.0]).tolist()
    [0.0, 1.0]
    """
    digits = resolve_digits(digits)
    values = np.asarray(x, dtype=float)
    largest = float(np.abs(values[~np.isnan(values)]).max(initial=0.0))
    if math.isinf(largest):
        return round_half(values, 0)
    places = max(0, round(digits - math.log10(largest))) if largest > 0 else digits
    return round_half(values, places)
