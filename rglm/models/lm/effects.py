"""R's ``effects`` of a linear model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.least_squares.effects import Effects, householder_effects, linpack_effects
from rglm.fitting.least_squares.weighted_rows import first_rows
from rglm.linalg.pivot import PivotedSystem

if TYPE_CHECKING:
    from rglm.models.lm.lm_components import LmComponents

MAX_LINPACK_WORK = 5e6  # n rank^2 up to which reflections of all rows take next to no time


def effects(fit: LmComponents) -> pd.Series | None:
    """The effects under R's names; see `LmComponents.effects`."""
    if not fit.rank:
        return None
    system = _triangular_system(fit)
    if system is None:
        raise ValueError(
            "effects: a factor has so many levels that its columns were partialled out, so that "
            "the fit has no QR factorization; fit to fewer rows or levels"
        )
    names = [str(fit._schema.names[i]) for i in system.estimable]
    values = _chunked_effects(fit, system) if fit._is_chunked else _row_effects(fit, system)
    return pd.Series(values, index=[*names, *[""] * (len(values) - len(names))])


def squared_effects(fit: LmComponents) -> np.ndarray | None:
    """The squares of the effects of the estimable coefficients, (rank,).

    None where a factor was partialled out. Those of few rows have the last bit of R's too, which
    decides how a printed sum of squares is rounded.
    """
    system = _triangular_system(fit)
    if system is None:
        return None
    in_memory = fit._source is not None and not fit._is_chunked
    if in_memory and is_small(fit):
        return _linpack_effects(fit, system)[: system.rank] ** 2
    return system.rotated[: system.rank] ** 2


def _triangular_system(fit: LmComponents) -> PivotedSystem | None:
    """The system of a fit that has the triangle of its columns."""
    system = fit._solution.system
    has_triangle = fit._sums.triangle is not None
    return system if has_triangle and isinstance(system, PivotedSystem) else None


def is_small(fit: LmComponents) -> bool:
    """Whether reflections of all rows take next to no time."""
    return int(fit._row_sums.n) * fit.rank**2 <= MAX_LINPACK_WORK


def _chunked_effects(fit: LmComponents, system: PivotedSystem) -> np.ndarray:
    """Those of the estimable coefficients."""
    top, informative = fit._sums.first, int(fit._row_sums.informative)
    assert top is not None
    return householder_effects(system, top[: system.rank], informative).first


def _row_effects(fit: LmComponents, system: PivotedSystem) -> np.ndarray:
    """Those of all rows with a weight."""
    source, rank = fit._rows_source, system.rank
    if is_small(fit):
        return _linpack_effects(fit, system)
    top, informative = first_rows(source.columns, source.rows, rank), fit._row_sums.informative
    found = householder_effects(system, top, int(informative))
    return np.concatenate([found.first, source.by_row(lambda b: _others(found, b))[rank:]])


def _linpack_effects(fit: LmComponents, system: PivotedSystem) -> np.ndarray:
    source = fit._rows_source
    rows = first_rows(source.columns, source.rows, source.nrows)
    return linpack_effects(rows[:, [*system.estimable, -1]])


def _others(found: Effects, block: Block) -> np.ndarray:
    """W^(1/2) (y - offset + X g) of the rows of a block that have a weight."""
    rows = block.rows
    values = rows.y - rows.offset + design_product(block, found.direction)
    has_weight = rows.weights > 0
    return np.sqrt(rows.weights[has_weight]) * values[has_weight]
