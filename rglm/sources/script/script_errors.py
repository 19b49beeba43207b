"""Errors of variables that are taken from the script."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Set
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.expressions import Expression
from rglm.design.syntax.grammar import is_private
from rglm.errors import DataError, FormulaError
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.sources.script.vectors import is_vector, kind_in_words


def dot_without_data_error() -> FormulaError:
    """The error of a ``.`` in a formula without data."""
    return FormulaError(
        "'.' stands for the other columns of data=, which is not given; name the variables, or "
        "give data="
    )


def empty_context_error() -> FormulaError:
    """The error of no data and no names."""
    return FormulaError(
        "there is no data=, and context={} has no variables; give data=, or the variables, "
        "context={'y': y, 'x': x}"
    )


def no_vector_error(response: Expression, value: Any) -> FormulaError:
    """The error of a response that reads no variable with a value for each row."""
    detail = "" if value is None else f": it is {kind_in_words(value)}"
    return FormulaError(
        f"the response {response.name!r} has no variable with a value for each row{detail}; give "
        "an array, a Series or a list, or data="
    )


def check_names(
    expressions: Iterable[Expression], columns: Container[str], context: Mapping[str, Any]
) -> None:
    """Check that every name of expressions means something in the script, where data= is none.

    Raises FormulaError: one does not.
    """
    for expression in expressions:
        for name in expression.missing_names(columns, ()):
            head = name.partition(".")[0]
            if context.get(name) is None and context.get(head) is None:
                raise _unknown(name, context)
            if is_private(name) and not is_vector(context.get(name)):
                raise FormulaError(
                    f"{name!r} has an underscore at an end; by such a name a formula takes a "
                    "variable with a value for each row, and nothing else"
                )


def _unknown(name: str, context: Mapping[str, Any]) -> FormulaError:
    if name in context:
        return FormulaError(f"the variable {name!r} is None")
    vectors = [n for n, value in context.items() if not is_private(n) and is_vector(value)]
    return FormulaError(
        f"there is no variable {name!r} where the model is called, and no data= that has it"
        f"{did_you_mean(name, vectors)}; a function hands over what it was given by data= or by "
        f"context={{{name!r}: ...}}"
    )


def check_kinds(names: Iterable[str], context: Mapping[str, Any]) -> None:
    """Check that a variable of a formula, which is no column, is no function or the like.

    Raises FormulaError: it is.
    """
    for name in sorted(names):
        value = context.get(name)
        is_constant = value is None or np.isscalar(value) or getattr(value, "shape", None) == ()
        if not is_constant and not is_vector(value) and not is_private(name):
            is_finite = isinstance(value, Iterable) and not isinstance(value, (Mapping, Set))
            remedy = f"; list({name}) is one" if is_finite else ""
            raise FormulaError(
                f"{name!r} is {kind_in_words(value)} here, and no variable with a value for each "
                f"row{remedy}"
            )


def length_error(name: str, length: int, nrows: int, first: str) -> DataError:
    """The error of a variable with another number of values than the response, or the data."""
    if first:
        return DataError(
            f"variable lengths differ: {first!r} has {nrows} values and {name!r} has {length}"
        )
    return DataError(
        f"{name!r} is no column of data=, and the variable {name!r} of the script has {length} "
        f"values where the data have {nrows} rows"
    )


def check_index(name: str, labels: pd.Index | None, index: pd.Index, first: str) -> None:
    """Check that a Series has the index of the other variables, or of the data.

    Raises DataError: it has not, and it is not clear whether it is matched by label or by place.
    """
    if labels is None or labels.equals(index):
        return
    pairs = enumerate(zip(labels, index, strict=True))
    place = next((i for i, pair in pairs if _differs(*pair)), 0)
    others = "that of the other variables" if first else "the data's"
    raise DataError(
        f"the index of {name!r} is not {others}: at row {place} it is {labels[place]!r} and not "
        f"{index[place]!r}; put the variables into one DataFrame, which matches them by label, or "
        f"give {name}.to_numpy(), which is matched by place"
    )


def _differs(one: Any, other: Any) -> bool:
    return not (one == other or (pd.isna(one) and pd.isna(other)))
