"""Limits on the size of a formula and of what it makes, so that a formula never runs for long."""

from __future__ import annotations

from typing import Any

from rglm.errors import FormulaError

MAX_CHARACTERS = 200_000  # of a formula, or of an expression
MAX_NESTING = 100  # parentheses and calls in one another
MAX_TERMS = 50_000  # of a formula, when it is expanded
MAX_INTERACTIONS = 6_000  # of an expanded formula
MAX_PRODUCTS = 500_000  # of two terms each, while a formula is expanded
MAX_CONSTANTS = 100_000  # numbers of a sequence, as 1:10
MAX_BASIS_COLUMNS = 1_000  # columns of poly(), bs() and ns()
KNOTS_ALWAYS_ALLOWED = 50  # of splines, even where there are fewer values
MAX_DEGREE = 50  # of bs()
MAX_INTERVALS = 10_000  # of cut()
MAX_DIGITS = 50  # of the labels of cut()
MAX_PROBABILITIES = 10_000  # of quantile()
MAX_CBIND_COLUMNS = 10_000  # columns of cbind()
MAX_CODED_LEVELS = 3_000  # of a factor with a matrix of contrasts


def check_limit(value: Any, limit: int, what: str) -> None:
    """Check that a number is not above a limit.

    Parameters
    ----------
    value : object
        A value that cannot be compared is left to the function that takes it.
    limit : int
    what : str
        The name of the number, for the error.

    Raises
    ------
    FormulaError
        The number is above the limit.

    Examples
    --------
    >>> check_limit(3, 5, "ns(): df")
    """
    try:
        is_small = value <= limit
    except TypeError:
        return
    if not is_small:
        raise FormulaError(f"{what} = {value:,.15g} is above the limit of {limit:,}")
