"""What a formula's words work on: numbers, and R's factors, logicals and matrices.

A numeric column is a float64 array. The other kinds of R's model frame are the three small classes
here; missing values are NaN in a number or a logical and code -1 in a factor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.lib.mixins import NDArrayOperatorsMixin

from rglm.design.values.dates import Dates
from rglm.design.values.exact_numbers import ExactNumbers
from rglm.formatting.numbers.number_text import number_text


@dataclass(frozen=True, eq=False)
class Factor:
    """R's factor: level codes 0..k-1 (-1: missing), the levels' labels, and whether ordered."""

    codes: np.ndarray
    levels: tuple[str, ...]
    ordered: bool = False
    contrasts: Any = None  # what C(f, ...) asked for
    logical: bool = False
    text: bool = False  # a column of strings, which R has as characters

    def __len__(self) -> int:
        return len(self.codes)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        raise TypeError("a factor has no numeric value; use as.numeric() or ifelse()")

    def take(self, rows: np.ndarray | slice) -> Factor:
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


def level_label(value: Any) -> str:
    """A level's label, as R's ``as.character`` writes the value."""
    if isinstance(value, (bool, np.bool_)):
        return "TRUE" if value else "FALSE"
    if isinstance(value, np.number):
        value = value.item()
    return number_text(value) if isinstance(value, (int, float, Decimal)) else str(value)


def factor_from_codes(codes: np.ndarray, values: Iterable[Any], **kind: bool) -> Factor:
    """The factor of codes and the values that they stand for.

    As in R, values that are written alike are one level.
    """
    codes, names = codes.astype(np.intp, copy=False), [level_label(value) for value in values]
    levels = tuple(dict.fromkeys(names))
    if len(levels) < len(names):
        place = {level: code for code, level in enumerate(levels)}
        codes = np.array([*(place[name] for name in names), -1], dtype=np.intp)[codes]
    return Factor(codes, levels, **kind)


def to_factor(values: Any, known: Sequence[str] | None = None) -> Factor:
    """A factor of any values: levels sorted, or `known` first and values unknown to it after.

    Strings sort by code point (R's C locale), numbers by size.
    """
    if isinstance(values, Factor):
        return values
    if isinstance(values, Logical):
        return values.factor()
    if isinstance(values, (ExactNumbers, Dates)):
        codes, uniques = values.factorize(sort=known is None)
    else:
        if isinstance(values, list):
            values = np.array(values, dtype=object)
        if np.ndim(values) != 1:
            raise ValueError("a factor is made of one column")
        codes, uniques = pd.factorize(values, sort=known is None)
    factor = factor_from_codes(codes, uniques)
    return factor if known is None else put_levels_first(factor, known)


def as_character(value: Any) -> Factor:
    """R's ``as.character``: text, which in a model is a factor with levels sorted."""
    factor = to_factor(value).drop_unused()
    text = Factor(factor.codes, factor.levels, text=True)
    return text.recode(sorted(text.levels))


def is_text_array(value: Any) -> bool:
    """Whether a value is an array of text."""
    return isinstance(value, np.ndarray) and value.dtype.kind in "OUS"


def put_levels_first(factor: Factor, known: Sequence[str]) -> Factor:
    """The factor with its levels in the order of `known`, levels unknown to it behind them."""
    if factor.levels == tuple(known):
        return factor
    seen = set(known)
    unseen = [level for level in factor.levels if level not in seen]
    return factor.recode([*known, *unseen])
