"""The values of each variable in a reference grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.data_column import read_column
from rglm.design.values.dates import Dates
from rglm.design.values.matrix_column import MatrixColumn
from rglm.design.values.r_values import level_label
from rglm.formatting.hints.argument_kinds import is_number
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.reference_grid.variable_summary import VariableKind, VariableSummary

SHOWN_LEVELS = 20


@dataclass(frozen=True)
class GridVariable:
    """A variable of a grid: its values, and what they are in the cells of the data.

    Attributes
    ----------
    values : list
        As a table shows them.
    codes : (k,) float array or None
        As the `cells` of a summary have them; None if these do not count it.
    """

    values: list[Any]
    codes: np.ndarray | None
    kind: VariableKind

    def column(self, places: np.ndarray) -> Any:
        """The column of a table with the values at some places, of the type of the data."""
        if self.kind.dtype is not None:
            return pd.Categorical([self.values[i] for i in places], dtype=self.kind.dtype)
        return pd.Series(self.values).iloc[places].reset_index(drop=True)


def check_names(argument: str, given: Mapping[str, Any], names: Sequence[str]) -> None:
    """Check that all keys of an argument are variables of the grid."""
    for name in given:
        if name not in names:
            hint = did_you_mean(str(name), names)
            raise ValueError(f"{argument}= has {name!r}; the grid has {', '.join(names)}{hint}")


def factor_variable(name: str, summary: VariableSummary, given: Any) -> GridVariable:
    """A variable with levels: those that rows have, or those given.

    Raises
    ------
    ValueError
        No row has a level that is given.
    """
    kind, codes = summary.kinds[name], np.array(summary.used[name])
    levels = _levels(summary, name)
    if given is None:
        return GridVariable(levels, codes, kind)
    by_label = {level_label(level): place for place, level in enumerate(levels)}
    places = []
    for value in _as_list(name, given):
        place = by_label.get(level_label(_as_text_date(value, kind)))
        if place is None:
            shown = ", ".join(map(str, levels[:SHOWN_LEVELS]))
            shown += ", ..." if len(levels) > SHOWN_LEVELS else ""
            raise ValueError(f"at= has {name}={value!r}; its levels are {shown}")
        places.append(place)
    return GridVariable([levels[i] for i in places], codes[places], kind)


def number_variable(name: str, summary: VariableSummary, given: Any) -> GridVariable:
    """A number at values that are given.

    Raises
    ------
    ValueError
        They are no numbers, or missing.
    """
    kind, values = summary.kinds[name], _as_list(name, given)
    if kind.seconds and not all(map(is_number, values)):
        values = _date_numbers(name, values, kind)
    if not all(is_number(v) and not np.isnan(v) for v in values):
        raise ValueError(f"at= has {name}={given!r}, and {name!r} is a number")
    return GridVariable(values, None, kind)


def kept_variable(name: str, summary: VariableSummary) -> GridVariable:
    """A number at all its values."""
    kind, distinct = summary.kinds[name], summary.numbers[name].distinct
    in_cells = summary.cells is not None and name in summary.cells.codes
    if distinct is None and summary.cells is not None:
        codes = summary.cells.codes[name].dropna()
        distinct = tuple(np.unique(codes.to_numpy(dtype=float)).tolist())
    values: list[Any] = [int(v) if kind.is_whole else v for v in distinct or ()]
    return GridVariable(values, np.array(distinct) if in_cells else None, kind)


def hidden_variable(name: str, summary: VariableSummary) -> GridVariable:
    """One value of a variable that the grid does not show, but predictions read."""
    if not summary.kinds[name].is_factor:
        return number_variable(name, summary, summary.numbers[name].means.tolist())
    usual = factor_variable(name, summary, None)
    return GridVariable(usual.values[:1], None, usual.kind)


def matrix_of_means(name: str, summary: VariableSummary, nrows: int) -> MatrixColumn:
    """A matrix whose rows are its mean."""
    means = summary.numbers[name].means
    return MatrixColumn(np.tile(means, (nrows, 1)), summary.kinds[name].dtype.suffixes)


def _levels(summary: VariableSummary, name: str) -> list[Any]:
    """The levels that rows have, as the data have them."""
    kind, used = summary.kinds[name], summary.used[name]
    if kind.is_logical:
        return [bool(code) for code in used]
    if kind.has_labels:
        labels = [summary.labels[name][int(code)] for code in used]
        if kind.dtype is None:
            return labels
        categories = {level_label(value): value for value in kind.dtype.categories}
        return [categories[label] for label in labels]
    if kind.seconds:
        times = pd.to_datetime(np.array(used) * kind.seconds, unit="s")
        return [str(time).removesuffix(" 00:00:00") for time in times]
    return [int(code) for code in used] if kind.is_whole else list(used)


def _as_list(name: str, given: Any) -> list[Any]:
    single = isinstance(given, (str, bytes)) or np.ndim(given) == 0
    values = [given] if single else list(given)
    if not values:
        raise ValueError(f"at= has no values of {name!r}")
    return values


def _as_text_date(value: Any, kind: VariableKind) -> Any:
    if not kind.seconds:
        return value
    return str(pd.Timestamp(value)).removesuffix(" 00:00:00")


def _date_numbers(name: str, values: list[Any], kind: VariableKind) -> list[Any]:
    """R's numbers of dates or times."""
    try:
        dates = read_column(pd.Series(pd.to_datetime(values, utc=True)), name)
    except (TypeError, ValueError):
        return values
    if not isinstance(dates, Dates):
        return values
    return [float(v) / (kind.seconds if dates.kind != "date" else 1) for v in dates.numbers]
