"""Averages over a grid some of whose variables are nested in others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from rglm.inference.reference_grid.cell_averages import GridCells, Weights, stack_cells


def average_cells(
    cells: GridCells,
    names: Sequence[str],
    weights: Weights,
    nesting: Mapping[str, Sequence[str]],
) -> GridCells:
    """The averages for each combination of the variables `names`, the first one fastest.

    A nested variable is averaged over within each combination of those that it is nested in (and
    of other nested variables that are averaged over later), and there only over its levels that
    rows have; then its nests are averaged over.
    """
    nesting = {name: nests for name, nests in nesting.items() if name in cells.codes}
    inner = _innermost(names, nesting)
    if inner is None:
        others = [n for n, code in cells.codes.items() if n not in names and len({*code}) > 1]
        out = cells.average(names, weights)
        return replace(out, averaged=(*cells.averaged, *others))
    rest = {name: nests for name, nests in nesting.items() if name != inner}
    later = [n for name, nests in rest.items() if name not in names for n in (name, *nests)]
    outer = list(dict.fromkeys([*nesting[inner], *later]))
    kept = list(dict.fromkeys([*names, *outer]))
    parts = [_within(part, kept, weights, rest, inner) for part in _parts(cells, outer)]
    averaged = dict.fromkeys(name for part in parts for name in part.averaged)
    merged = replace(stack_cells(parts), averaged=tuple(averaged))
    return average_cells(merged, names, weights, rest)


def shown_cells(
    cells: GridCells, all_cells: GridCells, nesting: Mapping[str, Sequence[str]]
) -> np.ndarray:
    """Which groups are there: those whose nested levels have rows in their nests."""
    shown = np.ones(len(cells.counts), dtype=bool)
    for name, nests in nesting.items():
        if name in cells.codes:
            keys = [name, *nests]
            full = all_cells.average(keys, "equal")
            present = {*zip(*(full.codes[k][full.counts > 0] for k in keys), strict=True)}
            rows = zip(*(cells.codes[k] for k in keys), strict=True)
            shown &= np.array([row in present for row in rows], dtype=bool)
    return shown


def with_nests(names: Sequence[str], nesting: Mapping[str, Sequence[str]]) -> list[str]:
    """Variables with those that they are nested in: nested ones, their nests, the others.

    They are put into this order again where another nested variable is averaged over.
    """
    out = _nested_first(names, nesting)
    while missing := [n for name in out for n in nesting.get(name, ()) if n not in out]:
        out += dict.fromkeys(missing)
    return out if set(nesting) <= set(out) else _nested_first(out, nesting)


def _nested_first(names: Sequence[str], nesting: Mapping[str, Sequence[str]]) -> list[str]:
    nested = [name for name in names if name in nesting]
    nests = [nest for name in nested for nest in nesting[name]]
    return list(dict.fromkeys([*nested, *nests, *names]))


def _innermost(names: Sequence[str], nesting: Mapping[str, Sequence[str]]) -> str | None:
    """The nested variable to average over with most nests, in which no other one is nested."""
    out = [name for name in nesting if name not in names]
    inner = [name for name in out[::-1] if not any(name in nesting[other] for other in out)]
    return max(inner, key=lambda name: len(nesting[name]), default=None)


def _parts(cells: GridCells, nests: Sequence[str]) -> list[GridCells]:
    """The cells of each combination of the nests."""
    keys = np.stack([cells.codes[name] for name in nests], axis=1)
    number = np.unique(keys, axis=0, return_inverse=True)[1].ravel()
    return [cells.take(np.flatnonzero(number == i)) for i in range(number.max() + 1)]


def _within(
    cells: GridCells,
    names: Sequence[str],
    weights: Weights,
    nesting: Mapping[str, Sequence[str]],
    inner: str,
) -> GridCells:
    """The averages in one combination of nests over the levels that rows have there."""
    level = cells.codes[inner]
    present = np.bincount(level, cells.counts) > 0
    if present.any():
        cells = cells.take(np.flatnonzero(present[level]))
    out = average_cells(cells, names, weights, nesting)
    if present.any():
        return out
    return replace(out, averages=np.full_like(out.weights, np.nan), averaged=cells.averaged)
