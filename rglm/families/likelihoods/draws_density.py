"""Densities whose responses are asked for at many points of the parameters, as draws are."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from rglm.families.likelihoods.row_density import ModelDensity, Predictors


class DrawsDensity(ModelDensity):
    """A density of a model's response, with its mean and random responses at S points."""

    @abstractmethod
    def mean_at(self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray) -> np.ndarray:
        """Return the mean of the response of n rows at each of S points.

        Parameters
        ----------
        eta : sequence of K (n, S) float arrays
            The linear predictors.
        scalars : (A, S) float array
            The scalars.
        trials : (n,) float array
            Trials of the rows; 1 where the response counts none.

        Returns
        -------
        (n, S) float array, or (n, S, m) of m categories
            The mean; of counts out of trials, and of categories, the probability.
        """

    @abstractmethod
    def sample_at(
        self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return one random response for each of n rows and S points, (n, S).

        Of counts out of trials it is the number of successes; of categories the category's
        number, from 0.
        """

    def zero_probability_at(self, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return P(Y = 0) of n rows at S points (n, S), of a count."""
        return np.exp(self.values_at(np.zeros(len(eta[0])), eta, scalars))
