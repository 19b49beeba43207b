"""The types of robust covariances, and what pages call them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.covariance.vcov import named_matrix
from rglm.protocol.argument_types import Cluster
from rglm.protocol.model_result import ModelResult

TYPES = ("const", "HC", "HC0", "HC1", "HC2", "HC3", "HC4")
CLUSTERED_TYPES = ("HC0", "HC1", "HC2", "HC3")
LEVERAGE_TYPES = ("HC2", "HC3", "HC4")


def check_type(type: str | None, cluster: Cluster, types: Sequence[str] = TYPES) -> str:
    """The type asked for, one of `types`; HC0 for None."""
    known = [name for name in types if cluster is None or name in CLUSTERED_TYPES]
    if type is None:
        return "HC0"
    if type in known:
        return type
    if type in types:
        raise ValueError(f"type={type!r} does not go with cluster=; use one of {', '.join(known)}")
    hint = did_you_mean(str(type), known)
    raise ValueError(f"type={type!r} is unknown: use one of {', '.join(known)}{hint}")


def robust_table(
    fit: ModelResult, matrix: np.ndarray, places: np.ndarray, type: str, cluster: Cluster
) -> pd.DataFrame:
    """A robust covariance under the names of the coefficients; ``attrs["type"]`` describes it."""
    table = named_matrix(fit, matrix, places)
    table.attrs["type"] = type if cluster is None else f"{type}, clustered{_by_names(cluster)}"
    return table


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
