"""Which columns of a design are combinations of others, or zero."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.fitting.irls.working_statistics import Predictor
from rglm.linalg.echelon import echelon
from rglm.linalg.gram import Gram, gram_null_space

MAX_QR_COLUMNS = 500  # columns up to which the triangle decides, where no cells are crossed
ROUNDING_LENGTH = 1e-10  # of a column length: less is left of a zero combination
RANDOM_SUMS = 4  # random sums of the combinations that are looked at in their place


def _none() -> np.ndarray:
    return np.zeros(0, dtype=int)


@dataclass(frozen=True)
class EstimableColumns:
    """The columns that can be estimated, and what the others are made of.

    Attributes
    ----------
    columns : (r,) int array
        Kept, in their order.
    combined : (a,) int array
    made_of : (r, a) array
    empty : (e,) int array
        Columns that are zero in every row with a weight.
    """

    columns: np.ndarray
    combined: np.ndarray = field(default_factory=_none)
    made_of: np.ndarray | None = None
    empty: np.ndarray = field(default_factory=_none)

    def inside(self, at: Predictor) -> Predictor:
        """The same place on the columns kept."""
        return at if at.beta is None else Predictor(at.family, at.beta[self.columns])

    def embed(self, found: Any) -> Any:
        """The solution on the columns kept as one on all of them."""
        p = len(self.columns) + len(self.combined) + len(self.empty)
        made_of = np.zeros((len(self.columns), 0)) if self.made_of is None else self.made_of
        solved = found.pivoted.embedded(self.columns, self.combined, made_of, self.empty)
        before = found.before
        if before.beta is not None:
            before = replace(before, beta=self._padded(before.beta, p))
        beta = self._padded(found.beta, p)
        return replace(found, beta=beta, before=before, pivoted=solved)

    def _padded(self, beta: np.ndarray, p: int) -> np.ndarray:
        out = np.zeros(p)
        out[self.columns] = beta
        return out


def occurring_columns(source: Any) -> EstimableColumns | None:
    """The columns less those of cells that occur in no row with a weight; None if all do.

    An interaction of factors has a column for every cell, of which most may be empty.
    """
    if not has_crossed_factors(source.columns):
        return None
    there = source.total(_occurring) > 0
    if there.all():
        return None
    return EstimableColumns(np.flatnonzero(there), empty=np.flatnonzero(~there))


def has_crossed_factors(columns: Columns) -> bool:
    """Whether some columns stand for the cells of several factors."""
    return any(part.categories.is_crossed for part in columns.indicators)


def _occurring(block: Block) -> np.ndarray:
    """The number of rows of a block in which each column is not zero; 1 for one not looked at."""
    columns = block.columns
    out = np.ones(len(columns), dtype=int)
    for part in columns.indicators:
        if part.categories.is_crossed:
            out[part.positions[part.column_codes]] = part.count_nonzero(
                block.row_slice, block.rows.weights
            )
    return out


def independent_columns(source: Any, gram: Gram) -> EstimableColumns | None:
    """Columns that are aliased, from equations that are near singular.

    A vector v with X v = 0 says that the last column in it is a combination of those before, which
    is R's rule. The null space of the equations proposes such vectors, and a pass over the rows
    confirms them to within rounding. None where QR should decide,
    because there are few columns, or a combination is small but not nothing.
    """
    lengths = gram.lengths
    if len(lengths) <= MAX_QR_COLUMNS and not has_crossed_factors(source.columns):
        return None
    vectors = gram_null_space(gram) * lengths[:, None]  # by which a column is large or small
    if not vectors.shape[1]:
        return None
    try:
        last, vectors = echelon(vectors)
    except np.linalg.LinAlgError:
        return None
    vectors = vectors / lengths[:, None]
    if not _confirmed(source, vectors):
        return None
    kept = np.setdiff1d(np.arange(len(lengths)), last)
    return EstimableColumns(kept, last, -vectors[kept] * lengths[last])


def _confirmed(source: Any, vectors: np.ndarray) -> bool:
    """Whether X v is nothing for each v, whose last column has length 1.

    Random sums of them are tried.
    """
    count = vectors.shape[1]
    mixed = vectors @ np.random.default_rng(1).normal(size=(count, RANDOM_SUMS))

    def squares(block: Block) -> np.ndarray:
        columns, weight = block.columns, block.rows.weights
        products = (columns.product(one, block.row_slice) for one in mixed.T)
        return np.array([weight @ product**2 for product in products])

    return bool((source.total(squares) <= ROUNDING_LENGTH**2 * count).all())
