"""Numbers of each row that effects are made of: predictions and slopes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from rglm.inference.estimands.averaged_slopes import row_slopes
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
        one = row_slopes(rows, derivative, quantity, parameters)
        change = one.change
        factor = block.numbers(self.name) if self.kind in ("eyex", "dyex") else np.ones((1, 1))
        if self.kind in ("eyex", "eydx"):
            eta, scalars = rows.linear_predictors(parameters), parameters[rows.scalars]
            level = quantity.values(eta, scalars)
            factor = factor / level
            change = change - (one.values / level)[:, :, None] * one.gradient
        pieces = (
            (rows, change * factor[:, :, None]),
            (derivative, one.by_direction * factor[:, :, None]),
        )
        deviation = self._deviation(rows, derivative, quantity, factor)
        return RowNumbers(one.values * factor, pieces, deviation)

    def _deviation(
        self, rows: DesignRows, derivative: DesignRows, quantity: RowQuantity, factor: np.ndarray
    ) -> np.ndarray:
        """That of the derivatives; of curved quantities each row has to hold, too."""
        if not quantity.is_linear:
            return np.abs(derivative.deviation) + np.abs(rows.deviation)
        return derivative.deviation * factor if self.is_linear else np.abs(derivative.deviation)
