"""The cluster of each row of a fit, as an integer code, from what ``cluster=`` takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import expression
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.frame.row_arguments import read_subset
from rglm.design.row_labels import row_label
from rglm.design.values.r_values import Factor
from rglm.formatting.hints.did_you_mean import did_you_mean
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
    have, out = fit.data.columns, []
    for given in _given_by_name(fit, cluster).values():
        if not isinstance(given, str):
            raise ValueError(
                "cluster= takes names of columns where the data are not in memory, got "
                f"{type(given).__name__}; put the values into the data"
            )
        out += [given] if given in have else list(expression(given).reads)
    for name in out:
        if name not in have:
            raise ValueError(f"cluster=: there is no column {name!r}{did_you_mean(name, have)}")
    return out


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
    if isinstance(given, pd.Series):
        values: Any = _match_index(fit, name, given)
    elif isinstance(given, str):
        values = _evaluate(fit, given)
    elif isinstance(given, Iterable):
        is_array = isinstance(given, (np.ndarray, pd.Index, pd.api.extensions.ExtensionArray))
        values = given if is_array else np.array(list(given), dtype=object)
    else:
        raise TypeError(f"cluster= takes names of columns, Series or arrays, got {given!r}")
    if isinstance(values, Factor):
        values = pd.Categorical.from_codes(values.codes, pd.Index(values.levels))
    if np.ndim(values) != 1:
        raise ValueError(f"cluster={name} has shape {np.shape(values)}; it takes one value a row")
    codes, labels = pd.factorize(pd.Series(values, copy=False))
    if len(codes) == len(fit._index):
        return codes, labels
    if len(codes) == len(fit.data):
        return codes[rows_in_data(fit)], labels
    raise ValueError(
        f"cluster={name} has {len(codes)} values where the data have {len(fit.data)} rows and "
        f"the fit {len(fit._index)}"
    )


def _evaluate(fit: ModelResult, text: str) -> Any:
    """The values of a column of the data, or of an expression in them."""
    if text in fit.data.columns:
        return fit.data[text]
    value = _scope(fit).evaluate(expression(text))
    return value if isinstance(value, Factor) else np.asarray(value)


def _scope(fit: ModelResult) -> RowScope:
    """The names of the data of a fit, with what it may use besides."""
    call = replace(fit._model_call, borrowed=tuple(part.borrowed for part in fit._schemas))
    return RowScope(fit.data, {}, {}, BorrowedNames(), call.names())


def _match_index(fit: ModelResult, name: str, series: pd.Series) -> Any:
    """The values of a Series whose index is that of the data or of the fit, or covers it."""
    for index in (fit.data.index, fit._index):
        if series.index.equals(index):
            return series.array
    if series.index.is_unique and fit._index.isin(series.index).all():
        return series.loc[fit._index].array
    if len(series) == len(fit.data) and series.index.equals(pd.RangeIndex(len(series))):
        return series.array
    raise ValueError(
        f"cluster={name}: the index of the Series does not match the data's; give it the data's "
        "index, or pass its values (cluster=series.to_numpy())"
    )


def rows_in_data(fit: ModelResult) -> np.ndarray:
    """The positions in the data of the rows of the fit."""
    index = fit.data.index
    if len(index) == len(fit._index):
        return np.arange(len(index))
    if index.is_unique:
        return index.get_indexer(fit._index)
    rows = np.flatnonzero(read_subset(fit._model_call.subset, _scope(fit))[0])
    return rows if fit.na_action is None else rows[fit.na_action.kept]
