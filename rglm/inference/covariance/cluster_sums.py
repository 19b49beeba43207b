"""Sums over clusters of rows, and over the intersections of several ways of clustering.

Several ways add up with alternating signs over their intersections (Cameron, Gelbach & Miller
2011): + for one way, - for two, + for three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import combinations
from typing import TypeVar

import numpy as np
import pandas as pd
from scipy.linalg.blas import dsyrk

from rglm.inference.covariance.cluster_codes import (
    check_cluster_count,
    cluster_columns,
    labelled_codes,
)
from rglm.protocol.argument_types import Cluster
from rglm.protocol.model_result import ModelResult

Fit = TypeVar("Fit", bound=ModelResult)


def signed_intersections(ways: Mapping[str, np.ndarray]) -> Iterator[tuple[int, np.ndarray]]:
    """Sign and codes of each way, and of each intersection of some of them."""
    ranks = [pd.factorize(codes)[0] for codes in ways.values()]
    for size in range(1, len(ranks) + 1):
        for chosen in combinations(ranks, size):
            codes = chosen[0]
            for other in chosen[1:]:
                codes = pd.factorize(codes * (other.max() + 1) + other)[0]
            yield (-1) ** (size + 1), codes


def sum_by_cluster(codes: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """The sums of the columns of an (n, k) array over the rows of each code, (G, k)."""
    return np.column_stack([np.bincount(codes, column) for column in scores.T])


def cross_product(sums: np.ndarray) -> np.ndarray:
    """S'S, (k, k)."""
    if not sums.shape[1]:
        return np.zeros((0, 0))
    upper = dsyrk(1.0, sums, trans=1)
    return upper + np.triu(upper, 1).T


def chunked_cluster_products(
    fit: Fit, cluster: Cluster, scores: Callable[[Fit], np.ndarray]
) -> np.ndarray:
    """The sum of s_g s_g', times G / (G - 1), over clusters that may go on from chunk to chunk."""
    sums_of_chunk = partial(_sums_of_chunk, cluster=cluster, scores=scores)
    columns = cluster_columns(fit, cluster)
    totals: dict[tuple[str, ...], pd.DataFrame] = {}
    for sums_by_names in fit._map_chunks(sums_of_chunk, "clusters", extra_columns=columns):
        for names, sums in sums_by_names.items():
            both = pd.concat([totals[names], sums]) if names in totals else sums
            totals[names] = both.groupby(level=list(range(len(names))), sort=False).sum()
    out = np.zeros(())
    for names, sums in totals.items():
        check_cluster_count(" and ".join(names), len(sums))
        sign, groups = (-1) ** (len(names) + 1), len(sums)
        out = out + sign * groups / (groups - 1) * cross_product(np.asfortranarray(sums))
    return out


def _sums_of_chunk(
    fit: Fit, cluster: Cluster, scores: Callable[[Fit], np.ndarray]
) -> dict[tuple[str, ...], pd.DataFrame]:
    """The sums of scores by the labels of the clusters; by the names of ways that intersect."""
    ways, rows = labelled_codes(fit, cluster), np.flatnonzero(fit._rows_source.rows.weights)
    score, out = scores(fit)[rows], {}
    for size in range(1, len(ways) + 1):
        for names in combinations(ways, size):
            chosen = [ways[name] for name in names]
            labels = pd.MultiIndex.from_arrays([values[codes[rows]] for codes, values in chosen])
            codes, unique = pd.factorize(labels)
            index = pd.MultiIndex.from_tuples(unique)
            out[names] = pd.DataFrame(
                sum_by_cluster(codes, score),
                index=index if len(names) > 1 else index.get_level_values(0),
            )
    return out
