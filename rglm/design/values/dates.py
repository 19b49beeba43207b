"""Columns of dates and times, which a formula takes as numbers or categories."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import DTypeLike

SECONDS_PER_DAY = 86400.0


@dataclass(frozen=True, eq=False)
class Dates:
    """Dates or times, which only ``as.numeric()``, ``as.character()`` and ``factor()`` take."""

    # (n,) R's numbers: days since 1970 of a date, seconds of a time; NaN where missing
    numbers: np.ndarray
    series: pd.Series
    # name, kind: the column's name, and the type that pandas infers
    name: str
    kind: str

    def __len__(self) -> int:
        return len(self.numbers)

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> np.ndarray:
        raise TypeError(
            f"column {self.name!r} holds values of type {self.kind} ({self.series.dtype}); make a "
            f"number of it first (as.numeric({self.name}) has days of dates, seconds of times, "
            f"since 1970) or a factor, factor({self.name})"
        )

    def factorize(self, sort: bool) -> tuple[np.ndarray, list[str]]:
        """Codes (-1 where missing) and the distinct values, as text."""
        codes, distinct = pd.factorize(self.series, sort=sort)
        texts = [str(value) for value in distinct]
        if all(text.endswith(" 00:00:00") for text in texts):  # as R writes midnights
            texts = [text.removesuffix(" 00:00:00") for text in texts]
        return codes, texts


def read_dates(series: pd.Series, kind: str, name: str) -> Dates | None:
    """A column of dates or times; None if `kind`, the type that pandas infers, is another.

    Raises TypeError: it holds lengths of time or periods, which R has no number for.
    """
    if kind in ("timedelta", "timedelta64", "period", "time", "interval"):
        raise TypeError(
            f"column {name!r} holds values of type {kind} ({series.dtype}); make a number of it "
            "first (for instance days since a date) or a factor of strings"
        )
    if kind not in ("date", "datetime", "datetime64"):
        return None
    values = series.astype(object) if isinstance(series.dtype, pd.ArrowDtype) else series
    times = pd.to_datetime(values, utc=True).dt.as_unit("us")
    seconds = times.astype("int64").to_numpy() / 1e6
    numbers = np.where(
        times.isna(), np.nan, seconds / SECONDS_PER_DAY if kind == "date" else seconds
    )
    return Dates(numbers, series, name, kind)
