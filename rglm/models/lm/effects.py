"""R's ``effects`` of a linear model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.fitting.irls.accumulator_choice import MAX_QR_COLUMNS
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.least_squares.effects import Effects, householder_effects
from rglm.fitting.least_squares.least_squares import fit_by_triangle
from rglm.fitting.least_squares.linpack import linpack_effects
from rglm.fitting.least_squares.weighted_rows import first_rows
from rglm.linalg.pivot import PivotedSystem

if TYPE_CHECKING:
    from rglm.models.lm.lm_components import LmComponents

MAX_LINPACK_WORK = 5e6  # n rank^2 up to which reflections of all rows take next to no time


def effects(fit: LmComponents) -> pd.Series | None:
    """The effects under R's names; see `LmComponents.effects`."""
    if not fit.rank:
        return None
    system, first = _triangular_system(fit), fit._sums.first
    if system is None:
        system, first = _factorize(fit)
    names = [str(fit._schema.names[i]) for i in system.estimable]
    values = _chunked_effects(fit, system, first) if fit._is_chunked else _row_effects(fit, system)
    return pd.Series(values, index=[*names, *[""] * (len(values) - len(names))])


def squared_effects(fit: LmComponents) -> np.ndarray | None:
    """The squares of the effects of the estimable coefficients, (rank,).

    None where a factor was partialled out. Those of few rows have the last bit of R's too, which
    decides how a printed sum of squares is rounded.
    """
    system = _triangular_system(fit)
    if system is None:
        return None
    rows = _few_rows(fit, fit._sums.first)
    if rows is not None:
        return linpack_effects(rows[:, [*system.estimable, -1]])[: system.rank] ** 2
    return system.rotated[: system.rank] ** 2


def _triangular_system(fit: LmComponents) -> PivotedSystem | None:
    """The system of a fit that has the triangle of its columns."""
    system = fit._solution.system
    has_triangle = fit._sums.triangle is not None
    return system if has_triangle and isinstance(system, PivotedSystem) else None


def _factorize(fit: LmComponents) -> tuple[PivotedSystem, np.ndarray | None]:
    """The system and the first rows by another pass, of a fit by normal equations.

    Raises ValueError: there are too many columns.
    """
    count = len(fit._schema.names)
    if count > MAX_QR_COLUMNS:
        raise ValueError(
            f"effects: the QR factorization of {count:,} columns takes too long, and the fit did "
            "without it; merge levels, or leave out the factor that has so many"
        )
    solution = fit_by_triangle(fit._rows_source, fit.family, fit.control)
    assert isinstance(solution.system, PivotedSystem)
    assert solution.least_squares is not None
    return solution.system, solution.least_squares.first


def is_small(fit: LmComponents) -> bool:
    """Whether reflections of all rows take next to no time."""
    return int(fit._row_sums.n) * fit.rank**2 <= MAX_LINPACK_WORK


def _few_rows(fit: LmComponents, first: np.ndarray | None) -> np.ndarray | None:
    """The weighted rows of a small fit, as `first_rows`; None of a larger one, or without rows.

    `first` are the first ones of data in chunks, all of few.
    """
    if fit._source is not None and not fit._is_chunked:
        source = fit._rows_source
        return first_rows(source.columns, source.rows, source.nrows) if is_small(fit) else None
    return first if first is not None and len(first) == fit._row_sums.informative else None


def _chunked_effects(
    fit: LmComponents, system: PivotedSystem, first: np.ndarray | None
) -> np.ndarray:
    """The effects of the estimable coefficients, (rank,)."""
    rows = _few_rows(fit, first)
    if rows is not None:
        return linpack_effects(rows[:, [*system.estimable, -1]])[: system.rank]
    assert first is not None
    informative = int(fit._row_sums.informative)
    return householder_effects(system, first[: system.rank], informative).first


def _row_effects(fit: LmComponents, system: PivotedSystem) -> np.ndarray:
    """The effects of a fit in memory, one for each row with a weight."""
    source, rank, rows = fit._rows_source, system.rank, _few_rows(fit, None)
    if rows is not None:
        return linpack_effects(rows[:, [*system.estimable, -1]])
    top, informative = first_rows(source.columns, source.rows, rank), fit._row_sums.informative
    effects = householder_effects(system, top, int(informative))
    return np.concatenate(
        [effects.first, source.by_row(lambda b: _residual_effects(effects, b))[rank:]]
    )


def _residual_effects(effects: Effects, block: Block) -> np.ndarray:
    """W^(1/2) (y - offset + X g) of the rows of a block that have a weight."""
    rows = block.rows
    values = rows.y - rows.offset + design_product(block, effects.direction)
    has_weight = rows.weights > 0
    return np.sqrt(rows.weights[has_weight]) * values[has_weight]
