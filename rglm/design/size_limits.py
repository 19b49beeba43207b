"""How large a formula may be, and what it makes: an answer within a second, or a word why not."""

from __future__ import annotations

from typing import Any

from rglm.errors import FormulaError

MAX_CHARACTERS = 200_000  # of a formula, or of an expression
MAX_NESTING = 100  # parentheses and calls in one another
MAX_TERMS = 50_000  # of a formula, when it is expanded
MAX_INTERACTIONS = 6_000  # of them, where they are products
MAX_PRODUCTS = 500_000  # of terms, on the way there
MAX_CONSTANTS = 100_000  # numbers of a sequence, as 1:10
MAX_BASIS = 1_000  # columns of poly(), bs() and ns()
FEW_KNOTS = 50  # up to which splines may have more knots than there are values
MAX_DEGREE = 50  # of bs()
MAX_INTERVALS = 10_000  # of cut()
MAX_DIGITS = 50  # of the labels of cut()
MAX_SHARES = 10_000  # of quantile()
MAX_BOUND = 10_000  # columns of cbind()
MAX_CODED_LEVELS = 3_000  # of a factor with a matrix of contrasts


def check_limit(value: Any, limit: int, what: str) -> None:
    """Check that a number is not above a limit.

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
        raise FormulaError(f"{what} = {value:,.15g} is above the limit of {limit:,}")
