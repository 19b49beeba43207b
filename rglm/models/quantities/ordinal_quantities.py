"""Quantities of ordered categories with one linear predictor and cut points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from rglm.families.likelihoods.interval_probability import log_interval_probability
from rglm.families.links.link import Link
from rglm.models.quantities.chosen import Quantities
from rglm.protocol.quantities.row_quantity import (
    FunctionQuantity,
    LinearQuantity,
    Predictors,
    RowQuantity,
)


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
            mean_name="cumprob",
            column_variable="cut",
            by_predictor=np.full((len(self.cuts), 1), -1.0),
            by_scalar=np.eye(len(self.cuts)),
        )

    def _of_cuts(self, sign: float) -> RowQuantity:
        """P(Y <= j), or with the sign -1 P(Y > j)."""

        def values(eta: Predictors, cuts: np.ndarray) -> np.ndarray:
            ends = cuts - eta[0][:, None]
            log_tail = self.distribution.log_cdf if sign > 0 else self.distribution.log_sf
            return np.exp(log_tail(ends))

        def derivatives(eta: Predictors, cuts: np.ndarray) -> list[np.ndarray]:
            density = sign * self._densities(eta, cuts)
            return [-density, *_of_each_cut(density)]

        def along(eta: Predictors, cuts: np.ndarray, direction: Predictors) -> list[np.ndarray]:
            change = sign * self._density_changes(eta, cuts, direction)
            return [-change, *_of_each_cut(change)]

        name, functions = "cumprob" if sign > 0 else "exc.prob", (values, derivatives, along)
        return FunctionQuantity(
            self.cuts, None, "logit", *functions, name=name, column_variable="cut"
        )

    def _probabilities(self) -> RowQuantity:
        functions = (self._probs, self._slopes, self._along)
        return FunctionQuantity(
            self.levels, None, "logit", *functions, name="prob", has_columns_first=True
        )

    def _mean_class(self) -> RowQuantity:
        """The mean of 1, ..., m."""
        scores = np.arange(1.0, len(self.levels) + 1)

        def values(eta: Predictors, cuts: np.ndarray) -> np.ndarray:
            return (self._probs(eta, cuts) @ scores)[:, None]

        def derivatives(eta: Predictors, cuts: np.ndarray) -> list[np.ndarray]:
            return [(slope @ scores)[:, None] for slope in self._slopes(eta, cuts)]

        def along(eta: Predictors, cuts: np.ndarray, direction: Predictors) -> list[np.ndarray]:
            return [(one @ scores)[:, None] for one in self._along(eta, cuts, direction)]

        return FunctionQuantity(
            None, None, "identity", values, derivatives, along, name="mean.class"
        )

    def _probs(self, eta: Predictors, cuts: np.ndarray) -> np.ndarray:
        """The probability of each level, (n, m)."""
        ends = np.concatenate([[-np.inf], cuts, [np.inf]])[:, None] - eta[0]
        logs = [log_interval_probability(self.distribution, a, b) for a, b in pairwise(ends)]
        return np.where(np.isnan(eta[0]), np.nan, np.exp(logs)).T

    def _slopes(self, eta: Predictors, cuts: np.ndarray) -> list[np.ndarray]:
        """Their derivatives by eta and by each cut point, (n, m) each."""
        return _between_cuts(self._densities(eta, cuts))

    def _along(self, eta: Predictors, cuts: np.ndarray, direction: Predictors) -> list[np.ndarray]:
        """How these change as eta moves."""
        return _between_cuts(self._density_changes(eta, cuts, direction))

    def _densities(self, eta: Predictors, cuts: np.ndarray) -> np.ndarray:
        """F' at zeta_j - eta, (n, m - 1)."""
        return np.exp(self.distribution.log_pdf(cuts - eta[0][:, None]))

    def _density_changes(
        self, eta: Predictors, cuts: np.ndarray, direction: Predictors
    ) -> np.ndarray:
        """-F'' d."""
        ends = cuts - eta[0][:, None]
        return -self._densities(eta, cuts) * (
            self.distribution.log_pdf_slope(ends) * direction[0][:, None]
        )


def _of_each_cut(density: np.ndarray) -> list[np.ndarray]:
    """Of each cut point a table (n, m - 1) in which only its own column is not 0."""
    places = np.arange(density.shape[1])
    return [np.where(places == j, density, 0.0) for j in places]


def _between_cuts(density: np.ndarray) -> list[np.ndarray]:
    """The derivatives of F(zeta_j - eta) - F(zeta_{j-1} - eta) by eta and by each cut point."""
    padded = np.pad(density, ((0, 0), (1, 1)))
    out = [padded[:, :-1] - padded[:, 1:]]
    for j in range(density.shape[1]):
        slope = np.zeros((len(density), padded.shape[1] - 1))
        slope[:, j], slope[:, j + 1] = density[:, j], -density[:, j]
        out.append(slope)
    return out
