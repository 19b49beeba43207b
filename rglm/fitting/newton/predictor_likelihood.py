"""The likelihood of models with several linear predictors.

Row i has eta_k = x_ik' beta_k + o_ik, k = 1..K, and all rows share A further parameters (scalars),
such as log(theta). The parameters are beta_1, ..., beta_K, then the scalars.
From the derivatives of a row's log-likelihood by its predictors follow

    dl/dbeta_k = X_k' W l_k,     d2l/dbeta_k dbeta_m' = X_k' diag(W l_km) X_m     (W: weights).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import iadd

import numpy as np

from rglm.design.block import Block
from rglm.families.likelihoods.recession_constraints import Constraint
from rglm.families.likelihoods.row_density import Pair, RowTerms
from rglm.fitting.newton.likelihood_model import Inequality, LikelihoodModel
from rglm.fitting.newton.optimization_result import LogLikelihood
from rglm.fitting.newton.point_groups import map_point_groups
from rglm.fitting.newton.predictor_columns import PredictorColumns
from rglm.fitting.newton.weighted_products import (
    constraint_inequalities,
    pair_product,
    predictor_jacobian,
    product,
    weighted_value,
)
from rglm.sources.source import Source

# Numbers of a model matrix that may stay in memory, 64 MB.
MAX_KEPT_CELLS = 1 << 23

Information = Callable[[list[np.ndarray], np.ndarray], Mapping[Pair, np.ndarray]]


@dataclass(frozen=True)
class PredictorLikelihood(PredictorColumns, LikelihoodModel):
    """The likelihood of a density of the rows, given their linear predictors."""

    def log_likelihood(
        self, theta: np.ndarray, derivatives: bool
    ) -> Callable[[Block], LogLikelihood]:
        """The log-likelihood of a block."""

        def of_block(block: Block) -> LogLikelihood:
            x = self.matrix(block.columns, block.row_slice)
            terms = self._terms(x, block, theta, derivatives)
            return self._sum(x, block.rows.weights, terms, derivatives)

        return of_block

    def _terms(
        self, x: np.ndarray, block: Block, theta: np.ndarray, derivatives: bool
    ) -> RowTerms:
        rows = block.rows
        eta = self.etas(x, rows.offset, theta)
        return self.density.terms(rows.y, eta, self.scalars(theta), derivatives)

    def _sum(
        self, x: np.ndarray, weights: np.ndarray, terms: RowTerms, derivatives: bool
    ) -> LogLikelihood:
        if not derivatives:
            return LogLikelihood(weighted_value(weights, terms))
        out = self._gradient(x, weights, terms)
        if np.isfinite(out.value):
            out.hessian = self._weighted_gram(x, weights, terms.second)
        else:
            out.hessian = np.zeros((self.count, self.count))
        return out

    def _gradient(self, x: np.ndarray, weights: np.ndarray, terms: RowTerms) -> LogLikelihood:
        """The weighted sum of the rows' terms and their first derivatives."""
        gradient, value = np.zeros(self.count), weighted_value(weights, terms)
        if not np.isfinite(value):
            return LogLikelihood(value, gradient)
        designs = [x[:, c] for c in self._columns]
        for i, (at, first) in enumerate(zip(self.places, terms.first, strict=True)):
            gradient[at] = product(designs, i, weights * first)
        return LogLikelihood(value, gradient)

    def _weighted_gram(
        self, x: np.ndarray, weights: np.ndarray, pairs: Mapping[Pair, np.ndarray]
    ) -> np.ndarray:
        """The matrix of the X_i' diag(w h_ij) X_j; those of absent pairs are zero."""
        designs, out = [x[:, c] for c in self._columns], np.zeros((self.count, self.count))
        for (i, j), second in pairs.items():
            part = pair_product(designs, i, j, weights * second)
            out[self.places[i], self.places[j]] = part
            out[self.places[j], self.places[i]] = part.T
        return out

    def values(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The log-likelihood of each row of a block (n,), without weights."""

        def of_block(block: Block) -> np.ndarray:
            x = self.matrix(block.columns, block.row_slice)
            return self._terms(x, block, theta, False).value

        return of_block

    def gradient(self, theta: np.ndarray) -> Callable[[Block], LogLikelihood]:
        """The log-likelihood of a block with its gradient, the Hessian left out."""
        return lambda block: self._block_gradient(block)(theta)

    def gradient_of(self, source: Source) -> Callable[[np.ndarray], LogLikelihood]:
        """The log-likelihood of all rows with its gradient, as a function of theta.

        Rows in memory keep their columns as matrices, unless these are very large.
        """
        if source.is_chunked or source.nrows * len(self.used) > MAX_KEPT_CELLS:
            return super().gradient_of(source)
        blocks = [self._block_gradient(block) for block in source.blocks()]
        return lambda theta: reduce(iadd, [of_block(theta) for of_block in blocks])

    def _block_gradient(self, block: Block) -> Callable[[np.ndarray], LogLikelihood]:
        x, rows = self.matrix(block.columns, block.row_slice), block.rows
        first_terms = self.density.first_terms_of(rows.y)

        def gradient(theta: np.ndarray) -> LogLikelihood:
            terms = first_terms(self.etas(x, rows.offset, theta), self.scalars(theta))
            return self._gradient(x, rows.weights, terms)

        return gradient

    def values_at(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The log-likelihood of each row of a block at each point (n, S), without weights."""

        def of_block(block: Block) -> np.ndarray:
            x, rows = self.matrix(block.columns, block.row_slice), block.rows

            def of_group(group: np.ndarray) -> np.ndarray:
                eta = self.etas(x, rows.offset, group)
                return self.density.values_at(rows.y, eta, self.scalars(group))

            return map_point_groups(of_group, theta, len(x), np.empty((len(x), theta.shape[1])))

        return of_block

    def sums_at(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The log-likelihood of a block at each point (S,)."""

        def of_block(block: Block) -> np.ndarray:
            x, rows = self.matrix(block.columns, block.row_slice), block.rows
            used = rows.weights > 0
            if not used.all():
                x, rows = x[used], rows.take(used)

            def of_group(group: np.ndarray) -> np.ndarray:
                eta = self.etas(x, rows.offset, group)
                return self.density.weighted_sums_at(
                    rows.y, rows.weights, eta, self.scalars(group)
                )

            return map_point_groups(of_group, theta, len(x), np.empty(theta.shape[1]))

        return of_block

    def predictors_at(self, block: Block, theta: np.ndarray) -> list[np.ndarray]:
        """The linear predictors (n, S) of a block at the columns of theta (P, S)."""
        x = self.matrix(block.columns, block.row_slice)
        return self.etas(x, block.rows.offset, theta)

    def scalars_at(self, theta: np.ndarray) -> np.ndarray:
        """The scalars (A, S)."""
        return self.scalars(theta)

    def mean_at(
        self, eta: Sequence[np.ndarray], scalars: np.ndarray, trials: np.ndarray
    ) -> np.ndarray:
        """The mean of the density."""
        return self.density.mean_at(eta, scalars, trials)

    def sample_at(
        self,
        eta: Sequence[np.ndarray],
        scalars: np.ndarray,
        trials: np.ndarray,
        rng: np.random.Generator,
    ) -> np.ndarray:
        """Random responses of the density."""
        return self.density.sample_at(eta, scalars, trials, rng)

    def of_constants(self) -> PredictorLikelihood:
        """The same with one column, a constant, for each predictor."""
        return replace(self, parts=(np.zeros(1, dtype=int),) * len(self.parts))

    @property
    def free_scalars(self) -> np.ndarray:
        """The places of the scalars in theta: no inequality limits them."""
        return np.arange(self.count - len(self.density.scalars), self.count)

    @property
    def inequalities(self) -> int:
        """About how many inequalities a row has: see `directions`."""
        return len(self.parts)

    def directions(self, source: Source, step: np.ndarray) -> list[Inequality]:
        """The inequalities of the directions in which the likelihood rises to its limit."""
        x, none = self.matrix(source.columns), np.zeros((len(source.rows.y), len(self.parts)))
        constraints = self.density.constraints(source.rows.y, self.etas(x, none, step))
        return self._inequalities(x, constraints)

    def _inequalities(self, x: np.ndarray, given: Sequence[Constraint]) -> list[Inequality]:
        return constraint_inequalities(x, given, self._columns, self.places)

    def surviving_directions(self, source: Source, count: int) -> list[Inequality]:
        """The inequalities of the directions along which the likelihood does not vanish."""
        given = self.density.surviving_constraints(source.rows.y)
        return self._inequalities(self.matrix(source.columns), given)

    def expected_information(
        self, theta: np.ndarray, information: Information
    ) -> Callable[[Block], np.ndarray]:
        """The expected information of a block (P, P).

        `information` gives that of each row by pairs of predictors and scalars, from the
        predictors and the trials.
        """

        def of_block(block: Block) -> np.ndarray:
            x, rows = self.matrix(block.columns, block.row_slice), block.rows
            pairs = information(self.etas(x, rows.offset, theta), rows.trials)
            return self._weighted_gram(x, rows.weights, pairs)

        return of_block

    def scores(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The gradient of each row of a block (n, P)."""

        def of_block(block: Block) -> np.ndarray:
            x = self.matrix(block.columns, block.row_slice)
            terms = self._terms(x, block, theta, True)
            return self.jacobian(x, [block.rows.weights * first for first in terms.first])

        return of_block

    def jacobian(self, x: np.ndarray, slopes: Sequence[np.ndarray]) -> np.ndarray:
        """The derivatives of n numbers by the parameters (n, P), from those by the predictors."""
        return predictor_jacobian(x, slopes, self._columns, self.places)
