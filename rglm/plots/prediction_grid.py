"""Rows to predict at: one column runs, the others are held."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.expressions import expression
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.text.printable import printable
from rglm.inference.covariance.cluster_codes import rows_in_data

STEPS = 200
CURVES = 7  # of `by`, at most: as many as there are colours
WORDS = 64  # letters in a line of a caption


def raw_rows(fit: Any) -> pd.DataFrame:
    """The data's rows that were fitted."""
    fit._rows_source  # noqa: B018  an error after strip()
    return fit.data.iloc[rows_in_data(fit)]


def predictors(fit: Any) -> list[str]:
    """The columns of the data that the right sides read, in the order of the formula."""
    fit._rows_source  # noqa: B018  an error after strip()
    parsed = [schema.parsed for schema in fit._schemas]
    reads = [name for part in parsed for e in part.expressions.values() for name in e.reads]
    return [name for name in dict.fromkeys(reads) if name in fit.data]


def offsets(fit: Any) -> list[str]:
    """The columns that only offsets read."""
    found = [e for schema in fit._schemas for e in schema.parsed.offsets]
    found += [expression(s.offset) for s in fit._schemas if isinstance(s.offset, str)]
    names = dict.fromkeys(name for e in found for name in e.reads)
    return [name for name in names if name in fit.data and name not in predictors(fit)]


def is_category(column: pd.Series) -> bool:
    """Whether a column has no numbers, or only true and false."""
    return not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)


def is_coded(fit: Any, name: str) -> bool:
    """Whether a column stands for categories: it has no numbers, or the formula reads each as a
    level of its own, as in ``factor(x)``.
    """
    column = raw_rows(fit)[name]
    if is_category(column):
        return True
    sizes = {
        len(schema.xlevels[e.name])
        for schema in fit._schemas
        for e in schema.parsed.expressions.values()
        if {n for n in e.reads if n in fit.data} == {name} and e.name in schema.xlevels
    }
    return bool(sizes) and column.nunique() in sizes


def chosen(fit: Any, x: str | None, argument: str = "x") -> str:
    """The column that runs: by default the first that is a number."""
    known = predictors(fit)
    if not known:
        raise ValueError("the formula has no variable on its right side to draw against")
    if x is None:
        numbers = [name for name in known if not is_coded(fit, name)]
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
        Columns of the data; by has few values, for each of which a number x runs over the rows
        that have it.
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
    held = {name: at[name] if name in at else _typical(fit, name) for name in others}
    each = [None] if by is None else few(rows[by], by)
    wide = is_coded(fit, x)
    parts = [
        _part(
            rows, x, levels_of(rows[x]) if wide else _running(rows, x, by, value), by, value, held
        )
        for value in each
    ]
    caption = ", ".join(f"{printable(n)} = {printable(_short(v))}" for n, v in held.items())
    return pd.concat(parts, ignore_index=True), fill(caption, WORDS)


def _part(
    rows: pd.DataFrame, x: str, runs: Any, by: str | None, value: Any, held: Mapping[str, Any]
) -> pd.DataFrame:
    fixed = dict(held) | ({} if by is None else {by: value})
    out = pd.DataFrame({x: runs, **{n: [v] * len(runs) for n, v in fixed.items()}})
    for name in out:
        dtype = rows[name].dtype
        if isinstance(dtype, pd.CategoricalDtype):
            out[name] = out[name].astype(dtype)
    return out


def _running(rows: pd.DataFrame, x: str, by: str | None, value: Any) -> np.ndarray:
    """From end to end of what was seen, of the rows with a value of `by` if they differ in x."""
    column = rows[x] if by is None else rows.loc[rows[by] == value, x]
    if column.min() == column.max():
        column = rows[x]
    return np.linspace(float(column.min()), float(column.max()), STEPS)


def few(column: pd.Series, name: str, argument: str = "by") -> list[Any]:
    """The values of a column that has no more than a picture holds."""
    found = levels_of(column)
    if len(found) > CURVES:
        other = ", or hold it with at=" if argument == "by" else ""
        raise ValueError(
            f"{argument}={name!r} has {len(found)} values; a picture holds {CURVES} of them: cut "
            f"it into classes{other}"
        )
    return found


def _typical(fit: Any, name: str) -> Any:
    column = raw_rows(fit)[name]
    if is_coded(fit, name):
        return column.mode().iloc[0]
    return float(column.mean())


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, (float, np.floating)) else str(value)
