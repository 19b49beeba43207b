"""A response in each of R's forms, as the numbers that a family takes."""

from __future__ import annotations

import numpy as np

from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.errors import DataError


def success_level(value: ColumnValue, is_binary: bool) -> str | None:
    """The level of a response that counts as success; None of numbers and counts."""
    if isinstance(value, Logical):
        return "TRUE" if is_binary else None
    return value.levels[1] if isinstance(value, Factor) else None


def read_response(value: ColumnValue, name: str, is_binary: bool) -> np.ndarray:
    """The response as numbers, (n,) or (n, 2).

    Parameters
    ----------
    value : float array, Logical, Factor or Matrix
        A factor has only the levels that some row of the fit has.
    name : str
        Its name in the formula, for messages.
    is_binary : bool
        Whether the family counts successes. Then a factor of two levels is a response, whose
        first level is failure, as in R.

    Raises
    ------
    DataError
        A factor or strings where numbers are needed, or other than two levels.
    """
    if isinstance(value, Matrix):
        return _counts(value, name, is_binary)
    if isinstance(value, Logical):
        return value.values
    if not isinstance(value, Factor):
        return np.asarray(value)
    if not is_binary:
        raise DataError(
            f"the response {name!r} is not numeric (its levels: {_shown(value)}); this family "
            "models numbers, binomial() models a factor of two levels"
        )
    if len(value.levels) != 2:
        raise DataError(
            f"the response {name!r} has {len(value.levels)} level(s) ({_shown(value)}); binomial "
            "needs two: drop or merge levels, or model one of them as (y == 'level')"
        )
    return (value.codes == 1).astype(float)


def _counts(value: Matrix, name: str, is_binary: bool) -> np.ndarray:
    if not is_binary or value.values.shape[1] != 2:
        raise DataError(
            f"the response {name!r} has {value.values.shape[1]} columns; one is needed, or for "
            "binomial() two: cbind(successes, failures)"
        )
    return value.values


def _shown(value: Factor) -> str:
    return ", ".join(map(repr, value.levels[:5])) + (", ..." if len(value.levels) > 5 else "")
