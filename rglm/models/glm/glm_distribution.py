"""The distribution of each row of a glm: densities and probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from rglm.inference.nesting.nested_models import Likelihood


class GlmDistribution:
    """What a glm says of the response of a row."""

    family: Any
    deviance: float
    sizes: dict[str, float]
    fitted_values: pd.Series
    y: pd.Series
    _rows: Any

    @property
    def of_counts(self) -> bool:
        """Whether the family is one of counts."""
        return self.family.counts

    @property
    def _likelihood(self) -> Likelihood:
        from rglm.inference.nesting.nested_models import Likelihood, Part

        part = Part(self.family.distribution_name, self.family.link.name)
        return Likelihood("one part", {"mean": part})

    def _densities(self, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
        mu, trials = self.fitted_values.to_numpy(), self._rows.trials
        scale = self.family.ml_dispersion(self.deviance, self.sizes["n"], self.sizes["weight"])
        with np.errstate(all="ignore"):
            several = self.sizes["several"] > 0
            return self.family.part_log_density(y, mu, weights, trials, scale, several)

    def row_loglik(self) -> np.ndarray:
        """The log-likelihood of each row (n,), prior weights and all."""
        return self._densities(self._rows.y, self._rows.weights)

    def zero_probability(self) -> np.ndarray | None:
        """P(Y = 0) of each row, for a family of counts; else None."""
        none = np.zeros(len(self._rows.y))
        return np.exp(self._densities(none, none + 1)) if self.family.counts else None

    def count_probabilities(self, counts: np.ndarray) -> np.ndarray:
        """P(Y = k) of each row for some counts k, (n, m), of a family of counts."""
        one = np.ones(len(self._rows.y))
        return np.exp(np.column_stack([self._densities(k * one, one) for k in counts]))

    def _outcomes(self) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        if not self.family.of_two:
            return None
        p, trials = self.fitted_values.to_numpy(), self._rows.weights
        return p, self.y.to_numpy() * trials, trials
