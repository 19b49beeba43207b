"""The columns of any rows, for each linear predictor of a fit, at which quantities are asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from rglm.fitting.newton.weighted_products import as_slice


@dataclass(frozen=True)
class PredictorPlaces:
    """Where a linear predictor has its columns and its coefficients.

    Attributes
    ----------
    columns : (q,) int array
        Its columns among those of the rows.
    parameters : (q,) int array
        Their coefficients among the parameters of the fit.
    """

    columns: np.ndarray
    parameters: np.ndarray

    def of(self, x: np.ndarray) -> np.ndarray:
        """Its columns among those of rows; not copied where they are neighbours."""
        return x[:, as_slice(self.columns)]

    @property
    def among_parameters(self) -> np.ndarray | slice:
        """Its coefficients among the parameters, as a slice where they are neighbours."""
        return as_slice(self.parameters)


@dataclass(frozen=True)
class DesignRows:
    """Rows of a design: eta_l = X_l beta_l + o_l for each of L linear predictors.

    Attributes
    ----------
    x : (n, c) float array
        The columns that some predictor has.
    offset : (n, L) float array
    predictors : tuple of PredictorPlaces
        Of each of the L linear predictors.
    scalars : (S,) int array
        The places of the parameters that are no coefficients.
    count : int
        P, the number of parameters.
    deviation : (n, a) float array
        By how much a row breaks each relation that makes coefficients aliased; 0 where it holds.
        An average of rows can be estimated where the average of these is 0.
    """

    x: np.ndarray
    offset: np.ndarray
    predictors: tuple[PredictorPlaces, ...]
    scalars: np.ndarray
    count: int
    deviation: np.ndarray

    def __len__(self) -> int:
        return len(self.x)

    def linear_predictors(self, parameters: np.ndarray) -> np.ndarray:
        """The linear predictors (n, L) at some parameters (P,)."""
        out = np.array(self.offset, dtype=float, order="F")
        for k, one in enumerate(self.predictors):
            out[:, k] += one.of(self.x) @ parameters[one.parameters]
        return out

    def averaged_jacobian(self, weights: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        """The derivatives by the parameters of weighted sums of rows.

        Parameters
        ----------
        weights : (G, n) float array
            A row of weights for each sum.
        gradient : (n, k, L + S) float array
            The derivatives of k numbers of each row by its predictors and by the scalars.

        Returns
        -------
        (k, G, P) float array
        """
        k = gradient.shape[1]
        out = np.zeros((k, len(weights), self.count))
        for place, one in enumerate(self.predictors):
            x, at = one.of(self.x), one.among_parameters
            for j in range(k):
                out[j][:, at] += (weights * gradient[:, j, place]) @ x
        for number, place in enumerate(self.scalars):
            out[:, :, place] += (weights @ gradient[:, :, len(self.predictors) + number]).T
        return out

    def jacobian(self, gradient: np.ndarray) -> np.ndarray:
        """The derivatives of k numbers of each row by the parameters, (k, n, P)."""
        n, k, _ = gradient.shape
        out = np.zeros((k, n, self.count))
        for place, one in enumerate(self.predictors):
            x, at = one.of(self.x), one.among_parameters
            for j in range(k):
                out[j][:, at] += gradient[:, j, place, None] * x
        for number, place in enumerate(self.scalars):
            out[:, :, place] += gradient[:, :, len(self.predictors) + number].T
        return out

    def take(self, rows: np.ndarray | slice) -> Self:
        """Some of the rows."""
        return replace(
            self, x=self.x[rows], offset=self.offset[rows], deviation=self.deviation[rows]
        )


def offset_columns(offset: np.ndarray) -> np.ndarray:
    """Offsets as columns (n, S): one for all predictors (n,), or already one for each."""
    offset = np.asarray(offset, dtype=float)
    return offset[:, None] if offset.ndim == 1 else offset
