"""Whether predictions at new rows need a coefficient that the data of the fit do not determine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.formatting.hints.warning_location import warn
from rglm.sources.memory import MemorySource
from rglm.warnings import RankWarning


def warn_if_not_estimable(solved: Any, source: MemorySource) -> None:
    """Warn where new rows break the relation that made a coefficient aliased.

    Parameters
    ----------
    solved : PivotedSystem or PartialledOutSystem
        The triangle of the columns of the source.
    """
    if solved.rank == len(solved.order):
        return
    relation = _aliasing_relation(solved, source.columns)
    if rows := source.total(relation.count_violations):
        warn(
            f"{rows} row(s) of newdata are not estimable: they need a coefficient that is aliased "
            "in this fit (NaN in coef()); their predictions may be misleading",
            RankWarning,
        )


def deviations(solved: Any, columns: Columns) -> np.ndarray:
    """By how much rows break each relation that makes a coefficient aliased, (n, a).

    Exactly 0 where it holds but for rounding; a is 0 at full rank.

    Parameters
    ----------
    solved : PivotedSystem or PartialledOutSystem
        The triangle of the columns.
    columns : Columns
        Those of the rows.
    """
    if solved.rank == len(solved.order):
        return np.zeros((columns.nrows, 0))
    return _aliasing_relation(solved, columns).deviations(slice(0, columns.nrows))


def _aliasing_relation(solved: Any, columns: Columns) -> _AliasingRelation:
    return _AliasingRelation(
        dependent=columns.select(solved.dependent),
        estimable=columns.select(solved.estimable),
        zero_columns=columns.select(solved.zero_columns),
        aliases=solved.alias_coefficients(),
    )


@dataclass(frozen=True)
class _AliasingRelation:
    """Which columns are combinations of others, or zero: those whose coefficients are aliased.

    Attributes
    ----------
    dependent, estimable, zero_columns : Columns
        The combinations, what they are made of, and the columns of zeros.
    aliases : (r, k) float array
        The coefficients of the combinations.
    """

    dependent: Columns
    estimable: Columns
    zero_columns: Columns
    aliases: np.ndarray

    def count_violations(self, block: Block) -> int:
        """The number of rows of a block in which that does not hold."""
        return int(self.deviations(block.row_slice).any(axis=1).sum())

    def deviations(self, place: slice) -> np.ndarray:
        """By how much some rows break each relation, (n, a); 0 to within rounding is 0."""
        zeros = self.zero_columns.matrix(place)
        if not len(self.dependent):
            return zeros
        x = self.dependent.matrix(place)
        size = 1 + sum((np.abs(array[place]) for array in self.estimable.dense), 0.0)
        made = [self.estimable.product(a, place) for a in self.aliases.T]
        gap = x - np.column_stack(made)
        is_rounding = np.abs(gap) <= 1e-7 * (np.reshape(size, (-1, 1)) + np.abs(x))
        return np.hstack([zeros, np.where(is_rounding, 0.0, gap)])
