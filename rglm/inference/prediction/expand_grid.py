"""All combinations of some values, as rows to predict at; R's expand.grid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.matrix_column import matrix_column
from rglm.formatting.hints.positional_limit import limit_positional
from rglm.sources.frames.columns_frame import columns_frame
from rglm.sources.script.vectors import is_vector, without_labels

MAX_ROWS = 10**9
EXAMPLE = 'expand_grid(wool=["A", "B"], x=range(5))'


@limit_positional(f"columns go by name, {EXAMPLE}")
def expand_grid(columns: Mapping[str, Any] | None = None, /, **values: Any) -> pd.DataFrame:
    """All combinations of the values of some columns, a row each; R's ``expand.grid``.

    The first column varies fastest: with k_1, ..., k_m values there are k_1 ... k_m rows.

    Parameters
    ----------
    columns : dict, optional
        Columns whose names are no names in Python, ``{"body mass": [3, 4]}``; they come first.
    **values : list, range, array, Series, Categorical or one value
        The values of each column. A Series or Categorical keeps its type, and so the order of
        its categories.

    Returns
    -------
    DataFrame (k_1 ... k_m, m)

    Raises
    ------
    TypeError
        No columns; values without an order, as of a set or a dict; a matrix.
    ValueError
        A column has no values, or is given twice; there are more than a billion rows.

    Examples
    --------
    >>> from rglm import expand_grid, glm, poisson
    >>> from rglm.datasets import load
    >>> new = expand_grid(wool=["A", "B"], tension=["L", "H"])
    >>> new
      wool tension
    0    A       L
    1    B       L
    2    A       H
    3    B       H
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.predict(new, type="response").round(1).tolist()
    [44.6, 28.2, 24.6, 18.8]
    """
    by_name = _merge_columns(columns, values)
    arrays = {str(name): _values(str(name), value) for name, value in by_name.items()}
    count = prod(map(len, arrays.values()))
    if count > MAX_ROWS:
        raise ValueError(f"expand_grid(): that would be {count:,} rows; give fewer values")
    out, repeats = {}, 1
    for name, array in arrays.items():
        places = np.tile(np.repeat(np.arange(len(array)), repeats), count // len(array) // repeats)
        out[name], repeats = array.take(places), repeats * len(array)
    return pd.DataFrame(out)


def _merge_columns(columns: Mapping[str, Any] | None, values: dict[str, Any]) -> dict[str, Any]:
    """The columns of the dict, then those by name."""
    if columns is not None and not isinstance(columns, Mapping):
        raise TypeError(
            f"expand_grid() takes columns by name, {EXAMPLE}, or a dict of them, got "
            f"{type(columns).__name__}"
        )
    out = dict(columns or {})
    if twice := [name for name in values if name in out]:
        raise ValueError(f"expand_grid(): the column {twice[0]!r} is given twice")
    if not out and not values:
        raise TypeError(f"expand_grid() takes the values of each column: {EXAMPLE}")
    return out | values


def _values(name: str, value: Any) -> Any:
    """The values of a column as an array of pandas, which keeps their type."""
    if isinstance(value, Iterator):
        value = list(value)
    if isinstance(value, (Mapping, set, frozenset)):
        kind = type(value).__name__
        raise TypeError(
            f"expand_grid(): {name}= is a {kind}, whose values have no place; give a list"
        )
    if value is None:
        raise TypeError(f"expand_grid(): {name}= is None; leave the column out, or give a list")
    vector = without_labels(value) if is_vector(value) else [value]
    if not len(vector):
        raise ValueError(f"expand_grid(): {name}= has no values")
    column = columns_frame({name: vector})[name]
    if matrix_column(column) is not None:
        raise TypeError(f"expand_grid(): {name}= has several columns; give each by its name")
    return column.array
