"""What a model's function asks of data that are not in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import Expression, expression
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.formula.parsed_formula import ParsedFormula, parse
from rglm.design.frame.evaluated_variables import ROW_ARGUMENTS
from rglm.design.frame.missing_values import check_na_action
from rglm.errors import DataError


@dataclass(frozen=True)
class DataRequirements:
    """What is asked of the data.

    Attributes
    ----------
    parsed : tuple of ParsedFormula
        One for each right side.
    extras : dict
        ``weights``, ``offset``, ``etastart``, ``mustart``: expressions or None.
    subset : str or None
    action : str
    contrasts : dict
    borrowed : BorrowedNames
        The context's functions and constants that are used.
    """

    parsed: tuple[ParsedFormula, ...]
    extras: dict[str, str | None]
    subset: str | None
    action: str
    contrasts: Mapping[str, Any]
    borrowed: BorrowedNames

    @property
    def expressions(self) -> list[Expression]:
        """All of them, of the formula and the arguments."""
        found = [e for p in self.parsed for e in (*p.expressions.values(), *p.offsets, *p.unused)]
        given = [text for text in (*self.extras.values(), self.subset) if text is not None]
        return [self.parsed[0].response, *found, *map(expression, given)]

    @property
    def row_numbers(self) -> set[str]:
        """The columns that response, weights and offsets read."""
        given = [text for text in self.extras.values() if text is not None]
        offsets = [e for p in self.parsed for e in p.offsets]
        found = [self.parsed[0].response, *offsets, *map(expression, given)]
        return {name for e in found for name in e.reads}

    def columns(self, have: list[str]) -> list[str]:
        """The columns that are read, of those that the data have."""
        read = {name for e in self.expressions for name in e.reads}
        return [name for name in have if name in read]


def data_requirements(
    formulas: tuple[str, ...],
    columns: list[str],
    context: Mapping[str, Any],
    *,
    subset: Any = None,
    na_action: str = "na_omit",
    contrasts: Mapping[str, Any] | None = None,
    **extras: Any,
) -> DataRequirements:
    """Read the arguments of a model's function, for data with these columns.

    Raises
    ------
    DataError
        An argument is an array, which cannot be matched with rows that are not in memory.
    """
    for name, given in {**extras, "subset": subset}.items():
        if given is not None and not isinstance(given, str):
            raise DataError(
                f"{name}= takes an expression in the columns, {name}='column', where the data are "
                f"not in memory, got {type(given).__name__}; put the values into the data"
            )
    parsed = tuple(parse(text, columns) for text in formulas)
    extras = {name: extras.get(name) for name in ROW_ARGUMENTS}
    found = DataRequirements(
        parsed, extras, subset, check_na_action(na_action), contrasts or {}, BorrowedNames()
    )
    scope = RowScope(pd.DataFrame(columns=columns), {}, {}, found.borrowed, context)
    for e in found.expressions:
        scope.check(e)
    return found


def columns_read(
    formulas: tuple[str, ...], columns: list[str], options: Mapping[str, Any]
) -> tuple[list[str], set[str]]:
    """The columns that a fit in memory reads, and those of response, weights and offsets."""
    parsed = tuple(parse(text, columns) for text in formulas)
    texts = {name: text if isinstance(text, str) else None for name, text in options.items()}
    extras = {name: texts.get(name) for name in ROW_ARGUMENTS}
    found = DataRequirements(parsed, extras, texts.get("subset"), "na_omit", {}, BorrowedNames())
    reads = found.columns(columns)
    return reads, found.row_numbers & {*reads}
