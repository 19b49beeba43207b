"""Which rows are left out together in K-fold cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.inference.row_values import rows_in_data

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

KINDS = ("stratified", "grouped", "loo")


def fold_codes(
    fit: BrmFit,
    K: int,
    folds: str | Sequence[Any] | None,
    group: str | Sequence[Any] | None,
    rng: np.random.Generator,
) -> np.ndarray:
    """The fold of each row, (n,), from 0 on.

    Raises
    ------
    ValueError
        K, `folds` or `group` are not what `kfold` takes.
    """
    count = len(fit._index)
    if folds is not None and not isinstance(folds, str):
        return _given(folds, count)
    if folds == "loo":
        return np.arange(count)
    if folds is not None and folds not in KINDS:
        raise ValueError(f"folds={folds!r}: give one of {KINDS}, or the fold of each row")
    if folds is None and group is None:
        _check_number(K, count, "rows")
        return rng.permutation(np.arange(count) % K)
    if group is None:
        raise ValueError(f"folds={folds!r} needs group=, a column or a value for each row")
    groups = _groups(fit, group)
    if folds is None:
        return groups
    if folds == "grouped":
        number = int(groups.max()) + 1
        _check_number(K, number, "groups")
        return rng.permutation(np.arange(number) % K)[groups]
    _check_number(K, count, "rows")
    return _stratified(groups, K, rng)


def _stratified(groups: np.ndarray, K: int, rng: np.random.Generator) -> np.ndarray:
    """Folds in each of which the groups have nearly their share."""
    order = np.lexsort((rng.random(len(groups)), groups))
    codes = np.empty(len(groups), dtype=int)
    codes[order] = np.arange(len(groups)) % K
    return rng.permutation(K)[codes]


def _groups(fit: BrmFit, group: str | Sequence[Any]) -> np.ndarray:
    """The group of each row as a number from 0 on."""
    count = len(fit._index)
    if isinstance(group, str):
        data = fit.data
        if group not in data.columns:
            raise ValueError(f"group={group!r} is no column of the data")
        values = pd.Series(data[group].iloc[rows_in_data(fit)])
    else:
        values = pd.Series(np.asarray(group))
    if len(values) != count:
        raise ValueError(f"group= has {len(values)} values, and the fit has {count} rows")
    if values.isna().any():
        raise ValueError(f"group= has missing values, {int(values.isna().sum())} of {count}")
    return pd.factorize(values)[0]


def _given(folds: Sequence[Any], count: int) -> np.ndarray:
    values = pd.Series(np.asarray(folds))
    if len(values) != count or values.isna().any():
        raise ValueError(
            f"folds= has {len(values)} values, {int(values.isna().sum())} of them missing; "
            f"the fit has {count} rows"
        )
    codes, labels = pd.factorize(values)
    if len(labels) < 2:
        raise ValueError("folds= has one fold; give two or more")
    return codes


def _check_number(K: int, most: int, things: str) -> None:
    is_whole = isinstance(K, (int, np.integer)) and not isinstance(K, bool)
    if not is_whole or not 2 <= K <= most:
        raise ValueError(f"K={K!r}: give a whole number from 2 to {most}, the number of {things}")
