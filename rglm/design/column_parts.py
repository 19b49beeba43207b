"""What each column of a design stands for: variables, and levels of factors."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

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
    level : str or None
        The level on which the column is 1, if it is 0 on all others.
    base : str or None
        The level without a column, beside which the others are seen; None where there is none.
    levels : tuple of str
        Those of a factor.
    """

    variable: str
    suffix: str = ""
    level: str | None = None
    base: str | None = None
    levels: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The part's name in the name of the column."""
        return f"{self.variable}{self.suffix}"

    @property
    def is_level(self) -> bool:
        """Whether the column stands for a level."""
        return self.level is not None


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
        codes, base = _levels_of_columns(coding.matrix)
        named = zip(coding.suffixes, codes, strict=True)
        own = None if base is None else levels[base]
        return [
            ColumnPart(coding.name, suffix, None if code is None else levels[code], own, levels)
            for suffix, code in named
        ]
    base = None if is_full else coding.base
    own = None if base is None else levels[base]
    shown = [level for level in levels if level != own]
    return [ColumnPart(coding.name, level, level, own, levels) for level in shown]


def _levels_of_columns(matrix: np.ndarray) -> tuple[list[int | None], int | None]:
    """The level that each column of a contrast matrix stands for, and the one without a column.

    Examples
    --------
    >>> _levels_of_columns(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    ([1, 2], 0)
    >>> _levels_of_columns(np.array([[1.0], [-1.0]]))
    ([None], None)
    """
    without = np.flatnonzero((matrix == 0).all(axis=1))
    is_treatment = (matrix.sum(axis=0) == 1).all() and ((matrix == 0) | (matrix == 1)).all()
    if not is_treatment or len(without) != 1:
        return [None] * matrix.shape[1], None
    return [int(code) for code in matrix.argmax(axis=0)], int(without[0])
