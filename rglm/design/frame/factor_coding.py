"""How a factor becomes columns: its levels, its contrasts, and R's names for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.evaluation.expressions import Expression
from rglm.design.factors.contrast_matrix import base_level, contrast_matrix
from rglm.design.factors.indicators import CategoryCodes, LevelColumns
from rglm.design.values.r_values import Factor
from rglm.errors import DataError

# R's options("contrasts")
UNORDERED, ORDERED = "contr_treatment", "contr_poly"


@dataclass(frozen=True)
class FactorCoding:
    """A factor's coding, learned once and applied to any rows.

    Attributes
    ----------
    name : str
        The factor's name in R: ``g``, ``factor(x)``.
    variable : str
        The same without backticks, by which ``contrasts=`` and ``xlevels`` know it.
    levels : tuple of str
    contrasts : object
        What was asked for: a name (``contr_treatment``), a function or a matrix.
    matrix : (k, m) float array or None
        Row i codes level i; None where each column stands for a level.
    base : int or None
        For columns that stand for a level each, the level that has none.
    suffixes : tuple of str, length m
        The columns' names, less the factor's.
    logical : bool
        Whether the variable is a logical, coded as a factor.
    """

    name: str
    variable: str
    levels: tuple[str, ...]
    contrasts: Any
    matrix: np.ndarray | None
    base: int | None
    suffixes: tuple[str, ...]
    is_logical: bool = False

    def columns(self, factor: Factor, reduced: bool) -> tuple[list[str], Any]:
        """The columns on some rows by the contrasts, or (not `reduced`) one per level.

        Returned are their names, and the arrays or the `LevelColumns` that they stand for.
        """
        if reduced and self.matrix is not None:
            arrays = [_pick(self.matrix[:, j], factor) for j in range(len(self.suffixes))]
            return [f"{self.name}{suffix}" for suffix in self.suffixes], arrays
        base = self.base if reduced else None
        coded = [j for j in range(len(self.levels)) if j != base]
        names = [f"{self.name}{self.levels[j]}" for j in coded]
        return names, LevelColumns(CategoryCodes(factor.codes, len(self.levels)), np.array(coded))

    def apply(self, factor: Factor) -> Factor:
        """New values in the coding's levels.

        Raises
        ------
        DataError
            A value is not among the levels that the fit has seen.
        """
        used = factor.drop_unused().levels
        known = set(self.levels)
        unseen = [level for level in used if level not in known]
        if unseen:
            raise DataError(
                f"factor {self.name!r} has new level(s) {', '.join(map(repr, unseen))}; "
                f"the fit has seen {', '.join(map(repr, self.levels))}"
            )
        return factor.recode(self.levels)


def _is_whole(contrasts: Any) -> bool:
    """Whether ``C(f, contr, how.many)`` asked for these columns and no more."""
    return bool(getattr(contrasts, "attrs", {}).get("whole"))


def _pick(by_level: np.ndarray, factor: Factor) -> np.ndarray:
    """One number per row by its level, NaN where the level is missing."""
    return np.append(by_level, np.nan)[factor.codes]


def learn_coding(found: Expression, factor: Factor, wanted: Mapping[str, Any]) -> FactorCoding:
    """The coding of a factor: by ``contrasts=``, by ``C(f, ...)``, or R's default for its kind.

    Raises
    ------
    DataError
        The factor has fewer than two levels on the rows of the fit.
    """
    name = found.name
    if len(factor.levels) < 2:
        have = f"the only level is {factor.levels[0]!r}" if factor.levels else "no values"
        raise DataError(
            f"factor {name!r} has {len(factor.levels)} level(s) on the rows of the fit ({have}); "
            "contrasts need two or more: leave it out of the formula"
        )
    default = ORDERED if factor.ordered else UNORDERED
    own = factor.contrasts  # of C(f, ...), which as in R completes a matrix of too few columns
    variable = found.variable
    contrasts = wanted.get(variable, default if own is None else own)
    complete = variable not in wanted and own is not None and not _is_whole(own)
    if callable(
        contrasts
    ):  # as in R called with the number of levels, so that columns are counted
        contrasts = contrasts(len(factor.levels))
        contrasts = contrasts.set_axis(list(factor.levels), axis=0)
    levels = factor.levels
    base = base_level(contrasts, levels)
    if base is not None:
        suffixes = levels[:base] + levels[base + 1 :]
        return FactorCoding(
            name, variable, levels, contrasts, None, base, suffixes, factor.is_logical
        )
    table = contrast_matrix(contrasts, levels, complete=complete)
    suffixes = tuple(str(column) for column in table.columns)
    matrix = table.to_numpy(dtype=float)
    return FactorCoding(
        name, variable, levels, contrasts, matrix, None, suffixes, factor.is_logical
    )
