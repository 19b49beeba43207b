"""Rows with missing values: R's na.omit, na.exclude, na.fail and na.pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.design.row_labels import row_label
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor
from rglm.errors import DataError
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.linalg.threads import map_in_threads

MIN_THREADED_ROWS = 250_000  # from which on several threads gain time
NA_ACTIONS = ("na_omit", "na_exclude", "na_fail", "na_pass")


@dataclass(frozen=True)
class NaAction:
    """The rows that were left out for missing values (R's ``fit$na.action``)."""

    action: str  # ``"na_omit"`` or ``"na_exclude"``
    omitted: pd.Index  # the labels of the rows left out, in the order of the data
    index: pd.Index  # the labels of all rows, with those left out
    kept: np.ndarray  # (n,) true for the rows of `index` that were fitted

    def __len__(self) -> int:
        return len(self.omitted)

    def strip(self) -> NaAction:
        """The number of rows left out, without their labels."""
        none = np.zeros(0, dtype=bool)
        return NaAction("na_omit", pd.RangeIndex(len(self.omitted)), self.index[:0], none)

    def naprint(self) -> str:
        """R's ``naprint``: ``3 observations deleted due to missingness``."""
        n = len(self.omitted)
        return f"{n} observation{'s' if n > 1 else ''} deleted due to missingness"


def check_na_action(action: object) -> str:
    """The name of an action, which may be in R's spelling with dots."""
    name = str(action).replace(".", "_")
    if name not in NA_ACTIONS:
        hint = did_you_mean(name, NA_ACTIONS)
        raise ValueError(f"na_action={action!r}: use one of {', '.join(NA_ACTIONS)}{hint}")
    return name


def missing_rows(value: ColumnValue, finite: set[int]) -> np.ndarray | None:
    """True where a row has a missing value; None if no row has.

    The identity of a value whose numbers are all finite is added to `finite`.
    """
    if isinstance(value, Factor):
        if value.codes.min(initial=0) >= 0:
            return None
        missing = value.missing
    else:
        values = np.asarray(value)
        if has_finite_sum(values):
            finite.add(id(value))
            return None
        missing = np.isnan(values)
        missing = missing if values.ndim == 1 else np.asarray(missing.any(axis=1))
    return missing if missing.any() else None


def has_finite_sum(values: np.ndarray) -> bool:
    """Whether the sum is finite: then no value is missing or infinite. It is a fast check."""
    with np.errstate(all="ignore"):
        return bool(np.isfinite(values.sum()))


def complete_rows(
    values: Iterable[tuple[str, ColumnValue]],
    action: str,
    in_subset: np.ndarray,
    index: pd.Index,
    finite: set[int],
) -> np.ndarray:
    """True for the rows of the subset that have no missing value.

    Raises DataError: a value is missing and the action is ``na_fail``, or ``na_pass``, which no
    fit can do.
    """
    for name, missing in _missing_by_name(list(values), finite, len(index)):
        if missing is None or not (missing & in_subset).any():
            continue
        if action in ("na_fail", "na_pass"):
            row = row_label(index, int(np.flatnonzero(missing & in_subset)[0]))
            raise DataError(
                f"{name!r} has a missing value in row {row} and na_action={action!r} keeps it; "
                "drop or fill it, or use na_action='na_omit'"
            )
        in_subset = in_subset & ~missing
    return in_subset


def _missing_by_name(
    values: list[tuple[str, ColumnValue]], finite: set[int], n: int
) -> Iterable[tuple[str, np.ndarray | None]]:
    """`missing_rows` of each value, by several threads where there are many rows."""

    def named(pair: tuple[str, ColumnValue]) -> tuple[str, np.ndarray | None]:
        return pair[0], missing_rows(pair[1], finite)

    return map_in_threads(named, values) if n >= MIN_THREADED_ROWS else map(named, values)
