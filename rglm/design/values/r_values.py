"""The values of variables in a formula: numbers, and R's factors, logicals and matrices.

A numeric column is a float64 array. The other kinds of variables in R's model frame are the
classes here. Missing values are NaN in a number or a logical and code -1 in a factor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import compress
from typing import Any, TypeGuard

import numpy as np
import pandas as pd
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import DTypeLike

from rglm.design.values.dates import Dates
from rglm.design.values.exact_numbers import ExactNumbers
from rglm.formatting.numbers.number_text import number_text

BLOCK_ROWS = 1 << 15  # that are looked at at once
MAX_SORTED_VALUES = 1000  # that are sorted quicker than they are hashed


@dataclass(frozen=True, eq=False)
class Factor:
    """R's factor."""

    # (n,) the level of each row, 0..k-1; -1 where missing. Of any signed integer type, so that
    # products and sums of codes need `dtype=np.intp`
    codes: np.ndarray
    levels: tuple[str, ...]  # their labels
    ordered: bool = False
    contrasts: Any = None  # those that ``C(f, ...)`` asked for
    is_logical: bool = False  # whether it stands for a logical
    is_text: bool = False  # whether it stands for a column of strings, R's ``character``

    def __len__(self) -> int:
        return len(self.codes)

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> np.ndarray:
        raise TypeError("a factor has no numeric value; use as.numeric() or ifelse()")

    def take(self, rows: np.ndarray | slice) -> Factor:
        """The factor on some rows."""
        return replace(self, codes=self.codes[rows])

    def used_levels(self) -> tuple[str, ...]:
        """The levels that a row has."""
        counts = np.zeros(len(self.levels) + 1, dtype=np.intp)  # the first of missing values
        for start in range(0, len(self.codes), BLOCK_ROWS):
            codes = np.add(self.codes[start : start + BLOCK_ROWS], 1, dtype=np.intp)
            counts += np.bincount(codes, minlength=len(counts))
            if counts[1:].all():
                break
        return tuple(compress(self.levels, counts[1:]))

    def drop_unused(self) -> Factor:
        """The factor without the levels that no row has.

        As in R it then loses contrasts of its own. A logical keeps both levels.
        """
        if self.is_logical:
            return self
        used = self.used_levels()
        return self if used == self.levels else replace(self.recode(used), contrasts=None)

    def recode(self, levels: Sequence[str]) -> Factor:
        """The same values coded by `levels`; a value that is not among them becomes missing."""
        if tuple(levels) == self.levels:
            return self
        code = {level: i for i, level in enumerate(levels)}
        new_codes = np.array([*(code.get(level, -1) for level in self.levels), -1], dtype=np.intp)
        return replace(self, codes=new_codes[self.codes], levels=tuple(levels))

    def without_levels(self, labels: Collection[str]) -> Factor:
        """The factor without these levels: their rows become missing."""
        return self.recode([level for level in self.levels if level not in labels])

    @property
    def missing(self) -> np.ndarray:
        """True where a row has no value."""
        return self.codes < 0


@dataclass(frozen=True, eq=False)
class Logical(NDArrayOperatorsMixin):
    """R's logical: 1.0, 0.0 or NaN. It is a number in arithmetic and a factor in a model."""

    values: np.ndarray

    def __len__(self) -> int:
        return len(self.values)

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self.values, dtype=dtype)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        plain = [x.values if isinstance(x, Logical) else x for x in inputs]
        return getattr(ufunc, method)(*plain, **kwargs)

    def take(self, rows: np.ndarray | slice) -> Logical:
        """The logical on some rows."""
        return Logical(self.values[rows])

    def to_factor(self) -> Factor:
        """The factor with levels FALSE and TRUE."""
        codes = np.where(np.isnan(self.values), -1, self.values != 0).astype(np.intp)
        return Factor(codes, ("FALSE", "TRUE"), is_logical=True)


