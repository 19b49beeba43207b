"""Predicted quantities that are functions of linear predictors and scalars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.design.block import Block
from rglm.inference.prediction.predicted_quantity import Quantity, Slopes

if TYPE_CHECKING:
    from rglm.protocol.capabilities import HasLikelihoodModel

OfPredictors = Callable[[list[np.ndarray], np.ndarray], np.ndarray]

DIFFERENCE_STEP = 1e-5  # near the cube root of the precision: predictors and logs are of size 1


def density_quantity(
    fit: HasLikelihoodModel, columns: Sequence[Any] | None, function: OfPredictors, scale: str
) -> Quantity:
    """The quantity `function` of the linear predictors and the scalars, (n, k)."""
    scalars = fit._likelihood_model.scalars(fit._parameters)

    def of_block(block: Block, derivatives: bool) -> tuple[np.ndarray, Slopes]:
        x = fit._likelihood_model.matrix(block.columns, block.row_slice)
        eta = fit._likelihood_model.etas(x, block.rows.offset, fit._parameters)
        values = function(eta, scalars)
        if not derivatives:
            return values, []
        slopes = gradient(function, eta, scalars)
        columns = range(values.shape[1])
        return values, [
            fit._likelihood_model.jacobian(x, [s[:, k] for s in slopes]) for k in columns
        ]

    return Quantity(columns, of_block, scale)


def gradient(
    function: OfPredictors, eta: list[np.ndarray], scalars: np.ndarray
) -> list[np.ndarray]:
    """The derivatives by each predictor and scalar, by central differences (to ten digits)."""
    slopes = []
    for i in range(len(eta) + len(scalars)):
        ends = []
        for sign in (-1, 1):
            moved, others = list(eta), np.array(scalars, dtype=float)
            if i < len(eta):
                moved[i] = eta[i] + sign * DIFFERENCE_STEP
            else:
                others[i - len(eta)] += sign * DIFFERENCE_STEP
            ends.append(function(moved, others))
        slopes.append((ends[1] - ends[0]) / (2 * DIFFERENCE_STEP))
    return slopes
