"""The types of robust covariances, and what pages call them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.covariance.model_covariance import named_matrix
from rglm.protocol.argument_types import Cluster
from rglm.protocol.model_result import ModelResult

TYPES = ("const", "HC", "HC0", "HC1", "HC2", "HC3", "HC4", "HC4m", "HC5")
CLUSTERED_TYPES = ("HC0", "HC1", "HC2", "HC3")
LEVERAGE_TYPES = ("HC2", "HC3", "HC4", "HC4m", "HC5")
SERIAL_TYPES = ("HAC", "NeweyWest")  # of rows that are correlated in time


def check_type(type: str | None, cluster: Cluster, types: Sequence[str] = TYPES) -> str:
    """The type asked for, one of `types`; HC0 for None."""
    known = [name for name in types if cluster is None or name in CLUSTERED_TYPES]
    if type is None:
        return "HC0"
    if type in known:
        return type
    if type in (*types, *SERIAL_TYPES):
        raise ValueError(f"type={type!r} does not go with cluster=; use one of {', '.join(known)}")
    known += ("boot",) if cluster is not None else (*SERIAL_TYPES, "boot")
    hint = did_you_mean(str(type), known)
    raise ValueError(f"type={type!r} is unknown: use one of {', '.join(known)}{hint}")


def robust_table(
    fit: ModelResult, matrix: np.ndarray, places: np.ndarray, type: str, cluster: Cluster
) -> pd.DataFrame:
    """A robust covariance under the names of the coefficients; ``attrs["type"]`` describes it."""
    table = named_matrix(fit, matrix, places)
    table.attrs["type"] = described_type(type, cluster)
    return table


def described_type(type: str | None, cluster: Cluster = None) -> str | None:
    """What pages call a covariance: ``HC1, clustered by g``; None for the model's own."""
    return type if cluster is None else f"{type}, clustered{_by_names(cluster)}"


def _by_names(cluster: Cluster) -> str:
    """`` by g and h``, where the clusters have names."""
    if isinstance(cluster, str):
        is_formula = cluster.startswith("~")
        names = [part.strip() for part in cluster[1:].split("+")] if is_formula else [cluster]
    elif isinstance(cluster, (list, tuple)) and all(isinstance(c, str) for c in cluster):
        names = list(cluster) if len(cluster) < 6 else []
    else:
        names = [n for n in [getattr(cluster, "name", None)] if isinstance(n, str)]
    return f" by {' and '.join(names)}" if names else ""


def leverage_power(type: str, ratio: np.ndarray, largest: float) -> float | np.ndarray:
    """The d of the types that divide a squared score by (1 - h)^d, h the leverage.

    1 (HC2) and 2 (HC3; MacKinnon & White 1985), min(4, r) (HC4; Cribari-Neto 2004), min(1, r) +
    min(1.5, r) (HC4m; Cribari-Neto & da Silva 2011), min(r, max(4, 0.7 largest r)) / 2 (HC5;
    Cribari-Neto, Souza & Vasconcellos 2007).

    Parameters
    ----------
    ratio : (n,) array
        r, the leverages over their mean.
    largest : float
        The largest of them of all rows.
    """
    if type == "HC4":
        return np.minimum(4.0, ratio)
    if type == "HC4m":
        return np.minimum(1.0, ratio) + np.minimum(1.5, ratio)
    if type == "HC5":
        return np.minimum(ratio, max(4.0, 0.7 * largest)) / 2
    return 1.0 if type == "HC2" else 2.0
