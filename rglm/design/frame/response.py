"""A response in each of R's forms, as the numbers that a family takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.design.syntax.syntax_tree import Call
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.errors import DataError


def success_level(value: ColumnValue, is_binary: bool) -> str | None:
    """The level of a response that counts as success; None of numbers and counts."""
    if isinstance(value, Logical):
        return "TRUE" if is_binary else None
    return value.levels[1] if isinstance(value, Factor) else None


def read_response(
    value: ColumnValue, parsed: ParsedFormula, is_binary: bool, function: str
) -> np.ndarray:
    """The response as numbers, (n,) or (n, 2).

    Parameters
    ----------
    value : float array, Logical, Factor or Matrix
        A factor has only the levels that some row of the fit has.
    parsed : ParsedFormula
        The formula, for messages.
    is_binary : bool
        Whether the family counts successes. Then a factor of two levels is a response, whose
        first level is failure, as in R.
    function : str
        The name of the model's function, for messages.

    Raises
    ------
    DataError
        A factor or strings where numbers are needed, or other than two levels.
    """
    name = parsed.response.name
    if isinstance(value, Matrix):
        return _counts(value, parsed, is_binary, function)
    if isinstance(value, Logical):
        return value.values
    if not isinstance(value, Factor):
        return np.asarray(value)
    if not is_binary:
        raise not_numeric(value, name, function)
    if len(value.levels) != 2:
        raise DataError(
            f"the response {name!r} has {len(value.levels)} level(s) ({_shown(value)}); binomial "
            "needs two: drop or merge levels, or model one of them as (y == 'level')"
        )
    return (value.codes == 1).astype(float)


def not_numeric(value: Factor, name: str, function: str) -> DataError:
    """The error of a response of categories, where a model has numbers."""
    other = "glm(..., family=binomial())" if len(value.levels) == 2 else "multinom() or polr()"
    return DataError(
        f"the response {name!r} is not numeric (its levels: {_shown(value)}), and {function}() "
        f"models numbers here: pd.to_numeric(data[{name!r}]) makes them of text; {other} models "
        f"{len(value.levels)} categories"
    )


def _counts(value: Matrix, parsed: ParsedFormula, is_binary: bool, function: str) -> np.ndarray:
    count = value.values.shape[1]
    if count == 1:
        return value.values[:, 0]
    if not is_binary:
        raise several_responses(value, parsed, function)
    if count != 2:
        raise DataError(
            f"the response {parsed.response.name!r} has {count} columns; one is needed, or two: "
            "cbind(successes, failures)"
        )
    return value.values


def several_responses(
    value: Matrix, parsed: ParsedFormula, function: str, others: Sequence[ParsedFormula] = ()
) -> DataError:
    """The error of a response of several columns, where a model has one response.

    `others` are further parts of its formula.
    """
    tree, right = parsed.response.tree, " | ".join(part.right for part in (parsed, *others))
    if isinstance(tree, Call) and not tree.named:
        columns = ", ".join(f"'{argument.deparse()}'" for argument in tree.positional)
        each = f'[{function}(f"{{y}} ~ {right}", data) for y in ({columns})]'
    else:
        each = f'[{function}("y ~ {right}", data) for y in np.asarray({parsed.response.name}).T]'
    return DataError(
        f"the response {parsed.response.name!r} has {value.values.shape[1]} columns, and "
        f"{function}() models one; fit each by itself: {each}. Two counts, cbind(successes, "
        "failures), are for binomial()"
    )


def _shown(value: Factor) -> str:
    return ", ".join(map(repr, value.levels[:5])) + (", ..." if len(value.levels) > 5 else "")
