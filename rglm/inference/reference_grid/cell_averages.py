"""Averages over the cells of a reference grid, by their weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.formatting.hints.option_check import check_option
from rglm.inference.reference_grid.cell_counts import cell_numbers

Weights: TypeAlias = str | Sequence[float] | np.ndarray
"""A kind of weights, or a number for each combination that is averaged over."""

KINDS = ("equal", "proportional", "outer", "cells", "flat")


@dataclass(frozen=True)
class GridCells:
    """Cells of a grid, or groups of them.

    Attributes
    ----------
    codes : dict of (m,) int array
        The places of the levels of each variable.
    counts : (m,) float array
        The rows of the data in each.
    first : (m,) int array
        A row of the grid in each.
    averages : (m, N) float array or None
        The weights of the rows of the grid; None where the cells are these rows.
    averaged : tuple of str
        The variables that were averaged over.
    """

    codes: Mapping[str, np.ndarray]
    counts: np.ndarray
    first: np.ndarray
    averages: np.ndarray | None
    averaged: tuple[str, ...] = ()

    @property
    def weights(self) -> np.ndarray:
        """The weights of the rows of the grid, (m, N)."""
        return np.eye(len(self.first)) if self.averages is None else self.averages

    def take(self, places: np.ndarray) -> GridCells:
        """Some of the cells."""
        return GridCells(
            {name: code[places] for name, code in self.codes.items()},
            self.counts[places],
            self.first[places],
            self.weights[places],
            self.averaged,
        )

    def average(self, names: Sequence[str], weights: Weights) -> GridCells:
        """The averages for each combination of the variables `names`, the first one fastest.

        The cells are all combinations of some levels.
        """
        size, others = len(self.counts), [name for name in self.codes if name not in names]
        group = _numbers([self.codes[name] for name in names], size)
        share = _shares([self.codes[name] for name in others], self.counts, group, weights)
        first = np.unique(group, return_index=True)[1]
        if len(first) == size:  # nothing is averaged over
            share = np.ones(size)
        member = np.zeros((len(first), size))
        member[group, np.arange(size)] = share
        return GridCells(
            {name: self.codes[name][first] for name in names},
            np.bincount(group, self.counts),
            self.first[first],
            member if self.averages is None else _product(member, self.averages),
            self.averaged,
        )


def stack_cells(parts: Sequence[GridCells]) -> GridCells:
    """The cells of several grids with the same variables, one below the other."""
    return GridCells(
        {n: np.concatenate([part.codes[n] for part in parts]) for n in parts[0].codes},
        np.concatenate([part.counts for part in parts]),
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.weights for part in parts]),
        parts[0].averaged,
    )


def _product(member: np.ndarray, averages: np.ndarray) -> np.ndarray:
    """``member @ averages``, in which NaN times 0 is 0."""
    unknown = np.isnan(averages)
    out: np.ndarray = np.nan_to_num(member) @ np.where(unknown, 0, averages)
    lost = np.isnan(member).any(axis=1) | ((member != 0) @ unknown.any(axis=1))
    out[lost] = np.nan
    return out


def _numbers(codes: Sequence[np.ndarray], size: int) -> np.ndarray:
    """The number of each combination of codes, the first fastest, without gaps, (size,)."""
    return cell_numbers([*codes, np.zeros(size, dtype=int)])[0]


@ignore_float_errors
def _shares(
    others: Sequence[np.ndarray], counts: np.ndarray, group: np.ndarray, weights: Weights
) -> np.ndarray:
    """The weight of each cell in its group; NaN in a group whose cells have no rows."""
    size = len(counts)
    if isinstance(weights, str):
        check_option("weights", weights, KINDS)
        if weights == "equal":
            value = np.ones(size)
        elif weights == "cells":
            value = counts.astype(float)
        elif weights == "flat":
            value = (counts > 0).astype(float)
        elif weights == "proportional":
            value = _totals(_numbers(others, size), counts)
        else:
            value = np.prod([np.ones(size), *(_totals(code, counts) for code in others)], axis=0)
    else:
        value = _given(weights, _numbers(others, size))
    return value / np.bincount(group, value)[group]


def _totals(number: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """The rows in all cells with the same number, for each cell."""
    return np.bincount(number, counts)[number]


def _given(weights: Any, number: np.ndarray) -> np.ndarray:
    """Weights for each combination that is averaged over.

    Raises
    ------
    ValueError
        They are not as many as the combinations, no numbers, negative, or all 0.
    """
    given, count = np.asarray(weights), int(number.max()) + 1
    if given.dtype.kind not in "biuf":
        raise ValueError(
            f"weights= takes numbers or {', '.join(map(repr, KINDS))}, got {weights!r}"
        )
    values = given.astype(float)
    if values.shape != (count,):
        raise ValueError(
            f"weights= has {values.size} values; the means are averages over {count} "
            f"combinations of levels: give one of each, or {', '.join(map(repr, KINDS))}"
        )
    if not (values >= 0).all() or not values.sum() > 0:
        raise ValueError(f"weights= takes numbers from 0, not all 0, got {values.tolist()}")
    return values[number]
