"""The logarithm of a posterior density as a function of unconstrained parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from rglm.bayes.distributions.distribution import Distribution
from rglm.bayes.parameter_space import ParameterSpace
from rglm.bayes.priors.independent_priors import IndependentPriors
from rglm.fitting.newton.likelihood_model import LikelihoodModel
from rglm.fitting.newton.optimization_result import LogLikelihood
from rglm.linalg.threads import single_threaded
from rglm.sources.source import Source


class Posterior:
    """The posterior density of u, with all its constants.

        log p(u | y) + log p(y) = log L(theta(u)) + sum_j log p_j(q_j(u)) + log abs(det dq/du)

    Parameters
    ----------
    likelihood, source : LikelihoodModel and Source, or None for the prior alone
    space : ParameterSpace
    distributions : sequence of P distributions
        The priors of q.
    log_normaliser : float
        A constant that is added, such as log(K!) for the order of K cut points with one prior.
    """

    def __init__(
        self,
        likelihood: LikelihoodModel | None,
        source: Source | None,
        space: ParameterSpace,
        distributions: Sequence[Distribution],
        log_normaliser: float = 0.0,
    ) -> None:
        self.likelihood, self.source, self.space = likelihood, source, space
        self.distributions = tuple(distributions)
        self.priors = IndependentPriors(self.distributions)
        self.log_normaliser = log_normaliser

    @property
    def count(self) -> int:
        """The number P of parameters."""
        return self.space.count

    def log_density(self, u: np.ndarray) -> np.ndarray:
        """The logarithm of the density at S points (P, S), from one pass over the rows: (S,).

        It is -inf where the density is 0 or not a number.
        """
        return finite_or_minus_infinity(self.log_prior(u) + self.log_likelihood(u))

    def log_prior(self, u: np.ndarray) -> np.ndarray:
        """The logarithm of the prior density of u at S points (P, S): (S,)."""
        with np.errstate(all="ignore"):
            jacobian = self.space.log_jacobian(u, self.space.bounded(u))
            return finite_or_minus_infinity(self.log_prior_of_quantities(u) + jacobian)

    def log_prior_of_quantities(self, u: np.ndarray) -> np.ndarray:
        """The logarithm of the prior density of q, not of u, at S points u (P, S): (S,)."""
        with np.errstate(all="ignore"):
            value = self.priors.log_density(self.space.quantities(u)) + self.log_normaliser
        return finite_or_minus_infinity(value)

    @single_threaded
    def log_likelihood(self, u: np.ndarray) -> np.ndarray:
        """The log-likelihood at S points (P, S), from one pass over the rows: (S,)."""
        if self.likelihood is None or self.source is None:
            return np.zeros(u.shape[1:])
        with np.errstate(all="ignore"):
            return self.source.total(self.likelihood.sums_at(self.space.theta(u)))

    def value_and_gradient(self, u: np.ndarray) -> tuple[float, np.ndarray]:
        """The logarithm of the density at u (P,), and its gradient."""
        value, gradient, _ = self._terms(u, False)
        return value, gradient

    def derivatives(self, u: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """The logarithm of the density at u (P,), its gradient (P,) and its Hessian (P, P)."""
        value, gradient, hessian = self._terms(u, True)
        assert hessian is not None
        return value, gradient, hessian

    def _terms(
        self, u: np.ndarray, with_hessian: bool
    ) -> tuple[float, np.ndarray, np.ndarray | None]:
        space, zero = self.space, np.zeros(self.count)
        with np.errstate(all="ignore"):
            v, q = space.bounded(u), space.quantities(u)
            prior, first, second = self.priors.derivatives(q)
            rows = self._of_rows(space.matrix @ v, with_hessian)
            constants = self.log_normaliser + float(space.log_jacobian(u, v))
            value = prior + rows.value + constants
            if not np.isfinite(value):
                return -np.inf, zero, np.diag(zero) if with_hessian else None
            scale = np.where(space.is_positive, q, 1.0)  # dq/dv
            gradient = space.matrix.T @ rows.gradient + first * scale
            if not with_hessian:
                return value, *space.pull_back(u, v, gradient)
            hessian = space.matrix.T @ rows.hessian @ space.matrix
            hessian += np.diag(second * scale**2 + np.where(space.is_positive, first * q, 0.0))
            return value, *space.pull_back(u, v, gradient, hessian)

    def _of_rows(self, theta: np.ndarray, with_hessian: bool) -> LogLikelihood:
        if self.likelihood is None or self.source is None:
            return LogLikelihood(0.0, np.zeros(self.count), np.zeros((self.count,) * 2))
        if with_hessian:
            return self.source.total(self.likelihood.log_likelihood(theta, True))
        return self._gradient_of_rows(theta)

    @cached_property
    def _gradient_of_rows(self) -> Callable[[np.ndarray], LogLikelihood]:
        assert self.likelihood is not None
        assert self.source is not None
        return self.likelihood.gradient_of(self.source)

    def __getstate__(self) -> dict[str, Any]:
        """What is pickled: all but the function that keeps the rows for gradients."""
        return {k: v for k, v in vars(self).items() if k != "_gradient_of_rows"}


def finite_or_minus_infinity(values: np.ndarray) -> np.ndarray:
    """The values, -inf where they are not finite."""
    return np.where(np.isfinite(values), values, -np.inf)
