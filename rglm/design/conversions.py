"""R's conversions: as.numeric, as.integer, as.logical and as.character."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from rglm.design.dates import Dates
from rglm.design.exact import Exact
from rglm.design.values import Factor, Logical, as_text, is_text, to_factor

# what R reads as a number
NUMBER = re.compile(
    r"""[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?
      |0x(?P<hex>[\da-f]+\.?[\da-f]*(?:p[+-]?\d+)?)|inf|infinity|nan)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
MISSING = ("", "NA")
TRUE, FALSE = ("T", "TRUE", "true", "True"), ("F", "FALSE", "false", "False")


def as_numeric(x: Any, word: str = "as.numeric") -> Any:
    """Numbers: what text says, the codes of a factor from 1, days or seconds since 1970 of dates.

    Raises
    ------
    ValueError
        Text that is no number. ``"NA"`` and empty text are missing values, as in R.
    """
    if isinstance(x, Factor):
        if not x.text:
            return np.where(x.missing, np.nan, x.codes + 1.0)
        return _by_level(x, lambda levels: _numbers(levels, word))
    if is_text(x):
        return _by_level(to_factor(x), lambda levels: _numbers(levels, word))
    if isinstance(x, (Exact, Dates)):
        return x if isinstance(x, Exact) else x.numbers
    return np.asarray(x, dtype=np.float64)


def as_integer(x: Any) -> Any:
    """Numbers towards zero."""
    numbers = as_numeric(x, "as.integer")
    return numbers.truncate() if isinstance(numbers, Exact) else np.trunc(numbers)


def as_logical(x: Any) -> Logical:
    """TRUE and FALSE: what text or a level says, else whether a number is not 0.

    As in R other text than T, TRUE, true, True and F, FALSE, false, False is a missing value.
    """
    if is_text(x):
        x = to_factor(x)
    if isinstance(x, Factor):
        return Logical(_by_level(x, _truths))
    values = np.asarray(as_numeric(x, "as.logical"), dtype=float)
    return Logical(np.where(np.isnan(values), np.nan, values != 0))


def _by_level(x: Factor, read: Callable[[Sequence[str]], list[float]]) -> np.ndarray:
    """What `read` makes of each level that a row has."""
    used = x.drop_unused()
    return np.array([*read(used.levels), np.nan])[used.codes]


def _numbers(levels: Sequence[str], word: str) -> list[float]:
    return [_number(level.strip(), level, word) for level in levels]


def _number(text: str, level: str, word: str) -> float:
    if text in MISSING:
        return np.nan
    match = NUMBER.fullmatch(text)
    if match is None:
        raise ValueError(
            f"{word}(): {level!r} is no number; correct it, or write NA where a value is missing"
        )
    return float.fromhex(text) if match["hex"] else float(text)


def _truths(levels: Sequence[str]) -> list[float]:
    return [1.0 if v in TRUE else 0.0 if v in FALSE else np.nan for v in levels]


CONVERSIONS: dict[str, Callable[..., Any]] = {
    "as_numeric": as_numeric,
    "as_integer": as_integer,
    "as_logical": as_logical,
    "as_character": as_text,
}
