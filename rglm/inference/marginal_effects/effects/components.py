"""Numbers of each row that effects are made of: predictions and slopes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from rglm.inference.marginal_effects.effects.row_block import RowBlock
from rglm.inference.marginal_effects.variables.settings import Changes
from rglm.protocol.quantities.design_rows import DesignRows
from rglm.protocol.quantities.row_quantity import RowQuantity

SLOPE_KINDS = ("dydx", "eyex", "eydx", "dyex")


@dataclass(frozen=True)
class RowNumbers:
    """k numbers of each row, and their derivatives by the parameters.

    Attributes
    ----------
    values : (n, k) float array
    pieces : tuple of (DesignRows, (n, k, L + S) float array)
        The derivatives are the sum of those that each design and its gradient give.
    deviation : (n, a) float array
        By how much rows break what makes coefficients aliased.
    """

    values: np.ndarray
    pieces: tuple[tuple[DesignRows, np.ndarray], ...]
    deviation: np.ndarray

    def jacobian(self) -> np.ndarray:
        """The derivatives of each row, (k, n, P)."""
        return np.sum([rows.jacobian(gradient) for rows, gradient in self.pieces], axis=0)


class Component(ABC):
    """Numbers of each row."""

    @abstractmethod
    def numbers(
        self, block: RowBlock, quantity: RowQuantity, parameters: np.ndarray
    ) -> RowNumbers:
        """Those of a block of rows at some parameters."""

    @property
    def is_linear(self) -> bool:
        """Whether they are linear in the parameters where the quantity is."""
        return True

    @property
    def changed(self) -> tuple[str, ...]:
        """The variables that are set to other values."""
        return ()


@dataclass(frozen=True)
class Prediction(Component):
    """The quantity, with some variables changed."""

    changes: Changes = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """Those of the changes."""
        return tuple(name for name, _ in self.changes)

    def numbers(
        self, block: RowBlock, quantity: RowQuantity, parameters: np.ndarray
    ) -> RowNumbers:
        """f(eta)."""
        rows = block.design(self.changes)
        eta, scalars = rows.linear_predictors(parameters), parameters[rows.scalars]
        gradient = quantity.gradient(eta, scalars)
        deviation = np.abs(rows.deviation) if not quantity.is_linear else rows.deviation
        return RowNumbers(quantity.values(eta, scalars), ((rows, gradient),), deviation)


@dataclass(frozen=True)
class Slope(Component):
    """df/dx, or an elasticity (df/dx) x / f, or half of one."""

    name: str
    kind: str = "dydx"

    @property
    def is_linear(self) -> bool:
        """Whether nothing is divided by the quantity."""
        return self.kind in ("dydx", "dyex")

    def numbers(
        self, block: RowBlock, quantity: RowQuantity, parameters: np.ndarray
    ) -> RowNumbers:
        """The slope of each row, times x and divided by f where asked for."""
        rows, derivative = block.design(()), block.derivative(self.name)
        eta, scalars = rows.linear_predictors(parameters), parameters[rows.scalars]
        direction = derivative.linear_predictors(parameters)
        gradient = quantity.gradient(eta, scalars)
        change = quantity.gradient_along(eta, scalars, direction)
        count = direction.shape[1]
        values = np.einsum("nkl,nl->nk", gradient[:, :, :count], direction)
        inner = np.zeros(
            gradient.shape
        )  # the scalars have no part in the derivative of the design
        inner[:, :, :count] = gradient[:, :, :count]
        factor = block.numbers(self.name) if self.kind in ("eyex", "dyex") else np.ones((1, 1))
        if self.kind in ("eyex", "eydx"):
            level = quantity.values(eta, scalars)
            factor = factor / level
            change = change - (values / level)[:, :, None] * gradient
        deviation = np.abs(derivative.deviation)
        if not quantity.is_linear:
            deviation = deviation + np.abs(rows.deviation)
        elif self.is_linear:
            deviation = derivative.deviation * factor
        by_rows, by_derivative = change * factor[:, :, None], inner * factor[:, :, None]
        return RowNumbers(
            values * factor, ((rows, by_rows), (derivative, by_derivative)), deviation
        )
