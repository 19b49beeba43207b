"""Averages over the rows of a table of means, whose variables may be nested in each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pandas as pd

from rglm.inference.reference_grid.cell_counts import cell_numbers, is_nested


def find_nests(groups: pd.DataFrame) -> dict[str, list[str]]:
    """The variables that each one is nested in: of each of its levels they have one.

    Of two that determine each other none is nested.
    """
    codes = {str(name): pd.factorize(column)[0] for name, column in groups.items()}
    counts = {name: len(np.unique(code)) for name, code in codes.items()}
    out: dict[str, list[str]] = {}
    for one, other in permutations(codes, 2):
        if counts[one] > counts[other] > 1 and is_nested(codes[one], codes[other]):
            out.setdefault(one, []).append(other)
    return out


def averages_over(
    groups: pd.DataFrame, names: Sequence[str], nests: dict[str, list[str]]
) -> tuple[pd.DataFrame, np.ndarray]:
    """The levels of some variables, and the weights of the rows in the mean of each.

    The others are averaged over one at a time, a nested one before those that it is nested in,
    each with equal weights.

    Returns
    -------
    DataFrame (G, v), (G, k) array
    """
    weights, levels = np.eye(len(groups)), groups
    others = [str(name) for name in groups if name not in names]
    for name in sorted(others, key=lambda one: -len(nests.get(one, ()))):
        kept = [str(other) for other in levels if other != name]
        weights, levels = _collapsed(weights, levels, kept)
    return levels[list(names)], weights


def _collapsed(
    weights: np.ndarray, levels: pd.DataFrame, kept: Sequence[str]
) -> tuple[np.ndarray, pd.DataFrame]:
    """The means over the rows with the same levels of the variables that are kept."""
    codes = [pd.factorize(levels[name])[0] for name in kept]
    place, first = cell_numbers([*codes, np.zeros(len(levels), dtype=int)])
    member = np.zeros((len(first), len(levels)))
    member[place, np.arange(len(levels))] = 1.0
    member /= member.sum(axis=1, keepdims=True)
    return member @ weights, levels[list(kept)].iloc[first].reset_index(drop=True)
