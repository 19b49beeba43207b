"""The middle of a clustered sandwich: cross products of the clusters' scores; R's ``meatCL``.

s_g = sum over the rows of cluster g of u_i x_i. One way of clustering gives

    M = a sum_g s_g s_g',      a = G / (G - 1)

(Liang & Zeger 1986), HC1 multiplies by (n - 1) / (n - k), and several ways add up with alternating
signs over their intersections (Cameron, Gelbach & Miller 2011). HC2 and HC3 (Bell & McCaffrey
2002) take s_g = X_g' (I - H_g)^q u_g with q = -1/2 and -1, H_g = X_g B X_g' W_g, and a = 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.linalg.blas import dsyrk

from rglm.design.columns import Columns
from rglm.formatting.hints.warning_location import warn
from rglm.inference.covariance.cluster_codes import check_number, columns_of, crossed, ways
from rglm.inference.covariance.full_leverage import NEAR_FULL, REFINEMENTS, ROUNDING
from rglm.inference.covariance.vcov import unscaled
from rglm.warnings import FitWarning

POWERS = {"HC2": -0.5, "HC3": -1.0}


def clustered_meat(
    fit: Any,
    columns: Columns,
    ways: dict[str, np.ndarray],
    weight: np.ndarray,
    score: np.ndarray,
    type: str,
) -> np.ndarray:
    """M of some columns (k) for some ways of clustering, (k, k).

    Parameters
    ----------
    columns : Columns
        For HC2 and HC3 those of X that are estimated.
    ways : dict
        Codes of the rows (n,), by name.
    weight, score : (n,) arrays
        w and u = w r.
    """
    n = int(fit._row_sums.informative)
    if not fit._rows_source.rows.weights.all():  # rows of weight 0 are as if they were not there
        rows = np.flatnonzero(fit._rows_source.rows.weights)
        columns, weight, score = columns.take(rows), weight[rows], score[rows]
        ways = {name: codes[rows] for name, codes in ways.items()}
    out = np.zeros((len(columns),) * 2)
    for sign, codes in crossed({name: pd.factorize(c)[0] for name, c in ways.items()}):
        groups = int(codes.max()) + 1
        if type in POWERS:
            bread = unscaled(fit, np.sort(fit._solution.system.estimable))
            sums, factor = _adjusted(columns, codes, weight, score, bread, POWERS[type]), 1.0
        else:
            sums, factor = _sums(columns, codes, score, groups), groups / (groups - 1)
        out += sign * factor * _cross(sums)
    return out * ((n - 1) / (n - fit.rank) if type == "HC1" else 1.0)


def parted_meat(fit: Any, type: str, cluster: Any, scores: Callable[[Any], Any]) -> np.ndarray:
    """`clustered_meat` of data that are seen part by part: the clusters' sums are added up.

    Parameters
    ----------
    scores : function of a fit to an (n, k) array
        u_i x_i of each row.
    """
    if type in POWERS:
        raise ValueError(
            f"type={type!r} needs all rows of a cluster at once, and the data are not in memory; "
            "use HC0 or HC1"
        )
    n = fit._row_sums.informative
    return summed_meat(fit, cluster, scores) * ((n - 1) / (n - fit.rank) if type == "HC1" else 1.0)


def summed_meat(fit: Any, cluster: Any, scores: Callable[[Any], np.ndarray]) -> np.ndarray:
    """M of the sums of scores over clusters that may go on from part to part."""
    function = partial(_of_part, cluster=cluster, scores=scores)
    totals: dict[tuple[str, ...], pd.DataFrame] = {}
    for found in fit._map_chunks(function, "clusters", also=columns_of(fit, cluster)):
        for names, sums in found.items():
            both = pd.concat([totals[names], sums]) if names in totals else sums
            totals[names] = both.groupby(level=list(range(len(names))), sort=False).sum()
    out: Any = 0.0
    for names, sums in totals.items():
        check_number(" and ".join(names), len(sums))
        sign, groups = (-1) ** (len(names) + 1), len(sums)
        out = out + sign * groups / (groups - 1) * _cross(np.asfortranarray(sums))
    return out


def _of_part(
    fit: Any, cluster: Any, scores: Callable[[Any], Any]
) -> dict[tuple[str, ...], pd.DataFrame]:
    """The sums of the scores in a part by the clusters' labels; of each way, and of each of their
    intersections.
    """
    found, rows = ways(fit, cluster), np.flatnonzero(fit._rows_source.rows.weights)
    score = scores(fit)[rows]
    out = {}
    for size in range(1, len(found) + 1):
        for names in combinations(found, size):
            chosen = [found[name] for name in names]
            labels = pd.MultiIndex.from_arrays([values[codes[rows]] for codes, values in chosen])
            codes, unique = pd.factorize(labels)
            count = len(unique)
            sums = np.column_stack([np.bincount(codes, column, count) for column in score.T])
            index: pd.Index = pd.MultiIndex.from_tuples(unique)
            index = index if len(names) > 1 else index.get_level_values(0)
            out[names] = pd.DataFrame(sums, index=index)
    return out


def _cross(sums: np.ndarray) -> np.ndarray:
    if not sums.shape[1]:
        return np.zeros((0, 0))
    upper = dsyrk(1.0, sums, trans=1)
    return upper + np.triu(upper, 1).T


def _sums(columns: Columns, codes: np.ndarray, score: np.ndarray, groups: int) -> np.ndarray:
    """s_g of each cluster, (G, k), column by column."""
    out = np.empty((groups, len(columns)), order="F")
    for j in range(len(columns)):
        out[:, j] = np.bincount(codes, columns.column(j) * score, groups)
    return out


def _adjusted(
    columns: Columns,
    codes: np.ndarray,
    weight: np.ndarray,
    score: np.ndarray,
    bread: np.ndarray,
    power: float,
) -> np.ndarray:
    """X_g' (I - H_g)^power u_g of each cluster, (G, k).

    With B = L L', U = X_g L and V = W_g U, H_g = U V' has the eigenvalues of the k x k matrix
    S = V'U = Q diag(l) Q', and (I - U V')^q = I + U Q diag(((1 - l)^q - 1) / l) Q' V', so that no
    matrix of the cluster's size is made.
    """
    scale = np.sqrt(np.diag(bread))
    root = scale[:, None] * np.linalg.cholesky(bread / np.outer(scale, scale))
    out = np.empty((int(codes.max()) + 1, len(bread)), order="F")
    for g, (x, w, u) in enumerate(_by_cluster(columns, codes, weight, score)):
        values, q = np.linalg.eigh(root.T @ (x.T @ (x * w[:, None])) @ root)
        turned = root @ q
        for k in np.flatnonzero(values > 1 - NEAR_FULL):
            values[k] = 1 - _gap_to_one(columns, codes == g, weight, bread, turned[:, k])
        if (values == 1).any():
            _warn_of_full_clusters()
            return np.full_like(out, np.nan)
        pull = _growth(values, power) * (turned.T @ (x.T @ (w * u)))
        out[g] = x.T @ (u + x @ (turned @ pull))
    return out


def _gap_to_one(
    columns: Columns, inside: np.ndarray, weight: np.ndarray, bread: np.ndarray, b: np.ndarray
) -> float:
    """1 - l of an eigenvector W^(1/2) X b of H_g, summed over the rows of the other clusters.

    It is 0 where that is no more than rounding. See `rglm.inference.covariance.full_leverage`.
    """
    root, whole = np.sqrt(weight), slice(None)
    along = np.where(inside, root * columns.product(b, whole), 0.0)
    for _ in range(REFINEMENTS):
        left = along - root * columns.product(b, whole)
        b = b + bread @ columns.transposed_product(root * left, whole)
    left = along - root * columns.product(b, whole)
    size = np.abs(along) + root * columns.abs_product(b, whole)
    if (np.abs(left) <= ROUNDING * size).all():
        return 0.0
    return float(left @ left / (along @ along))


def _growth(values: np.ndarray, power: float) -> np.ndarray:
    """((1 - l)^power - 1) / l."""
    inside = np.maximum(values, 0.0)
    with np.errstate(all="ignore"):
        return np.where(inside > 0, np.expm1(power * np.log1p(-inside)) / inside, -power + inside)


def _by_cluster(
    columns: Columns, codes: np.ndarray, weight: np.ndarray, score: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """X_g, w_g and u_g of one cluster after the other."""
    order = np.argsort(codes, kind="stable")
    columns, weight, score = columns.take(order), weight[order], score[order]
    ends = np.cumsum(np.bincount(codes))
    for low, high in zip(np.r_[0, ends[:-1]], ends, strict=True):
        place = slice(int(low), int(high))
        yield columns.matrix(place), weight[place], score[place]


def _warn_of_full_clusters() -> None:
    warn(
        "some cluster(s) fix a combination of coefficients by themselves, so that HC2 and HC3 are "
        "not defined (NaN); use HC0 or HC1",
        FitWarning,
    )
