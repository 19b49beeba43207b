"""Which columns of a design are combinations of others, or zero."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.fitting.irls.accumulator_choice import MAX_QR_COLUMNS
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor
from rglm.linalg.echelon import echelon
from rglm.linalg.gram import Gram, gram_null_space
from rglm.sources.source import Source

ROUNDING_LENGTH = 1e-10  # of a column's length: what rounding may leave of a zero combination
RANDOM_SUM_COUNT = 4  # of the combinations, which are tried in their place


def _no_columns() -> np.ndarray:
    return np.zeros(0, dtype=int)


@dataclass(frozen=True)
class EstimableColumns:
    """The columns that can be estimated, and the coefficients of the others on them."""

    columns: np.ndarray  # (r,) the estimable columns, in their order
    # (a,) columns that are combinations of those
    dependent: np.ndarray = field(default_factory=_no_columns)
    # (r, a) the coefficients of the combinations; None without any
    aliases: np.ndarray | None = None
    # (e,) columns that are zero in every row with a weight
    zero_columns: np.ndarray = field(default_factory=_no_columns)

    def inside(self, predictor: Predictor) -> Predictor:
        """The same predictor by the estimable columns alone."""
        beta = predictor.beta
        return predictor if beta is None else Predictor(predictor.family, beta[self.columns])

    def embed(self, result: IrlsResult) -> IrlsResult:
        """The result on the estimable columns as a result on all of them."""
        p = len(self.columns) + len(self.dependent) + len(self.zero_columns)
        aliases = np.zeros((len(self.columns), 0)) if self.aliases is None else self.aliases
        solved = result.system.embed(self.columns, self.dependent, aliases, self.zero_columns)
        before = result.system_predictor
        if before.beta is not None:
            before = replace(before, beta=self._padded(before.beta, p))
        beta = self._padded(result.beta, p)
        return replace(result, beta=beta, system_predictor=before, system=solved)

    def _padded(self, beta: np.ndarray, p: int) -> np.ndarray:
        out = np.zeros(p)
        out[self.columns] = beta
        return out


def occurring_columns(source: Source) -> EstimableColumns | None:
    """The columns without those of cells that occur in no row with a weight; None if all occur.

    An interaction of factors has a column for every cell, of which most may be empty.
    """
    if not has_crossed_factors(source.columns):
        return None
    occurs = source.total(_count_occurrences) > 0
    if occurs.all():
        return None
    return EstimableColumns(np.flatnonzero(occurs), zero_columns=np.flatnonzero(~occurs))


def has_crossed_factors(columns: Columns) -> bool:
    """Whether some columns stand for the cells of several factors."""
    return any(part.categories.is_crossed for part in columns.indicators)


def _count_occurrences(block: Block) -> np.ndarray:
    """The rows of a block in which each column of a cell is not zero; 1 for other columns."""
    columns = block.columns
    out = np.ones(len(columns), dtype=int)
    for part in columns.indicators:
        if part.categories.is_crossed:
            out[part.positions[part.column_codes]] = part.count_nonzero(
                block.row_slice, block.rows.weights
            )
    return out


def independent_columns(source: Source, gram: Gram) -> EstimableColumns | None:
    """The estimable columns, from normal equations that are near singular.

    A vector v with X v = 0 says that its last column is a combination of those before, which is
    R's rule. The null space of the equations proposes such vectors, and a pass over the rows
    confirms them to within rounding. None where QR should decide, because there are few columns,
    or a combination is small but not zero.
    """
    lengths = gram.lengths
    if len(lengths) <= MAX_QR_COLUMNS and not has_crossed_factors(source.columns):
        return None
    vectors = gram_null_space(gram) * lengths[:, None]  # relative to the size of each column
    if not vectors.shape[1]:
        return None
    try:
        last, vectors = echelon(vectors)
    except np.linalg.LinAlgError:
        return None
    vectors = vectors / lengths[:, None]
    if not _are_null_vectors(source, vectors):
        return None
    independent = np.setdiff1d(np.arange(len(lengths)), last)
    return EstimableColumns(independent, last, -vectors[independent] * lengths[last])


def _are_null_vectors(source: Source, vectors: np.ndarray) -> bool:
    """Whether X v = 0 for each v, whose last column has length 1, tried on random sums."""
    count = vectors.shape[1]
    mixed = vectors @ np.random.default_rng(1).normal(size=(count, RANDOM_SUM_COUNT))

    def squares(block: Block) -> np.ndarray:
        columns, weight = block.columns, block.rows.weights
        products = (columns.product(one, block.row_slice) for one in mixed.T)
        return np.array([weight @ product**2 for product in products])

    return bool((source.total(squares) <= ROUNDING_LENGTH**2 * count).all())
