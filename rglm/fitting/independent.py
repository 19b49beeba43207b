"""Which columns of a wide design are combinations of others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.linalg.gram import Gram, null_space

TRIANGLE = 500  # columns up to which the triangle decides
SMALLEST = 1e-10  # of a column's length: what is left of a combination that is none is rounding


@dataclass(frozen=True)
class Independent:
    """The columns that can be estimated, and what the others are made of.

    Attributes
    ----------
    columns : (r,) int array
        Kept, in their order.
    aliased : (a,) int array
    made_of : (r, a) array
    """

    columns: np.ndarray
    aliased: np.ndarray
    made_of: np.ndarray

    def embed(self, found: Any) -> Any:
        """The solution on the columns kept as one on all of them."""
        p = len(self.columns) + len(self.aliased)
        solved = found.pivoted.embedded(self.columns, self.aliased, self.made_of)
        before = found.before
        if before.beta is not None:
            before = replace(before, beta=self._padded(before.beta, p))
        beta = self._padded(found.beta, p)
        return replace(found, beta=beta, before=before, pivoted=solved)

    def _padded(self, beta: np.ndarray, p: int) -> np.ndarray:
        out = np.zeros(p)
        out[self.columns] = beta
        return out


def independent(source: Any, gram: Gram) -> Independent | None:
    """Columns that are aliased, from equations that are near singular.

    A vector v with X v = 0 says that the last column in it is a combination of those before, which
    is R's rule. The null space of the equations proposes such vectors, and a pass over the rows
    confirms them, to `SMALLEST` of the columns' length. None where the triangle should decide:
    few columns, or a combination that is small but not nothing.
    """
    p = len(source.columns)
    if p <= TRIANGLE:
        return None
    lengths = gram.lengths[:, None]  # which a column is large or small by
    vectors = null_space(gram) * lengths
    vectors = _echelon(vectors / np.abs(vectors).max(axis=0, initial=1e-300)) / lengths
    vectors /= vectors[[np.flatnonzero(v)[-1] for v in vectors.T], np.arange(vectors.shape[1])]
    if not vectors.shape[1] or not _confirmed(source, vectors):
        return None
    last = np.array([np.flatnonzero(v)[-1] for v in vectors.T])
    kept = np.setdiff1d(np.arange(p), last)
    return Independent(kept, last, -vectors[kept])


def _echelon(vectors: np.ndarray) -> np.ndarray:
    """The same space spanned by vectors whose last entries are 1, each zero in the others."""
    out = vectors.copy()
    done = np.zeros(0, dtype=int)
    for j in range(out.shape[1]):
        left = np.abs(out[:, j:])
        size = left.max(axis=1) > 1e-6
        last = int(np.flatnonzero(size)[-1])
        best = j + int(left[last].argmax())
        out[:, [j, best]] = out[:, [best, j]]
        out[:, j] /= out[last, j]
        others = np.arange(out.shape[1]) != j
        out[:, others] -= np.outer(out[:, j], out[last, others])
        done = np.append(done, last)
        out[last] = np.arange(out.shape[1]) == j
        out[last + 1 :, j:][:, 0] = np.where(
            np.isin(np.arange(last + 1, len(out)), done), out[last + 1 :, j], 0.0
        )
    out[np.abs(out) < 1e-12] = 0.0
    return out


def _confirmed(source: Any, vectors: np.ndarray) -> bool:
    """Whether X v is nothing beside the last column of v, for each v."""

    def squares(block: Block) -> np.ndarray:
        columns, rows, weight = block.columns, block.place, block.rows.weights
        lasts = [int(np.flatnonzero(v)[-1]) for v in vectors.T]
        found = [weight @ columns.product(v, rows) ** 2 for v in vectors.T]
        whole = [weight @ columns.select([j]).matrix(rows)[:, 0] ** 2 for j in lasts]
        return np.array([found, whole])

    found, whole = source.total(squares)
    return bool((found <= SMALLEST**2 * np.maximum(whole, 1e-300)).all())
