"""The contrasts that the tests of terms of a model are of."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from rglm.design.derivatives.column_uses import columns_of_terms
from rglm.design.frame.schema import Schema
from rglm.inference.means.averages.grid_averages import averages_over


def tested_terms(
    schemas: Iterable[Schema],
    names: Sequence[str],
    levels: Sequence[str],
    nests: dict[str, list[str]],
    columns: Container[str],
) -> list[tuple[str, ...]]:
    """The sets of variables of the grid that terms of the model have, small ones first.

    A set that is part of a term is one, too; a nested variable stands with those that it is nested
    in, also where the term does not name them.

    Parameters
    ----------
    schemas : iterable of Schema
        The parts of the formula.
    names : sequence of str
        The variables of the grid with more than one level.
    levels : sequence of str
        Those of them that are levels of the response: they stand in every term, and alone.
    nests : dict
    columns : container of str
        Of the data.
    """
    reads = columns_of_terms(schemas, columns)
    terms = [{*levels, *one, *_nests_of(one, nests)} for one in reads] or [set(levels)]
    out = []
    for size in range(1, len(names) + 1):
        for one in combinations(names, size):
            is_whole = all({*nests.get(name, ())} & {*names} <= {*one} for name in one)
            if is_whole and any({*one} <= term for term in terms):
                out.append(one)
    return out


def _nests_of(names: Iterable[str], nests: dict[str, list[str]]) -> set[str]:
    return {nest for name in names for nest in nests.get(name, ())}


def term_contrasts(
    groups: pd.DataFrame, term: Sequence[str], nests: dict[str, list[str]]
) -> np.ndarray:
    """Interaction contrasts of the variables of a term, averaged over all others, (m, k).

    Of each variable the changes between levels; within the levels of those that it is nested in.
    """
    means, weights = averages_over(groups, term, nests)
    inside = {nest for name in term for nest in nests.get(name, ())}
    for name in term:
        if name not in inside:
            weights, means = _changes(weights, means, name)
    return weights


def all_contrasts(count: int) -> np.ndarray:
    """The changes between consecutive ones of so many means."""
    return np.diff(np.eye(count), axis=0)


def _changes(
    weights: np.ndarray, means: pd.DataFrame, name: str
) -> tuple[np.ndarray, pd.DataFrame]:
    """The changes between the levels of a variable, within the levels of the others."""
    others = [str(other) for other in means if other != name]
    number = means.groupby(others, sort=False, observed=True).ngroup() if others else None
    codes = np.zeros(len(means), dtype=int) if number is None else number.to_numpy()
    rows, places = [], []
    for code in range(codes.max() + 1):
        inside = np.flatnonzero(codes == code)
        rows.append(np.diff(weights[inside], axis=0))
        places.append(inside[:-1])
    kept = np.concatenate(places)
    return np.vstack(rows), means.iloc[kept].reset_index(drop=True)