@dataclass(frozen=True, eq=False)
class Matrix:
    """Several columns under one name: ``poly(x, 3)``, ``bs(x)``, ``cbind(s, f)``."""

    values: np.ndarray  # (n, k)
    # what the columns' names have behind the variable's
    suffixes: tuple[str, ...] = field(default=())

    @classmethod
    def numbered(cls, values: np.ndarray) -> Matrix:
        """A matrix whose columns are numbered from 1; a single one has the variable's name."""
        k = values.shape[1]
        return cls(values, ("",) if k == 1 else tuple(str(i + 1) for i in range(k)))

    @property
    def has_names(self) -> bool:
        """Whether the columns have names of their own, and not numbers."""
        return self.suffixes != Matrix.numbered(self.values).suffixes

    def __len__(self) -> int:
        return len(self.values)

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self.values, dtype=dtype)

    def take(self, rows: np.ndarray | slice) -> Matrix:
        """The matrix on some rows."""
        return replace(self, values=self.values[rows])


def with_column_names(value: Any, operands: Iterable[Any]) -> Any:
    """A value; an array of columns has the names of the first operand that is such a matrix."""
    if isinstance(value, np.ndarray) and value.ndim == 2:
        for operand in operands:
            if isinstance(operand, Matrix) and len(operand.suffixes) == value.shape[1]:
                return Matrix(value, operand.suffixes)
    return value


def level_label(value: object) -> str:
    """A level's label, as R's ``as.character`` writes the value."""
    if type(value) is str:  # as a rule
        return value
    if isinstance(value, (bool, np.bool_)):
        return "TRUE" if value else "FALSE"
    if isinstance(value, np.number):
        value = value.item()
    return number_text(value) if isinstance(value, (int, float, Decimal)) else str(value)


def factor_from_codes(codes: np.ndarray, values: Iterable[Any], **kind: bool) -> Factor:
    """The factor with these codes, whose levels are the labels of `values`.

    As in R, values with the same label are one level. `kind` are attributes of the factor.
    """
    names = [level_label(value) for value in values]
    levels = tuple(dict.fromkeys(names))
    if len(levels) < len(names):
        code = {level: i for i, level in enumerate(levels)}
        codes = np.array([*(code[name] for name in names), -1], dtype=np.intp)[codes]
    # short integers are copied, so that nobody else writes to them
    return Factor(codes if codes.dtype == np.intp else codes.copy(), levels, **kind)


def to_factor(values: Any, known: Sequence[str] | None = None) -> Factor:
    """The factor of any values, its levels sorted, or `known` first and other values after.

    Strings sort by code point (R's C locale), numbers by size.
    """
    if isinstance(values, Factor):
        return values
    if isinstance(values, Logical):
        return values.to_factor()
    if isinstance(values, (ExactNumbers, Dates)):
        codes, uniques = values.factorize(sort=known is None)
    else:
        if isinstance(values, list):
            values = np.array(values, dtype=object)
        if np.ndim(values) != 1:
            raise ValueError("a factor is made of one column")
        codes, uniques = _factorized(values, known is None)
    factor = factor_from_codes(codes, uniques)
    return factor if known is None else put_levels_first(factor, known)


def _factorized(values: Any, sort: bool) -> tuple[np.ndarray, Any]:
    """The codes and the different values; of few numbers numpy finds them quicker."""
    is_number = isinstance(values, np.ndarray) and values.dtype.kind in "iuf"
    if sort and is_number and len(values) <= MAX_SORTED_VALUES and not np.isnan(values).any():
        uniques, codes = np.unique(values, return_inverse=True)
        return codes, uniques
    return pd.factorize(values, sort=sort)


def as_character(value: Any) -> Factor:
    """R's ``as.character``: text, which is a factor with sorted levels in a model."""
    factor = to_factor(value).drop_unused()
    text = Factor(factor.codes, factor.levels, is_text=True)
    return text.recode(sorted(text.levels))


def is_text_array(value: object) -> TypeGuard[np.ndarray]:
    """Whether a value is an array of text."""
    return isinstance(value, np.ndarray) and value.dtype.kind in "OUS"


def put_levels_first(factor: Factor, known: Sequence[str]) -> Factor:
    """The factor with the levels `known` first, in this order, and its other levels after."""
    if factor.levels == tuple(known):
        return factor
    first = set(known)
    return factor.recode([*known, *(level for level in factor.levels if level not in first)])
