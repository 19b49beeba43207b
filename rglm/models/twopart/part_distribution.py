"""The distribution of each row of a model of two parts: mean, variance, probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.block import Block

if TYPE_CHECKING:
    from rglm.inference.nesting.nested_models import Likelihood


class PartDistribution:
    """What a zero-inflated or hurdle model says of the response of a row."""

    dist: str
    zero_dist: str | None
    link: str
    model: Any
    parameters: np.ndarray
    scalars: pd.Series
    rows_source: Any
    etas: Any

    @property
    def of_counts(self) -> bool:
        """Whether the response is a count, and no amount."""
        return self.dist not in ("lognormal", "gamma")

    @property
    def spread_parameter(self) -> str | None:
        """What estimates the variance of an amount about its mean."""
        return {"lognormal": "sigma", "gamma": "shape"}.get(self.dist)

    @property
    def alternatives(self) -> dict[str, str]:
        """What to try where counts vary more than those of the fit."""
        if self.dist == "negbin":
            return {}
        return {'dist="negbin"': "negative binomial counts, whose variance has a parameter"}

    @property
    def _likelihood(self) -> Likelihood:
        from rglm.inference.nesting.nested_models import ABOVE, Likelihood, Part, crossing

        count = Part(self.dist, "log")
        if self.zero_dist is None:
            return Likelihood("zero-inflated", {"count": count, "zero": Part("zero", self.link)})
        zero = crossing(self.zero_dist) or Part(ABOVE, self.link)
        return Likelihood("hurdle", {"count": count, "zero": zero})

    def mean(self, block: Block) -> np.ndarray:
        """The mean of y on a block."""
        return self.model.density.mean(self.etas(block), self.model.scalars(self.parameters))

    def smallest_means(self) -> np.ndarray:
        """The means of the rows."""
        return self.rows_source.by_row(self.mean)

    def gap_and_variance(self, block: Block) -> tuple[np.ndarray, np.ndarray]:
        """Of y less its mean, and the variance of y, on a block."""
        variance = self.model.density.variance(
            self.etas(block), self.model.scalars(self.parameters)
        )
        return block.rows.y - self.mean(block), variance

    def cumulated(self, block: Block) -> tuple[np.ndarray, np.ndarray]:
        """P(Y < y) and P(Y <= y) on a block."""
        scalars = self.model.scalars(self.parameters)
        return self.model.density.cumulated(block.rows.y, self.etas(block), scalars)

    def zero_probability(self) -> np.ndarray | None:
        """P(Y = 0) of each row."""
        return self.count_probabilities(np.zeros(1))[:, 0]

    def count_probabilities(self, counts: np.ndarray) -> np.ndarray:
        """P(Y = k) of each row for some counts k, (n, m)."""
        density, scalars = self.model.density, self.model.scalars(self.parameters)

        def of_block(block: Block) -> np.ndarray:
            eta, one = self.etas(block), np.ones(len(block.rows.y))
            values = [density.terms(k * one, eta, scalars, False).value for k in counts]
            return np.exp(np.column_stack(values))

        return self.rows_source.by_row(of_block)

    def count_certain_rows(self) -> int:
        """In how many rows the zero part has a probability of 0 or 1 to within exp(-1000)."""

        def of_block(block: Block) -> int:
            none, some = self.model.density.log_crossing(self.etas(block)[1], self.scalars)
            return int((np.minimum(none, some)[block.rows.weights > 0] < -1000).sum())

        return self.rows_source.total(of_block)
