"""Covariances of the coefficients that hold when the model's variance does not; R's sandwich.

With working weights w_i and working residuals r_i of the fit, x_i u_i (u_i = w_i r_i) is the score
of a row, up to the dispersion, and

    V = B M B,      B = (X'WX)^-1,      M = sum over rows of omega_i u_i^2 x_i x_i'

(Huber 1967; White 1980; MacKinnon & White 1985 for omega; Zeileis 2006, J. Stat. Softw. 16/9).
With clusters M is the sum over them of s_g s_g', s_g the sum of their rows' scores (`clustered`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial, reduce
from operator import iadd
from typing import Any

import numpy as np
import pandas as pd
from scipy.linalg.blas import dsyrk

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.design.row_labels import row_label
from rglm.fitting.irls.design_product import design_product
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.warning_location import warn
from rglm.inference.covariance.cluster_codes import cluster_codes
from rglm.inference.covariance.clustered import POWERS, clustered_meat, parted_meat
from rglm.inference.covariance.estfun import working_scores
from rglm.inference.covariance.full_leverage import leverages
from rglm.inference.covariance.sandwich_rows import ROOM, is_rounding, lost_digits, may_be_rounding
from rglm.inference.covariance.vcov import named_matrix, unscaled
from rglm.linalg.threads import one_thread
from rglm.warnings import FitWarning

TYPES = ("const", "HC", "HC0", "HC1", "HC2", "HC3", "HC4")
CLUSTERED = ("HC0", "HC1", "HC2", "HC3")
LEVERAGES = ("HC2", "HC3", "HC4")  # those made of leverages


def robust_vcov(
    fit: Any, places: np.ndarray, type: str | None = None, cluster: Any = None
) -> pd.DataFrame:
    """B M B of some coefficients, NaN where aliased; see `rglm.inference.covariance.vcov`.

    ``attrs["type"]`` says in words what it is.
    """
    kept, type = fit._solution.system.estimable, check_type(type, cluster)
    part = np.isin(places, kept)
    out = np.full((len(places),) * 2, np.nan)
    by_cluster = cluster is not None and type in POWERS
    if len(places) < len(fit.names) and not by_cluster:
        found = meat(fit, type, cluster, places[part])
        weak = np.zeros(len(found), dtype=bool)
    else:
        inside = np.searchsorted(np.sort(kept), places[part])
        bread, middle = unscaled(fit, np.sort(kept))[inside], meat(fit, type, cluster)
        found = bread @ middle @ bread.T
        weak = lost_digits(found, bread, middle)
    if not by_cluster:
        found = _summed_again(fit, found, weak, type, cluster, places[part])
    out[np.ix_(part, part)] = (found + found.T) / 2
    table = named_matrix(fit, out, places)
    table.attrs["type"] = type if cluster is None else f"{type}, clustered{cluster_words(cluster)}"
    return table


def _summed_again(
    fit: Any, found: np.ndarray, weak: np.ndarray, type: str, cluster: Any, places: np.ndarray
) -> np.ndarray:
    """The covariance where digits were lost, row by row; 0 where that is no more than rounding."""
    weak = weak | may_be_rounding(fit, found, places)
    if not weak.any():
        return found
    again = np.arange(len(places))
    if fit._rows_source.nrows * len(places) > ROOM:
        again = again[weak]
    found[np.ix_(again, again)] = meat(fit, type, cluster, places[again], exact=True)
    variances = np.diag(found)[weak]
    nothing = np.flatnonzero(weak)[is_rounding(fit, variances, cluster, places[weak])]
    found[nothing] = found[:, nothing] = 0.0
    return found


def meat_columns(fit: Any, places: np.ndarray | None) -> Columns:
    """The columns that a meat is of: those estimated, or `_pulled` for some coefficients."""
    if places is not None:
        return _pulled(fit, places)
    return fit._rows_source.columns.select(np.sort(fit._solution.system.estimable))


def _pulled(fit: Any, places: np.ndarray) -> Columns:
    """X B of some coefficients: their covariance is the meat of these columns, so that neither B
    nor M is made of all.
    """
    arrays = []
    for place in places:
        unit = np.zeros(len(fit._schema.names))
        unit[place] = 1.0
        pull = fit._solution.system.apply(unit)
        arrays.append(fit._rows_source.by_row(partial(design_product, beta=pull)))
    names, q = tuple(fit._schema.names[i] for i in places), len(places)
    return Columns(fit._rows_source.nrows, names, np.arange(q), tuple(arrays), np.arange(q))


def cluster_words(cluster: Any) -> str:
    """`` by g and h``, where the clusters have names."""
    if isinstance(cluster, str):
        formula = cluster.startswith("~")
        names = [part.strip() for part in cluster[1:].split("+")] if formula else [cluster]
    elif isinstance(cluster, (list, tuple)) and all(isinstance(c, str) for c in cluster):
        names = list(cluster) if len(cluster) < 6 else []
    else:
        names = [n for n in [getattr(cluster, "name", None)] if isinstance(n, str)]
    return f" by {' and '.join(names)}" if names else ""


def check_type(type: str | None, cluster: Any, types: Sequence[str] = TYPES) -> str:
    """The type asked for, one of `types`; as in R HC0 for clusters, where none is named."""
    known = [name for name in types if cluster is None or name in CLUSTERED]
    if type is None:
        return "HC0"
    if type in known:
        return type
    if type in types:
        raise ValueError(f"type={type!r} does not go with cluster=; use one of {', '.join(known)}")
    hint = did_you_mean(str(type), known)
    raise ValueError(f"type={type!r} is unknown: use one of {', '.join(known)}{hint}")


def meat(
    fit: Any,
    type: str = "HC3",
    cluster: Any = None,
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
    if fit._is_chunked and (exact or type in LEVERAGES):
        fit._leverage_correction  # noqa: B018  of all rows
    if cluster is not None:
        return _clustered(fit, type, cluster, places, exact)
    return reduce(iadd, fit._map_chunks(partial(_meat_of, type=type, places=places, exact=exact)))


def _clustered(
    fit: Any, type: str, cluster: Any, places: np.ndarray | None, exact: bool
) -> np.ndarray:
    if fit._is_chunked:
        return parted_meat(fit, type, cluster, partial(_scores, places=places, exact=exact))
    columns, (weight, score) = meat_columns(fit, places), working_scores(fit, exact)
    with one_thread():
        return clustered_meat(fit, columns, cluster_codes(fit, cluster), weight, score, type)


def _scores(fit: Any, places: np.ndarray | None, exact: bool) -> np.ndarray:
    return meat_columns(fit, places).matrix() * working_scores(fit, exact)[1][:, None]


def _meat_of(fit: Any, type: str, places: np.ndarray | None, exact: bool) -> np.ndarray:
    """M of the rows in memory."""
    columns, score = meat_columns(fit, places), working_scores(fit, exact)[1]
    k = len(columns)
    root = score * np.sqrt(_omega(fit, type, fit._row_sums.informative, fit.rank))
    source = replace(fit._rows_source, columns=columns)

    def of_block(block: Block) -> np.ndarray:
        x = block.matrix()
        x *= root[block.row_slice][:, None]
        return dsyrk(1.0, x, trans=1) if k else np.zeros((0, 0))

    with one_thread():
        upper = source.total(of_block)
    return upper + np.triu(upper, 1).T


def _omega(fit: Any, type: str, n: int, k: int) -> Any:
    """What a squared score is multiplied by: 1 (HC0), n/(n - k) (HC1), 1/(1 - h) (HC2),
    1/(1 - h)^2 (HC3), 1/(1 - h)^min(4, n h / k) (HC4; Cribari-Neto 2004).
    """
    if type in ("HC", "HC0"):
        return 1.0
    if type == "HC1":
        return n / (n - k) if n > k else np.nan
    hat = np.nan_to_num(leverages(fit).to_numpy())
    _warn_of_full_leverage(fit, hat, type)
    power = {"HC2": 1.0, "HC3": 2.0}.get(type, np.minimum(4.0, n * hat / k) if k else 0.0)
    with np.errstate(divide="ignore"):
        return np.where(hat < 1, (1 - hat) ** -power, np.nan)


def _warn_of_full_leverage(fit: Any, hat: np.ndarray, type: str) -> None:
    (rows,) = np.nonzero(hat >= 1)
    if len(rows):
        shown = ", ".join(row_label(fit._index, i) for i in rows[:5])
        warn(
            f"{type}: row(s) {shown}{', ...' if len(rows) > 5 else ''} have leverage 1, so that "
            "the covariance is not defined (NaN); use HC0 or HC1, or leave out the terms that fit "
            "single rows exactly",
            FitWarning,
        )
