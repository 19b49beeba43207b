"""The least-squares fit of some columns, from the triangle of all of them.

With R the R factor of W^(1/2) [X, y - o, o] (o the offset) the residual sum of squares of any
columns S is that of the columns R_S and the target R_y, which are k x k: no pass over the rows is
needed. The same holds for the sums of squares of fitted values and of the null model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rglm.linalg.extended_precision import back_substitute, extended_triangle
from rglm.linalg.pivot import PivotedSystem, pivot, solve_upper
from rglm.linalg.threads import one_thread
from rglm.linalg.triangle import qr_triangle

EPS = np.finfo(float).eps
EXTENDED_ROUNDING = 100 * float(np.finfo(np.longdouble).eps)
MAX_ROUNDING = 10  # of the last place of the response: residuals of a perfect fit


@dataclass(frozen=True)
class TriangleFit:
    """A least-squares fit.

    Attributes
    ----------
    triangle : (k, k) array
        The R factor of the columns in the order of `system`, then of the response less the
        offset, then of the offset if there is one; longdouble or double.
    system : PivotedSystem
    beta : (p,) array
        The coefficients, 0 where aliased.
    """

    triangle: np.ndarray
    system: PivotedSystem
    beta: np.ndarray

    @property
    def residual_squares(self) -> float:
        """The weighted residual sum of squares; 0 where it is rounding in extended precision."""
        p, rank = len(self.beta), self.system.rank
        squares, total = (_square(self.triangle[k : p + 1, p]) for k in (rank, 0))
        is_extended = self.triangle.dtype == np.longdouble
        is_rounding = squares <= EXTENDED_ROUNDING**2 * total < np.inf
        return 0.0 if is_extended and is_rounding else squares

    def fitted_squares(self, about_mean: bool) -> float:
        """The weighted sum of squares of the fitted values, offset and all.

        It is about 0, or about their mean if the first column is an intercept.
        """
        p, rank = len(self.beta), self.system.rank
        fitted = self.triangle[:, p].copy()
        fitted[rank:] = 0.0
        if self.triangle.shape[1] > p + 1:
            fitted += self.triangle[:, p + 1]
        return _square(fitted[int(about_mean) :])

    def null_squares(self, has_intercept: bool) -> float:
        """The residual sum of squares of the intercept and the offset, or of the offset alone."""
        p = len(self.beta)
        return _square(self.triangle[int(has_intercept) : p + 1, p])


def fit_triangle(
    triangle: np.ndarray, p: int, tol: float, columns: Sequence[int] | np.ndarray | None = None
) -> TriangleFit:
    """The fit of some of the p columns of a triangle, by default all, under R's rank rule.

    Raises
    ------
    ScaleError
        The squared length of a column is no floating point number.
    """
    if columns is not None and list(columns) != list(range(p)):
        triangle = reordered_triangle(triangle, [*columns, *range(p, len(triangle))])
        p = len(columns)
    with one_thread():
        system = pivot(triangle[: p + 1, : p + 1].astype(float), tol)
    if system.rank < p:
        triangle = reordered_triangle(triangle, [*system.order, *range(p, triangle.shape[1])])
    factor = triangle.astype(float)
    system = replace(system, r=factor[:p, :p], rotated=factor[:p, p])
    return TriangleFit(triangle, system, _solution(triangle, system))


def residual_squares(
    triangle: np.ndarray, p: int, tol: float, columns: Sequence[int] | np.ndarray
) -> tuple[float, int]:
    """The residual sum of squares and the rank of a fit of some of the p columns.

    Quicker than `fit_triangle`, for searches over many models.
    """
    q = len(columns)
    r = qr_triangle(np.asfortranarray(triangle[: p + 1, [*columns, p]], dtype=float))
    lengths = np.sqrt(np.einsum("ij,ij->j", r, r))[:q]
    if (np.abs(np.diagonal(r)[:q]) < tol * lengths).any() or not lengths.all():
        fit = fit_triangle(triangle, p, tol, columns)
        return fit.residual_squares, fit.system.rank
    return float(r[q, q]) ** 2, q


def reordered_triangle(triangle: np.ndarray, places: list[int]) -> np.ndarray:
    """The triangle of columns of a triangle, in their precision."""
    columns = triangle[:, places]
    if triangle.dtype == np.longdouble:
        return extended_triangle(columns)
    return qr_triangle(np.asfortranarray(columns))


def _solution(triangle: np.ndarray, system: PivotedSystem) -> np.ndarray:
    """The coefficients, solved for in the precision of the triangle."""
    rank, p = system.rank, len(system.order)
    if triangle.dtype == np.longdouble:
        solution = back_substitute(triangle[:rank, :rank], triangle[:rank, p]).astype(float)
    else:
        solution = solve_upper(triangle[:rank, :rank], triangle[:rank, p])
    lengths = np.sqrt(np.einsum("ij,ij->j", triangle, triangle))
    rest = np.sqrt(_square(triangle[rank : p + 1, p]))
    if rest <= MAX_ROUNDING * EPS * lengths[p] < np.inf:
        # a perfect fit: what rounding has left of 0 is 0
        solution[np.abs(solution) * lengths[:rank] <= EPS * lengths[p]] = 0.0
    beta = np.zeros(p)
    beta[system.estimable] = solution
    return beta


def _square(values: np.ndarray) -> float:
    """The sum of squares; einsum never warns of an overflow."""
    return float(np.einsum("i,i->", values, values))
