"""R's conversions: as.numeric, as.integer, as.logical and as.character."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rglm.design.values.dates import Dates
from rglm.design.values.exact_numbers import ExactNumbers
from rglm.design.values.r_values import Factor, Logical, as_character, is_text_array, to_factor
from rglm.errors import DataError

# what R reads as a number
NUMBER = re.compile(
    r"""[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?
      |0x(?P<hex>[\da-f]+\.?[\da-f]*(?:p[+-]?\d+)?)|inf|infinity|nan)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
MISSING = ("", "NA")
TRUE, FALSE = ("T", "TRUE", "true", "True"), ("F", "FALSE", "false", "False")


@dataclass(frozen=True)
class Unreadable:
    """Rows of text that is no number: an error, unless ``subset=`` leaves them out.

    Attributes
    ----------
    word : str
        The conversion.
    text : Factor
    is_bad : (levels + 1,) bool array
        Whether a level is no number; False for a missing one.
    place : str
        The expression that the conversion stands in, if known.
    """

    word: str
    text: Factor
    is_bad: np.ndarray
    place: str = ""

    def check(self, chosen: np.ndarray | None = None) -> None:
        """Check that no such row is among those chosen.

        Raises
        ------
        ValueError
            One is, with its text.
        """
        codes = self.text.codes if chosen is None else self.text.codes[chosen]
        found = codes[self.is_bad[codes]]
        if len(found):
            raise DataError(
                f"{self.place or self.word + '()'}: {self.text.levels[found[0]]!r} is no number; "
                "correct it, or write NA where a value is missing; of a factor, "
                f"{self.word}(factor(x)), the numbers are the codes of its levels"
            )

    def within(self, place: str) -> Unreadable:
        """The same, named by the expression that it stands in."""
        return replace(self, place=place)


def as_numeric(
    x: Any, *, word: str = "as.numeric", unreadable: list[Unreadable] | None = None
) -> Any:
    """Numbers: what text says, the codes of a factor from 1, days or seconds since 1970 of dates.

    Text that is no number goes to `unreadable`, if that is given, and is missing.

    Raises
    ------
    ValueError
        Text that is no number. ``"NA"`` and empty text are missing values, as in R.
    """
    if isinstance(x, Factor):
        if not x.text:
            return np.where(x.missing, np.nan, x.codes + 1.0)
        return _read_text(x, word, unreadable)
    if is_text_array(x):
        return _read_text(to_factor(x), word, unreadable)
    if isinstance(x, (ExactNumbers, Dates)):
        return x if isinstance(x, ExactNumbers) else x.numbers
    return np.asarray(x, dtype=np.float64)


def as_double(x: Any, unreadable: list[Unreadable] | None = None) -> Any:
    """The other name that R has for `as_numeric`."""
    return as_numeric(x, word="as.double", unreadable=unreadable)


def as_integer(x: Any, unreadable: list[Unreadable] | None = None) -> Any:
    """Numbers towards zero."""
    numbers = as_numeric(x, word="as.integer", unreadable=unreadable)
    return numbers.truncate() if isinstance(numbers, ExactNumbers) else np.trunc(numbers)


def as_logical(x: Any) -> Logical:
    """TRUE and FALSE: what text or a level says, else whether a number is not 0.

    As in R other text than T, TRUE, true, True and F, FALSE, false, False is a missing value.
    """
    if is_text_array(x):
        x = to_factor(x)
    if isinstance(x, Factor):
        truths = [1.0 if v in TRUE else 0.0 if v in FALSE else np.nan for v in x.levels]
        return Logical(np.array([*truths, np.nan])[x.codes])
    values = np.asarray(as_numeric(x, word="as.logical"), dtype=float)
    return Logical(np.where(np.isnan(values), np.nan, values != 0))


def _read_text(text: Factor, word: str, unreadable: list[Unreadable] | None) -> np.ndarray:
    """The number that the text of each row is."""
    used = text.drop_unused()
    numbers = [_number(level.strip()) for level in used.levels]
    is_bad = np.array([*(number is None for number in numbers), False])
    if is_bad.any():
        found = Unreadable(word, used, is_bad)
        if unreadable is None:
            found.check()
        else:
            unreadable.append(found)
    return np.array([*numbers, None], dtype=float)[used.codes]


def _number(text: str) -> float | None:
    """The number that R reads, NaN of a missing one; None where there is none."""
    if text in MISSING:
        return np.nan
    match = NUMBER.fullmatch(text)
    if match is None:
        return None
    return float.fromhex(text) if match["hex"] else float(text)


# those that may meet text which is no number
READERS = ("as_numeric", "as_double", "as_integer")
CONVERSIONS: dict[str, Callable[..., Any]] = {
    "as_numeric": as_numeric,
    "as_double": as_double,
    "as_integer": as_integer,
    "as_logical": as_logical,
    "as_character": as_character,
}
