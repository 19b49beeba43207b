"""A sandwich B M B summed row by row, where the product of matrices has lost its digits.

    V_jk = sum over rows of omega_i u_i^2 (x_i' b_j) (x_i' b_k),      b_j the column j of B

is a sum of squares on its diagonal: never below 0, and 0 where every row gives no more than
rounding. B M B gives -1e-15 there, and noise where B is large beside what is left of it.
"""

from __future__ import annotations

from functools import partial, reduce
from operator import iadd

import numpy as np

from rglm.design.block import Block
from rglm.fitting.irls.working_statistics import weights_at
from rglm.fitting.separation.separation_directions import infinite_sides
from rglm.inference.covariance.cluster_codes import cluster_codes
from rglm.inference.covariance.cluster_sums import signed_intersections, sum_by_cluster
from rglm.inference.covariance.full_leverage import SUM_ROUNDING, block_leverages
from rglm.inference.covariance.model_covariance import bread_column
from rglm.protocol.argument_types import Cluster
from rglm.protocol.capabilities import HasLeverage

MIN_PRECISE_RATIO = 1e-6  # of the sizes of what is summed: a variance below it has lost six digits
MIN_VARIANCE_RATIO = 1e-12  # of the model's own variance: one below it may be rounding
MAX_SUMMED_NUMBERS = 5e7  # rows times coefficients that are summed again


def lost_digits(covariance: np.ndarray, bread: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Whether each variance of B M B is small beside the sizes of the products in its sum."""
    size = (np.abs(bread) @ np.sqrt(np.maximum(np.diag(middle), 0.0))) ** 2
    with np.errstate(invalid="ignore"):
        return np.abs(np.diag(covariance)) < MIN_PRECISE_RATIO * size


def may_be_rounding(fit: HasLeverage, covariance: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Whether each variance is nearly zero beside the model's own."""
    phi = fit.dispersion if fit.dispersion > 0 else np.inf
    with np.errstate(invalid="ignore"):
        smallest = MIN_VARIANCE_RATIO * phi * fit._unscaled_variances[places]
        return np.abs(np.diag(covariance)) < smallest


def is_rounding(
    fit: HasLeverage, variances: np.ndarray, cluster: Cluster, places: np.ndarray
) -> np.ndarray:
    """Whether each variance, a sum of squares, is no more than the rounding of the squares."""
    if cluster is not None and fit._is_chunked:
        return np.zeros(len(places), dtype=bool)
    bounds = fit._map_chunks(partial(_rounding_bound, cluster=cluster, places=places))
    return np.abs(variances) <= reduce(iadd, bounds)


def _rounding_bound(fit: HasLeverage, cluster: Cluster, places: np.ndarray) -> np.ndarray:
    """The largest variances that rounding alone can give."""
    by_row = np.column_stack([_row_rounding(fit, place) for place in places])
    if cluster is None:
        return (by_row**2).sum(axis=0)
    out = np.zeros(len(places))
    for _, codes in signed_intersections(cluster_codes(fit, cluster)):
        out += 2 * (sum_by_cluster(codes, by_row) ** 2).sum(axis=0)  # G / (G - 1) is 2 at most
    return out


def _row_rounding(fit: HasLeverage, place: int) -> np.ndarray:
    """The rounding of u_i x_i' b of each row."""
    b = bread_column(fit, place)

    def of_block(block: Block) -> np.ndarray:
        columns, rows = block.columns, block.row_slice
        weight, link = weights_at(fit._solution.system_predictor, block), fit.family.link
        with np.errstate(all="ignore"):
            mu, slope = link.inverse_and_slope(fit._predictor.eta(block))
            exact = weight * (np.abs(block.rows.y) + np.abs(mu)) / np.abs(slope)
            score = weight * np.abs((block.rows.y - mu) / slope)
        size = score * columns.abs_product(b, rows)
        size += np.where(weight > 0, exact, 0.0) * np.abs(columns.product(b, rows))
        return SUM_ROUNDING * np.where(weight > 0, size, 0.0)

    return fit._rows_source.by_row(of_block)


def is_fitted_exactly(fit: HasLeverage, block: Block) -> np.ndarray:
    """Whether each row is fitted without error, so that its score is 0.

    Such rows have leverage 1, and a response that a finite linear predictor can give.
    """
    return (block_leverages(fit, block) == 1) & (infinite_sides(fit.family, block.rows) == 0)
