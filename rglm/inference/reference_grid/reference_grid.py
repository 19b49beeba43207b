"""All combinations of the levels of factors, at the means of numbers; emmeans' ref_grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.expressions import expression
from rglm.design.frame.schema import Schema
from rglm.design.values.matrix_column import matrix_column
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.prediction.expand_grid import expand_grid

MOST_KEPT = 2  # a number with so many values has them all, as a factor has its levels
MAX_ROWS = 100_000


@dataclass(frozen=True)
class ReferenceGrid:
    """Rows to predict at, the first variable fastest.

    Attributes
    ----------
    rows : DataFrame (N, v)
        A column for each variable that the model reads, of the types of the data.
    values : dict
        The values of each variable, in their order.
    """

    rows: pd.DataFrame
    values: Mapping[str, list[Any]]

    def averages(self, names: Sequence[str]) -> tuple[pd.DataFrame, np.ndarray]:
        """The combinations of some variables, and the weights that average over the others.

        Parameters
        ----------
        names : sequence of str
            Variables of the grid.

        Returns
        -------
        DataFrame (G, k), (G, N) float array
            The first of `names` is fastest; the weights of a row sum to 1.
        """
        if not names:
            weights = np.full((1, len(self.rows)), 1 / len(self.rows))
            return pd.DataFrame({"1": ["overall"]}), weights
        groups = expand_grid({name: self._column(name) for name in names})
        member = np.ones((len(groups), len(self.rows)), dtype=bool)
        for name in names:
            places = {value: i for i, value in enumerate(self.values[name])}
            one, all_rows = groups[name].map(places), self.rows[name].map(places)
            member &= one.to_numpy()[:, None] == all_rows.to_numpy()[None, :]
        return groups, member / member.sum(axis=1, keepdims=True)

    def averaged_over(self, names: Sequence[str]) -> list[str]:
        """The variables of more than one value that are not among `names`."""
        return [name for name, v in self.values.items() if len(v) > 1 and name not in names]

    def _column(self, name: str) -> Any:
        column = self.rows[name]
        return column.drop_duplicates().reset_index(drop=True)


def reference_grid(
    data: pd.DataFrame, schemas: Sequence[Schema], at: Mapping[str, Any] | None = None
) -> ReferenceGrid:
    """The grid of the variables that formulas read.

    Parameters
    ----------
    data : DataFrame (n, ...)
        The rows of the fit.
    schemas : sequence of Schema
        The parts of its formula.
    at : dict, optional
        Values of some variables, one or a list; by default all levels of a factor (text,
        categories, true and false, ``factor(x)``), and the mean of a number, or both values of
        one that has two.

    Raises
    ------
    ValueError
        `at` has what is no variable of the model, or a level that the factor lacks; a variable is
        no column of the data, or has several columns; there are more than 100,000 combinations.
    """
    names, given = grid_variables(data, schemas), dict(at or {})
    for name in given:
        if name not in names:
            hint = did_you_mean(str(name), names)
            raise ValueError(f"at= has {name!r}; the grid has {', '.join(names)}{hint}")
    values = {}
    for name in names:
        column = data[name]
        is_level = is_factor(column, name, schemas)
        if name in given:
            values[name] = _given_values(name, given[name], column, is_level)
        else:
            values[name] = _usual_values(name, column, is_level)
    count = int(np.prod([len(v) for v in values.values()], dtype=float)) if values else 1
    if count > MAX_ROWS:
        raise ValueError(
            f"the reference grid has {count:,} combinations of {', '.join(values)}; hold some at "
            "a value, at={'g': 'A'}"
        )
    columns = {name: _typed(v, data[name].dtype) for name, v in values.items()}
    rows = expand_grid(columns) if columns else pd.DataFrame(index=range(1))
    return ReferenceGrid(rows, values)


def grid_variables(data: pd.DataFrame, schemas: Sequence[Schema]) -> list[str]:
    """The columns that terms and offsets of formulas read, in their order."""
    terms = [e for schema in schemas for e in schema.parsed.expressions.values()]
    offsets = [e for schema in schemas for e in schema.parsed.offsets]
    offsets += [expression(s.offset) for s in schemas if isinstance(s.offset, str)]
    reads = dict.fromkeys(name for e in (*terms, *offsets) for name in e.reads)
    return [name for name in reads if name in data]


def is_factor(column: pd.Series, name: str, schemas: Sequence[Schema]) -> bool:
    """Whether a column has levels: it is no number, or the formula has ``factor(x)`` of it."""
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return matrix_column(column) is None
    return any(
        set(e.reads) == {name} and e.name in schema.xlevels
        for schema in schemas
        for e in schema.parsed.expressions.values()
    )


def _usual_values(name: str, column: pd.Series, is_level: bool) -> list[Any]:
    if matrix_column(column) is not None:
        raise ValueError(
            f"{name!r} has several columns; a reference grid takes variables of one column each"
        )
    levels = levels_of(column)
    if is_level or len(levels) <= MOST_KEPT:
        return levels
    return [float(column.mean())]


def levels_of(column: pd.Series) -> list[Any]:
    """The values that a column has, in the order of its levels if it has any."""
    known = column.dropna()
    if isinstance(column.dtype, pd.CategoricalDtype):
        used = set(known)
        return [level for level in column.cat.categories if level in used]
    return sorted(known.unique().tolist())


def _given_values(name: str, given: Any, column: pd.Series, is_level: bool) -> list[Any]:
    single = isinstance(given, (str, bytes)) or np.ndim(given) == 0
    values = [given] if single else list(given)
    if not values:
        raise ValueError(f"at= has no values of {name!r}")
    if is_level:
        known = levels_of(column)
        for value in values:
            if value not in known:
                shown = ", ".join(map(str, known[:20]))
                raise ValueError(f"at= has {name}={value!r}; its levels are {shown}")
    elif not all(isinstance(v, (int, float, np.number)) for v in values):
        raise ValueError(f"at= has {name}={given!r}, and {name!r} is a number")
    return values


def _typed(values: list[Any], dtype: Any) -> Any:
    """Values as a column of the type of the data; a mean of whole numbers stays a mean."""
    if isinstance(dtype, pd.CategoricalDtype):
        return pd.Categorical(values, dtype=dtype)
    return pd.Series(values)
