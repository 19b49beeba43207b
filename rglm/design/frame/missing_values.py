"""Rows with missing values: R's na.omit, na.exclude, na.fail and na.pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.row_labels import row_label
from rglm.design.values.r_values import Factor
from rglm.errors import DataError
from rglm.formatting.hints.did_you_mean import did_you_mean

NA_ACTIONS = ("na_omit", "na_exclude", "na_fail", "na_pass")


@dataclass(frozen=True)
class NaAction:
    """What was done about missing values (R's ``fit$na.action``).

    Attributes
    ----------
    action : str
        ``"na_omit"`` or ``"na_exclude"``.
    omitted : pandas.Index
        The labels of the rows left out, in the order of the data.
    index : pandas.Index
        The labels of all rows, those left out among them.
    kept : (n,) bool array
        Which rows of `index` were fitted.
    """

    action: str
    omitted: pd.Index
    index: pd.Index
    kept: np.ndarray

    def __len__(self) -> int:
        return len(self.omitted)

    def strip(self) -> NaAction:
        """How many rows were left out, without which."""
        none = np.zeros(0, dtype=bool)
        return NaAction("na_omit", pd.RangeIndex(len(self.omitted)), self.index[:0], none)

    def naprint(self) -> str:
        """R's ``naprint``: ``3 observations deleted due to missingness``."""
        n = len(self.omitted)
        return f"{n} observation{'s' if n > 1 else ''} deleted due to missingness"


def check_na_action(action: Any) -> str:
    """The name of an action, R's dotted spelling allowed."""
    name = str(action).replace(".", "_")
    if name not in NA_ACTIONS:
        hint = did_you_mean(name, NA_ACTIONS)
        raise ValueError(f"na_action={action!r}: use one of {', '.join(NA_ACTIONS)}{hint}")
    return name


def missing_rows(value: Any) -> np.ndarray | None:
    """True where a row of a value is missing; None when none is."""
    if isinstance(value, Factor):
        gaps = value.missing
    else:
        values = np.asarray(value)
        if has_finite_sum(values):
            return None
        gaps = np.isnan(values) if values.ndim == 1 else np.isnan(values).any(axis=1)
    return gaps if gaps.any() else None


def has_finite_sum(values: np.ndarray) -> bool:
    """Whether a sum says that no value is missing or infinite: one cheap look at them."""
    with np.errstate(all="ignore"):
        return bool(np.isfinite(values.sum()))


def complete_rows(
    values: Iterable[tuple[str, Any]], action: str, kept: np.ndarray, index: pd.Index
) -> np.ndarray:
    """Which of the `kept` rows have every value.

    Raises
    ------
    DataError
        ``na_fail`` and a value is missing, or ``na_pass``, which a fit cannot honour.
    """
    for name, value in values:
        gaps = missing_rows(value)
        if gaps is None or not (gaps & kept).any():
            continue
        if action in ("na_fail", "na_pass"):
            row = row_label(index, int(np.flatnonzero(gaps & kept)[0]))
            raise DataError(
                f"{name!r} has a missing value in row {row} and na_action={action!r} keeps it; "
                "drop or fill it, or use na_action='na_omit'"
            )
        kept = kept & ~gaps
    return kept
