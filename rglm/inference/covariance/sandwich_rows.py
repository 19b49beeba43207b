"""A sandwich B M B summed row by row, where the product of matrices has lost its digits.

    V_jk = sum over rows of omega_i u_i^2 (x_i' b_j) (x_i' b_k),      b_j the column j of B

is a sum of squares on its diagonal: never below 0, and 0 where every row gives no more than
rounding. B M B gives -1e-15 there, and noise where B is large beside what is left of it.
"""

from __future__ import annotations

from functools import partial, reduce
from operator import iadd
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.fitting.irls.working_statistics import weights_at
from rglm.fitting.separation.separation_directions import infinite_sides
from rglm.inference.covariance.cluster_codes import cluster_codes, crossed
from rglm.inference.covariance.full_leverage import ROUNDING, block_leverages

LOST_DIGITS = 1e-6  # of the sizes of what is summed: a variance below it has lost six digits
NEARLY_ZERO = 1e-12  # of the model's own variance: one below it may be rounding
ROOM = 5e7  # numbers: rows times coefficients that are summed again


def lost_digits(covariance: np.ndarray, bread: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Which variances of B M B are small beside the sizes of what they are summed of."""
    whole = (np.abs(bread) @ np.sqrt(np.maximum(np.diag(middle), 0.0))) ** 2
    with np.errstate(invalid="ignore"):
        return np.abs(np.diag(covariance)) < LOST_DIGITS * whole


def may_be_rounding(fit: Any, covariance: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Which variances are next to nothing beside the model's own."""
    phi = fit.dispersion if fit.dispersion > 0 else np.inf
    with np.errstate(invalid="ignore"):
        return np.abs(np.diag(covariance)) < NEARLY_ZERO * phi * fit._unscaled_variances[places]


def is_rounding(fit: Any, variances: np.ndarray, cluster: Any, places: np.ndarray) -> np.ndarray:
    """Which variances, sums of squares, are no more than the rounding of what is squared."""
    if cluster is not None and fit._is_chunked:
        return np.zeros(len(places), dtype=bool)
    parts = fit._map_chunks(partial(_noise, cluster=cluster, places=places))
    return np.abs(variances) <= reduce(iadd, parts)


def _noise(fit: Any, cluster: Any, places: np.ndarray) -> np.ndarray:
    """What variances may be by rounding."""
    by_row = np.column_stack([_row_noise(fit, place) for place in places])
    if cluster is None:
        return (by_row**2).sum(axis=0)
    out = np.zeros(len(places))
    ways = {name: pd.factorize(c)[0] for name, c in cluster_codes(fit, cluster).items()}
    for _, codes in crossed(ways):
        sums = np.column_stack([np.bincount(codes, column) for column in by_row.T])
        out += 2 * (sums**2).sum(axis=0)  # G / (G - 1) is 2 at most
    return out


def _row_noise(fit: Any, place: int) -> np.ndarray:
    """The rounding of u_i x_i' b of each row."""
    unit = np.zeros(len(fit._schema.names))
    unit[place] = 1.0
    pull = fit._solution.system.apply(unit)

    def of_block(block: Block) -> np.ndarray:
        columns, rows = block.columns, block.row_slice
        weight, link = weights_at(fit._solution.system_predictor, block), fit.family.link
        with np.errstate(all="ignore"):
            mu, slope = link.inverse_and_slope(fit._predictor.eta(block))
            exact = weight * (np.abs(block.rows.y) + np.abs(mu)) / np.abs(slope)
            score = weight * np.abs((block.rows.y - mu) / slope)
        size = score * columns.abs_product(pull, rows)
        size += np.where(weight > 0, exact, 0.0) * np.abs(columns.product(pull, rows))
        return ROUNDING * np.where(weight > 0, size, 0.0)

    return fit._rows_source.by_row(of_block)


def fitted_exactly(fit: Any, block: Block) -> np.ndarray:
    """The rows that the maximum fits without error, so that their score is 0.

    They have leverage 1, and their response is at no infinite end of the linear predictor.
    """
    return (block_leverages(fit, block) == 1) & (infinite_sides(fit.family, block.rows) == 0)
