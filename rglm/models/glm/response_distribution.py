"""The response distribution of a generalized linear model."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.protocol.drawn_response import draw_weights, drawn_columns
from rglm.protocol.response_distribution import IrlsDistribution
from rglm.protocol.response_value import response_value

LOG_NEGLIGIBLE = -80.0  # of a probability beside 1, and of the tail beyond it

if TYPE_CHECKING:
    from rglm.models.glm.glm_row_values import GlmRowValues


class GlmDistribution(IrlsDistribution):
    """The distribution of y by the family, at the fitted means."""

    def __init__(self, fit: GlmRowValues) -> None:
        super().__init__(fit._rows_source)
        self._fit, self._family = fit, fit.family

    @cached_property
    def _mu(self) -> np.ndarray:
        with np.errstate(all="ignore"):
            return self._family.link.linkinv(self._fit._eta)

    def observed(self) -> np.ndarray:
        """The response; of trials the proportion of successes."""
        return self.source.rows.y

    def mean(self) -> np.ndarray:
        """Mu."""
        return self._mu

    def variance(self) -> np.ndarray:
        """V(mu)."""
        return self._family.variance(self._mu)

    def pearson_residuals(self) -> np.ndarray:
        """(y - mu) sqrt(a) / sqrt(V(mu)), a the prior weight."""
        rows = self.source.rows
        with np.errstate(all="ignore"):  # sqrt(a / V) has another last bit
            return (rows.y - self._mu) * np.sqrt(rows.weights) / np.sqrt(self.variance())

    def deviance_residuals(self) -> np.ndarray:
        """sign(y - mu) sqrt(d_i), with d_i the row's term of the deviance."""
        rows = self.source.rows
        with np.errstate(all="ignore"):
            unit = self._family.dev_resids(rows.y, self._mu, rows.weights)
            return np.sign(rows.y - self._mu) * np.sqrt(np.maximum(unit, 0))

    def working_residuals(self) -> np.ndarray:
        """(y - mu) / (dmu/deta)."""
        with np.errstate(all="ignore"):
            return (self.source.rows.y - self._mu) / self._family.link.mu_eta(self._fit._eta)

    def normal_scores(self) -> tuple[np.ndarray, np.ndarray]:
        """The normal quantiles of P(Y < y) and P(Y <= y), NaN where the weight is 0."""
        rows, used = self.source.rows, self.source.rows.weights > 0
        low, high = np.full((2, len(used)), np.nan)
        low[used], high[used] = self._family.normal_scores(
            rows.y[used], self._mu[used], rows.weights[used], rows.trials[used], self._dispersion
        )
        return low, high

    @cached_property
    def _dispersion(self) -> float:
        """The dispersion of the distribution."""
        fit = self._fit
        if fit._solution.dispersion is not None or not fit.df_residual:
            return fit.dispersion
        return fit.family.distribution_dispersion(fit.dispersion, fit.deviance / fit.df_residual)

    @property
    def _response(self) -> Any:
        """The response of the formula where it has two outcomes; else its numbers."""
        if not self._family.has_binary_response or self._fit._variables is None:
            return self.source.rows.y
        return response_value(self._fit)

    def simulate(self, rng: np.random.Generator) -> np.ndarray:
        """One response drawn for each row, of trials the proportion of successes."""
        rows = self.source.rows
        weights = draw_weights(self._response, rows.weights, rows.trials)
        return self._family.simulate(self._mu, weights, rng, self._dispersion)

    def drawn_columns(self, name: str, drawn: np.ndarray) -> Mapping[Hashable, Any]:
        """Columns of simulated responses, in the form of the response of the formula."""
        return drawn_columns(self._response, name, drawn, self.source.rows.trials)

    def log_density(self) -> np.ndarray:
        """The log-likelihood of each row by its prior weight, NaN for a quasi family."""
        return self._log_density_at(self.source.rows.y, self.source.rows.weights)

    def _log_density_at(self, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
        fit, sizes = self._fit, self._fit._row_sums
        scale = self._family.ml_dispersion(fit.deviance, sizes.n, sizes.weight)
        trials, several = self.source.rows.trials, sizes.several > 0
        with np.errstate(all="ignore"):
            return self._family.log_density_of_rows(y, self._mu, weights, trials, scale, several)

    def zero_probability(self) -> np.ndarray | None:
        """P(Y = 0), (n,), of a family of counts; else None."""
        return self.count_probabilities(np.zeros(1))[:, 0] if self._family.is_count else None

    def count_probabilities(self, counts: np.ndarray) -> np.ndarray:
        """P(Y = k) of some counts k, (n, k), of a family of counts."""
        one = np.ones(self.source.nrows)
        return np.exp(np.column_stack([self._log_density_at(k * one, one) for k in counts]))

    def count_cdf(self, counts: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """P(Y <= k) of some counts k at the rows at some places, of a family of counts."""
        from scipy.special import ndtr

        family, mu, one = self._family, self._mu[rows], np.ones(len(rows))
        out = (np.asarray(counts) > mu[:, None]).astype(float)
        for k, column in zip(counts, out.T, strict=True):
            with np.errstate(all="ignore"):
                log_p = family.log_density(k * one, mu, one, one, self._dispersion)
            near = ~(log_p < LOG_NEGLIGIBLE)  # elsewhere it is 0 or 1
            given = k * one[near], mu[near], one[near], one[near], self._dispersion
            column[near] = ndtr(family.normal_scores(*given)[1])
        return out

    def rarer_outcome_means(self) -> np.ndarray:
        """mu; of successes out of a trials a min(mu, 1 - mu)."""
        mu = self._mu
        if not self._family.has_binary_response:
            return mu
        return self.source.rows.weights * np.minimum(mu, 1 - mu)
