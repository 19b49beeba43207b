"""Densities of a positive response or a count, whose logarithm of the mean is log g^-1(eta)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from rglm.families.likelihoods.glm.log_mean_kernel import LogMeanKernel
from rglm.families.likelihoods.recession_constraints import Constraint
from rglm.families.likelihoods.row_density import (
    FirstTerms,
    ModelDensity,
    Pair,
    Predictors,
    RowTerms,
    Scalars,
    zero_impossible,
)
from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.families.numerics.floating_point import ignore_float_errors

FAR_ETA = 1e200  # where a mean is either large or small
LARGE_LOG_MEAN = 300.0


@dataclass(frozen=True)
class LogMeanDensity(ModelDensity):
    """A density of one predictor, by its derivatives by the logarithm of the mean.

    With lambda = log g^-1(eta) and l the log density as a function of lambda,

        dl/deta = l' lambda',     d2l/deta2 = l'' lambda'^2 + l' lambda''.

    A row whose eta gives no mean above 0 is impossible.
    """

    kernel: LogMeanKernel  # the density as a function of log(mu)
    link: str | Link = "log"

    @property
    def scalars(self) -> tuple[str, ...]:
        """The scalars of the kernel."""
        return self.kernel.scalars

    @ignore_float_errors
    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return the log-likelihood of each row; index 0 is eta."""
        y, link = np.asarray(y, dtype=float), make_link(self.link)
        if not derivatives:
            log_mean = link.log_mean(eta[0])
            return _with_impossible(self.kernel.terms(y, [log_mean], scalars, False), log_mean)
        log_mean, slope, curve = link.log_mean_terms(eta[0])
        terms = self.kernel.terms(y, [log_mean], scalars, True)
        second: dict[Pair, np.ndarray] = {}
        for (i, j), part in terms.second.items():
            second[i, j] = part if i > 0 else part * slope if j > 0 else part * slope * slope
        second[0, 0] = second[0, 0] + terms.first[0] * curve
        first = [terms.first[0] * slope, *terms.first[1:]]
        return _with_impossible(RowTerms(terms.value, first, second), log_mean)

    def first_terms_of(self, y: np.ndarray) -> FirstTerms:
        """Return the function of (eta, scalars) to `terms` without second derivatives."""
        kernel, link = self.kernel.first_terms_of(y), make_link(self.link)

        @ignore_float_errors
        def first_terms(eta: Predictors, scalars: Scalars) -> RowTerms:
            log_mean, slope, _ = link.log_mean_terms(eta[0])
            terms = kernel([log_mean], scalars)
            terms.first[0] = terms.first[0] * slope
            return _with_impossible(terms, log_mean)

        return first_terms

    @ignore_float_errors
    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return the log-likelihood of n rows at S points (n, S)."""
        log_mean = make_link(self.link).log_mean(eta[0])
        values = self.kernel.values_at(y, [log_mean], scalars)
        return np.where(np.isnan(log_mean), -np.inf, values)

    @ignore_float_errors
    def weighted_sums_at(
        self, y: np.ndarray, weights: np.ndarray, eta: Predictors, scalars: np.ndarray
    ) -> np.ndarray:
        """Return the weighted sums over the rows of `values_at`, (S,)."""
        log_mean = make_link(self.link).log_mean(eta[0])
        sums = self.kernel.weighted_sums_at(y, weights, [log_mean], scalars)
        return np.where(np.isnan(sums), -np.inf, sums)

    def constraints(self, y: np.ndarray, moved: Predictors) -> list[Constraint]:
        """Return that a count of 0 may get ever likelier, where eta may go to -infinity."""
        may_vanish = np.isneginf(make_link(self.link).log_mean(np.array([-np.inf])))
        sides = np.where((y == 0) & may_vanish, -1.0, 0.0)
        return [Constraint(np.ones(1), sides, tuple(range(1, 1 + len(self.scalars))))]

    @ignore_float_errors
    def surviving_constraints(self, y: np.ndarray) -> list[Constraint]:
        """Return that eta may go on where a count of 0 gets likelier, or the mean is large."""
        rising = self.constraints(y, [])
        ends = make_link(self.link).log_mean(np.array([-FAR_ETA, FAR_ETA]))
        grows = (ends > LARGE_LOG_MEAN) & self.kernel.survives_large_means
        if not grows.any():
            return rising
        side = np.nan if grows.all() else float(grows[1]) - float(grows[0])
        return [replace(rising[0], sides=np.full(len(y), side))]

    @ignore_float_errors
    def mean_at(self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray) -> np.ndarray:
        """Return mu, NaN where there is none."""
        return np.exp(make_link(self.link).log_mean(eta[0]))

    def sample_at(
        self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return a random response; NaN where there is no mean."""
        log_mean = make_link(self.link).log_mean(eta[0])
        known = ~np.isnan(log_mean)
        drawn = self.kernel.sample_at(np.where(known, log_mean, 0.0), scalars, rng)
        return np.where(known, drawn, np.nan)


def _with_impossible(terms: RowTerms, log_mean: np.ndarray) -> RowTerms:
    """The terms with -inf where there is no mean."""
    missing = np.isnan(log_mean)
    if missing.any():
        terms.value[missing] = -np.inf
    return zero_impossible(terms)
