"""Quantities of unordered categories, each but one with a linear predictor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.families.links.log import Log
from rglm.models.quantities.chosen import Quantities
from rglm.protocol.quantities.row_quantity import (
    FunctionQuantity,
    LinearQuantity,
    Predictors,
    RowQuantity,
)


class LevelQuantities:
    """The types of a multinomial model: p_k is in proportion to exp(eta_k).

    Parameters
    ----------
    levels : sequence of str, m
    order : sequence of int, m
        The place among `levels` of the reference, whose eta is 0, and of each predictor.
    """

    def __init__(self, levels: Sequence[str], order: Sequence[int]) -> None:
        self.levels, self.order = tuple(levels), list(order)

    @property
    def types(self) -> Quantities:
        """How each is made."""
        return {"link": self._link, "latent": self._latent, "probs": self._probabilities}

    def _link(self) -> RowQuantity:
        """The log odds of each level against the reference."""
        names = tuple(self.levels[place] for place in self.order[1:])
        return LinearQuantity(names, by_predictor=np.eye(len(names)))

    def _latent(self) -> RowQuantity:
        """The logarithms of the probabilities less their mean over the levels."""
        m = len(self.levels)
        by_predictor = np.zeros((m, m - 1))
        by_predictor[self.order[1:], np.arange(m - 1)] = 1.0
        centred = by_predictor - 1 / m
        return LinearQuantity(self.levels, Log(), mean_name="e^y", by_predictor=centred)

    def _probabilities(self) -> RowQuantity:
        return FunctionQuantity(
            self.levels, None, "logit", self._probs, self._slopes, self._along, name="prob"
        )

    def _probs(self, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """The probability of each level, (n, m)."""
        logits = np.zeros((len(eta[0]), len(self.levels)), order="F")  # sums over few columns
        for place, predictor in zip(self.order[1:], eta, strict=True):
            logits[:, place] = predictor
        with np.errstate(all="ignore"):
            odds = np.exp(logits - logits.max(axis=1, keepdims=True))
            share: np.ndarray = odds / odds.sum(axis=1, keepdims=True)
        return share

    def _slopes(self, eta: Predictors, scalars: np.ndarray) -> list[np.ndarray]:
        """p_j (1[j = k] - p_k) by the predictor of each level k."""
        p = self._probs(eta, scalars)
        own = np.eye(len(self.levels))
        return [p * (own[k] - p[:, [k]]) for k in self.order[1:]]

    def _along(
        self, eta: Predictors, scalars: np.ndarray, direction: Predictors
    ) -> list[np.ndarray]:
        """p'_j (1[j = k] - p_k) - p_j p'_k, with p'_j = p_j (d_j - sum p d)."""
        p, move = self._probs(eta, scalars), np.zeros((len(eta[0]), len(self.levels)))
        move[:, self.order[1:]] = np.column_stack(direction)
        change = p * (move - (p * move).sum(axis=1, keepdims=True))
        own = np.eye(len(self.levels))
        return [change * (own[k] - p[:, [k]]) - p * change[:, [k]] for k in self.order[1:]]
