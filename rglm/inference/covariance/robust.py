"""Robust covariances of the coefficients of a glm; R's sandwich.

They hold where the model's variance does not. With working weights w_i and working residuals r_i,
x_i u_i (u_i = w_i r_i) is the score of a row, up to the dispersion, and

    V = B M B,      B = (X'WX)^-1,      M = sum over rows of omega_i u_i^2 x_i x_i'

(Huber 1967; White 1980; MacKinnon & White 1985 for omega; Zeileis 2006, J. Stat. Softw. 16/9).
With clusters M is the sum over them of s_g s_g', s_g the sum of their rows' scores (`clustered`).
"""

from __future__ import annotations

from functools import partial, reduce
from operator import iadd

import numpy as np
import pandas as pd
from scipy.linalg.blas import dsyrk

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.design.row_labels import row_label
from rglm.fitting.irls.design_product import design_product
from rglm.formatting.hints.warning_location import warn
from rglm.inference.covariance.cluster_codes import cluster_codes
from rglm.inference.covariance.clustered import ADJUSTMENT_POWERS, chunked_meat, clustered_meat
from rglm.inference.covariance.estfun import working_scores
from rglm.inference.covariance.full_leverage import leverages
from rglm.inference.covariance.model_covariance import bread_column, unscaled_covariance
from rglm.inference.covariance.sandwich_rows import (
    MAX_SUMMED_NUMBERS,
    is_rounding,
    lost_digits,
    may_be_rounding,
)
from rglm.inference.covariance.sandwich_types import (
    LEVERAGE_TYPES,
    check_type,
    leverage_power,
    robust_table,
)
from rglm.linalg.threads import one_thread
from rglm.protocol.argument_types import Cluster
from rglm.protocol.capabilities import HasLeverage
from rglm.sources.memory import MemorySource
from rglm.warnings import FitWarning


def robust_vcov(
    fit: HasLeverage, places: np.ndarray, type: str | None = None, cluster: Cluster = None
) -> pd.DataFrame:
    """B M B of some coefficients, NaN where aliased; see `rglm.inference.covariance.vcov`."""
    estimable, type = fit._solution.system.estimable, check_type(type, cluster)
    part = np.isin(places, estimable)
    out = np.full((len(places),) * 2, np.nan)
    is_adjusted = cluster is not None and type in ADJUSTMENT_POWERS
    if len(places) < len(fit.names) and not is_adjusted:
        covariance = meat(fit, type, cluster, places[part])
        is_imprecise = np.zeros(len(covariance), dtype=bool)
    else:
        inside = np.searchsorted(np.sort(estimable), places[part])
        bread = unscaled_covariance(fit, np.sort(estimable))[inside]
        middle = meat(fit, type, cluster)
        covariance = bread @ middle @ bread.T
        is_imprecise = lost_digits(covariance, bread, middle)
    if not is_adjusted:
        covariance = _sum_again(fit, covariance, is_imprecise, type, cluster, places[part])
    out[np.ix_(part, part)] = (covariance + covariance.T) / 2
    return robust_table(fit, out, places, type, cluster)


def _sum_again(
    fit: HasLeverage,
    covariance: np.ndarray,
    is_imprecise: np.ndarray,
    type: str,
    cluster: Cluster,
    places: np.ndarray,
) -> np.ndarray:
    """The covariance where digits were lost, row by row; 0 where that is no more than rounding."""
    is_imprecise = is_imprecise | may_be_rounding(fit, covariance, places)
    if not is_imprecise.any():
        return covariance
    again = np.arange(len(places))
    if fit._rows_source.nrows * len(places) > MAX_SUMMED_NUMBERS:
        again = again[is_imprecise]
    covariance[np.ix_(again, again)] = meat(fit, type, cluster, places[again], exact=True)
    variances = np.diag(covariance)[is_imprecise]
    is_zero = is_rounding(fit, variances, cluster, places[is_imprecise])
    zero = np.flatnonzero(is_imprecise)[is_zero]
    covariance[zero] = covariance[:, zero] = 0.0
    return covariance


def _meat_columns(fit: HasLeverage, places: np.ndarray | None) -> Columns:
    """X of the estimated coefficients, or X B of some coefficients.

    The meat of X B is the covariance itself, so that neither B nor M is made of all.
    """
    source = fit._rows_source
    if places is None:
        return source.columns.select(np.sort(fit._solution.system.estimable))
    arrays = tuple(
        source.by_row(partial(design_product, beta=bread_column(fit, place))) for place in places
    )
    names, q = tuple(fit._schema.names[i] for i in places), len(places)
    return Columns(source.nrows, names, np.arange(q), arrays, np.arange(q))


