"""The likelihood of ordered categories as a statistic of a block.

The parameters are the coefficients beta, then the cut points zeta_1 < ... < zeta_(m-1). Row i of
category y (0..m-1) has eta = x' beta + o and lies between a = zeta_y - eta and
b = zeta_(y+1) - eta, with zeta_0 = -inf and zeta_m = inf.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.families.likelihoods.interval_probability import (
    IntervalTerms,
    interval_terms,
    log_interval_probability,
)
from rglm.families.links.link import Link
from rglm.fitting.newton.optimization_result import Inequality, LogLikelihood


@dataclass(frozen=True)
class OrdinalLikelihood:
    """How parameters make the intervals of the rows.

    Attributes
    ----------
    distribution : Link
        Of which the latent variable has the distribution function.
    columns : int array
        Those of X (its intercept is not one of them) that have a coefficient.
    levels : int
        m, the number of categories.
    """

    distribution: Link
    columns: np.ndarray
    levels: int

    def eta(self, block: Block, theta: np.ndarray) -> np.ndarray:
        """Linear predictor, x' beta + o, of the rows of a block."""
        beta = np.zeros(len(block.columns))
        beta[self.columns] = theta[: len(self.columns)]
        return block.columns.product(beta, block.row_slice) + block.rows.offset

    def cuts(self, theta: np.ndarray) -> np.ndarray:
        """The cut points with infinities at both ends, (m + 1,)."""
        return np.concatenate([[-np.inf], theta[len(self.columns) :], [np.inf]])

    def total(self, source: Any) -> Callable[[np.ndarray, bool], LogLikelihood]:
        """The log-likelihood of all rows of a source."""
        return lambda theta, derivatives: source.total(self.curve(theta, derivatives))

    def curve(self, theta: np.ndarray, derivatives: bool) -> Callable[[Block], LogLikelihood]:
        """The statistic of a block: its log-likelihood at `theta`."""
        p, count = len(self.columns), len(theta)

        def of_block(block: Block) -> LogLikelihood:
            weights = block.rows.weights
            used = weights > 0
            if not derivatives:
                return LogLikelihood(float(weights[used] @ self.values(theta)(block)[used]))
            terms = self._terms(block, theta)
            value = float(weights[used] @ terms.value[used])
            if not np.isfinite(value):
                return LogLikelihood(value, np.zeros(count), np.zeros((count, count)))
            x = block.columns.select(self.columns).matrix(block.row_slice)
            return LogLikelihood(value, *self._derivatives(x, block.rows, terms, p))

        return of_block

    @property
    def free_scalars(self) -> np.ndarray:
        """There are none: cut points are in the inequalities."""
        return np.zeros(0, dtype=int)

    @property
    def inequalities(self) -> int:
        """How many a row has: see `directions`."""
        return 2

    def directions(self, source: Any, step: np.ndarray) -> list[Inequality]:
        """The inequalities of the directions in which the likelihood rises to its limit.

        The upper end of a row's interval may rise, and its lower end fall.
        """
        x, y = source.columns.select(self.columns).matrix(), source.rows.y.astype(int)
        out = []
        for cut, side in ((y, 1.0), (y - 1, -1.0)):
            inside = (cut >= 0) & (cut < self.levels - 1)
            columns = np.zeros((len(y), len(step)))
            columns[:, : x.shape[1]] = -x
            columns[inside, x.shape[1] + cut[inside]] = 1.0
            out.append(Inequality(columns, np.where(inside, side, np.nan), []))
        return out

    def values(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The log-likelihood of each row of a block, without weights."""
        return lambda block: log_interval_probability(self.distribution, *self._ends(block, theta))

    def scores(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The gradient of each row, (n, P)."""

        def of_block(block: Block) -> np.ndarray:
            terms, rows = self._terms(block, theta), block.rows
            x = block.columns.select(self.columns).matrix(block.row_slice)
            pulls = -(rows.weights * (terms.lower + terms.upper))[:, None] * x
            return np.hstack([pulls, self.by_cut(rows, terms.lower, terms.upper)])

        return of_block

    def by_cut(self, rows: Any, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
        """What the ends of each row say of the cut points (n, m - 1)."""
        n, m = len(rows.y), self.levels
        out, each, y = np.zeros((n, m + 1)), np.arange(n), rows.y.astype(int)
        out[each, y] = rows.weights * lower
        out[each, y + 1] += rows.weights * upper
        return out[:, 1:m]

    def _ends(self, block: Block, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        eta, cuts, y = self.eta(block, theta), self.cuts(theta), block.rows.y.astype(int)
        return cuts[y] - eta, cuts[y + 1] - eta

    def _terms(self, block: Block, theta: np.ndarray) -> IntervalTerms:
        return interval_terms(self.distribution, *self._ends(block, theta))

    def _derivatives(
        self, x: np.ndarray, rows: Any, terms: IntervalTerms, p: int
    ) -> tuple[np.ndarray, np.ndarray]:
        m, w, y = self.levels, rows.weights, rows.y.astype(int)
        low, high = w * (terms.lower2 + terms.cross), w * (terms.upper2 + terms.cross)
        gradient, hessian = np.zeros(p + m - 1), np.zeros((p + m - 1,) * 2)
        gradient[:p] = -(x.T @ (w * (terms.lower + terms.upper)))
        gradient[p:] = self._at_cuts(y, w * terms.lower, w * terms.upper)
        hessian[:p, :p] = x.T @ (x * (low + high)[:, None])
        member = (y[:, None] == np.arange(m)).astype(float)
        by_category = member.T @ (x * high[:, None]), member.T @ (x * low[:, None])
        hessian[p:, :p] = -(by_category[0][:-1] + by_category[1][1:])
        hessian[:p, p:] = hessian[p:, :p].T
        cut = np.diag(self._at_cuts(y, w * terms.lower2, w * terms.upper2))
        between = np.bincount(y, w * terms.cross, m)[1 : m - 1]
        hessian[p:, p:] = cut + np.diag(between, 1) + np.diag(between, -1)
        return gradient, hessian

    def _at_cuts(self, y: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
        """Sums by cut point of what is at the lower and the upper ends, (m - 1,)."""
        m = self.levels
        return np.bincount(y, upper, m)[:-1] + np.bincount(y, lower, m)[1:]
