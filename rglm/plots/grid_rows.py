"""Rows to predict at: one column runs, the others are held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.expressions import expression
from rglm.format.suggest import did_you_mean
from rglm.inference.clusters import rows_in_data

STEPS = 200
CURVES = 8  # of `by`, at most


def raw_rows(fit: Any) -> pd.DataFrame:
    """The data's rows that were fitted."""
    fit.rows_source  # noqa: B018  an error after strip()
    return fit.data.iloc[rows_in_data(fit)]


def predictors(fit: Any) -> list[str]:
    """The columns of the data that the right sides read, in the order of the formula."""
    parsed = [schema.parsed for schema in fit.schemas]
    reads = [name for part in parsed for e in part.expressions.values() for name in e.reads]
    return [name for name in dict.fromkeys(reads) if name in fit.data]


def offsets(fit: Any) -> list[str]:
    """The columns that only offsets read."""
    found = [e for schema in fit.schemas for e in schema.parsed.offsets]
    found += [expression(s.offset) for s in fit.schemas if isinstance(s.offset, str)]
    names = dict.fromkeys(name for e in found for name in e.reads)
    return [name for name in names if name in fit.data and name not in predictors(fit)]


def is_category(column: pd.Series) -> bool:
    """Whether a column has no numbers, or only true and false."""
    return not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)


def chosen(fit: Any, x: str | None, argument: str = "x") -> str:
    """The column that runs: by default the first that is a number."""
    known = predictors(fit)
    if not known:
        raise ValueError("the formula has no variable on its right side to draw against")
    if x is None:
        numbers = [name for name in known if not is_category(fit.data[name])]
        return (numbers or known)[0]
    if x not in known:
        hint = did_you_mean(str(x), known)
        raise ValueError(f"{argument}={x!r} is no variable of the model: {', '.join(known)}{hint}")
    return x


def levels_of(column: pd.Series) -> list[Any]:
    """The values of a category, in the order of its levels."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        used = set(column.dropna())
        return [level for level in column.cat.categories if level in used]
    return sorted(column.dropna().unique())


def new_rows(
    fit: Any, x: str, by: str | None = None, at: Mapping[str, Any] | None = None
) -> tuple[pd.DataFrame, str]:
    """Rows where `x` runs over what was seen, for each level of `by`; and in words what is held.

    Parameters
    ----------
    x, by : str
        Columns of the data; by has few values.
    at : dict, optional
        Values of other columns; else a number is held at its mean, a category at its commonest
        level.
    """
    rows, at = raw_rows(fit), dict(at or {})
    others = [n for n in [*predictors(fit), *offsets(fit)] if n not in (x, by)]
    for name in at:
        if name not in others:
            hint = did_you_mean(name, others)
            raise ValueError(
                f"at= has {name!r}; it can hold {', '.join(others) or 'nothing'}{hint}"
            )
    held = {name: at.get(name, _typical(rows[name])) for name in others}
    runs = _running(rows[x])
    each = [None] if by is None else _few(rows[by], by)
    parts = [_part(rows, x, runs, by, value, held) for value in each]
    caption = ", ".join(f"{name} = {_short(value)}" for name, value in held.items())
    return pd.concat(parts, ignore_index=True), caption


def _part(
    rows: pd.DataFrame, x: str, runs: Any, by: str | None, value: Any, held: Mapping[str, Any]
) -> pd.DataFrame:
    fixed = dict(held) | ({} if by is None else {by: value})
    out = pd.DataFrame({x: runs, **{n: [v] * len(runs) for n, v in fixed.items()}})
    for name in out:
        if isinstance(rows[name].dtype, pd.CategoricalDtype):
            out[name] = pd.Categorical(out[name], dtype=rows[name].dtype)
    return out


def _running(column: pd.Series) -> Any:
    if is_category(column):
        return levels_of(column)
    low, high = float(column.min()), float(column.max())
    return np.linspace(low, high, STEPS)


def _few(column: pd.Series, name: str) -> list[Any]:
    found = levels_of(column)
    if len(found) > CURVES:
        raise ValueError(
            f"by={name!r} has {len(found)} values; a picture holds {CURVES} curves: cut it into "
            "classes, or hold it with at="
        )
    return found


def _typical(column: pd.Series) -> Any:
    if is_category(column):
        return column.mode().iloc[0]
    return float(column.mean())


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, (float, np.floating)) else str(value)
