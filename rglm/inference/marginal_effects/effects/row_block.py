"""Some rows at which effects are asked for, and their designs with variables changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from rglm.inference.estimands.design_derivative import design_derivative
from rglm.inference.marginal_effects.variables.settings import Changes, changed
from rglm.protocol.model_result import ModelResult
from rglm.protocol.quantities.design_rows import DesignRows, offset_columns

BLOCK_CELLS = 2_000_000  # numbers of a design that are in memory at once


@dataclass(frozen=True)
class RowBlock:
    """Rows, their weights and their groups.

    Attributes
    ----------
    fit : ModelResult
    data : DataFrame (n, ...)
    codes : (n,) int array
        The group of each row, -1 of one that is left out.
    weights : (n,) float array
    array_offset : (n,) or (n, K) float array, or None
        What an array given as ``offset=`` adds to the offsets that the formula evaluates.
    """

    fit: ModelResult
    data: pd.DataFrame
    codes: np.ndarray
    weights: np.ndarray
    array_offset: np.ndarray | None = None
    _designs: dict[Changes, DesignRows] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.data)

    def design(self, changes: Changes) -> DesignRows:
        """The design with some variables changed, made once."""
        if changes not in self._designs:
            data = changed(self.data, changes)
            self._designs[changes] = self.fit._design_rows(data, self._offset(data))
        return self._designs[changes]

    def derivative(self, name: str) -> DesignRows:
        """The derivative of the design by a variable."""
        return design_derivative(self.fit, self.data, name)

    def numbers(self, name: str) -> np.ndarray:
        """A column as numbers, (n, 1)."""
        return self.data[name].to_numpy(dtype=float, na_value=np.nan)[:, None]

    def take(self, rows: np.ndarray | slice) -> RowBlock:
        """Some of the rows."""
        offset = self.array_offset
        return RowBlock(
            self.fit,
            self.data.iloc[rows],
            self.codes[rows],
            self.weights[rows],
            None if offset is None else offset[rows],
        )

    def blocks(self) -> Iterator[RowBlock]:
        """The rows in parts whose designs fit into memory."""
        columns = max(1, len(self.fit._parameters))
        size = max(1, BLOCK_CELLS // columns)
        if len(self) <= size:
            yield self
            return
        for start in range(0, len(self), size):
            yield self.take(slice(start, start + size))

    def _offset(self, data: pd.DataFrame) -> np.ndarray | None:
        """The offsets where one was an array: what the formula evaluates, and the array."""
        if self.array_offset is None:
            return None
        return self.array_offset + evaluated_offsets(self.fit, data)


def evaluated_offsets(fit: ModelResult, data: pd.DataFrame) -> np.ndarray:
    """The offsets of the parts of the formula without one that was an array, (n, K)."""
    parts = (replace(s, offset=None if s.offset is True else s.offset) for s in fit._schemas)
    return np.column_stack([schema.apply(data)[1] for schema in parts])


def array_offset(fit: ModelResult, data: pd.DataFrame) -> np.ndarray | None:
    """What arrays given as ``offset=`` add at the rows of the fit, (n, K); None without one."""
    if not any(schema.offset is True for schema in fit._schemas):
        return None
    known = offset_columns(fit._rows.offset)
    count = len(fit._schemas)
    return known[:, :count] - evaluated_offsets(fit, data)[:, : known.shape[1]]
