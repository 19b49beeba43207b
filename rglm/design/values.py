"""What a formula's words work on: numbers, and R's factors, logicals and matrices.

A numeric column is a float64 array. The other kinds of R's model frame are the three small classes
here; missing values are NaN in a number or a logical and code -1 in a factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.lib.mixins import NDArrayOperatorsMixin

from rglm.design.names import number


@dataclass(frozen=True, eq=False)
class Factor:
    """R's factor: level codes 0..k-1 (-1: missing), the levels' labels, and whether ordered."""

    codes: np.ndarray
    levels: tuple[str, ...]
    ordered: bool = False
    contrasts: Any = None  # what C(f, ...) asked for
    logical: bool = False

    def __len__(self) -> int:
        return len(self.codes)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        raise TypeError("a factor has no numeric value; use as.numeric() or ifelse()")

    def take(self, rows: np.ndarray) -> Factor:
        """The factor on some rows."""
        return replace(self, codes=self.codes[rows])

    def drop_unused(self) -> Factor:
        """Without the levels that no row has, and then, as in R, without contrasts of its own.

        A logical keeps both of its levels.
        """
        if self.logical:
            return self
        used = np.bincount(self.codes[self.codes >= 0], minlength=len(self.levels)) > 0
        if used.all():
            return self
        recode = np.append(np.cumsum(used) - 1, -1)
        levels = tuple(level for level, use in zip(self.levels, used, strict=True) if use)
        return replace(self, codes=recode[self.codes], levels=levels, contrasts=None)

    def recode(self, levels: Sequence[str]) -> Factor:
        """The same values coded by `levels`; a value that is not among them becomes missing."""
        if tuple(levels) == self.levels:
            return self
        place = {level: code for code, level in enumerate(levels)}
        codes = np.array([place.get(level, -1) for level in self.levels] + [-1], dtype=np.intp)
        return replace(self, codes=codes[self.codes], levels=tuple(levels))

    @property
    def missing(self) -> np.ndarray:
        """True where a row has no value."""
        return self.codes < 0


@dataclass(frozen=True, eq=False)
class Logical(NDArrayOperatorsMixin):
    """R's logical: 1.0, 0.0 or NaN; counts as a number in arithmetic, as a factor in a model."""

    values: np.ndarray

    def __len__(self) -> int:
        return len(self.values)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        return np.asarray(self.values, dtype=dtype)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        plain = [x.values if isinstance(x, Logical) else x for x in inputs]
        return getattr(ufunc, method)(*plain, **kwargs)

    def factor(self) -> Factor:
        """The factor with levels FALSE and TRUE."""
        codes = np.where(np.isnan(self.values), -1, self.values != 0).astype(np.intp)
        return Factor(codes, ("FALSE", "TRUE"), logical=True)


@dataclass(frozen=True, eq=False)
class Matrix:
    """Several columns under one name: ``poly(x, 3)``, ``bs(x)``, ``cbind(s, f)``."""

    values: np.ndarray  # (n, k)
    suffixes: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.values)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        return np.asarray(self.values, dtype=dtype)

    def take(self, rows: np.ndarray) -> Matrix:
        """The matrix on some rows."""
        return replace(self, values=self.values[rows])


def label(value: Any) -> str:
    """A level's label, as R's ``as.character`` writes the value."""
    if isinstance(value, (bool, np.bool_)):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float, np.number)):
        return number(float(value))
    return str(value)


def to_factor(values: Any, known: Sequence[str] | None = None) -> Factor:
    """A factor of any values: levels sorted, or `known` first and values unknown to it after.

    Strings sort by code point (R's C locale), numbers by size.
    """
    if isinstance(values, Factor):
        return values
    if isinstance(values, Logical):
        return values.factor()
    codes, uniques = pd.factorize(values, sort=known is None)
    levels = tuple(label(value) for value in uniques)
    found = Factor(codes.astype(np.intp, copy=False), levels)
    return found if known is None else follow(found, known)


def as_text(value: Any) -> np.ndarray:
    """R's ``as.character``: text, None where missing; in a model a factor with levels sorted."""
    if isinstance(value, (Factor, Logical)):
        factor = to_factor(value)
        return np.array([*factor.levels, None], dtype=object)[factor.codes]
    if is_text(value):
        return value
    found = [None if np.isnan(v) else label(v) for v in np.asarray(value, dtype=float)]
    return np.array(found, dtype=object)


def is_text(value: Any) -> bool:
    """Whether a value is an array of text."""
    return isinstance(value, np.ndarray) and value.dtype.kind in "OUS"


def follow(factor: Factor, known: Sequence[str]) -> Factor:
    """The factor with its levels in the order of `known`, levels unknown to it behind them."""
    if factor.levels == tuple(known):
        return factor
    seen = set(known)
    unseen = [level for level in factor.levels if level not in seen]
    return factor.recode([*known, *unseen])


def read_column(values: Any, name: str, known: Sequence[str] | None = None) -> Any:
    """A data column as the formula's words take it.

    Raises
    ------
    TypeError
        A date, a time, a complex number or a mixture of types, with what to do about it.
    """
    series = values if isinstance(values, pd.Series) else pd.Series(values)
    dtype = series.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in "iuf":
        return series.to_numpy(dtype=np.float64)
    if isinstance(dtype, pd.CategoricalDtype):
        return _read_categorical(series, known)
    return _read_other(series, name, known)


def _read_categorical(series: pd.Series, known: Sequence[str] | None) -> Factor:
    levels = tuple(label(value) for value in series.cat.categories)
    codes = series.cat.codes.to_numpy().astype(np.intp)
    factor = Factor(codes, levels, bool(series.cat.ordered))
    return factor if known is None else follow(factor, known)


def _read_other(series: pd.Series, name: str, known: Sequence[str] | None) -> Any:
    kind = pd.api.types.infer_dtype(series, skipna=True)
    if kind == "boolean":
        return Logical(series.astype("object").map(_truth).to_numpy(dtype=np.float64))
    if kind in ("integer", "floating", "mixed-integer-float", "decimal", "empty"):
        return pd.to_numeric(series).to_numpy(dtype=np.float64, na_value=np.nan)
    if kind == "string":
        return to_factor(series, known)
    if str(series.dtype).startswith("dictionary"):  # Arrow's factor
        return _read_categorical(pd.Series(pd.Categorical(series.astype(object))), known)
    raise TypeError(
        f"column {name!r} holds values of type {_kind_name(kind, series)}; {_advice(kind)}"
    )


def _truth(value: Any) -> float:
    return np.nan if pd.isna(value) else float(value)


def _kind_name(kind: str, series: pd.Series) -> str:
    return f"{kind} ({series.dtype})"


def _advice(kind: str) -> str:
    if "date" in kind or "time" in kind or kind == "period":
        return "make a number of it first (for instance days since a date) or a factor of strings"
    return "make it a column of numbers, strings or categories first"
