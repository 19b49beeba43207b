"""The rows that an effect is worked out at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.values.matrix_column import MatrixDtype
from rglm.formatting.hints.argument_kinds import describe_value
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.plots.fitted.variables import (
    fitted_column,
    format_value,
    is_categorical,
    offset_columns,
    predictor_columns,
    sorted_levels,
)

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def condition_rows(fit: BrmFit, conditions: Any) -> pd.DataFrame:
    """The conditions, a row each, with labels: the given values, and typical ones of the others.

    The typical value of a number is its mean, that of a category its first level.

    Raises
    ------
    ValueError
        A column is no variable of the model; a level that the fit has not seen.
    """
    names = [*predictor_columns(fit), *offset_columns(fit)]
    given = _given_rows(conditions)
    for name in given.columns:
        if name not in names:
            hint = did_you_mean(str(name), names)
            known = ", ".join(names)
            raise ValueError(f"conditions= has {name!r}; the model has {known}{hint}")
        _check_levels(fit, name, given[name])
    columns = {
        name: list(given[name]) if name in given else [_typical(fit, name)] * len(given)
        for name in names
    }
    return _as_data(fit, columns).set_axis(given.index, axis=0)


def _given_rows(conditions: Any) -> pd.DataFrame:
    """The conditions as given; None is one row of no columns."""
    if conditions is None:
        return pd.DataFrame(index=["1"])
    if not isinstance(conditions, (Mapping, pd.DataFrame)):
        raise TypeError(
            "conditions= takes a dict of values, {'x': [1, 2]}, or a DataFrame, got "
            f"{describe_value(conditions)}"
        )
    if isinstance(conditions, Mapping):
        lists = {k: v if pd.api.types.is_list_like(v) else [v] for k, v in conditions.items()}
        conditions = pd.DataFrame(lists)
    out = pd.DataFrame(conditions)
    if out.empty:
        raise ValueError("conditions= has no row: give values, {'x': [1, 2]}")
    if isinstance(out.index, pd.RangeIndex):
        labels = [
            ", ".join(f"{name} = {format_value(value)}" for name, value in row.items())
            for row in out.to_dict("records")
        ]
        out.index = pd.Index(labels)
    return out


def _check_levels(fit: BrmFit, name: str, values: pd.Series) -> None:
    if not is_categorical(fit, name):
        return
    levels = sorted_levels(fitted_column(fit, name))
    for value in values:
        if value not in levels:
            known = list(map(str, levels))
            hint = did_you_mean(str(value), known)
            raise ValueError(
                f"conditions= has {name}={value!r}; its levels are {', '.join(known)}{hint}"
            )


def _typical(fit: BrmFit, name: str) -> Any:
    column = fitted_column(fit, name)
    if is_categorical(fit, name):
        return sorted_levels(column)[0]
    mean = column.mean()
    return mean if isinstance(mean, np.ndarray) else float(mean)


def effect_rows(
    fit: BrmFit, effect: Sequence[str], conditions: pd.DataFrame, resolution: int
) -> pd.DataFrame:
    """The rows of an effect: its values by those of the conditions, with ``cond__``.

    Parameters
    ----------
    effect : one or two names
    conditions : DataFrame
        See `condition_rows`.
    resolution : int
        The number of values of a number; of the second one there are three.
    """
    first = _values(fit, effect[0], resolution)
    pairs = pd.DataFrame({effect[0]: first})
    if len(effect) == 2:
        second = pd.DataFrame({effect[1]: _few_values(fit, effect[1])})
        pairs = second.merge(pairs, how="cross")[list(effect)]  # the first varies fastest
    parts = []
    for label, held in zip(conditions.index, conditions.to_dict("records"), strict=True):
        others = {k: [v] * len(pairs) for k, v in held.items() if k not in effect}
        columns: dict[Any, Any] = {name: list(pairs[name]) for name in pairs} | others
        parts.append(_as_data(fit, columns).assign(cond__=str(label)))
    rows = pd.concat(parts, ignore_index=True)
    rows["cond__"] = pd.Categorical(rows["cond__"], [str(label) for label in conditions.index])
    for k, name in enumerate(effect, 1):
        rows[f"effect{k}__"] = rows[name]
    return rows


def _values(fit: BrmFit, name: str, resolution: int) -> Any:
    column = fitted_column(fit, name)
    if is_categorical(fit, name):
        return sorted_levels(column)
    return np.linspace(float(column.min()), float(column.max()), resolution)


def _few_values(fit: BrmFit, name: str) -> Any:
    """The values of a second variable: levels, or the mean and one sd to both sides."""
    column = fitted_column(fit, name)
    if is_categorical(fit, name):
        return sorted_levels(column)
    mean, sd = float(column.mean()), float(column.std())
    return [mean - sd, mean, mean + sd]


def _as_data(fit: BrmFit, columns: Mapping[Any, Any]) -> pd.DataFrame:
    """Columns with the categories and matrices of the data."""
    out = pd.DataFrame({name: pd.Series(values) for name, values in columns.items()})
    for name in out:
        dtype = fit.data[name].dtype
        if isinstance(dtype, (pd.CategoricalDtype, MatrixDtype)):
            out[name] = pd.Series(out[name].tolist(), dtype=dtype)
    return out
