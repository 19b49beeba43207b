"""Many responses of the rows of a fit, as ``refit`` takes them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.row_labels import row_label
from rglm.design.values.data_column import read_column
from rglm.design.values.r_values import Factor, Logical, Matrix, put_levels_first, to_factor
from rglm.errors import DataError
from rglm.formatting.text.printable import listed
from rglm.inference.row_values import row_values
from rglm.protocol.model_result import ModelResult
from rglm.protocol.response_value import response_value


@dataclass(frozen=True)
class GivenResponses:
    """R responses of the rows of a fit.

    Attributes
    ----------
    fit : ModelResult
    names : Index, (R,)
    table : DataFrame (n, R) or (n, R m)
        A column for each response; of a response of m columns m columns for each.
    width : int
        m, or 1.
    unused : (n,) bool array
        The rows of weight 0, whose response may be missing.
    """

    fit: ModelResult
    names: pd.Index
    table: pd.DataFrame
    width: int
    unused: np.ndarray

    def __len__(self) -> int:
        return len(self.names)

    @property
    def has_numbers(self) -> bool:
        """Whether every column has numbers, or logicals."""
        return all(dtype.kind in "fiub" for dtype in self.table.dtypes)

    def numbers(self) -> np.ndarray:
        """The responses as numbers (R, n), levels of two as 0 and 1; counts as (R, n, 2)."""
        if self.has_numbers:
            values = np.ascontiguousarray(self.table.to_numpy(dtype=float).T)
        else:
            values = np.array([_numbers(self._column(i)) for i in range(self.table.shape[1])])
        if self.width > 1:
            return values.reshape(len(self), self.width, len(self.table)).transpose(0, 2, 1)
        return values

    def value(self, place: int) -> Any:
        """One response as a value of R's types, in the form of the response of the fit."""
        own, first = response_value(self.fit), place * self.width
        if isinstance(own, Matrix):
            columns = self.table.iloc[:, first : first + self.width]
            value: Any = Matrix(columns.to_numpy(dtype=float), own.suffixes)
        else:
            value = self._column(first)
        return _filled(value, own, self.unused) if self.unused.any() else value

    def _column(self, place: int) -> Any:
        """One column, coded by the levels of the fit if it has levels."""
        own = response_value(self.fit)
        value = read_column(self.table.iloc[:, place], str(self.table.columns[place]))
        if not isinstance(own, Factor) or own.is_logical:
            if isinstance(value, Factor) and not isinstance(own, (Factor, Logical)):
                raise DataError(
                    f"refit(): y= has categories in column {self.table.columns[place]!r}, and the "
                    "response of the fit has none; give numbers"
                )
            return value
        levels = own.drop_unused().levels
        coded = put_levels_first(to_factor(value), levels)
        others = [level for level in coded.used_levels() if level not in levels]
        if others:
            raise DataError(
                f"y: the response {self.table.columns[place]!r} has {others[0]!r}, which is no "
                f"level of the response of the fit: {listed(levels)}"
            )
        return Factor(coded.recode(levels).codes, levels, own.ordered)


def given_responses(fit: ModelResult, y: Any) -> GivenResponses:
    """The responses that ``y=`` gives, on the rows of a fit.

    Raises
    ------
    TypeError, ValueError
        It is no table, or has other rows than the fit and its data; a value is missing.
    """
    own = response_value(fit)
    width = own.values.shape[1] if isinstance(own, Matrix) else 1
    table = _table(y)
    table = table.iloc[_positions(fit, table, not isinstance(y, (pd.DataFrame, pd.Series)))]
    names = table.columns
    if width > 1:
        table = _in_order_of_columns(table, own.suffixes)
        names = table.columns[::width].get_level_values(0)
    unused = fit._rows_source.rows.weights == 0
    _check_no_missing(fit, table, unused)
    return GivenResponses(fit, names, table, width, unused)


def _table(y: Any) -> pd.DataFrame:
    """A column for each response."""
    if isinstance(y, pd.Series):
        return y.to_frame(name=0 if y.name is None else y.name)
    if isinstance(y, pd.DataFrame):
        return y
    if isinstance(y, np.ndarray) and y.ndim in (1, 2):
        return pd.DataFrame(y.reshape(len(y), -1))
    if hasattr(y, "to_pandas"):  # of polars and pyarrow
        return _of_other_packages(y)
    raise TypeError(
        "refit(): y= takes a DataFrame or an array with a column for each response, as "
        f"fit.simulate(1000) returns them, or one Series; got {type(y).__name__}"
    )


def _of_other_packages(y: Any) -> pd.DataFrame:
    table: pd.DataFrame | pd.Series = y.to_pandas()
    return table.to_frame() if isinstance(table, pd.Series) else table


def _positions(fit: ModelResult, table: pd.DataFrame, by_place: bool) -> np.ndarray:
    """The row of the table for each row of the fit."""
    places = np.arange(len(table))
    given = places if by_place else pd.Series(places, index=table.index)
    return np.asarray(row_values(fit, given, "y=", "y"))


def _in_order_of_columns(table: pd.DataFrame, suffixes: tuple[str, ...]) -> pd.DataFrame:
    """The columns of each response side by side, in the order of the fit's."""
    m = len(suffixes)
    columns = table.columns
    if columns.nlevels == 2:
        names = columns.get_level_values(0)
        counts = pd.Series(1, index=names).groupby(level=0, sort=False).sum()
        if (counts == m).all():
            order: list[Hashable] = []
            for name in counts.index:
                own = columns[names == name]
                labels = [str(label) for label in own.get_level_values(1)]
                at = [labels.index(s) if s in labels else i for i, s in enumerate(suffixes)]
                order += [own[i] for i in (at if len({*at}) == m else range(m))]
            return table[order]
    raise ValueError(
        f"refit(): the response of the fit has {m} columns, {listed(suffixes)}, and y= needs as "
        "many for each response, named by pairs (response, column) as fit.simulate() names them"
    )


def _check_no_missing(fit: ModelResult, table: pd.DataFrame, unused: np.ndarray) -> None:
    missing = table.isna().to_numpy(dtype=bool) & ~unused[:, None]
    if missing.any():
        row, column = np.argwhere(missing)[0]
        raise DataError(
            f"refit(): y= is missing in column {table.columns[column]!r}, in the row labelled "
            f"{row_label(fit._index, int(row))}; a fit to fewer rows is another fit: "
            "update(data=..., subset=...)"
        )


def _numbers(value: Any) -> np.ndarray:
    """A column as numbers, the codes of a factor."""
    if isinstance(value, Factor):
        return np.where(value.codes < 0, np.nan, value.codes.astype(float))
    return value.values if isinstance(value, Logical) else np.asarray(value, dtype=float)


def _filled(value: Any, own: Any, unused: np.ndarray) -> Any:
    """A response with that of the fit on rows of weight 0, where it may be missing."""
    if isinstance(value, Factor):
        return replace(value, codes=np.where(unused, own.recode(value.levels).codes, value.codes))
    if isinstance(value, Matrix):
        return replace(value, values=np.where(unused[:, None], own.values, value.values))
    if isinstance(value, np.ndarray):
        return np.where(unused, own, value)
    return replace(value, values=np.where(unused, own.values, value.values))
