"""What each column of a design stands for: variables, and levels of factors."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from rglm.design.frame.factor_coding import FactorCoding
from rglm.design.frame.schema import Schema
from rglm.design.frame.variable_coding import NumericCoding, VariableCoding

__all__ = ["ColumnPart", "column_parts"]


@dataclass(frozen=True)
class ColumnPart:
    """One variable's part of a column.

    Attributes
    ----------
    variable : str
        R's name of the variable, ``wool`` or ``factor(x)``.
    suffix : str
        What stands behind it in the name of the column: a level, the name of a contrast, of a
        column of a matrix, or nothing.
    is_level : bool
        Whether the column is 1 on one level of the variable, and 0 on the others.
    base : str or None
        The level without a column, beside which the others are seen; None where there is none.
    levels : tuple of str
        Those of a factor.
    """

    variable: str
    suffix: str = ""
    is_level: bool = False
    base: str | None = None
    levels: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The part's name in the name of the column."""
        return f"{self.variable}{self.suffix}"


def column_parts(schema: Schema) -> list[tuple[ColumnPart, ...]]:
    """The parts of each column, in the order of ``schema.names``; none of the intercept.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> schema = lm("breaks ~ wool * tension", load("warpbreaks"))._schema
    >>> [":".join(part.suffix for part in parts) for parts in column_parts(schema)]
    ['', 'B', 'M', 'H', 'B:M', 'B:H']
    """
    columns: list[tuple[ColumnPart, ...]] = [()] if schema.parsed.intercept else []
    for term in schema.terms:
        variables = [
            _variable_parts(schema.coding[name], is_full)
            for name, is_full in zip(term.variables, term.full, strict=True)
        ]
        # the first variable's columns change fastest
        columns += [one[::-1] for one in itertools.product(*reversed(variables))]
    return columns


def _variable_parts(coding: VariableCoding, is_full: bool) -> list[ColumnPart]:
    """The parts of a variable's columns in a term."""
    if isinstance(coding, NumericCoding):
        return [ColumnPart(coding.name, suffix) for suffix in coding.suffixes or ("",)]
    assert isinstance(coding, FactorCoding)
    levels = coding.levels
    if not is_full and coding.matrix is not None:
        return [ColumnPart(coding.name, suffix, levels=levels) for suffix in coding.suffixes]
    base = None if is_full or coding.base is None else levels[coding.base]
    shown = [level for level in levels if level != base]
    return [ColumnPart(coding.name, level, True, base, levels) for level in shown]
