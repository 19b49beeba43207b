"""Robust covariances of maximum likelihood fits: R's sandwich of zeroinfl, hurdle and polr fits.

With s_i the gradient of the log-likelihood of one observation of row i by the coefficients, w_i
the weight of the row, which is a number of such observations, and B the covariance,

    V = B (sum over rows of w_i s_i s_i') B,

as of the rows written out w_i times. With clusters the sum is over them of s_g s_g', s_g the sum
of w_i s_i over their rows. As in R parameters that have no place in the covariance, such as
log(theta), are taken as known.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.inference.covariance import sandwich_types
from rglm.inference.covariance.cluster_codes import cluster_codes
from rglm.inference.covariance.cluster_sums import (
    chunked_cluster_products,
    signed_intersections,
    sum_by_cluster,
)
from rglm.inference.covariance.likelihood_estfun import row_scores, scores_of_rows
from rglm.inference.covariance.sandwich_types import check_type, robust_table
from rglm.protocol.argument_types import Cluster
from rglm.protocol.capabilities import HasLikelihoodModel

LIKELIHOOD_TYPES = ("const", "HC", "HC0", "HC1")


def robust_vcov(
    fit: HasLikelihoodModel, places: np.ndarray, type: str | None = None, cluster: Cluster = None
) -> pd.DataFrame:
    """B M B of some coefficients, NaN where aliased."""
    if type in sandwich_types.TYPES and type not in LIKELIHOOD_TYPES:
        raise ValueError(f"type={type!r}: {fit._function_name}() has no leverages; use HC0, HC1")
    type = check_type(type, cluster, LIKELIHOOD_TYPES)
    type = "HC0" if type == "HC" else type
    bread, n = fit._solution.system.matrix, fit._weight_sum
    k = len(bread)
    inflation = (n / (n - k) if n > k else np.nan) if type == "HC1" else 1.0
    if cluster is None:
        middle = fit._sum_chunks(_score_products) * inflation
    else:
        factor = inflation * (n - 1) / n if type == "HC1" else 1.0
        if fit._is_chunked:
            middle = chunked_cluster_products(fit, cluster, row_scores) * factor
        else:
            middle = _cluster_products(fit, cluster) * factor
    out, estimable = np.full((len(fit.names),) * 2, np.nan), fit._solution.system.estimable
    out[np.ix_(estimable, estimable)] = bread @ middle @ bread
    return robust_table(fit, out[np.ix_(places, places)], places, type, cluster)


def _score_products(fit: HasLikelihoodModel) -> np.ndarray:
    """The sum of w s s' over the rows."""
    out = np.zeros((fit._solution.system.rank,) * 2)
    for source in fit._single_observation_sources():
        scores, weights = scores_of_rows(fit, source), source.rows.weights
        used = weights > 0
        one = scores[used] / np.sqrt(weights[used])[:, None]
        out += one.T @ one
    return out


def _cluster_products(fit: HasLikelihoodModel, cluster: Cluster) -> np.ndarray:
    """The sum of s_g s_g' times G / (G - 1); several ways with alternating signs."""
    used = np.flatnonzero(fit._rows_source.rows.weights)
    ways = {name: codes[used] for name, codes in cluster_codes(fit, cluster).items()}
    scores = row_scores(fit)[used]
    out = np.zeros((scores.shape[1],) * 2)
    for sign, codes in signed_intersections(ways):
        sums = sum_by_cluster(codes, scores)
        groups = len(sums)
        out += sign * groups / (groups - 1) * (sums.T @ sums)
    return out
