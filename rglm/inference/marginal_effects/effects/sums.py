"""Sums over rows, in groups, of the numbers that effects are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from rglm.inference.marginal_effects.effects.components import Component, RowNumbers
from rglm.inference.marginal_effects.effects.row_block import RowBlock
from rglm.protocol.quantities.design_rows import DesignRows
from rglm.protocol.quantities.row_quantity import RowQuantity


@dataclass(frozen=True)
class ComponentSums:
    """Sums of the numbers of one component in G groups.

    Attributes
    ----------
    values : (k, G) float array
    jacobian : (k, G, P) float array
    deviation : (G, a) float array
    """

    values: np.ndarray
    jacobian: np.ndarray
    deviation: np.ndarray

    def __add__(self, other: ComponentSums) -> ComponentSums:
        return ComponentSums(
            self.values + other.values,
            self.jacobian + other.jacobian,
            self.deviation + other.deviation,
        )

    def placed(self, places: np.ndarray, count: int) -> ComponentSums:
        """The sums at the places of their groups among more groups."""
        k, _, p = self.jacobian.shape
        out = ComponentSums(
            np.zeros((k, count)),
            np.zeros((k, count, p)),
            np.zeros((count, self.deviation.shape[1])),
        )
        out.values[:, places] = self.values
        out.jacobian[:, places] = self.jacobian
        out.deviation[places] = self.deviation
        return out

    def divided(self, totals: np.ndarray) -> ComponentSums:
        """Averages: the sums over the totals of the weights."""
        return ComponentSums(
            self.values / totals,
            self.jacobian / totals[:, None],
            self.deviation / totals[:, None],
        )


@dataclass(frozen=True)
class EffectSums:
    """The totals of the weights in G groups, (G,), and the sums of each component."""

    totals: np.ndarray
    components: tuple[ComponentSums, ...]

    def __add__(self, other: EffectSums) -> EffectSums:
        pairs = zip(self.components, other.components, strict=True)
        return EffectSums(self.totals + other.totals, tuple(a + b for a, b in pairs))

    def placed(self, places: np.ndarray, count: int) -> EffectSums:
        """The sums at the places of their groups among more groups."""
        totals = np.zeros(count)
        totals[places] = self.totals
        return EffectSums(totals, tuple(one.placed(places, count) for one in self.components))

    def averages(self) -> tuple[ComponentSums, ...]:
        """The averages of each component."""
        return tuple(one.divided(self.totals) for one in self.components)


def sums_of_rows(
    rows: RowBlock,
    components: Sequence[Component],
    quantity: RowQuantity,
    parameters: np.ndarray,
    count: int,
) -> EffectSums:
    """The sums over rows in `count` groups, block by block."""
    parts = (
        _sums_of_block(block, components, quantity, parameters, count) for block in rows.blocks()
    )
    return reduce(lambda total, part: total + part, parts)


def _sums_of_block(
    block: RowBlock,
    components: Sequence[Component],
    quantity: RowQuantity,
    parameters: np.ndarray,
    count: int,
) -> EffectSums:
    groups = _Groups(block.codes, count)
    weights = np.where(block.codes < 0, 0.0, block.weights)
    sums = []
    for component in components:
        numbers = component.numbers(block, quantity, parameters)
        sums.append(_component_sums(numbers, weights, groups))
    return EffectSums(groups.total(weights), tuple(sums))


def _component_sums(numbers: RowNumbers, weights: np.ndarray, groups: _Groups) -> ComponentSums:
    known = weights != 0  # a row of weight 0 may be NaN
    values = np.where(known[:, None], numbers.values, 0.0) * weights[:, None]
    deviation = numbers.deviation * weights[:, None]
    jacobian = sum(
        _jacobian_sums(rows, np.where(known[:, None, None], gradient, 0.0), weights, groups)
        for rows, gradient in numbers.pieces
    )
    assert isinstance(jacobian, np.ndarray)
    return ComponentSums(groups.totals(values).T, jacobian, groups.totals(deviation))


def _jacobian_sums(
    rows: DesignRows, gradient: np.ndarray, weights: np.ndarray, groups: _Groups
) -> np.ndarray:
    """The weighted sums of the derivatives by the parameters, (k, G, P)."""
    weighted = gradient * weights[:, None, None]
    k = weighted.shape[1]
    out = np.zeros((k, groups.count, rows.count))
    for place, one in enumerate(rows.predictors):
        x = one.of(rows.x)
        for j in range(k):
            out[j][:, one.parameters] += groups.product(weighted[:, j, place], x)
    for number, place in enumerate(rows.scalars):
        out[:, :, place] += groups.totals(weighted[:, :, len(rows.predictors) + number]).T
    return out


class _Groups:
    """The groups of rows: sums of values by group."""

    def __init__(self, codes: np.ndarray, count: int) -> None:
        self.count = count
        self.codes = None if count == 1 else np.maximum(codes, 0)

    def total(self, values: np.ndarray) -> np.ndarray:
        """The sums of values (n,) in each group, (G,)."""
        if self.codes is None:
            return np.array([values.sum()])
        return np.bincount(self.codes, values, self.count)

    def totals(self, values: np.ndarray) -> np.ndarray:
        """The sums of columns (n, q) in each group, (G, q)."""
        if self.codes is None:
            return values.sum(axis=0, keepdims=True)
        columns = [self.total(column) for column in values.T]
        return np.column_stack(columns) if columns else np.zeros((self.count, 0))

    def product(self, weights: np.ndarray, x: np.ndarray) -> np.ndarray:
        """The sums of w_i x_i in each group, (G, c)."""
        if self.codes is None:
            return (weights @ x)[None]
        return self.totals(x * weights[:, None])
