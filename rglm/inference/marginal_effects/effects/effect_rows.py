"""The rows that effects are averaged over: in memory, or one chunk after the other."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.inference.marginal_effects.effects.components import Component
from rglm.inference.marginal_effects.effects.row_block import RowBlock, array_offset
from rglm.inference.marginal_effects.effects.sums import EffectSums, sums_of_rows
from rglm.inference.row_values import data_with, row_values, rows_in_data
from rglm.protocol.model_result import ModelResult

NO_GROUPS = pd.DataFrame(index=range(1))


class EffectRows(ABC):
    """Rows in groups, whose sums are asked for."""

    groups: pd.DataFrame
    """The groups, (G, b): a column for each variable of ``by=``."""

    @abstractmethod
    def sums(
        self, components: Sequence[Component], type: str, parameters: np.ndarray
    ) -> EffectSums:
        """The sums of components in the groups."""


@dataclass
class MemoryRows(EffectRows):
    """Rows in memory."""

    rows: RowBlock
    groups: pd.DataFrame

    def sums(
        self, components: Sequence[Component], type: str, parameters: np.ndarray
    ) -> EffectSums:
        """The sums of components, block by block."""
        quantity = self.rows.fit._quantity(type)
        return sums_of_rows(self.rows, components, quantity, parameters, len(self.groups))


class MoreValuesError(Exception):
    """Columns that looked like 0 and 1 in the first chunk have other values."""

    def __init__(self, names: set[str]) -> None:
        super().__init__(*names)
        self.names = names


@dataclass
class ChunkedRows(EffectRows):
    """The rows of a fit to data in chunks; one pass gives all sums, and finds the groups.

    Attributes
    ----------
    columns : sequence of str
        Those that effects read.
    by : sequence of str
    weights : str or None
        The column of weights.
    binary : frozenset of str
        The columns that have to be 0 and 1 everywhere.
    """

    fit: ModelResult
    columns: Sequence[str]
    by: Sequence[str]
    weights: str | None
    binary: frozenset[str]
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)

    def sums(
        self, components: Sequence[Component], type: str, parameters: np.ndarray
    ) -> EffectSums:
        """The sums of components, chunk by chunk; MoreValuesError: a column is not 0 and 1."""
        of_chunk = partial(
            _sums_of_chunk,
            request=(self.columns, self.by, self.weights, self.binary),
            components=components,
            type=type,
            parameters=parameters,
        )
        extra = [*self.by, *([self.weights] if self.weights else [])]
        parts = list(self.fit._map_chunks(of_chunk, extra_columns=extra))
        if other := set().union(*(names for *_, names in parts)):
            raise MoreValuesError(other)
        if self.groups.empty:
            self.groups = _all_groups([groups for groups, *_ in parts], self.by)
        total: EffectSums | None = None
        for groups, sums, _ in parts:
            placed = sums.placed(self._places(groups), len(self.groups))
            total = placed if total is None else total + placed
        assert total is not None
        return total

    def _places(self, groups: pd.DataFrame) -> np.ndarray:
        """The places of the groups of a chunk among all."""
        if not self.by:
            return np.zeros(1, dtype=int)
        numbered = self.groups.assign(_place=np.arange(len(self.groups)))
        return groups.merge(numbered, on=list(self.by), how="left")["_place"].to_numpy()


def rows_of_fit(
    fit: ModelResult, columns: Sequence[str], by: Sequence[str], wts: Any
) -> MemoryRows:
    """The rows of a fit in memory, or of one chunk."""
    known = data_with(fit, [*columns, *by])
    names = list(dict.fromkeys([*columns, *by]))
    data = known[names].iloc[rows_in_data(fit)]
    weights = row_weights(fit, wts, len(data))
    codes, groups = grouped(data, by)
    return MemoryRows(RowBlock(fit, data, codes, weights, array_offset(fit, data)), groups)


def row_weights(fit: ModelResult, wts: Any, n: int) -> np.ndarray:
    """The weights of the rows of a fit: ones, prior weights (True), a column or an array."""
    if wts is None or wts is False:
        return np.ones(n)
    given = fit.prior_weights if wts is True else row_values(fit, wts, "wts", "wts")
    return checked_weights(given, n)


def checked_weights(given: Any, n: int) -> np.ndarray:
    """Weights as numbers; ValueError: one is no number from 0, or there are too few."""
    weights = pd.to_numeric(pd.Series(np.asarray(given).ravel()), errors="coerce").to_numpy(float)
    weights = weights.reshape(np.shape(given))
    if weights.shape != (n,):
        raise ValueError(f"wts= has shape {weights.shape} where there are {n} rows")
    if not (weights >= 0).all():
        bad = np.asarray(given)[~(weights >= 0)].tolist()[0]
        raise ValueError(f"wts= has {bad!r}; weights are numbers of 0 or more")
    return weights


def grouped(data: pd.DataFrame, by: Sequence[str]) -> tuple[np.ndarray, pd.DataFrame]:
    """The group of each row, and the groups in the order of their values."""
    if not by:
        return np.zeros(len(data), dtype=int), NO_GROUPS
    grouping = data.groupby(list(by), observed=True, sort=True, dropna=False)
    return grouping.ngroup().to_numpy(), grouping.size().reset_index()[list(by)]


def _sums_of_chunk(
    fit: ModelResult,
    request: tuple[Sequence[str], Sequence[str], str | None, frozenset[str]],
    components: Sequence[Component],
    type: str,
    parameters: np.ndarray,
) -> tuple[pd.DataFrame, EffectSums, set[str]]:
    """The groups of a chunk, their sums, and the columns that are not 0 and 1."""
    columns, by, wts, binary = request
    rows = rows_of_fit(fit, columns, by, wts)
    other = {name for name in binary if not set(rows.rows.data[name].dropna().unique()) <= {0, 1}}
    return rows.groups, rows.sums(components, type, parameters), other


def _all_groups(parts: Sequence[pd.DataFrame], by: Sequence[str]) -> pd.DataFrame:
    """The groups of all chunks, sorted."""
    if not by:
        return NO_GROUPS
    return grouped(pd.concat(parts, ignore_index=True), by)[1]
