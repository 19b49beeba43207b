"""The distribution of the response of each row: one interface for all models."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from rglm.families.numerics.score_interpolation import interpolate_scores
from rglm.protocol.drawn_response import whole_numbers
from rglm.sources.source import Source


class ResponseDistribution(ABC):
    """The distribution of the response of each of n rows, at the estimates of a fit.

    A model says what is abstract here; its residuals, its simulated responses and its goodness of
    fit follow. The variance of row i is phi v_i / w_i: v of `variance`, w the prior weight and phi
    the dispersion of the fit, which is 1 for a model fitted by maximum likelihood.

    Attributes
    ----------
    source : Source
        The rows: those of the fit, or those of one chunk of its data.
    """

    def __init__(self, source: Source) -> None:
        self.source = source

    @abstractmethod
    def observed(self) -> np.ndarray:
        """The response in the units of the mean, (n,); of categories (n, m)."""

    @abstractmethod
    def mean(self) -> np.ndarray:
        """The mean, (n,); of categories the probability of each level, (n, m)."""

    @abstractmethod
    def variance(self) -> np.ndarray:
        """The variance for a dispersion and a prior weight of 1, shaped as the mean."""

    @abstractmethod
    def normal_scores(self) -> tuple[np.ndarray, np.ndarray]:
        """The normal quantiles of P(Y < y) and P(Y <= y), each (n,).

        Raises
        ------
        ValueError
            The response has no distribution (quasi families), or no order (counts of levels).
        """

    @abstractmethod
    def simulate(self, rng: np.random.Generator) -> np.ndarray:
        """One response drawn for each row: numbers, codes of levels, or counts (n, m)."""

    def responses(self) -> np.ndarray:
        """The response as one number a row, (n,): as `observed`, of a category its code."""
        return self.observed()

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """One response drawn for each row, (n,), in the units of `responses`."""
        return self.simulate(rng)

    @abstractmethod
    def log_density(self) -> np.ndarray:
        """The log-likelihood of each row, times its prior weight, (n,)."""

    def drawn_columns(self, name: str, drawn: np.ndarray) -> Mapping[Hashable, Any]:
        """Columns of simulated responses, in the form of the response of the formula."""
        return {name: whole_numbers(drawn)}

    def response_residuals(self) -> np.ndarray:
        """The response less its mean."""
        with np.errstate(all="ignore"):
            return self.observed() - self.mean()

    def pearson_residuals(self) -> np.ndarray:
        """The response less its mean, times sqrt(w / variance)."""
        with np.errstate(all="ignore"):
            gap = self.observed() - self.mean()
            return gap * np.sqrt(self.source.rows.weights / self.variance())

    def quantile_residuals(self, rng: np.random.Generator) -> np.ndarray:
        """Phi^-1(u), with u drawn uniformly between P(Y < y) and P(Y <= y)."""
        u = rng.random(self.source.nrows)
        return interpolate_scores(*self.normal_scores(), u)

    def zero_probability(self) -> np.ndarray | None:
        """P(Y = 0), (n,); None unless the response is a count."""
        return None

    def count_probabilities(self, counts: np.ndarray) -> np.ndarray:
        """P(Y = k) of some counts k, (n, k), where the response is a count."""
        raise ValueError("the response is no count with probabilities of 0, 1, 2, ...")

    def count_cdf(self, counts: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """P(Y <= k) of some counts k at the rows at some places, (rows, k), of a count."""
        raise ValueError("the response is no count with probabilities of 0, 1, 2, ...")

    def rarer_outcome_means(self) -> np.ndarray:
        """The mean, (n,); of successes out of trials that of the rarer of the two outcomes."""
        return self.mean()


class IrlsDistribution(ResponseDistribution):
    """The response distribution of a model fitted by IRLS."""

    @abstractmethod
    def deviance_residuals(self) -> np.ndarray:
        """sign(y - mu) sqrt(d_i), with d_i the row's term of the deviance."""

    @abstractmethod
    def working_residuals(self) -> np.ndarray:
        """(y - mu) / (dmu/deta)."""
