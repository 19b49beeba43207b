"""Models whose rows have a likelihood in a few linear predictors.

Row i has eta_k = x_ik' beta_k + o_ik, k = 1..K, and all rows share A further parameters (scalars),
such as log(theta). The parameters are beta_1, ..., beta_K and the scalars, one after the other.
With the derivatives of a row's log-likelihood by its predictors,

    dl/dbeta_k = X_k' W l_k,     d2l/dbeta_k dbeta_m' = X_k' diag(W l_km) X_m     (W: weights).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.fitting.newton.optimization_result import Inequality, LogLikelihood


@dataclass(frozen=True)
class PredictorLikelihood:
    """How parameters make the predictors of a density.

    Attributes
    ----------
    density : RowDensity
        ``terms(y, eta, scalars, derivatives)`` of the rows.
    parts : tuple of int arrays, K
        The columns of each predictor among those of the source. The offsets of the rows are
        (n, K), or (n,) for all predictors.
    """

    density: Any
    parts: tuple[np.ndarray, ...]

    @cached_property
    def places(self) -> list[slice]:
        """Where the coefficients of each predictor stand; then each scalar."""
        ends = np.cumsum([len(part) for part in self.parts] + [1] * len(self.density.scalars))
        return [slice(a, b) for a, b in zip([0, *ends[:-1]], ends, strict=True)]

    @property
    def count(self) -> int:
        """The number of parameters."""
        return self.places[-1].stop if self.places else 0

    @cached_property
    def used(self) -> np.ndarray:
        """The columns of the source that some predictor has, in their order."""
        return np.unique(np.concatenate([*self.parts, np.zeros(0, dtype=int)]))

    @cached_property
    def _columns(self) -> list[Any]:
        return [_as_slice(np.searchsorted(self.used, part)) for part in self.parts]

    def matrix(self, columns: Columns, rows: slice = slice(None)) -> np.ndarray:
        """The columns of a design that are used, on some rows: those that are aliased are not."""
        if len(self.used) < len(columns):
            columns = columns.select(self.used)
        return columns.matrix(rows)

    def etas(self, x: np.ndarray, offset: np.ndarray, theta: np.ndarray) -> list[np.ndarray]:
        """The predictors of some rows, from their `matrix`."""
        found = zip(self._columns, self.places, strict=False)
        one = offset.ndim == 1
        return [
            x[:, c] @ theta[at] + (offset if one else offset[:, k])
            for k, (c, at) in enumerate(found)
        ]

    def scalars(self, theta: np.ndarray) -> np.ndarray:
        """The parameters that are no coefficients."""
        return theta[self.count - len(self.density.scalars) :]

    def curve(self, theta: np.ndarray, derivatives: bool) -> Callable[[Block], LogLikelihood]:
        """The statistic of a block: its log-likelihood at `theta`."""

        def of_block(block: Block) -> LogLikelihood:
            x, rows = self.matrix(block.columns, block.row_slice), block.rows
            eta = self.etas(x, rows.offset, theta)
            found = self.density.terms(rows.y, eta, self.scalars(theta), derivatives)
            return self._sum(x, rows.weights, found, derivatives)

        return of_block

    def total(self, source: Any) -> Callable[[np.ndarray, bool], LogLikelihood]:
        """The log-likelihood of all rows of a source."""
        return lambda theta, derivatives: source.total(self.curve(theta, derivatives))

    def _sum(
        self, x: np.ndarray, weights: np.ndarray, found: Any, derivatives: bool
    ) -> LogLikelihood:
        used = weights > 0
        value = float(weights[used] @ found.value[used])
        if not derivatives or not np.isfinite(value):
            return LogLikelihood(value) if not derivatives else self._nothing(value)
        designs, gradient = [x[:, c] for c in self._columns], np.zeros(self.count)
        for i, (at, first) in enumerate(zip(self.places, found.first, strict=True)):
            gradient[at] = _times(designs, i, weights * first)
        return LogLikelihood(value, gradient, self._matrix(x, weights, found.second))

    def _matrix(self, x: np.ndarray, weights: np.ndarray, pairs: Any) -> np.ndarray:
        """The sum of X_i' diag(w h_ij) X_j for the pairs given, the others being zero."""
        designs, out = [x[:, c] for c in self._columns], np.zeros((self.count, self.count))
        for (i, j), second in pairs.items():
            pair = _pair(designs, i, j, weights * second)
            out[self.places[i], self.places[j]] = pair
            out[self.places[j], self.places[i]] = pair.T
        return out

    def _nothing(self, value: float) -> LogLikelihood:
        return LogLikelihood(value, np.zeros(self.count), np.zeros((self.count, self.count)))

    def values(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The log-likelihood of each row of a block, without weights."""

        def of_block(block: Block) -> np.ndarray:
            x = self.matrix(block.columns, block.row_slice)
            eta = self.etas(x, block.rows.offset, theta)
            return self.density.terms(block.rows.y, eta, self.scalars(theta), False).value

        return of_block

    @property
    def free_scalars(self) -> np.ndarray:
        """Where the scalars are among the parameters."""
        return np.arange(self.count - len(self.density.scalars), self.count)

    @property
    def inequalities(self) -> int:
        """About how many a row has: see `directions`."""
        return len(self.parts)

    def directions(self, source: Any, step: np.ndarray) -> list[Inequality]:
        """The inequalities of the directions in which the likelihood rises to its limit."""
        x, none = self.matrix(source.columns), np.zeros((len(source.rows.y), len(self.parts)))
        moved, out = self.etas(x, none, step), []
        for constraint in self.density.constraints(source.rows.y, moved):
            columns = np.zeros((len(x), self.count))
            for factor, at, part in zip(
                constraint.factors, self.places, self._columns, strict=False
            ):
                columns[:, at] = factor * x[:, part]
            shapes = [range(self.count)[self.places[k]] for k in constraint.shapes]
            out.append(Inequality(columns, constraint.sides, [i for one in shapes for i in one]))
        return out

    def expected(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The statistic of a block: its expected information, (P, P)."""

        def of_block(block: Block) -> np.ndarray:
            x, rows = self.matrix(block.columns, block.row_slice), block.rows
            eta = self.etas(x, rows.offset, theta)
            pairs = self.density.expected_information(eta, rows.trials)
            return self._matrix(x, rows.weights, pairs)

        return of_block

    def scores(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The gradient of each row, (n, P)."""

        def of_block(block: Block) -> np.ndarray:
            x, rows = self.matrix(block.columns, block.row_slice), block.rows
            eta = self.etas(x, rows.offset, theta)
            found = self.density.terms(rows.y, eta, self.scalars(theta), True)
            return self.jacobian(x, [rows.weights * first for first in found.first])

        return of_block

    def jacobian(self, x: np.ndarray, slopes: Sequence[np.ndarray]) -> np.ndarray:
        """The derivatives by the parameters (n, P) of what has such `slopes` by the predictors
        and scalars.
        """
        out = np.empty((len(x), self.count))
        for i, (at, slope) in enumerate(zip(self.places, slopes, strict=True)):
            inside = i < len(self._columns)
            out[:, at] = slope[:, None] * x[:, self._columns[i]] if inside else slope[:, None]
        return out


def _as_slice(part: np.ndarray) -> Any:
    """Neighbouring columns as a slice, which numpy does not copy."""
    if len(part) and np.array_equal(part, np.arange(part[0], part[0] + len(part))):
        return slice(int(part[0]), int(part[0]) + len(part))
    return part


def _times(designs: list[np.ndarray], i: int, values: np.ndarray) -> np.ndarray:
    return designs[i].T @ values if i < len(designs) else values.sum()


def _pair(designs: list[np.ndarray], i: int, j: int, values: np.ndarray) -> np.ndarray:
    """X_i' diag(values) X_j, where a scalar's X is a column of ones."""
    if j >= len(designs):  # i <= j
        return np.atleast_1d(_times(designs, i, values))[:, None]
    return designs[i].T @ (designs[j] * values[:, None])
