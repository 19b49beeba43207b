"""Contrasts that a user gives as a matrix."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def read_contrast_matrix(spec: Any, levels: list[str]) -> pd.DataFrame:
    """A user's matrix of contrasts, checked and with names.

    A DataFrame whose rows have the levels' names is put in the levels' order.

    Raises ValueError: it is not a matrix of finite numbers with one row per level.

    Examples
    --------
    >>> read_contrast_matrix([-1, 0, 1], ["a", "b", "c"])["1"].tolist()
    [-1.0, 0.0, 1.0]
    """
    try:
        values = np.asarray(spec, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(
            f"contrasts must be a name, a function or a matrix of numbers, not {spec!r:.60}"
        ) from None
    values = values[:, None] if values.ndim == 1 else values
    if values.ndim != 2 or values.shape[0] != len(levels) or not values.shape[1]:
        raise ValueError(
            f"a contrast matrix needs one row for each of the {len(levels)} levels {levels} and "
            f"one column or more; this one's shape is {np.shape(spec)}"
        )
    if not np.isfinite(values).all():
        raise ValueError("a contrast matrix must have finite numbers only")
    if not isinstance(spec, pd.DataFrame):
        return numbered_contrasts(values, levels)
    rows = list(map(str, spec.index))
    if set(rows) == set(levels):
        values = values[pd.Index(rows).get_indexer(pd.Index(levels))]
    table = numbered_contrasts(values, levels)
    has_names = not isinstance(spec.columns, pd.RangeIndex)
    return table.set_axis([str(c) for c in spec.columns], axis=1) if has_names else table


def complete_contrasts(table: pd.DataFrame) -> pd.DataFrame:
    """The contrasts, filled up to k - 1 with columns orthogonal to them and to the constant.

    Examples
    --------
    >>> complete_contrasts(read_contrast_matrix([-1, 0, 1], ["a", "b", "c"])).shape
    (3, 2)
    """
    k, given = table.shape
    missing = k - 1 - given
    if missing <= 0:
        return table
    q = np.linalg.qr(np.column_stack([np.ones(k), table]), mode="complete")[0]
    names = [*table.columns, *(str(j) for j in range(given + 1, k))]
    return pd.DataFrame(np.column_stack([table, q[:, given + 1 :]]), table.index, names)


def numbered_contrasts(values: np.ndarray, levels: list[str]) -> pd.DataFrame:
    """Contrasts whose columns are ``1``, ``2``, ..., as those without names in R."""
    return pd.DataFrame(values, levels, [str(j + 1) for j in range(values.shape[1])])
