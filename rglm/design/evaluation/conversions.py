"""R's conversions: as.numeric, as.integer, as.logical and as.character."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rglm.design.values.dates import Dates
from rglm.design.values.exact_numbers import ExactNumbers
from rglm.design.values.formula_value import FormulaValue
from rglm.design.values.r_values import Factor, Logical, as_character, is_text_array, to_factor
from rglm.errors import DataError

# what R reads as a number
NUMBER_PATTERN = re.compile(
    r"""[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?
      |0x(?P<hex>[\da-f]+\.?[\da-f]*(?:p[+-]?\d+)?)|inf|infinity|nan)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
MISSING_TEXTS = ("", "NA")
TRUE_TEXTS = ("T", "TRUE", "true", "True")
FALSE_TEXTS = ("F", "FALSE", "false", "False")


@dataclass(frozen=True)
class UnreadableText:
    """Rows of text that is no number: an error, unless ``subset=`` leaves them out."""

    conversion: str  # R's name of the conversion
    text: Factor
    is_bad: np.ndarray  # (levels + 1,) whether a level is no number; False for a missing one
    expression: str = ""  # the expression that has the conversion, if known

    def check(self, chosen: np.ndarray | None = None) -> None:
        """Raise a DataError with the text of such a row if one is among those chosen."""
        codes = self.text.codes if chosen is None else self.text.codes[chosen]
        bad_codes = codes[self.is_bad[codes]]
        if len(bad_codes):
            raise DataError(
                f"{self.expression or self.conversion + '()'}: "
                f"{self.text.levels[bad_codes[0]]!r} is no number; "
                "correct it, or write NA where a value is missing; of a factor, "
                f"{self.conversion}(factor(x)), the numbers are the codes of its levels"
            )

    def within(self, expression: str) -> UnreadableText:
        """The same text, named by the expression that has the conversion."""
        return replace(self, expression=expression)


Unreadable = list[UnreadableText] | None  # where text that is no number is collected


def as_numeric(x: FormulaValue, *, unreadable: Unreadable = None) -> np.ndarray | ExactNumbers:
    """Numbers: the number that a text spells, a factor's codes from 1, R's numbers of dates.

    Text that is no number goes to `unreadable`, if that is given, and is missing.

    Raises DataError: text that is no number. ``"NA"`` and empty text are missing values, as in R.
    """
    return _numbers(x, "as.numeric", unreadable)


def as_double(x: FormulaValue, *, unreadable: Unreadable = None) -> np.ndarray | ExactNumbers:
    """R's other name of `as_numeric`."""
    return _numbers(x, "as.double", unreadable)


def as_integer(x: FormulaValue, *, unreadable: Unreadable = None) -> np.ndarray | ExactNumbers:
    """Numbers towards zero."""
    numbers = _numbers(x, "as.integer", unreadable)
    return numbers.truncate() if isinstance(numbers, ExactNumbers) else np.trunc(numbers)


def as_logical(x: FormulaValue) -> Logical:
    """TRUE and FALSE: read from text or a level; of numbers, whether they are not 0.

    As in R other text than T, TRUE, true, True and F, FALSE, false, False is a missing value.
    """
    if is_text_array(x):
        x = to_factor(x)
    if isinstance(x, Factor):
        truths = [_truth(level) for level in x.levels]
        return Logical(np.array([*truths, np.nan])[x.codes])
    values = np.asarray(_numbers(x, "as.logical", None), dtype=float)
    return Logical(np.where(np.isnan(values), np.nan, values != 0))


def _truth(text: str) -> float:
    return 1.0 if text in TRUE_TEXTS else 0.0 if text in FALSE_TEXTS else np.nan


def _numbers(
    x: FormulaValue, conversion: str, unreadable: Unreadable
) -> np.ndarray | ExactNumbers:
    if isinstance(x, Factor):
        if not x.is_text:
            return np.where(x.missing, np.nan, x.codes.astype(float) + 1.0)
        return _read_text(x, conversion, unreadable)
    if is_text_array(x):
        return _read_text(to_factor(x), conversion, unreadable)
    if isinstance(x, ExactNumbers):
        return x
    return x.numbers if isinstance(x, Dates) else np.asarray(x, dtype=np.float64)


def _read_text(text: Factor, conversion: str, unreadable: Unreadable) -> np.ndarray:
    """The number that the text of each row is."""
    used = text.drop_unused()
    numbers = [_read_number(level.strip()) for level in used.levels]
    is_bad = np.array([*(number is None for number in numbers), False])
    if is_bad.any():
        bad = UnreadableText(conversion, used, is_bad)
        if unreadable is None:
            bad.check()
        else:
            unreadable.append(bad)
    return np.array([*numbers, None], dtype=float)[used.codes]


def _read_number(text: str) -> float | None:
    """The number that R reads, NaN of a missing one; None where there is none."""
    if text in MISSING_TEXTS:
        return np.nan
    match = NUMBER_PATTERN.fullmatch(text)
    if match is None:
        return None
    return float.fromhex(text) if match["hex"] else float(text)


TEXT_READERS = ("as_numeric", "as_double", "as_integer")  # they take `unreadable`
CONVERSIONS: dict[str, Callable[..., Any]] = {
    "as_numeric": as_numeric,
    "as_double": as_double,
    "as_integer": as_integer,
    "as_logical": as_logical,
    "as_character": as_character,
}