def meat(
    fit: HasLeverage,
    type: str = "HC3",
    cluster: Cluster = None,
    places: np.ndarray | None = None,
    exact: bool = False,
) -> np.ndarray:
    """M, (rank, rank) in the order of the estimated coefficients: a sum over rows, not a mean.

    Parameters
    ----------
    type, cluster
        As in ``fit.vcov``.
    places : array, optional
        Of some coefficients: M is then of X (X'WX)^-1 for them, their covariance itself.
    exact : bool
        Whether the scores of rows that are fitted exactly are 0, and not what rounding, or the
        rule of convergence, has left of them.
    """
    if check_type(type, cluster) == "const":
        raise ValueError("type='const' is the model's own covariance and has no meat")
    if fit._is_chunked and (exact or type in LEVERAGE_TYPES):
        fit._leverage_correction  # noqa: B018  of all rows
    if cluster is not None:
        return _meat_of_clusters(fit, type, cluster, places, exact)
    largest = max(fit._map_chunks(_largest_leverage)) if type == "HC5" else np.nan
    of_chunk = partial(_meat_of, type=type, places=places, exact=exact, largest=largest)
    return reduce(iadd, fit._map_chunks(of_chunk))


def _meat_of_clusters(
    fit: HasLeverage, type: str, cluster: Cluster, places: np.ndarray | None, exact: bool
) -> np.ndarray:
    if fit._is_chunked:
        return chunked_meat(fit, type, cluster, partial(_scores, places=places, exact=exact))
    columns, (weight, score) = _meat_columns(fit, places), working_scores(fit, exact)
    with one_thread():
        return clustered_meat(fit, columns, cluster_codes(fit, cluster), weight, score, type)


def estimable_scores(fit: HasLeverage) -> np.ndarray:
    """The score of each row, times the dispersion, by the coefficients that are not aliased."""
    return _scores(fit, None, False)


def _scores(fit: HasLeverage, places: np.ndarray | None, exact: bool) -> np.ndarray:
    return _meat_columns(fit, places).matrix() * working_scores(fit, exact)[1][:, None]


def _meat_of(
    fit: HasLeverage, type: str, places: np.ndarray | None, exact: bool, largest: float
) -> np.ndarray:
    """M of the rows in memory; `largest` is the largest leverage of all rows."""
    columns, score = _meat_columns(fit, places), working_scores(fit, exact)[1]
    k = len(columns)
    root = score * np.sqrt(_omega(fit, type, largest))
    source = MemorySource(columns, fit._rows_source.rows)

    def of_block(block: Block) -> np.ndarray:
        x = block.matrix()
        x *= root[block.row_slice][:, None]
        return dsyrk(1.0, x, trans=1) if k else np.zeros((0, 0))

    with one_thread():
        upper = source.total(of_block)
    return upper + np.triu(upper, 1).T


def _omega(fit: HasLeverage, type: str, largest: float) -> float | np.ndarray:
    """What a squared score is multiplied by."""
    n, k = fit._row_sums.informative, fit.rank
    if type in ("HC", "HC0"):
        return 1.0
    if type == "HC1":
        return n / (n - k) if n > k else np.nan
    hat = np.nan_to_num(leverages(fit).to_numpy())
    _warn_of_full_leverage(fit, hat, type)
    with np.errstate(divide="ignore"):
        power = leverage_power(type, n * hat / max(k, 1), n * largest / max(k, 1))
        return np.where(hat < 1, (1 - hat) ** -power, np.nan)


def _largest_leverage(fit: HasLeverage) -> float:
    return float(leverages(fit).max())


def _warn_of_full_leverage(fit: HasLeverage, hat: np.ndarray, type: str) -> None:
    (rows,) = np.nonzero(hat >= 1)
    if len(rows):
        shown = ", ".join(row_label(fit._index, i) for i in rows[:5])
        warn(
            f"{type}: row(s) {shown}{', ...' if len(rows) > 5 else ''} have leverage 1, so that "
            "the covariance is not defined (NaN); use HC0 or HC1, or leave out the terms that fit "
            "single rows exactly",
            FitWarning,
        )
