"""Densities as functions of the logarithm of the mean."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from rglm.families.likelihoods.row_density import RowDensity


class LogMeanKernel(RowDensity):
    """A density whose one predictor is log(mu), for a `LogMeanDensity`."""

    @property
    def survives_large_means(self) -> bool:
        """Whether the density of a row has a limit above 0 as its mean grows; by default not."""
        return False

    @abstractmethod
    def sample_at(
        self, eta: np.ndarray, scalars: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return random responses (n, S) at log(mu) = eta (n, S) and scalars (A, S)."""
