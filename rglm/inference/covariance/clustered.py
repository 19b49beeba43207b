"""The middle of a clustered sandwich: cross products of the clusters' scores; R's ``meatCL``.

s_g = sum over the rows of cluster g of u_i x_i. One way of clustering gives

    M = a sum_g s_g s_g',      a = G / (G - 1)

(Liang & Zeger 1986, with a = 1); HC1 multiplies by (n - 1) / (n - k). Several ways are added up as
in `cluster_sums`. HC2 and HC3 (Bell & McCaffrey 2002) take s_g = X_g' (I - H_g)^q u_g with
q = -1/2 and -1, H_g = X_g B X_g' W_g, and a = 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from rglm.design.columns import Columns
from rglm.formatting.hints.warning_location import warn
from rglm.inference.covariance.cluster_sums import (
    chunked_cluster_products,
    cross_product,
    signed_intersections,
)
from rglm.inference.covariance.full_leverage import (
    MAX_NEAR_FULL_GAP,
    REFINEMENT_STEPS,
    SUM_ROUNDING,
)
from rglm.inference.covariance.model_covariance import unscaled_covariance
from rglm.protocol.argument_types import Cluster
from rglm.protocol.capabilities import HasLeverage, HasWorkingWeights
from rglm.warnings import FitWarning

ADJUSTMENT_POWERS = {"HC2": -0.5, "HC3": -1.0}


def clustered_meat(
    fit: HasWorkingWeights,
    columns: Columns,
    ways: Mapping[str, np.ndarray],
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
    for sign, codes in signed_intersections(ways):
        groups = int(codes.max()) + 1
        if type in ADJUSTMENT_POWERS:
            bread = unscaled_covariance(fit, np.sort(fit._solution.system.estimable))
            power, factor = ADJUSTMENT_POWERS[type], 1.0
            sums = _adjusted_sums(columns, codes, weight, score, bread, power)
        else:
            sums, factor = _cluster_sums(columns, codes, score, groups), groups / (groups - 1)
        out += sign * factor * cross_product(sums)
    return out * _hc1_factor(fit, n) if type == "HC1" else out


def chunked_meat(
    fit: HasLeverage, type: str, cluster: Cluster, scores: Callable[[HasLeverage], np.ndarray]
) -> np.ndarray:
    """`clustered_meat` of chunked data: the clusters' sums are added up.

    Parameters
    ----------
    scores : function of a fit to an (n, k) array
        u_i x_i of each row.
    """
    if type in ADJUSTMENT_POWERS:
        raise ValueError(
            f"type={type!r} needs all rows of a cluster at once, and the data are not in memory; "
            "use HC0 or HC1"
        )
    products = chunked_cluster_products(fit, cluster, scores)
    return products * _hc1_factor(fit, fit._row_sums.informative) if type == "HC1" else products


def _hc1_factor(fit: HasWorkingWeights, n: float) -> float:
    return (n - 1) / (n - fit.rank)


def _cluster_sums(
    columns: Columns, codes: np.ndarray, score: np.ndarray, groups: int
) -> np.ndarray:
    """s_g of each cluster, (G, k), column by column."""
    out = np.empty((groups, len(columns)), order="F")
    for j in range(len(columns)):
        out[:, j] = np.bincount(codes, columns.column(j) * score, groups)
    return out


def _adjusted_sums(
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
        rotated = root @ q
        for k in np.flatnonzero(values > 1 - MAX_NEAR_FULL_GAP):
            values[k] = 1 - _gap_to_one(columns, codes == g, weight, bread, rotated[:, k])
        if (values == 1).any():
            _warn_of_full_clusters()
            return np.full_like(out, np.nan)
        coordinates = _relative_change(values, power) * (rotated.T @ (x.T @ (w * u)))
        out[g] = x.T @ (u + x @ (rotated @ coordinates))
    return out


def _gap_to_one(
    columns: Columns, inside: np.ndarray, weight: np.ndarray, bread: np.ndarray, b: np.ndarray
) -> float:
    """1 - l of an eigenvector W^(1/2) X b of H_g, summed over the rows of the other clusters.

    It is 0 where that is no more than rounding. See `rglm.inference.covariance.full_leverage`.
    """
    root, all_rows = np.sqrt(weight), slice(None)
    target = np.where(inside, root * columns.product(b, all_rows), 0.0)
    for _ in range(REFINEMENT_STEPS):
        residual = target - root * columns.product(b, all_rows)
        b = b + bread @ columns.transposed_product(root * residual, all_rows)
    residual = target - root * columns.product(b, all_rows)
    size = np.abs(target) + root * columns.abs_product(b, all_rows)
    if (np.abs(residual) <= SUM_ROUNDING * size).all():
        return 0.0
    return float(residual @ residual / (target @ target))


def _relative_change(values: np.ndarray, power: float) -> np.ndarray:
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
        rows = slice(int(low), int(high))
        yield columns.matrix(rows), weight[rows], score[rows]


def _warn_of_full_clusters() -> None:
    warn(
        "some cluster(s) fix a combination of coefficients by themselves, so that HC2 and HC3 are "
        "not defined (NaN); use HC0 or HC1",
        FitWarning,
    )
