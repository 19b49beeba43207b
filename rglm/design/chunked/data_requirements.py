"""The columns and expressions that a model reads from data that are not in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pandas as pd

from rglm.design.evaluation.evaluation_context import BorrowedNames, is_row_vector
from rglm.design.evaluation.expressions import Expression, expression
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.factors.contrasts import Contrasts
from rglm.design.formula.parsed_formula import ParsedFormula, parse
from rglm.design.frame.evaluated_variables import ROW_ARGUMENTS
from rglm.design.frame.missing_values import check_na_action
from rglm.design.syntax.syntax_tree import Binary, Call, Name, Node, Paren, Unary
from rglm.design.values.data_column import TableColumns
from rglm.errors import DataError

FUNCTIONS_OF_COLUMNS = ("cbind", "ifelse", "pmin", "pmax", "interaction")  # of several columns


@dataclass(frozen=True)
class DataRequirements:
    """The columns and expressions that a model needs of its data."""

    parsed: tuple[ParsedFormula, ...]  # one for each right side
    # ``weights``, ``offset``, ``etastart``, ``mustart``: expressions or None
    row_arguments: dict[str, str | None]
    subset: str | None
    action: str
    contrasts: Mapping[str, Contrasts]
    borrowed: BorrowedNames  # the context's functions and constants that are used

    @property
    def expressions(self) -> list[Expression]:
        """All expressions, of the formula and the arguments."""
        sides = [(*p.expressions.values(), *p.offsets, *p.unused) for p in self.parsed]
        condition = [] if self.subset is None else [expression(self.subset)]
        response = self.parsed[0].response
        return [response, *chain.from_iterable(sides), *self._arguments, *condition]

    @property
    def _arguments(self) -> list[Expression]:
        return [expression(text) for text in self.row_arguments.values() if text is not None]

    @property
    def number_columns(self) -> set[str]:
        """The columns that response, weights and offsets read."""
        offsets = chain.from_iterable(p.offsets for p in self.parsed)
        numbers = [self.parsed[0].response, *offsets, *self._arguments]
        return {name for e in numbers for name in e.reads}

    def columns(self, available: list[str]) -> list[str]:
        """The columns that are read, of those that the data have."""
        read = {name for e in self.expressions for name in e.reads}
        return [name for name in available if name in read]


def data_requirements(
    formulas: tuple[str, ...],
    columns: list[str],
    context: Mapping[str, Any],
    *,
    subset: Any = None,
    na_action: str = "na_omit",
    contrasts: Mapping[str, Contrasts] | None = None,
    **row_arguments: Any,
) -> DataRequirements:
    """The requirements of a model's arguments for data with these columns.

    Raises DataError: an argument is an array, which cannot be matched with rows that are not in
    memory.
    """
    for name, given in {**row_arguments, "subset": subset}.items():
        if given is not None and not isinstance(given, str):
            raise DataError(
                f"{name}= takes an expression in the columns, {name}='column', where the data are "
                f"not in memory, got {type(given).__name__}; put the values into the data"
            )
    requirements = DataRequirements(
        parsed=tuple(parse(text, columns) for text in formulas),
        row_arguments={name: row_arguments.get(name) for name in ROW_ARGUMENTS},
        subset=subset,
        action=check_na_action(na_action),
        contrasts=contrasts or {},
        borrowed=BorrowedNames(),
    )
    if subset is not None and expression(subset).is_constant:
        raise DataError(
            f"subset={subset!r} gives numbers of rows, which data in chunks do not have; give a "
            "condition on their columns, 'x > 0'"
        )
    scope = RowScope(pd.DataFrame(columns=columns), {}, {}, requirements.borrowed, context)
    for e in requirements.expressions:
        scope.check(e)
        _check_no_row_vectors(e, requirements.borrowed)
    return requirements


def _check_no_row_vectors(expression: Expression, borrowed: Mapping[str, Any]) -> None:
    """Check that no variable of the context stands where a column should."""
    for name in set(_names_of_rows(expression.tree)):
        head = name.partition(".")[0]
        is_of_table = isinstance(borrowed.get(head), (pd.DataFrame, pd.Series))
        value = borrowed.get(name)
        if is_of_table or (is_row_vector(value) and len(value) > 1):
            raise DataError(
                f"{name!r} is no column of the data, but a variable of the script, which cannot "
                "be matched with rows that are not in memory; put it into the data"
            )


def _names_of_rows(node: Node) -> Iterator[str]:
    """The names whose values are a row's, not arguments such as ``knots`` or levels."""
    if isinstance(node, Name):
        yield node.text
    elif isinstance(node, Paren):
        yield from _names_of_rows(node.inside)
    elif isinstance(node, Unary):
        yield from _names_of_rows(node.operand)
    elif isinstance(node, Binary) and node.operator != ":":
        sides = [node.left] if node.operator == "%in%" else [node.left, node.right]
        yield from chain.from_iterable(map(_names_of_rows, sides))
    elif isinstance(node, Call):
        text = node.function.text if isinstance(node.function, Name) else ""
        count = None if text in FUNCTIONS_OF_COLUMNS else 1
        yield from chain.from_iterable(map(_names_of_rows, list(node.positional)[:count]))


def columns_read(
    formulas: tuple[str, ...], data: pd.DataFrame, options: Mapping[str, Any]
) -> tuple[list[str], set[str]]:
    """The columns that a fit in memory reads, and those of response, weights and offsets."""
    requirements = _requirements(formulas, TableColumns(data), options)
    reads = requirements.columns(list(data.columns))
    return reads, requirements.number_columns & {*reads}


def expressions_read(
    formulas: Sequence[str], columns: Iterable[str], options: Mapping[str, Any]
) -> list[Expression]:
    """The expressions of formulas and arguments on data with some columns; the response first."""
    return _requirements(formulas, columns, options).expressions


def _requirements(
    formulas: Sequence[str], columns: Iterable[str], options: Mapping[str, Any]
) -> DataRequirements:
    """What is read of data with some columns, without the names of a context."""
    parsed = tuple(parse(text, columns) for text in formulas)
    texts = {name: text if isinstance(text, str) else None for name, text in options.items()}
    row_arguments = {name: texts.get(name) for name in ROW_ARGUMENTS}
    subset = texts.get("subset")
    return DataRequirements(parsed, row_arguments, subset, "na_omit", {}, BorrowedNames())
