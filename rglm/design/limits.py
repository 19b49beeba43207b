"""How large a formula may be, and what it makes: an answer within a second, or a word why not."""

from __future__ import annotations

from typing import Any

from rglm.design.errors import FormulaError

MAX_CHARACTERS = 200_000  # of a formula, or of an expression
MAX_NESTING = 100  # parentheses and calls in one another
MAX_TERMS = 20_000  # of a formula, when it is expanded
MAX_PRODUCTS = 500_000  # of terms, on the way there
MAX_CONSTANTS = 1_000_000  # numbers of a sequence, as 1:10
MAX_BASIS = 1_000  # columns of poly(), bs() and ns()
MAX_INTERVALS = 100_000  # of cut()
MAX_CODED_LEVELS = 5_000  # of a factor with a matrix of contrasts
MAX_MATRIX = 2**31  # numbers of a matrix that one word makes (16 GiB)


def check_limit(value: Any, limit: int, what: str) -> None:
    """That a number is not above a limit.

    Raises
    ------
    FormulaError
        It is, or is no number at all.

    Examples
    --------
    >>> check_limit(3, 5, "ns(): df")
    """
    try:
        small = value <= limit
    except TypeError:
        return  # the word says what it takes
    if not small:
        raise FormulaError(f"{what} = {brief(value)} is above the limit of {limit:,}")


def brief(text: object, length: int = 200) -> str:
    """The text of a value for a message, its middle left out where it is long.

    >>> brief("a" * 50, 20)
    'aaaaaaaa ... aaaaaaa'
    """
    if isinstance(text, int) and abs(text) >= 10**30:
        return "a number of more than 30 digits"
    shown = str(text)
    half = (length - 5) // 2
    return shown if len(shown) <= length else f"{shown[: half + 1]} ... {shown[-half:]}"
