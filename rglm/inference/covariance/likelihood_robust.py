"""Robust covariances of maximum likelihood fits: R's sandwich of zeroinfl, hurdle and polr fits.

With s_i the gradient of the log-likelihood of one observation of row i by the coefficients, w_i
the weight of the row, which is a number of such observations, and B the covariance,

    V = B (sum over rows of w_i s_i s_i') B,

as of the rows written out w_i times. With clusters the sum is over them of s_g s_g', s_g the sum
of w_i s_i over their rows. As in R parameters that have no place in the covariance, such as
log(theta), are taken as known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from rglm.inference.covariance import robust
from rglm.inference.covariance.cluster_codes import cluster_codes, crossed
from rglm.inference.covariance.clustered import summed_meat
from rglm.inference.covariance.robust import check_type, cluster_words
from rglm.inference.covariance.vcov import named_matrix
from rglm.protocol.capabilities import HasLikelihoodModel

TYPES = ("const", "HC", "HC0", "HC1")


def robust_vcov(
    fit: Any, places: np.ndarray, type: str | None = None, cluster: Any = None
) -> pd.DataFrame:
    """B M B of some coefficients, NaN where aliased; ``attrs["type"]`` names it in words."""
    if type in robust.TYPES and type not in TYPES:
        raise ValueError(f"type={type!r}: {fit._function_name}() has no leverages; use HC0, HC1")
    type = check_type(type, cluster, TYPES)
    type = "HC0" if type == "HC" else type
    bread, n = fit._solution.system.matrix, fit._weight_sum
    k = len(bread)
    if cluster is None:
        middle = fit._sum_chunks(_squares) * (_inflation(n, k) if type == "HC1" else 1.0)
    else:
        found = summed_meat if fit._is_chunked else _clustered
        middle = found(fit, cluster, row_scores)
        middle = middle * (_inflation(n, k) * (n - 1) / n if type == "HC1" else 1.0)
    out, kept = np.full((len(fit.names),) * 2, np.nan), fit._solution.system.estimable
    out[np.ix_(kept, kept)] = bread @ middle @ bread
    table = named_matrix(fit, out[np.ix_(places, places)], places)
    table.attrs["type"] = type if cluster is None else f"{type}, clustered{cluster_words(cluster)}"
    return table


def _inflation(n: float, k: int) -> float:
    """The factor n / (n - k) of HC1, n the number of observations."""
    return n / (n - k) if n > k else np.nan


def _squares(fit: Any) -> np.ndarray:
    """The sum of w s s' over the rows."""
    out = np.zeros((fit._solution.system.rank,) * 2)
    for source in fit._single_observation_sources():
        scores, weights = _scores(fit, source), source.rows.weights
        used = weights > 0
        one = scores[used] / np.sqrt(weights[used])[:, None]
        out += one.T @ one
    return out


def row_scores(fit: Any) -> np.ndarray:
    """The gradient of each row by the coefficients that are not aliased, (n, r): w s."""
    return _scores(fit, fit._rows_source)


def _scores(fit: Any, source: Any) -> np.ndarray:
    found = source.by_row(fit._likelihood_model.scores(fit._parameters))
    return found[:, : fit._solution.system.rank]


def _clustered(fit: Any, cluster: Any, scores_of: Callable[[Any], np.ndarray]) -> np.ndarray:
    """The sum over clusters, times G / (G - 1); several ways with alternating signs."""
    used = np.flatnonzero(fit._rows_source.rows.weights)
    ways = {name: codes[used] for name, codes in cluster_codes(fit, cluster).items()}
    scores = scores_of(fit)[used]
    out = np.zeros((scores.shape[1],) * 2)
    for sign, codes in crossed({name: pd.factorize(c)[0] for name, c in ways.items()}):
        groups = int(codes.max()) + 1
        sums = np.column_stack([np.bincount(codes, column, groups) for column in scores.T])
        out += sign * groups / (groups - 1) * (sums.T @ sums)
    return out


def estfun(fit: HasLikelihoodModel) -> pd.DataFrame:
    """The estimating functions: the gradient of each row's log-likelihood; R's ``estfun``.

    Each column sums to zero at the estimates; those of aliased coefficients are NaN. A row of
    weight w counts for w observations, whose gradients are added up.

    Returns
    -------
    DataFrame (n, p)

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> scores = polr("ordered(tension) ~ breaks", load("warpbreaks")).estfun()
    >>> scores.shape, bool((scores.sum().abs() < 1e-6).all())
    ((54, 3), True)
    """
    out = np.full((len(fit._index), len(fit.names)), np.nan)
    out[:, fit._solution.system.estimable] = row_scores(fit)
    return fit._pad_omitted(pd.DataFrame(out, index=fit._index, columns=list(fit.names)))
