"""The columns of a term that is tested, and the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.protocol.capabilities import HasWorkingWeights

RANK_TOLERANCE = 1e-8


@dataclass(frozen=True)
class TermDesign:
    """The columns of a term and the others, on the rows with a weight."""

    used: np.ndarray
    others: np.ndarray  # their places among all columns
    without_term: np.ndarray
    term: np.ndarray

    @classmethod
    def of(cls, fit: HasWorkingWeights, columns: np.ndarray) -> TermDesign:
        """The design of a fit whose tested columns are given by their places."""
        source = fit._rows_source
        used = np.flatnonzero(source.rows.weights > 0)
        estimable = np.sort(fit._solution.system.estimable)
        others = np.setdiff1d(np.arange(len(source.columns)), columns)
        tested = np.intersect1d(columns, estimable)
        if not len(tested):
            raise ValueError("term=: its columns are combinations of the others; nothing to test")
        x = source.columns.take(used).matrix()
        return cls(used, others, x[:, others], x[:, tested])

    def bases(self, root: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Orthonormal bases of the weighted others, and of what the term adds to them."""
        others = basis(root[:, None] * self.without_term)
        z = root[:, None] * self.term
        return others, basis(z - others @ (others.T @ z))

    def term_residuals(self) -> np.ndarray:
        """An orthonormal basis of the residuals of the term's columns on the others."""
        return self.bases(np.ones(len(self.used)))[1]


def basis(x: np.ndarray) -> np.ndarray:
    """An orthonormal basis of the space of some columns."""
    if not x.shape[1]:
        return np.zeros((len(x), 0))
    lengths = np.linalg.norm(x, axis=0)
    vectors, sizes, _ = np.linalg.svd(x / np.where(lengths > 0, lengths, 1.0), full_matrices=False)
    basis: np.ndarray = vectors[:, sizes > RANK_TOLERANCE * max(sizes[0], 1e-300)]
    return basis


def check_residuals(residuals: np.ndarray, columns: np.ndarray) -> None:
    """Check that the columns are no combinations of the others, whose residuals are given."""
    lengths = np.linalg.norm(columns, axis=0)
    if (np.linalg.norm(residuals, axis=0) <= RANK_TOLERANCE * lengths).all():
        raise ValueError("term=: its columns are combinations of the others; nothing to test")
