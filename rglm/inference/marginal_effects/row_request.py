"""The rows that effects are asked for, and the variables that they have."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

import numpy as np
import pandas as pd

from rglm.design.derivatives.column_uses import all_expressions, columns_read
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.warning_location import warn
from rglm.inference.marginal_effects.effects.effect_rows import (
    ChunkedRows,
    EffectRows,
    MemoryRows,
    checked_weights,
    grouped,
    rows_of_fit,
)
from rglm.inference.marginal_effects.effects.row_block import RowBlock
from rglm.inference.marginal_effects.variables.model_variables import ModelVariables
from rglm.inference.marginal_effects.variables.newdata import rows_of_word, table_rows
from rglm.inference.row_values import data_with, rows_in_data
from rglm.protocol.model_result import ModelResult
from rglm.warnings import FitWarning


@dataclass(frozen=True)
class RowRequest:
    """Rows of a fit, or new ones, in groups and with weights.

    Attributes
    ----------
    by : sequence of str
        The columns whose values make groups.
    is_average : bool
        Whether the rows are averaged, so that those with missing values are left out.
    """

    fit: ModelResult
    verb: str
    by: Sequence[str] = ()
    newdata: Any = None
    wts: Any = None
    is_average: bool = True

    @property
    def has_new_rows(self) -> bool:
        """Whether the rows are not those of the fit."""
        return self.newdata is not None or self.verb == "datagrid"

    @property
    def is_chunked(self) -> bool:
        """Whether the rows are those of a fit whose data are not in memory."""
        return self.newdata is None and self.fit._is_chunked

    def variables(self, numbers: frozenset[str] = frozenset()) -> ModelVariables:
        """The variables, from the rows of the fit or from new ones."""
        fit = self.fit
        if fit._source is None and (self.newdata is None or isinstance(self.newdata, str)):
            self._refuse_stripped()
        if fit._source is None:
            return ModelVariables(fit._schemas, table_rows(self.newdata))
        if fit._is_chunked:
            sample = next(iter(fit._map_chunks(_all_rows)))
            found = ModelVariables(fit._schemas, sample, numbers, self.column)
            return found.of_all_rows() if self.has_new_rows else found
        names = columns_read(all_expressions(fit._schemas), fit.data)
        return ModelVariables(fit._schemas, fit.data[names].iloc[rows_in_data(fit)])

    def _refuse_stripped(self) -> NoReturn:
        raise ValueError(
            f"{self.verb}(): this fit was stripped of its rows; give rows, newdata=table"
        )

    def column(self, name: str) -> pd.Series:
        """A column of the rows of the fit."""
        fit = self.fit
        if fit._source is None:
            return pd.Series(table_rows(self.newdata)[name])
        parts = list(fit._map_chunks(partial(_column_of, name=name)))
        return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)

    def rows(self, variables: ModelVariables, changed: Collection[str]) -> EffectRows:
        """The rows that effects are of, some of whose variables are `changed`."""
        names, by = variables.names, self.by
        if self.is_chunked:
            if not (self.wts is None or isinstance(self.wts, str)):
                raise ValueError(
                    "wts= takes the name of a column where the data are not in memory, got "
                    f"{type(self.wts).__name__}"
                )
            self._check_columns(by, self.fit.data.columns)
            binary = {name for name in changed if variables.variable(name).levels == (0, 1)}
            return ChunkedRows(self.fit, names, by, self.wts, frozenset(binary))
        if self.newdata is None:
            columns = self.fit.data.columns
            self._check_columns([n for n in by if not self._is_callers(n)], columns)
            return _with_weight(rows_of_fit(self.fit, names, by, self.wts))
        return _with_weight(self._new_rows(variables))

    def _is_callers(self, name: str) -> bool:
        """Whether a column is only in the caller's data."""
        return name in data_with(self.fit, [name])

    def _check_columns(self, names: Sequence[str], columns: Any) -> None:
        for name in names:
            if name not in columns:
                hint = did_you_mean(str(name), list(map(str, columns)))
                raise ValueError(f"{self.verb}(): by= has {name!r}, which is no column{hint}")

    def _new_rows(self, variables: ModelVariables) -> MemoryRows:
        """Rows given as a table, or by a word."""
        is_word = isinstance(self.newdata, str)
        data = rows_of_word(self.newdata, variables) if is_word else table_rows(self.newdata)
        self._check_columns(self.by, data.columns)
        n = len(data)
        weights = np.ones(n)
        if self.wts is True:
            raise ValueError("wts=True: prior weights are of the rows of the fit; give a column")
        if self.wts is not None and self.wts is not False:
            if isinstance(self.wts, str) and self.wts not in data:
                hint = did_you_mean(self.wts, list(map(str, data)))
                raise ValueError(f"wts= has {self.wts!r}, which is no column of newdata{hint}")
            given = data[self.wts] if isinstance(self.wts, str) else self.wts
            weights = checked_weights(given, n)
        if self.is_average:
            known = self._is_known(data, variables)
            data, weights = data[known].reset_index(drop=True), weights[known]
        codes, groups = grouped(data, self.by)
        return MemoryRows(RowBlock(self.fit, data, codes, weights), groups)

    def _is_known(self, data: pd.DataFrame, variables: ModelVariables) -> np.ndarray:
        """Whether rows that are averaged have all values; else a warning."""
        read = [name for name in variables.names if name in data]
        known = np.asarray(data[read].notna().all(axis=1))
        if not known.any():
            raise ValueError(f"{self.verb}(): newdata= has no complete row to average")
        if not known.all():
            warn(
                f"{self.verb}(): {(~known).sum()} row(s) of newdata have missing values and "
                "are left out of the averages",
                FitWarning,
            )
        return known


def _with_weight(rows: MemoryRows) -> MemoryRows:
    """Rows, one of which has a weight; else a ValueError."""
    if len(rows.rows.weights) and not rows.rows.weights.any():
        raise ValueError("wts= are 0 in all rows; give some a weight above 0")
    return rows


def _all_rows(fit: ModelResult) -> pd.DataFrame:
    return fit.data


def _column_of(fit: ModelResult, name: str) -> pd.Series:
    return fit.data[name].iloc[rows_in_data(fit)]
