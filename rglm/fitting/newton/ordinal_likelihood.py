"""The likelihood of ordered categories.

The parameters are the coefficients beta, then the cut points zeta_1 < ... < zeta_(m-1). Row i of
category y (0..m-1) has eta = x' beta + o and lies between a = zeta_y - eta and
b = zeta_(y+1) - eta, with zeta_0 = -inf and zeta_m = inf.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from rglm.design.block import Block, Rows
from rglm.families.likelihoods.interval_probability import (
    IntervalTerms,
    interval_probabilities,
    interval_terms,
    log_interval_probability,
)
from rglm.families.likelihoods.row_density import weighted_sums
from rglm.families.likelihoods.softmax import draw_categories
from rglm.families.links.link import Link
from rglm.fitting.newton.likelihood_model import Inequality, LikelihoodModel
from rglm.fitting.newton.optimization_result import LogLikelihood
from rglm.fitting.newton.point_groups import map_point_groups
from rglm.sources.source import Source


@dataclass(frozen=True)
class OrdinalLikelihood(LikelihoodModel):
    """The likelihood of a cumulative link model."""

    distribution: Link  # whose inverse is the distribution function of the latent variable
    columns: np.ndarray  # the columns of X that have a coefficient; the intercept has none
    levels: int  # m, the number of categories

    def eta(self, block: Block, theta: np.ndarray) -> np.ndarray:
        """The linear predictor, x' beta + o, of a block."""
        beta = np.zeros(len(block.columns))
        beta[self.columns] = theta[: len(self.columns)]
        return block.columns.product(beta, block.row_slice) + block.rows.offset

    def cuts(self, theta: np.ndarray) -> np.ndarray:
        """The cut points between -inf and inf, (m + 1,)."""
        return np.concatenate([[-np.inf], theta[len(self.columns) :], [np.inf]])

    def predictor_places(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """The columns of the one predictor, and the places of its coefficients."""
        return [(self.columns, np.arange(len(self.columns)))]

    def log_likelihood(
        self, theta: np.ndarray, derivatives: bool
    ) -> Callable[[Block], LogLikelihood]:
        """The log-likelihood of a block."""
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
            x = self.matrix(block)
            return LogLikelihood(value, *self._derivatives(x, block.rows, terms, p))

        return of_block

    @property
    def free_scalars(self) -> np.ndarray:
        """None: the cut points are in the inequalities."""
        return np.zeros(0, dtype=int)

    @property
    def inequalities(self) -> int:
        """The number of inequalities of a row: see `directions`."""
        return 2

    def directions(self, source: Source, step: np.ndarray) -> list[Inequality]:
        """The inequalities of the directions in which the likelihood rises to its limit: the upper
        end of a row's interval may rise, and the lower end fall.
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
        """The log-likelihood of each row of a block (n,), without weights."""
        return lambda block: log_interval_probability(self.distribution, *self._ends(block, theta))

    def gradient(self, theta: np.ndarray) -> Callable[[Block], LogLikelihood]:
        """The log-likelihood of a block with its gradient, the Hessian left out."""

        def of_block(block: Block) -> LogLikelihood:
            terms, w = self._terms(block, theta), block.rows.weights
            used = w > 0
            value = float(w[used] @ terms.value[used])
            if not np.isfinite(value):
                return LogLikelihood(value, np.zeros(len(theta)))
            x, lower, upper = self.matrix(block), w * terms.lower, w * terms.upper
            by_cut = self._at_cuts(block.rows.y.astype(int), lower, upper)
            return LogLikelihood(value, np.concatenate([-(x.T @ (lower + upper)), by_cut]))

        return of_block

    def matrix(self, block: Block) -> np.ndarray:
        """The columns of a block that have a coefficient."""
        return block.columns.select(self.columns).matrix(block.row_slice)

    def values_at(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The log-likelihood of each row of a block at each point (n, S), without weights."""

        def of_block(block: Block) -> np.ndarray:
            x = self.matrix(block)
            out = np.empty((len(x), theta.shape[1]))
            return map_point_groups(
                lambda group: self._values_at(x, block.rows, group), theta, len(x), out
            )

        return of_block

    def sums_at(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The log-likelihood of a block at each point (S,)."""

        def of_block(block: Block) -> np.ndarray:
            x, rows = self.matrix(block), block.rows
            used = rows.weights > 0
            if not used.all():
                x, rows = x[used], rows.take(used)
            return map_point_groups(
                lambda group: weighted_sums(rows.weights, self._values_at(x, rows, group)),
                theta,
                len(x),
                np.empty(theta.shape[1]),
            )

        return of_block

    def predictors_at(self, block: Block, theta: np.ndarray) -> list[np.ndarray]:
        """The linear predictor (n, S) of a block at the columns of theta (P, S)."""
        p = len(self.columns)
        return [self.matrix(block) @ theta[:p] + block.rows.offset[:, None]]

    def scalars_at(self, theta: np.ndarray) -> np.ndarray:
        """The cut points (m - 1, S)."""
        return theta[len(self.columns) :]

    def mean_at(
        self, eta: Sequence[np.ndarray], scalars: np.ndarray, trials: np.ndarray
    ) -> np.ndarray:
        """The probabilities of the categories (n, S, m)."""
        return interval_probabilities(self.distribution, eta[0], scalars)

    def sample_at(
        self,
        eta: Sequence[np.ndarray],
        scalars: np.ndarray,
        trials: np.ndarray,
        rng: np.random.Generator,
    ) -> np.ndarray:
        """Random categories (n, S), numbered from 0."""
        return draw_categories(self.mean_at(eta, scalars, trials), rng)

    def _values_at(self, x: np.ndarray, rows: Rows, theta: np.ndarray) -> np.ndarray:
        p, y = x.shape[1], rows.y.astype(int)
        eta = x @ theta[:p] + rows.offset[:, None]
        ends = np.full((1, theta.shape[1]), np.inf)
        cuts = np.vstack([-ends, theta[p:], ends])
        return log_interval_probability(self.distribution, cuts[y] - eta, cuts[y + 1] - eta)

    def scores(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The gradient of each row of a block (n, P)."""

        def of_block(block: Block) -> np.ndarray:
            terms, rows = self._terms(block, theta), block.rows
            x = self.matrix(block)
            by_beta = -(rows.weights * (terms.lower + terms.upper))[:, None] * x
            return np.hstack([by_beta, self.by_cut(rows, terms.lower, terms.upper)])

        return of_block

    def by_cut(self, rows: Rows, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
        """The derivatives of each row by the cut points (n, m - 1), from those by its terms."""
        n, m = len(rows.y), self.levels
        out, index, y = np.zeros((n, m + 1)), np.arange(n), rows.y.astype(int)
        out[index, y] = rows.weights * lower
        out[index, y + 1] += rows.weights * upper
        return out[:, 1:m]

    def _ends(self, block: Block, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        eta, cuts, y = self.eta(block, theta), self.cuts(theta), block.rows.y.astype(int)
        return cuts[y] - eta, cuts[y + 1] - eta

    def _terms(self, block: Block, theta: np.ndarray) -> IntervalTerms:
        return interval_terms(self.distribution, *self._ends(block, theta))

    def _derivatives(
        self, x: np.ndarray, rows: Rows, terms: IntervalTerms, p: int
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
        """Sums by cut point (m - 1,) of values at the lower and the upper ends of rows."""
        m = self.levels
        return np.bincount(y, upper, m)[:-1] + np.bincount(y, lower, m)[1:]
