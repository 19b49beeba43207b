"""All combinations of the levels of factors, at the means of numbers; emmeans' ref_grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np
import pandas as pd

from rglm.inference.reference_grid.cell_averages import GridCells, Weights
from rglm.inference.reference_grid.nested_averages import (
    average_cells,
    shown_cells,
    with_nests,
)

MAX_WEIGHTS = 10**8  # of all means


@dataclass(frozen=True)
class ReferenceGrid:
    """Rows to predict at, the first variable fastest.

    Attributes
    ----------
    rows : DataFrame (N, v)
        A column for each variable that the model reads, of the types of the data.
    values : dict of list
        The values of each variable, in their order; without matrices, and without covariates that
        are predicted from others.
    counts : (N,) array
        The rows of the data with the levels of each row, whatever their weights; NaN if nobody
        counted them.
    offset : (N, S) float array or None
        The offset of each of the S parts of the formula: the mean of the rows of the data, what is
        given, or that at the rows of the grid; None where no part has one.
    nesting : dict of tuple
        The variables that a nested one is nested in.
    """

    rows: pd.DataFrame
    values: Mapping[str, list]
    counts: np.ndarray
    offset: np.ndarray | None = None
    nesting: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def averages(
        self, names: Sequence[str], weights: Weights = "equal"
    ) -> tuple[pd.DataFrame, np.ndarray]:
        """The combinations of some variables, and the weights that average over the others.

        Parameters
        ----------
        names : sequence of str
            Variables of the grid. Nested ones need those that they are nested in, see
            `with_nests`.
        weights : {"equal", "proportional", "outer", "cells", "flat"} or sequence of float
            Of the cells that are averaged over: all the same; the rows with these levels of the
            averaged variables; the product of the rows with each of them; the rows of the cell;
            the same for all cells that have rows; a number for each combination, the first
            variable fastest.

        Returns
        -------
        DataFrame (G, k), (G, N) float array
            The first of `names` is fastest; the weights of a row sum to 1, or are NaN where no
            cell has a row. Combinations that a nesting rules out are left out.

        Raises
        ------
        ValueError
            Unknown weights, or a wrong number of them; no counts are known; there are too many
            means.
        """
        average, places = self._average(names, weights)
        return self._labels(names, average.first[places]), average.weights[places]

    def group_counts(self, names: Sequence[str]) -> np.ndarray:
        """The rows of the data in each of the groups of `averages`, (G,)."""
        average, places = self._average(names, "equal")
        return average.counts[places]

    def averaged_over(self, names: Sequence[str]) -> list[str]:
        """The variables of more than one value that are not among `names`."""
        if not self.nesting:
            return [n for n, v in self.values.items() if len(v) > 1 and n not in names]
        return list(self._average(names, "equal")[0].averaged)

    def with_nests(self, names: Sequence[str]) -> list[str]:
        """Variables with those that they are nested in: nested ones, their nests, the others."""
        return with_nests(names, self.nesting)

    @property
    def shown(self) -> np.ndarray:
        """Whether a row is there, and not ruled out by a nesting, (N,)."""
        cells = self._cells()
        return shown_cells(cells, cells, self.nesting)

    def row_weights(self) -> np.ndarray:
        """The weights, 0 and 1, of each row that is there, (G, N).

        Raises ValueError: there are too many.
        """
        places = np.flatnonzero(self.shown)
        self._check_size(len(places))
        return np.eye(len(self.rows))[places]

    def _check_size(self, groups: int) -> None:
        if groups * len(self.rows) > MAX_WEIGHTS:
            raise ValueError(
                f"{groups:,} means of {len(self.rows):,} combinations of levels are too many; "
                "name fewer variables, or hold some at a value, at={'g': 'A'}"
            )

    def _average(self, names: Sequence[str], weights: Weights) -> tuple[GridCells, np.ndarray]:
        """The averages, and the places of those that are there."""
        self._check_size(prod(len(self.values[name]) for name in names))
        if np.isnan(self.counts).any() and (weights != "equal" or self.nesting):
            raise ValueError(
                "the fit has lost the counts of its cells, which are too many to keep after "
                "strip(); use weights='equal', or the fit with its rows"
            )
        nested = [name for name in with_nests(names, self.nesting) if name not in names]
        if nested:
            raise ValueError(f"{', '.join(names)} are nested in {', '.join(nested)}; name these")
        cells = self._cells()
        out = average_cells(cells, names, weights, self.nesting)
        return out, np.flatnonzero(shown_cells(out, cells, self.nesting))

    def _cells(self) -> GridCells:
        size = len(self.rows)
        return GridCells(level_places(self.values, size), self.counts, np.arange(size), None)

    def _labels(self, names: Sequence[str], rows: np.ndarray) -> pd.DataFrame:
        if not names:
            return pd.DataFrame({"1": ["overall"]})
        return self.rows[list(names)].iloc[rows].reset_index(drop=True)


def grid_size(values: Mapping[str, Sequence]) -> int:
    """The number of rows of a grid."""
    return prod(len(v) for v in values.values())


def level_places(values: Mapping[str, Sequence], count: int) -> dict[str, np.ndarray]:
    """The place of each row's value among those of each variable, the first fastest."""
    out, repeats = {}, 1
    for name, levels in values.items():
        out[name] = np.arange(count) // repeats % len(levels)
        repeats *= len(levels)
    return out
