"""Numbers as R's ``as.character`` writes them, integers and decimals of any length among them."""

from __future__ import annotations

from decimal import MAX_PREC, Context, Decimal

FLOAT_DIGITS = 15  # significant decimal digits that every float keeps


def number_text(value: float | Decimal) -> str:
    """A number as R's ``as.character`` writes it.

    It has 15 significant digits, in the shorter of the fixed and the scientific form. An integer
    or Decimal of more digits keeps them all.

    >>> [number_text(value) for value in (2.0, 0.1, 100000.0, 123456.0, 9007199254740993)]
    ['2', '0.1', '1e+05', '123456', '9007199254740993']
    """
    if not isinstance(value, float) and exceeds_float_digits(value):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    value = float(value)
    if value != value:
        return "NA"
    value += 0.0  # -0 is written 0
    if value in (float("inf"), float("-inf")):
        return "Inf" if value > 0 else "-Inf"
    if value % 1e5 and abs(value) < 1e15 and value == int(value):
        return str(int(value))  # too few zeros at its end for the scientific form
    mantissa, _, exponent = f"{value:.14e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    decimals = max(len(mantissa.lstrip("-").replace(".", "")) - 1 - int(exponent), 0)
    scientific = f"{mantissa}e{exponent[0]}{int(exponent[1:]):02d}"
    fixed = f"{value:.{decimals}f}"
    return fixed if len(fixed) <= len(scientific) else scientific


def exceeds_float_digits(value: int | Decimal) -> bool:
    """Whether a number has more significant digits than every float keeps."""
    if isinstance(value, Decimal):
        has_digits = len(value.as_tuple().digits) > FLOAT_DIGITS
        return has_digits and len(_significant_digits(value)) > FLOAT_DIGITS
    return abs(value) >= 10**FLOAT_DIGITS and len(str(abs(value)).rstrip("0")) > FLOAT_DIGITS


def _significant_digits(value: Decimal) -> tuple[int, ...]:
    return value.normalize(Context(prec=MAX_PREC)).as_tuple().digits if value.is_finite() else ()
