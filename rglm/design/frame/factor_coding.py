"""How a factor becomes columns: its levels, its contrasts, and R's names for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.evaluation.expressions import Expression
from rglm.design.factors.contrast_matrix import base_level, contrast_matrix
from rglm.design.factors.contrasts import Contrasts
from rglm.design.factors.indicators import CategoryCodes
from rglm.design.frame.variable_coding import (
    DenseColumns,
    LevelColumns,
    VariableCoding,
    VariableColumns,
)
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor, to_factor
from rglm.errors import DataError

# R's options("contrasts")
DEFAULT_CONTRASTS, DEFAULT_ORDERED_CONTRASTS = "contr_treatment", "contr_poly"


@dataclass(frozen=True)
class FactorCoding(VariableCoding):
    """The coding of a factor."""

    name: str  # the factor's name in R: ``g``, ``factor(x)``
    variable: str  # the same without backticks, as ``contrasts=`` and ``xlevels`` call it
    levels: tuple[str, ...]
    # what was asked for: a name (``contr_treatment``), a function or a matrix
    contrasts: Contrasts
    # (k, m) row i codes level i; None where each column stands for a level
    matrix: np.ndarray | None
    base: int | None  # for columns that stand for a level each, the level that has none
    suffixes: tuple[str, ...]  # the columns' names, without the factor's
    is_logical: bool = False  # whether the variable is a logical, coded as a factor

    def columns(self, value: ColumnValue, is_full: bool) -> VariableColumns:
        """The columns on some rows, by the contrasts or (`is_full`) one per level."""
        factor = to_factor(value)
        if not is_full and self.matrix is not None:
            by_code = np.vstack([self.matrix, np.full(len(self.suffixes), np.nan)])
            names = [f"{self.name}{suffix}" for suffix in self.suffixes]
            return DenseColumns(names, [column[factor.codes] for column in by_code.T])
        base = None if is_full else self.base
        codes = [code for code in range(len(self.levels)) if code != base]
        names = [f"{self.name}{self.levels[code]}" for code in codes]
        categories = CategoryCodes(factor.codes, len(self.levels))
        return LevelColumns(names, categories, np.array(codes))

    def adapt(self, value: ColumnValue) -> Factor:
        """New values in the levels of the fit."""
        factor = to_factor(value)
        known = set(self.levels)
        new = [level for level in factor.drop_unused().levels if level not in known]
        if new:
            raise DataError(
                f"factor {self.name!r} has new level(s) {', '.join(map(repr, new))}; "
                f"the fit has seen {', '.join(map(repr, self.levels))}"
            )
        return factor.recode(self.levels)


def learn_factor_coding(
    expression: Expression, factor: Factor, contrasts: Mapping[str, Contrasts]
) -> FactorCoding:
    """The coding of a factor: by ``contrasts=``, by ``C(f, ...)``, or R's default for its type.

    Raises DataError: the factor has fewer than two levels on the rows of the fit.
    """
    name, variable, levels = expression.name, expression.variable, factor.levels
    _check_levels(name, levels)
    default = factor.contrasts
    if default is None:
        default = DEFAULT_ORDERED_CONTRASTS if factor.ordered else DEFAULT_CONTRASTS
    chosen: Any = contrasts.get(variable, default)
    # as in R, C(f, ...) completes a matrix of too few columns
    complete = variable not in contrasts and not _has_all_columns(factor.contrasts)
    if callable(chosen):  # as in R with the number of levels, so that the columns are numbered
        table: Any = chosen(len(levels))
        chosen = table.set_axis(list(levels), axis=0)
    base = base_level(chosen, levels)
    if base is not None:
        columns = None, base, levels[:base] + levels[base + 1 :]
        return FactorCoding(name, variable, levels, chosen, *columns, factor.is_logical)
    table = contrast_matrix(chosen, levels, complete=complete)
    suffixes = tuple(str(column) for column in table.columns)
    matrix = table.to_numpy(dtype=float)
    return FactorCoding(name, variable, levels, chosen, matrix, None, suffixes, factor.is_logical)


def _check_levels(name: str, levels: tuple[str, ...]) -> None:
    if len(levels) < 2:
        have = f"the only level is {levels[0]!r}" if levels else "no values"
        raise DataError(
            f"factor {name!r} has {len(levels)} level(s) on the rows of the fit ({have}); "
            "contrasts need two or more: leave it out of the formula"
        )


def _has_all_columns(contrasts: Any) -> bool:
    """Whether ``C(f, contr, how.many)`` asked for these columns and no more."""
    return contrasts is None or bool(getattr(contrasts, "attrs", {}).get("whole"))
