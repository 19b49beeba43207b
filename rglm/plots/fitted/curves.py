"""The values of a variable that each have a curve of their own, and what the legend calls them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.matrix_column import matrix_column
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.plots.fitted.variables import (
    MAX_CURVES,
    few_values,
    fitted_column,
    format_value,
    is_categorical,
    sorted_levels,
)
from rglm.protocol.model_result import ModelResult


def curve_labels(fit: ModelResult, by: str, values: Any = None) -> dict[Any, str]:
    """The label of each value of `by` that has a curve.

    These are the `values` given; else all that occur, if they are few; else, of a number, the mean
    and one standard deviation to both sides, or the end of the data where that is nearer.
    """
    column = fitted_column(fit, by)
    if values is not None:
        return {value: format_value(value) for value in several_values(fit, by, values)}
    if is_categorical(fit, by) or column.nunique() <= MAX_CURVES:
        return {value: format_value(value) for value in few_values(column, by)}
    mean, sd = float(column.mean()), float(column.std())
    low, high = float(column.min()), float(column.max())
    labels = {
        max(mean - sd, low): "mean - sd" if mean - sd >= low else "min",
        mean: "mean",
        min(mean + sd, high): "mean + sd" if mean + sd <= high else "max",
    }
    return {value: f"{format_value(value)} ({label})" for value, label in labels.items()}


def has_typical_curves(fit: ModelResult, by: str, values: Any = None) -> bool:
    """Whether the curves are those of a mean and its neighbours, which are no values of rows."""
    return (
        values is None
        and not is_categorical(fit, by)
        and (fitted_column(fit, by).nunique() > MAX_CURVES)
    )


def split_at(
    fit: ModelResult, x: str, by: str | None, at: Mapping[str, Any] | None
) -> tuple[str | None, dict[str, Any], dict[str, Any]]:
    """What ``at=`` says: the variable of the curves, its values and x's, and what is held.

    A variable with several values has a curve for each: it is `by`.

    Returns
    -------
    by : str or None
    several : dict
        The values of `x` and of `by` that are given.
    held : dict
        One value each of other variables.

    Raises
    ------
    ValueError
        Two variables have several values; `x` has one; `by` is `x`.
    """
    if by == x:
        raise ValueError(f"by={by!r} is on the axis already; give another variable")
    at = dict(at or {})
    lists = [name for name, value in at.items() if is_several(fit, name, value)]
    others = [name for name in lists if name not in (x, by)]
    if others and by is None:
        by = others.pop(0)
    if others:
        raise ValueError(
            f"at= has several values of {others[0]!r}, and {by!r} has the curves: give one value"
        )
    several = {name: at.pop(name) for name in (x, by) if name in at}
    for name, value in several.items():
        if name == x and not is_several(fit, name, value):
            raise ValueError(
                f"at={{{name!r}: {value!r}}}: {name} is on the axis; give the ends of the curve, "
                "[low, high], or leave it out"
            )
    return by, several, at


def is_several(fit: ModelResult, name: str, value: Any) -> bool:
    """Whether a value of ``at=`` is a list of values; that of a matrix is one row of it."""
    is_matrix = name in fit.data and matrix_column(fit.data[name]) is not None
    return pd.api.types.is_list_like(value) and not is_matrix


def several_values(fit: ModelResult, name: str, values: Any, most: int = MAX_CURVES) -> list[Any]:
    """The values given for a variable, checked: levels of it, if it is a category."""
    out = list(dict.fromkeys(values)) if pd.api.types.is_list_like(values) else [values]
    if not 0 < len(out) <= most:
        raise ValueError(f"at= has {len(out)} values of {name!r}; give 1 to {most}")
    return [checked_value(fit, name, value) for value in out]


def checked_value(fit: ModelResult, name: str, value: Any) -> Any:
    """A value given for a variable.

    Raises ValueError: it is no level of a category, or no number where the variable is one.
    """
    column = fitted_column(fit, name)
    if is_categorical(fit, name):
        levels = sorted_levels(column)
        if value not in levels:
            known = ", ".join(map(str, levels))
            hint = did_you_mean(str(value), list(map(str, levels)))
            raise ValueError(f"at={{{name!r}: {value!r}}}: the levels of {name} are {known}{hint}")
    elif isinstance(value, str) or (np.ndim(value) == 0 and pd.isna(value)):
        raise ValueError(f"at={{{name!r}: {value!r}}}: {name} takes a number")
    return value


def axis_range(fit: ModelResult, x: str, values: Any) -> tuple[float, float]:
    """The ends of a curve that are given, ``[low, high]``."""
    checked = [float(checked_value(fit, x, value)) for value in values]
    if len(checked) < 2 or min(checked) == max(checked) or not np.isfinite(checked).all():
        raise ValueError(
            f"at={{{x!r}: {list(values)!r}}}: give the ends of the curve, [low, high]"
        )
    return min(checked), max(checked)
