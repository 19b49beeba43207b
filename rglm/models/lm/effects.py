"""R's ``effects`` of a linear model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.least_squares.effects import (
    Effects,
    householder_effects,
    linpack_effects,
)
from rglm.fitting.least_squares.weighted_rows import first_rows
from rglm.linalg.pivot import PivotedSystem

if TYPE_CHECKING:
    from rglm.models.lm.lm_components import LmComponents

MAX_LINPACK_WORK = 1e8  # n rank^2 up to which reflections take less than a second


def effects(fit: LmComponents) -> pd.Series | None:
    """The effects under R's names; see `LmComponents.effects`."""
    rank = fit.rank
    if not rank:
        return None
    system = fit._solution.system
    if not isinstance(system, PivotedSystem) or fit._sums.triangle is None:
        raise ValueError(
            "effects: a factor has so many levels that its columns were partialled out, so that "
            "the fit has no QR factorization; fit to fewer rows or levels"
        )
    informative = int(fit._row_sums.informative)
    names = [str(fit._schema.names[i]) for i in system.estimable]
    if fit._is_chunked:
        assert fit._sums.first is not None
        values = householder_effects(system, fit._sums.first[:rank], informative).first
        return pd.Series(values, index=names)
    source = fit._rows_source
    if source.nrows * rank**2 <= MAX_LINPACK_WORK:
        rows = first_rows(source.columns, source.rows, source.nrows)[:, [*system.estimable, -1]]
        return pd.Series(linpack_effects(rows), index=[*names, *[""] * (informative - rank)])
    top = first_rows(source.columns, source.rows, rank)
    found = householder_effects(system, top, informative)
    values = np.concatenate([found.first, source.by_row(lambda b: _others(found, b))[rank:]])
    return pd.Series(values, index=[*names, *[""] * (informative - rank)])


def _others(found: Effects, block: Block) -> np.ndarray:
    """W^(1/2) (y - offset + X g) of the rows of a block that have a weight."""
    rows = block.rows
    values = rows.y - rows.offset + design_product(block, found.direction)
    has_weight = rows.weights > 0
    return np.sqrt(rows.weights[has_weight]) * values[has_weight]
