"""Effects as estimands: averages in groups, or a number of each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from rglm.inference.estimands.estimands import Combination, Estimands, LinearEstimands
from rglm.inference.marginal_effects.comparison_kinds import ComparisonKind
from rglm.inference.marginal_effects.effects.components import Component, RowNumbers
from rglm.inference.marginal_effects.effects.effect_rows import EffectRows
from rglm.inference.marginal_effects.effects.row_block import RowBlock
from rglm.inference.marginal_effects.effects.sums import ComponentSums
from rglm.protocol.quantities.row_quantity import RowQuantity


@dataclass(frozen=True)
class Effect:
    """A component, or the comparison of a high and a low one, by their places."""

    places: tuple[int, ...]
    kind: ComparisonKind | None = None

    def value(self, values: Sequence[np.ndarray]) -> np.ndarray:
        """The effect of components with some values."""
        with np.errstate(all="ignore"):
            high, *low = [values[place] for place in self.places]
            return high if self.kind is None else self.kind.function(high, low[0])

    def slopes(self, values: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Its derivatives by each of its components."""
        with np.errstate(all="ignore"):
            high, *low = [values[place] for place in self.places]
            if self.kind is None:
                return [np.ones_like(high)]
            return [self.kind.by_high(high, low[0]), self.kind.by_low(high, low[0])]

    def deviation(self, deviations: Sequence[np.ndarray], is_linear: bool) -> np.ndarray:
        """By how much it breaks what makes coefficients aliased."""
        parts = [deviations[place] for place in self.places]
        if is_linear:
            return parts[0] if len(parts) == 1 else parts[0] - parts[1]
        return np.sum(np.abs(parts), axis=0)


@dataclass(frozen=True)
class EffectList:
    """Effects, what they are made of, and the type of prediction.

    Attributes
    ----------
    components : tuple of Component
    items : tuple of Effect
    type : str
    parameters : (P,) float array
        The estimates.
    quantity : RowQuantity
        That of the type.
    """

    components: tuple[Component, ...]
    items: tuple[Effect, ...]
    type: str
    parameters: np.ndarray
    quantity: RowQuantity

    @property
    def is_linear(self) -> bool:
        """Whether all are linear in the parameters."""
        kinds = [e.kind for e in self.items if e.kind is not None]
        return (
            self.quantity.is_linear
            and all(kind.is_linear for kind in kinds)
            and all(c.is_linear for c in self.components)
        )

    @property
    def columns(self) -> int:
        """The number of columns of the quantity."""
        return self.quantity.count

    def take(self, effects: np.ndarray) -> EffectList:
        """Some of the effects, with the components that they need."""
        chosen = [self.items[i] for i in effects]
        used = sorted({place for effect in chosen for place in effect.places})
        new = {place: i for i, place in enumerate(used)}
        return replace(
            self,
            components=tuple(self.components[i] for i in used),
            items=tuple(Effect(tuple(new[p] for p in e.places), e.kind) for e in chosen),
        )


