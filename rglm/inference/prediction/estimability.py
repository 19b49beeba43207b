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
    columns = source.columns
    relation = _AliasingRelation(
        dependent=columns.select(solved.dependent),
        estimable=columns.select(solved.estimable),
        zero_columns=columns.select(solved.zero_columns),
        aliases=solved.alias_coefficients(),
    )
    if rows := source.total(relation.count_violations):
        warn(
            f"{rows} row(s) of newdata are not estimable: they need a coefficient that is aliased "
            "in this fit (NaN in coef()); their predictions may be misleading",
            RankWarning,
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
        place = block.row_slice
        broken = self.zero_columns.nonzero_rows(place)
        if len(self.dependent):
            x = self.dependent.matrix(place)
            size = 1 + sum((np.abs(array[place]) for array in self.estimable.dense), 0.0)
            for j in range(len(self.dependent)):
                gap = x[:, j] - self.estimable.product(self.aliases[:, j], place)
                broken |= np.abs(gap) > 1e-7 * (size + np.abs(x[:, j]))
        return int(broken.sum())
