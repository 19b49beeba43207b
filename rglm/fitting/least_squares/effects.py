"""Q'y of a least-squares fit: the response in the coordinates of the QR factorization.

Q is that of Householder's reflections, which LINPACK and LAPACK, and so R, compute. It is known up
to signs from the triangle. The signs follow from the first rows of Q (Ballard et al. 2015,
"Reconstructing Householder vectors from tall-skinny QR", J. Parallel Distrib. Comput. 85): with Q1
the first `rank` rows of Q and S the signs, B = Q1 - S has an LU factorization without pivoting,
whose pivots are 1 or more in size, and

    Q = (I - V T V') [S; 0],    V T' V'y = -(Q - [S; 0]) B^-1 (S Q'y - y1),

so that the entries of Q'y after the first `rank` are y + X g, with g = R^-1 B^-1 (S Q'y - y1).

Where the first rows are of one group a sign can depend on the rounding of a zero. To have R's
signs there too, those of few rows are computed by `linpack_effects`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.linalg.pivot import PivotedSystem, solve_upper


@dataclass(frozen=True)
class Effects:
    """The effects of a fit.

    Attributes
    ----------
    first : (rank,) array
        Those of the estimable columns.
    direction : (p,) array
        g: the others are W^(1/2) (y - offset + X g), of the rows after the first `rank`.
    """

    first: np.ndarray
    direction: np.ndarray


def householder_effects(system: PivotedSystem, top: np.ndarray, informative: int) -> Effects:
    """The effects of a solved system.

    Parameters
    ----------
    top : (rank, p + 1) array
        The first weighted rows, [W^(1/2) X, W^(1/2) (y - offset)].
    informative : int
        The number of rows with a weight.
    """
    rank, direction = system.rank, np.zeros(len(system.order))
    flip = np.where(np.diagonal(system.r)[:rank] < 0, -1.0, 1.0)
    r = system.r[:rank, :rank] * flip[:, None]
    rotated = system.rotated[:rank] * flip
    q = solve_upper(r, top[:, system.estimable].T, transposed=True).T
    signs = _signs(q, informative)
    first = signs * rotated
    if informative > rank:
        apart = np.linalg.solve(q - np.diag(signs), first - top[:, -1])
        direction[system.estimable] = solve_upper(r, apart)
    return Effects(first, direction)


def _signs(q: np.ndarray, informative: int) -> np.ndarray:
    """The diagonal of R that Householder's reflections give orthonormal columns of first rows q.

    The last row of all, if it is reached, is not reflected.
    """
    q, rank = q.copy(), len(q)
    signs = np.ones(rank)
    for k in range(rank):
        pivot = q[k, k]
        if k == informative - 1:
            signs[k] = -1.0 if pivot < 0 else 1.0
            break
        signs[k] = 1.0 if pivot < 0 else -1.0
        q[k + 1 :, k] /= pivot - signs[k]
        q[k + 1 :, k + 1 :] -= np.outer(q[k + 1 :, k], q[k, k + 1 :])
    return signs
