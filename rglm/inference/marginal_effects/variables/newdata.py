"""The rows that ``newdata=`` asks for: words, tables and grids of values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.matrix_column import MatrixColumn, matrix_column
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.option_check import check_option
from rglm.inference.marginal_effects.variables.model_variables import ModelVariables
from rglm.inference.marginal_effects.variables.settings import Level
from rglm.inference.prediction.expand_grid import expand_grid
from rglm.sources.frames.as_frame import as_frame

WORDS = ("mean", "median", "balanced", "grid")
GRID_TYPES = ("mean_or_mode", "balanced", "counterfactual")
FIVE = (0.0, 0.25, 0.5, 0.75, 1.0)


def rows_of_word(word: str, variables: ModelVariables) -> pd.DataFrame:
    """The rows of ``newdata="mean"`` and the like.

    Raises ValueError: an unknown word.
    """
    check_option("newdata", word, WORDS, ", a table")
    number: Callable[[pd.Series], Any] = _mean
    if word == "median":
        number = pd.Series.median
    elif word == "grid":
        number = five_numbers
    every_level = word in ("balanced", "grid")
    values = {n: typical(variables, n, number, every_level) for n in variables.single_names}
    return _with_matrices(_grid(values, variables.data), variables)


def grid_rows(
    variables: ModelVariables,
    given: Mapping[str, Any],
    grid_type: str,
    others: Mapping[str, Callable[[pd.Series], Any]],
) -> pd.DataFrame:
    """All combinations of given values, other variables at typical ones.

    Raises ValueError: what is no variable of the model; an unknown type of grid.
    """
    check_option("grid_type", grid_type, GRID_TYPES)
    for name in (*given, *others):
        if name not in variables.names:
            hint = did_you_mean(str(name), variables.names)
            raise ValueError(
                f"datagrid(): {name!r} is no variable of the model: "
                f"{', '.join(variables.names)}{hint}"
            )
    chosen = {name: _given_values(name, value, variables) for name, value in given.items()}
    if grid_type == "counterfactual":
        return _counterfactual(chosen, variables)
    balanced = grid_type == "balanced"
    values = {
        name: chosen[name]
        if name in chosen
        else typical(variables, name, others.get(name, _mean), balanced, name in others)
        for name in variables.single_names
    }
    return _with_matrices(_grid(values, variables.data), variables)


def typical(
    variables: ModelVariables,
    name: str,
    number: Callable[[pd.Series], Any],
    every_level: bool = False,
    is_asked: bool = False,
) -> list[Any]:
    """Values of a variable: a number's `number`; of levels the most frequent, or all of them."""
    one = variables.variable(name)
    if one.levels is None or is_asked:
        return _as_list(number(variables.column(name).dropna()))
    if every_level:
        return list(one.levels)
    return [most_frequent(variables.column(name))]


def most_frequent(column: pd.Series) -> Any:
    """The most frequent value; of several the first in their order."""
    counts = column.value_counts(sort=False).sort_index()
    return counts.index[int(np.argmax(counts.to_numpy()))]


def five_numbers(column: pd.Series) -> list[float]:
    """The least, the quartiles and the greatest value."""
    return [float(v) for v in dict.fromkeys(column.astype(float).quantile(list(FIVE)))]


def _mean(column: pd.Series) -> float:
    return float(column.astype(float).mean())


def _given_values(name: str, given: Any, variables: ModelVariables) -> list[Any]:
    """The values that are asked for: one, several, or what a function of the column returns."""
    one = variables.variable(name)
    values = _as_list(given(variables.column(name)) if callable(given) else given)
    if not values:
        raise ValueError(f"datagrid() has no values of {name!r}")
    if one.levels is not None and one.levels != (0, 1):
        for value in values:
            if value not in one.levels:
                raise ValueError(
                    f"datagrid() has {name}={value!r}; its levels are "
                    f"{', '.join(map(str, one.levels[:20]))}"
                )
    return values


def _as_list(value: Any) -> list[Any]:
    if isinstance(value, (str, bytes)) or np.ndim(value) == 0:
        return [value]
    return list(value)


def _grid(values: Mapping[str, Sequence[Any]], data: pd.DataFrame) -> pd.DataFrame:
    """All combinations, the last variable fastest."""
    if not values:
        return pd.DataFrame(index=range(1))
    names = list(values)
    rows = expand_grid({name: values[name] for name in reversed(names)})[names]
    return rows.assign(**{name: _typed(rows[name], data[name]) for name in names})


def _with_matrices(rows: pd.DataFrame, variables: ModelVariables) -> pd.DataFrame:
    """Rows with the columns that are matrices, at their means."""
    names = [name for name in variables.names if name not in variables.single_names]
    for name in names:
        if (matrix := matrix_column(variables.column(name))) is not None:
            means = np.nanmean(matrix.values, axis=0)
            rows[name] = MatrixColumn(np.tile(means, (len(rows), 1)), matrix.dtype.suffixes)
    return rows


def _typed(values: pd.Series, column: pd.Series) -> Any:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return pd.Categorical(values, dtype=column.dtype)
    return values


def _counterfactual(
    values: Mapping[str, Sequence[Any]], variables: ModelVariables
) -> pd.DataFrame:
    """The rows of the fit, once for each combination of the values."""
    data = variables.all_rows("datagrid(grid_type='counterfactual')")
    if not values:
        return data
    parts = []
    for row in _grid(values, variables.data).itertuples(index=False, name=None):
        given = dict(zip(values, row, strict=True))
        levels = {name: Level(value).values(data[name]) for name, value in given.items()}
        parts.append(data.assign(rowidcf=np.arange(len(data)), **levels))
    return pd.concat(parts, ignore_index=True)


def table_rows(newdata: Any) -> pd.DataFrame:
    """A table of new rows."""
    return as_frame(newdata, "newdata").reset_index(drop=True)
