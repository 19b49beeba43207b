"""The base class of the families that have no distribution."""

from __future__ import annotations

import numpy as np

from rglm.families.glm.family import Family
from rglm.families.numerics.normal_scores import Scores


class QuasiLikelihood(Family):
    """A mean and a variance function, with a dispersion that is estimated.

    Attributes
    ----------
    instead : str
        The families with a distribution, for messages.
    """

    instead: str

    def normal_scores(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> Scores:
        """Raise: a quasi-likelihood has no distribution."""
        raise ValueError(
            f"{self.name} has no distribution and so no quantile residuals; use {self.instead}, "
            "or residuals of another type"
        )

    def simulate(
        self, mu: np.ndarray, wt: np.ndarray, rng: np.random.Generator, dispersion: float
    ) -> np.ndarray:
        """Raise: a quasi-likelihood has no distribution."""
        raise ValueError(f"{self.name} has no distribution to simulate from; use {self.instead}")
