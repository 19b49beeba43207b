"""Averages over rows of the slopes of a quantity as a variable of the rows grows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.inference.estimands.estimands import Estimands, LinearEstimands
from rglm.protocol.quantities.design_rows import DesignRows
from rglm.protocol.quantities.row_quantity import RowQuantity


@dataclass(frozen=True)
class RowSlopes:
    """The slopes of k numbers of each row, and what their derivatives are made of.

    Attributes
    ----------
    values : (n, k) float array
    gradient : (n, k, L + S) float array
        That of the numbers.
    change : (n, k, L + S) float array
        The derivatives of the slopes by the predictors and scalars.
    predictors : int
        The number L of predictors.
    """

    values: np.ndarray
    gradient: np.ndarray
    change: np.ndarray
    predictors: int

    @property
    def by_direction(self) -> np.ndarray:
        """The derivatives of the slopes by those of the predictors, 0 for the scalars."""
        out = np.array(self.gradient)
        out[:, :, self.predictors :] = 0.0
        return out


def row_slopes(
    rows: DesignRows, derivative: DesignRows, quantity: RowQuantity, parameters: np.ndarray
) -> RowSlopes:
    """The slopes of a quantity at rows, as the predictors move by their derivative."""
    eta, scalars = rows.linear_predictors(parameters), parameters[rows.scalars]
    direction = derivative.linear_predictors(parameters)
    gradient, count = quantity.gradient(eta, scalars), direction.shape[1]
    values = np.einsum("nkl,nl->nk", gradient[:, :, :count], direction)
    return RowSlopes(values, gradient, quantity.gradient_along(eta, scalars, direction), count)


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
        return np.tile(each, (self.quantity.count, 1))

    @property
    def is_linear(self) -> bool:
        """Whether the quantity is."""
        return self.quantity.is_linear

    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sums of slopes and their derivatives."""
        one = row_slopes(self.rows, self.derivative, self.quantity, parameters)
        jacobian = self.rows.averaged_jacobian(self.weights, one.change)
        jacobian += self.derivative.averaged_jacobian(self.weights, one.by_direction)
        return (self.weights @ one.values).T.ravel(), jacobian.reshape(-1, self.rows.count)


def averaged_slopes(
    rows: DesignRows, derivative: DesignRows, quantity: RowQuantity, weights: np.ndarray
) -> Estimands:
    """Averages of slopes; as linear estimands where they are linear."""
    sums = AveragedSlopes(rows, derivative, quantity, weights)
    if not quantity.is_linear:
        return sums
    offset, matrix = sums.at(np.zeros(rows.count))
    return LinearEstimands(matrix, offset, sums.deviation)
