"""Averages over rows of the slopes of a quantity as a variable of the rows grows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.inference.estimands.estimands import Estimands, LinearEstimands
from rglm.protocol.quantities.design_rows import DesignRows
from rglm.protocol.quantities.row_quantity import RowQuantity


@dataclass(frozen=True)
class AveragedSlopes(Estimands):
    """Weighted sums over rows of df/dx = sum_l df/deta_l deta_l/dx, of k numbers f of each row.

    The order is that of `AveragedQuantity`: number j of sum g stands at j * G + g.

    Attributes
    ----------
    rows : DesignRows
        Where the slopes are.
    derivative : DesignRows
        The derivatives by x of their columns and offsets.
    quantity : RowQuantity
    weights : (G, n) float array
        A row of weights for each sum.
    """

    rows: DesignRows
    derivative: DesignRows
    quantity: RowQuantity
    weights: np.ndarray

    @property
    def deviation(self) -> np.ndarray:
        """That of the derivatives; of curved quantities each row has to hold, too."""
        if self.quantity.is_linear:
            each = self.weights @ self.derivative.deviation
        else:
            weights = np.abs(self.weights)
            each = weights @ np.abs(self.derivative.deviation)
            each += weights @ np.abs(self.rows.deviation)
        return np.tile(each, (len(self.quantity.columns or (0,)), 1))

    @property
    def is_linear(self) -> bool:
        """Whether the quantity is."""
        return self.quantity.is_linear

    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sums of slopes and their derivatives."""
        scalars = parameters[self.rows.scalars]
        eta = self.rows.linear_predictors(parameters)
        direction = self.derivative.linear_predictors(parameters)
        gradient = self.quantity.gradient(eta, scalars)
        change = self.quantity.gradient_along(eta, scalars, direction)
        count = direction.shape[1]
        slopes = np.einsum("nkl,nl->nk", gradient[:, :, :count], direction)
        by_predictor = np.zeros(gradient.shape)
        by_predictor[:, :, :count] = gradient[:, :, :count]
        jacobian = self.rows.averaged_jacobian(self.weights, change)
        jacobian += self.derivative.averaged_jacobian(self.weights, by_predictor)
        return (self.weights @ slopes).T.ravel(), jacobian.reshape(-1, self.rows.count)


def averaged_slopes(
    rows: DesignRows, derivative: DesignRows, quantity: RowQuantity, weights: np.ndarray
) -> Estimands:
    """Averages of slopes; as linear estimands where they are linear."""
    sums = AveragedSlopes(rows, derivative, quantity, weights)
    if not quantity.is_linear:
        return sums
    offset, matrix = sums.at(np.zeros(rows.count))
    return LinearEstimands(matrix, offset, sums.deviation)
