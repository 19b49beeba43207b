"""The cluster of each row of a fit, as an integer code, from what ``cluster=`` takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.row_labels import row_label
from rglm.inference.row_values import columns_of_values, row_values
from rglm.protocol.argument_types import Cluster
from rglm.protocol.model_result import ModelResult


def cluster_codes(fit: ModelResult, cluster: Cluster) -> dict[str, np.ndarray]:
    """Codes 0..k-1 of the rows of the fit, by the name of each way of clustering.

    Parameters
    ----------
    cluster : str, Series, array, DataFrame, dict, or a list of strings, Series and arrays
        A column's name or an expression in the columns (``"~ g + h"`` for two); a Series is
        matched by its index; an array has a value for each row of the data, or of the fit.

    Raises
    ------
    ValueError
        No such column, a wrong length, a missing value, a single cluster.
    """
    ways = {name: codes for name, (codes, _) in labelled_codes(fit, cluster).items()}
    is_informative = fit._rows_source.rows.weights > 0
    for name, codes in ways.items():
        check_cluster_count(name, len(np.unique(codes[is_informative])))
    return ways


def check_cluster_count(name: str, count: int) -> None:
    """Check that there are two clusters or more."""
    if count < 2:
        raise ValueError(f"cluster={name} puts all rows into one cluster; two are the least")


def labelled_codes(fit: ModelResult, cluster: Cluster) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Codes of the rows of the fit and the label of each code, by the name of each way."""
    is_informative = fit._rows_source.rows.weights > 0
    ways = {}
    for name, given in _given_by_name(fit, cluster).items():
        codes, labels = _codes(fit, name, given)
        if (codes[is_informative] < 0).any():
            row = int(np.flatnonzero((codes < 0) & is_informative)[0])
            raise ValueError(
                f"cluster={name} is missing in row {row_label(fit._index, row)}; fill it in, or "
                "leave such rows out of the fit with subset="
            )
        ways[name] = codes, np.asarray(labels)
    if not ways:
        raise ValueError("cluster= names nothing to cluster by")
    return ways


def cluster_columns(fit: ModelResult, cluster: Cluster) -> list[str]:
    """The columns of chunked data that ``cluster=`` reads.

    Raises
    ------
    ValueError
        It is not given by names.
    """
    ways = _given_by_name(fit, cluster).values()
    return [name for given in ways for name in columns_of_values(fit, given, "cluster")]


def _given_by_name(fit: ModelResult, cluster: Cluster) -> dict[str, Any]:
    """Each way of clustering that was given, by the name that messages call it."""
    if isinstance(cluster, str):
        parts = cluster[1:].split("+") if cluster.startswith("~") else [cluster]
        return {part.strip(): part.strip() for part in parts}
    if isinstance(cluster, (pd.DataFrame, Mapping)):
        return {str(name): values for name, values in cluster.items()}
    if isinstance(cluster, np.ndarray) and cluster.ndim == 2:
        return {f"<array {i + 1}>": column for i, column in enumerate(cluster.T)}
    if isinstance(cluster, (list, tuple)) and not _has_value_per_row(fit, cluster):
        names = [_message_name(item, i + 1) for i, item in enumerate(cluster)]
        unique = [n if n not in names[:i] else f"{n} ({i + 1})" for i, n in enumerate(names)]
        return dict(zip(unique, cluster, strict=True))
    return {_message_name(cluster, None): cluster}


def _has_value_per_row(fit: ModelResult, values: Sequence[Any]) -> bool:
    scalars = all(pd.api.types.is_scalar(value) for value in values)
    lengths = () if fit._is_chunked else (len(fit.data), len(fit._index))
    return scalars and (len(values) in lengths or not all(isinstance(v, str) for v in values))


def _message_name(given: Any, place: int | None) -> str:
    if isinstance(given, str):
        return given
    name = getattr(given, "name", None)
    return str(name) if name is not None else f"<array{'' if place is None else f' {place}'}>"


def _codes(fit: ModelResult, name: str, given: Any) -> tuple[np.ndarray, Any]:
    """The code of each row of the fit, -1 where missing, and the labels of the codes."""
    values = row_values(fit, given, f"cluster={name}", "cluster")
    return pd.factorize(pd.Series(values, copy=False))
