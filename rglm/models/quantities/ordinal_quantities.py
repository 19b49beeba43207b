"""Quantities of ordered categories with one linear predictor and cut points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from rglm.families.likelihoods.interval_probability import log_interval_probability
from rglm.families.links.link import Link
from rglm.models.quantities.chosen import Quantities
from rglm.protocol.quantities.row_quantity import FunctionQuantity, LinearQuantity, RowQuantity

Predictors = Sequence[np.ndarray]


class OrdinalQuantities:
    """The types of a cumulative link model, P(Y <= j) = F(zeta_j - eta).

    Parameters
    ----------
    distribution : Link
        Whose inverse is F.
    levels : sequence of str, m
    """

    def __init__(self, distribution: Link, levels: Sequence[str]) -> None:
        self.distribution, self.levels = distribution, tuple(levels)
        self.cuts = tuple(f"{a}|{b}" for a, b in pairwise(levels))

    @property
    def types(self) -> Quantities:
        """How each is made."""
        return {
            "link": self._link,
            "latent": self._latent,
            "linear_predictor": self._linear_predictor,
            "cum_prob": lambda: self._of_cuts(1.0),
            "exc_prob": lambda: self._of_cuts(-1.0),
            "probs": self._probabilities,
            "mean_class": self._mean_class,
        }

    def _link(self) -> RowQuantity:
        """Eta = x'beta + o, without the cut points."""
        return LinearQuantity(None, by_predictor=np.ones((1, 1)))

    def _latent(self) -> RowQuantity:
        """Eta less the mean of the cut points."""
        share = np.full((1, len(self.cuts)), -1 / len(self.cuts))
        return LinearQuantity(None, by_predictor=np.ones((1, 1)), by_scalar=share)

    def _linear_predictor(self) -> RowQuantity:
        """zeta_j - eta, whose inverse link is P(Y <= j)."""
        return LinearQuantity(
            self.cuts,
            link=self.distribution,
            by_predictor=np.full((len(self.cuts), 1), -1.0),
            by_scalar=np.eye(len(self.cuts)),
        )

    def _of_cuts(self, sign: float) -> RowQuantity:
        """P(Y <= j), or with the sign -1 P(Y > j)."""

        def values(eta: Predictors, cuts: np.ndarray) -> np.ndarray:
            tails = self.distribution.log_tails(cuts - eta[0][:, None])
            return np.exp(tails.log_p if sign > 0 else tails.log_q)

        def derivatives(eta: Predictors, cuts: np.ndarray) -> list[np.ndarray]:
            density = sign * self.distribution.mu_eta(cuts - eta[0][:, None])
            each = [np.where(np.arange(len(cuts)) == j, density, 0.0) for j in range(len(cuts))]
            return [-density, *each]

        return FunctionQuantity(self.cuts, None, "logit", _safe(values), derivatives)

    def _probabilities(self) -> RowQuantity:
        return FunctionQuantity(self.levels, None, "logit", self._probs, self._prob_slopes)

    def _mean_class(self) -> RowQuantity:
        """The mean of 1, ..., m."""
        scores = np.arange(1.0, len(self.levels) + 1)

        def values(eta: Predictors, cuts: np.ndarray) -> np.ndarray:
            return (self._probs(eta, cuts) @ scores)[:, None]

        def derivatives(eta: Predictors, cuts: np.ndarray) -> list[np.ndarray]:
            return [(slope @ scores)[:, None] for slope in self._prob_slopes(eta, cuts)]

        return FunctionQuantity(None, None, "identity", values, derivatives)

    def _probs(self, eta: Predictors, cuts: np.ndarray) -> np.ndarray:
        """The probability of each level, (n, m)."""
        ends = np.concatenate([[-np.inf], cuts, [np.inf]])[:, None] - eta[0]
        logs = [log_interval_probability(self.distribution, a, b) for a, b in pairwise(ends)]
        return np.where(np.isnan(eta[0]), np.nan, np.exp(logs)).T

    def _prob_slopes(self, eta: Predictors, cuts: np.ndarray) -> list[np.ndarray]:
        """Their derivatives by eta and by each cut point, (n, m) each."""
        density = self.distribution.mu_eta(cuts - eta[0][:, None])
        none = np.zeros((len(density), 1))
        padded = np.hstack([none, density, none])
        out = [padded[:, :-1] - padded[:, 1:]]
        for j in range(len(cuts)):
            slope = np.zeros((len(density), len(self.levels)))
            slope[:, j], slope[:, j + 1] = density[:, j], -density[:, j]
            out.append(slope)
        return out


def _safe(
    function: Callable[[Predictors, np.ndarray], np.ndarray],
) -> Callable[[Predictors, np.ndarray], np.ndarray]:
    """A function that says nothing of numbers out of range."""

    def values(eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return function(eta, scalars)

    return values
