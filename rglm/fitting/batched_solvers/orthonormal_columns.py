"""The columns that many fits share, made orthonormal once.

With X = Q R the fits are of Q. Their normal equations Q'WQ are as well conditioned as the weights
are even, whatever the scales and correlations of the columns of X; b = R^-1 c leads back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dtrtrs

from rglm.design.columns import Columns
from rglm.linalg.pivot import invert_upper, pivot
from rglm.linalg.triangle import qr_triangle

MAX_PAIR_NUMBERS = 4_000_000  # n p (p + 1) / 2 up to which the products of columns are kept


@dataclass(frozen=True)
class OrthonormalColumns:
    """The estimable columns of a design, made orthonormal.

    Attributes
    ----------
    q : (p, n) array
        Q', the orthonormal columns.
    root : (p, p) array
        R^-1.
    estimable : (p,) int array
        The places of the columns among all of the design.
    pairs : (p (p + 1) / 2, n) array or None
        The products of two columns, by row of the upper triangle; None where they are too many.
    """

    q: np.ndarray
    root: np.ndarray
    estimable: np.ndarray
    pairs: np.ndarray | None

    def gram(self, weights: np.ndarray) -> np.ndarray:
        """Q'WQ (p, p, L) for weights (L, n)."""
        p = len(self.q)
        out = np.empty((p, p, len(weights)))
        if self.pairs is None:
            for i, row in enumerate(weights):
                half = self.q * np.sqrt(row)
                out[:, :, i] = half @ half.T
            return out
        upper = np.triu_indices(p)
        out[upper] = self.pairs @ weights.T
        out[upper[1], upper[0]] = out[upper]
        return out

    def product(self, values: np.ndarray) -> np.ndarray:
        """Q'v (p, L) for values (L, n)."""
        return self.q @ values.T

    def predictor(self, gamma: np.ndarray) -> np.ndarray:
        """Q c (L, n) for coefficients c (L, p)."""
        return np.ascontiguousarray(gamma) @ self.q

    def coefficients(self, gamma: np.ndarray) -> np.ndarray:
        """The coefficients of X, R^-1 c (L, p)."""
        return gamma @ self.root.T


def orthonormal_columns(columns: Columns, weights: np.ndarray, tol: float) -> OrthonormalColumns:
    """The columns, orthonormal in the rows by their weights (n,); by R's rank rule.

    Raises
    ------
    ScaleError
        The squared length of a column is no floating point number.
    """
    x = columns.matrix(spare=1)
    x[:, -1] = 0.0
    weighted = x * np.sqrt(weights)[:, None]
    system = pivot(qr_triangle(np.asfortranarray(weighted)), tol)
    inside = system.r[: system.rank, : system.rank]
    q = x[:, system.estimable].T.copy()
    if len(q):
        q = np.ascontiguousarray(dtrtrs(inside, q, trans=1)[0])
    pairs = None
    if q.shape[1] * len(q) * (len(q) + 1) // 2 <= MAX_PAIR_NUMBERS:
        first, second = np.triu_indices(len(q))
        pairs = q[first] * q[second]
    return OrthonormalColumns(q, invert_upper(inside), system.estimable, pairs)