@dataclass(frozen=True)
class AverageEffects(Estimands):
    """Effects of averages over rows in G groups.

    The order is that of the effects, in each that of the columns of the quantity, in each that of
    the groups. A comparison is of the averages of its two predictions.
    """

    rows: EffectRows
    effects: EffectList

    @cached_property
    def _at_estimates(self) -> tuple[ComponentSums, ...]:
        return self._averages(self.effects.parameters)

    def _averages(self, parameters: np.ndarray) -> tuple[ComponentSums, ...]:
        with np.errstate(all="ignore"):
            return self.rows.sums(
                self.effects.components, self.effects.type, parameters
            ).averages()

    @property
    def deviation(self) -> np.ndarray:
        """Of linear effects that of the averages; else each row has to hold."""
        deviations = [one.deviation for one in self._at_estimates]
        return np.concatenate(
            [
                np.tile(e.deviation(deviations, self.is_linear), (self.effects.columns, 1))
                for e in self.effects.items
            ]
        )

    @property
    def is_linear(self) -> bool:
        """Whether all effects are."""
        return self.effects.is_linear

    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The effects and their derivatives, by one pass over the rows."""
        is_known = np.array_equal(parameters, self.effects.parameters)
        averages = self._at_estimates if is_known else self._averages(parameters)
        values = [one.values for one in averages]
        out, jacobians = [], []
        for effect in self.effects.items:
            out.append(effect.value(values).ravel())
            pairs = zip(effect.places, effect.slopes(values), strict=True)
            parts = [slope[:, :, None] * averages[place].jacobian for place, slope in pairs]
            jacobians.append(np.sum(parts, axis=0).reshape(out[-1].size, len(parameters)))
        return np.concatenate(out), np.concatenate(jacobians)

    def take(self, places: np.ndarray) -> Estimands:
        """Some of them; the rows of all groups are still read."""
        size = self.effects.columns * len(self.rows.groups)
        effects, rest = np.divmod(places, size)
        kept, at = np.unique(effects, return_inverse=True)
        fewer = AverageEffects(self.rows, self.effects.take(kept))
        return Combination(fewer, np.eye(len(kept) * size)[at.ravel() * size + rest])


def average_effects(rows: EffectRows, effects: EffectList) -> Estimands:
    """Averages as estimands; as linear ones where they are linear, so that no pass follows."""
    averages = AverageEffects(rows, effects)
    if not effects.is_linear:
        averages._at_estimates  # noqa: B018  finds the groups of data in chunks
        return averages
    value, matrix = averages.at(effects.parameters)
    return LinearEstimands(matrix, value - matrix @ effects.parameters, averages.deviation)


@dataclass(frozen=True)
class RowEffects(Estimands):
    """Effects of each of n rows.

    The order is that of the effects, in each that of the columns of the quantity, in each that of
    the rows.
    """

    rows: RowBlock
    effects: EffectList

    @property
    def deviation(self) -> np.ndarray:
        """That of each row."""
        return self._deviation

    @cached_property
    def _deviation(self) -> np.ndarray:
        """Without columns where no coefficient is aliased."""
        width = self.rows.take(slice(0, 1)).design(()).deviation.shape[1] if len(self.rows) else 0
        if not width:
            return np.zeros((len(self.effects.items) * self.effects.columns * len(self.rows), 0))
        parts = []
        for components in self._components(self.effects.parameters):
            deviations = [one.deviation for one in components]
            parts.append([e.deviation(deviations, self.is_linear) for e in self.effects.items])
        joined = [np.concatenate(rows) for rows in zip(*parts, strict=True)]
        return np.concatenate([np.tile(one, (self.effects.columns, 1)) for one in joined])

    @property
    def is_linear(self) -> bool:
        """Whether all effects are."""
        return self.effects.is_linear

    def _components(self, parameters: np.ndarray) -> Iterator[list[RowNumbers]]:
        """The numbers of each component, block by block."""
        effects = self.effects
        for block in self.rows.blocks():
            with np.errstate(all="ignore"):
                yield [c.numbers(block, effects.quantity, parameters) for c in effects.components]

    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The effects (k,) and their derivatives (k, P)."""
        blocks = [
            [self._of_effect(e, components) for e in self.effects.items]
            for components in self._components(parameters)
        ]
        values, jacobians = [], []
        for parts in zip(*blocks, strict=True):
            values.append(np.concatenate([value for value, _ in parts]).T.ravel())
            joined = np.concatenate([jacobian for _, jacobian in parts], axis=1)
            jacobians.append(joined.reshape(-1, len(parameters)))
        return np.concatenate(values), np.concatenate(jacobians)

    def moments(
        self, parameters: np.ndarray, covariance: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """The effects and their variances, block by block."""
        blocks = []
        for components in self._components(parameters):
            pairs = (self._of_effect(e, components) for e in self.effects.items)
            blocks.append([(v, np.einsum("knp,knp->nk", j @ covariance, j)) for v, j in pairs])
        joined = [
            [np.concatenate(one).T.ravel() for one in zip(*parts, strict=True)]
            for parts in zip(*blocks, strict=True)
        ]
        return (
            np.concatenate([value for value, _ in joined]),
            np.concatenate([variance for _, variance in joined]),
        )

    def take(self, places: np.ndarray) -> Estimands:
        """Some of them, of the rows that they are of."""
        effects, rest = np.divmod(places, self.effects.columns * len(self.rows))
        columns, rows = np.divmod(rest, len(self.rows))
        kept, at_effect = np.unique(effects, return_inverse=True)
        used, at_row = np.unique(rows, return_inverse=True)
        fewer = RowEffects(self.rows.take(used), self.effects.take(kept))
        number = (at_effect.ravel() * self.effects.columns + columns) * len(used) + at_row.ravel()
        return Combination(fewer, np.eye(len(fewer))[number])

    @staticmethod
    def _of_effect(
        effect: Effect, components: Sequence[RowNumbers]
    ) -> tuple[np.ndarray, np.ndarray]:
        """An effect of each row of a block, (n, k), and its derivatives, (k, n, P)."""
        values = [one.values for one in components]
        slopes = effect.slopes(values)
        parts = [
            slope.T[:, :, None] * components[place].jacobian()
            for place, slope in zip(effect.places, slopes, strict=True)
        ]
        return effect.value(values), np.sum(parts, axis=0)
