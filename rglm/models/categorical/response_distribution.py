"""The response distribution of models of categories: ordered or not, single or counted."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.models.categorical.level_values import level_values
from rglm.models.likelihood.likelihood_distribution import LikelihoodDistribution

if TYPE_CHECKING:
    from rglm.models.categorical.categorical_fit import CategoricalFit


class CategoryDistribution(LikelihoodDistribution):
    """The distribution of a row's level, or of the counts of N observations by level."""

    def __init__(self, fit: CategoricalFit) -> None:
        super().__init__(fit)
        self._fit, self._counts = fit, fit._observed_counts()
        self._totals = self._counts.sum(axis=1, keepdims=True)

    def observed(self) -> np.ndarray:
        """Whether the row is in a level, of counts the proportion; NaN without a count."""
        with np.errstate(all="ignore"):
            return self._counts / self._totals

    @cached_property
    def _probabilities(self) -> np.ndarray:
        return self.source.by_row(self._fit._level_probabilities)

    def mean(self) -> np.ndarray:
        """The probability of each level, (n, m)."""
        return self._probabilities

    def variance(self) -> np.ndarray:
        """P (1 - p) / N, (n, m)."""
        p = self._probabilities
        with np.errstate(all="ignore"):
            return p * (1 - p) / self._totals

    def pearson_residuals(self) -> np.ndarray:
        """The response residuals times sqrt(w N / (p (1 - p)))."""
        p, weights = self._probabilities, self.source.rows.weights[:, None]
        with np.errstate(all="ignore"):
            return self.response_residuals() * np.sqrt(weights * self._totals / (p * (1 - p)))

    def normal_scores(self) -> tuple[np.ndarray, np.ndarray]:
        """The normal quantiles of P(Y < y) and P(Y <= y) in the order of the levels."""
        if self._fit._has_count_matrix:
            raise ValueError(
                "type='quantile' is for a response of one level in each row, not counts"
            )
        from scipy.special import ndtri

        p, (each, codes) = self._probabilities, np.nonzero(self._counts)
        cumulative = np.hstack([np.zeros((len(p), 1)), p.cumsum(axis=1)]).clip(0, 1)
        return ndtri(cumulative[each, codes]), ndtri(cumulative[each, codes + 1])

    def responses(self) -> np.ndarray:
        """The code of each row's level, (n,), from 0."""
        return np.nonzero(self._counts)[1].astype(float)

    def simulate(self, rng: np.random.Generator) -> np.ndarray:
        """The code of a level drawn for each row, (n,); the counts of a matrix of them, (n, m)."""
        p = self._probabilities / self._probabilities.sum(axis=1, keepdims=True)
        if self._fit._has_count_matrix:
            return rng.multinomial(np.rint(self._totals[:, 0]).astype(int), p)
        codes = (rng.random((len(p), 1)) > p.cumsum(axis=1)).sum(axis=1)
        return np.minimum(codes, p.shape[1] - 1)

    def drawn_columns(self, name: str, drawn: np.ndarray) -> Mapping[Hashable, Any]:
        """A Categorical; of counts a column a level."""
        levels = list(self._fit.lev)
        if self._fit._has_count_matrix:
            return {(name, level): drawn[:, k] for k, level in enumerate(levels)}
        return {name: level_values(drawn, levels, self._fit._is_ordered)}
