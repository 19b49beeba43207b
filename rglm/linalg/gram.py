"""Normal equations, in which the block of one categorical variable is a diagonal matrix.

For the weighted system min |W^(1/2) (t - X b)| the columns of X are those of one categorical
variable, E, and the rest, Z. The normal equations are

    [ D   B ] [b_E]   [e]         D = E'WE  (diagonal: a row is in one category)
    [ B'  C ] [b_Z] = [c],        B = E'WZ,  C = Z'WZ,  e = E'Wt,  c = Z'Wt

and E is eliminated exactly: (C - B' D^-1 B) b_Z = c - B' D^-1 e (Schur's complement). The cost
depends on the rows and on Z only, not on the number of categories (Golub & Van Loan 2013, section
4.3; in econometrics E is "partialled out").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.blas import dsyrk
from scipy.linalg.lapack import dpotrf, dpstrf

from rglm.linalg.partialled_out import PartialledOutSystem
from rglm.linalg.pivot import PivotedSystem, solve_upper
from rglm.linalg.solved_system import SolvedSystem
from rglm.linalg.threads import one_thread

# The squared length of a column's part orthogonal to the columns before it, relative to the
# column's own: below this a Gram matrix has too few digits left for a standard error of nine.
MIN_PIVOT = 1e-6
ROUNDING_PIVOT = 1e-11  # the same, of the scaled equations: rounding may have left it


class NearSingularError(ArithmeticError):
    """The normal equations are too close to singular to be trusted.

    Attributes
    ----------
    gram : Gram
        The equations.
    steps : int
        How many steps of the iteration went well before.
    """

    def __init__(self, gram: Gram, steps: int = 0) -> None:
        super().__init__("the normal equations are near singular")
        self.gram, self.steps = gram, steps


@dataclass
class Gram:
    """The normal equations of some rows; ``+=`` adds those of other rows in place."""

    eliminated: np.ndarray  # (k,) the places of the columns of E; empty without such a variable
    others: np.ndarray  # (q,) the places of the columns of Z
    diagonal: np.ndarray  # (k,) D
    cross: np.ndarray  # (k, q + 1) B, then E'Wt as its last column
    # (q + 1, q + 1) C, then Z'Wt as its last column; only the upper triangle is used
    rest: np.ndarray
    min_pivot: float = MIN_PIVOT  # the smallest pivot that is trusted: see `MIN_PIVOT`

    def __iadd__(self, other: Gram) -> Gram:
        self.diagonal += other.diagonal
        self.cross += other.cross
        if self.rest is not other.rest:  # else it was summed in place
            self.rest += other.rest
        return self

    @property
    def lengths(self) -> np.ndarray:
        """The weighted length of each column (p,); 1 for a zero column."""
        squares = np.zeros(len(self.others) + len(self.eliminated))
        squares[self.others] = np.diagonal(self.rest)[:-1]
        squares[self.eliminated] = self.diagonal
        return np.sqrt(np.where(squares > 0, squares, 1.0))

    @property
    def is_finite(self) -> bool:
        """Whether every number of the equations is finite."""
        arrays = (self.diagonal, self.cross, self.rest)
        return all(np.isfinite(array).all() for array in arrays)

    def solve(self, tol: float) -> SolvedSystem:
        """The solved system; the equations are overwritten.

        `tol` is not used: a Gram matrix has too few digits for R's rank rule.

        Raises NearSingularError: a column is close to a combination of others, and another method
        has to decide.
        """
        if (self.diagonal <= 0).any():
            raise NearSingularError(self)
        ratio = self.cross / self.diagonal[:, None]
        reduced = self.complement(self.diagonal)
        with one_thread():
            r = self._factor(reduced[:-1, :-1])
        if r is None:
            raise NearSingularError(self)
        rotated = solve_upper(r, reduced[:-1, -1], transposed=True)
        p = len(self.others) + len(self.eliminated)
        if not len(self.eliminated):
            self.rest = self.rest[:0]
            return PivotedSystem(np.arange(p), p, r, rotated)
        return PartialledOutSystem(
            self.eliminated,
            self.others,
            self.diagonal,
            ratio[:, :-1],
            self.cross[:, -1],
            r,
            rotated,
        )

    def refinable(self, solved: SolvedSystem, before: object) -> None:
        """None: the equations have lost digits."""

    def next(self, solved: SolvedSystem, beta: np.ndarray | None) -> np.ndarray:
        """The next coefficients: the last ones plus the step."""
        step = solved.step()
        return step if beta is None else beta + step

    def complement(self, diagonal: np.ndarray) -> np.ndarray:
        """Schur's complement, then the target as its last column; the upper triangle."""
        if not len(self.eliminated):
            return self.rest
        root = self.cross / np.sqrt(diagonal)[:, None]
        return dsyrk(-1.0, root, trans=1, beta=1.0, c=self.rest)

    def _factor(self, c: np.ndarray) -> np.ndarray | None:
        """The upper Cholesky factor of Schur's complement c, computed from columns scaled to
        length 1; None where a pivot is too small.
        """
        squares = np.diagonal(self.rest)[:-1]
        if not len(c):
            return c
        if (squares <= 0).any():
            return None
        scale = 1 / np.sqrt(squares)
        r = np.array(c, order="F")
        r *= scale
        r *= scale[:, None]
        r, failed = dpotrf(r, lower=0, clean=1, overwrite_a=1)
        if failed or (np.diagonal(r) ** 2 < self.min_pivot).any():
            return None
        r /= scale
        return r


def gram_null_space(gram: Gram) -> np.ndarray:
    """A basis (p x d) of the vectors v with X'WX v = 0, to within rounding.

    Each category without weight gives one. The others follow from the null space of Schur's
    complement S, with v_E = -D^-1 B v_Z. From the Cholesky factor of S with complete pivoting,
    P'SP = R'R with R = [R_1 R_2] of as many rows as the rank, it is spanned by
    P [-R_1^-1 R_2; I] (Higham 2002, Accuracy and Stability, section 10.3).
    """
    empty = gram.diagonal <= 0
    weight = np.where(empty, 1.0, gram.diagonal)
    ratio = gram.cross[:, :-1] / weight[:, None]
    squares = np.diagonal(gram.rest)[:-1]
    scale = 1 / np.sqrt(np.where(squares > 0, squares, 1.0))
    reduced = gram.complement(weight)[:-1, :-1] * scale * scale[:, None]
    q = len(reduced)
    rank, r, order = 0, reduced, np.arange(1, q + 1)
    with one_thread():
        if (
            np.diagonal(reduced).max(initial=0.0) > ROUNDING_PIVOT
        ):  # which dpstrf asks of the others only
            r, order, rank, _ = dpstrf(reduced, tol=ROUNDING_PIVOT)
        rest = np.zeros((q, q - rank))
        rest[order[:rank] - 1] = -solve_upper(r[:rank, :rank], r[:rank, rank:])
    rest[order[rank:] - 1] = np.eye(q - rank)
    rest *= scale[:, None]
    out = np.zeros((q + len(gram.eliminated), rest.shape[1] + int(empty.sum())))
    out[gram.others, : rest.shape[1]] = rest
    out[gram.eliminated, : rest.shape[1]] = -ratio @ rest
    out[gram.eliminated[empty], rest.shape[1] :] = np.eye(int(empty.sum()))
    return out / np.abs(out).max(axis=0, initial=1e-300)
