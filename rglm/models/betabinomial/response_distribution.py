"""The response distribution of a beta-binomial model."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.models.likelihood.likelihood_distribution import LikelihoodDistribution
from rglm.protocol.drawn_response import drawn_columns
from rglm.protocol.response_value import response_value

if TYPE_CHECKING:
    from rglm.design.block import Rows
    from rglm.models.betabinomial.betabinomial_fit import BetaBinomialFit


class BetaBinomialDistribution(LikelihoodDistribution):
    """The distribution of the successes out of N trials; its mean is that of the proportion."""

    def __init__(self, fit: BetaBinomialFit) -> None:
        super().__init__(fit)
        self._fit, self._density = fit, fit._likelihood_model.density

    def observed(self) -> np.ndarray:
        """The proportion of successes, NaN without a trial."""
        rows = self.source.rows
        with np.errstate(all="ignore"):
            return rows.y[:, 0] / rows.trials

    def mean(self) -> np.ndarray:
        """Mu."""
        return self._fit.family.link.linkinv(self._predictors[0])

    def variance(self) -> np.ndarray:
        """Mu (1 - mu) (1 + (N - 1) rho) / N."""
        with np.errstate(all="ignore"):
            return self._by_row(
                lambda rows, eta: self._density.variance(eta, rows.trials) / rows.trials**2
            )

    def normal_scores(self) -> tuple[np.ndarray, np.ndarray]:
        """The normal quantiles of P(Y < y) and P(Y <= y), NaN without a trial."""
        from scipy.special import ndtri

        low, high = ndtri(np.clip(self._by_row(self._cumulative), 0, 1)).T
        return low, high

    def _cumulative(self, rows: Rows, eta: list[np.ndarray]) -> np.ndarray:
        """P(Y < y) and P(Y <= y) of the number of successes, (n, 2)."""
        won, size = rows.y.T
        out = np.full((len(won), 2), np.nan)
        for trials in np.unique(size[size > 0]):
            same = np.flatnonzero(size == trials)
            chances = self._density.probabilities([e[same] for e in eta], int(trials))
            below = np.hstack([np.zeros((len(same), 1)), chances.cumsum(axis=1)])
            y, each = won[same].astype(int), np.arange(len(same))
            out[same, 0], out[same, 1] = below[each, y], below[each, y + 1]
        return out

    def simulate(self, rng: np.random.Generator) -> np.ndarray:
        """The successes drawn for each row, block by block."""
        return self._by_row(lambda rows, eta: self._density.sample(eta, rows.trials, rng))

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """The proportion of successes drawn for each row."""
        with np.errstate(all="ignore"):
            return self.simulate(rng) / self.source.rows.trials

    def drawn_columns(self, name: str, drawn: np.ndarray) -> Mapping[Hashable, Any]:
        """Two columns, of successes and of failures."""
        trials = self.source.rows.trials
        share = np.divide(drawn, trials, out=np.zeros(len(drawn)), where=trials > 0)
        return drawn_columns(response_value(self._fit), name, share, trials)

    def rarer_outcome_means(self) -> np.ndarray:
        """N min(mu, 1 - mu)."""
        mu = self.mean()
        return self.source.rows.trials * np.minimum(mu, 1 - mu)
