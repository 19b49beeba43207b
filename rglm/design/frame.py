"""R's model frame: every variable of a model evaluated, rows chosen, missing values dealt with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.columns import Columns
from rglm.design.errors import DataError, row_label
from rglm.design.expressions import expression
from rglm.design.formula import parse
from rglm.design.missing import NaAction, check_action, complete_rows
from rglm.design.schema import Schema, as_variable, learn
from rglm.design.scope import Scope
from rglm.design.values import Factor, Logical, Matrix

EXTRAS = ("weights", "offset", "etastart", "mustart")


@dataclass(frozen=True)
class ModelFrame:
    """What a fit is made of, on the n rows that take part.

    Attributes
    ----------
    schema : Schema
        What was learned, to be applied to new data.
    columns : Columns
        The model matrix, n x p.
    response : float array, Factor or Matrix
    offset : (n,) float array
        All offsets added up.
    extras : dict
        ``weights``, ``etastart`` and ``mustart``: a float array or None.
    variables : dict
        Every variable of the model by its name in R: the response, those of the formula, its
        offsets, and ``(weights)``, ``(offset)``, ... of the arguments.
    index : pandas.Index
        The rows' labels.
    na_action : NaAction or None
    """

    schema: Schema
    columns: Columns
    response: Any
    offset: np.ndarray
    extras: dict[str, np.ndarray | None]
    variables: dict[str, Any]
    index: pd.Index
    na_action: NaAction | None


def model_frame(
    formula: str,
    data: pd.DataFrame,
    *,
    subset: Any = None,
    na_action: str = "na_omit",
    contrasts: Mapping[str, Any] | None = None,
    caller: Mapping[str, Any] | None = None,
    **extras: Any,
) -> ModelFrame:
    """Evaluate a formula on data; `extras` are weights, offset, etastart and mustart.

    As in R, words that learn from the data (``poly``, ``scale``, ``bs``, ``ns``) learn from all
    rows, before `subset` and missing values take some away; levels that no row uses are dropped
    after.
    """
    action = check_action(na_action)
    parsed = parse(formula, data.columns)
    scope = Scope(data, {}, {}, {}, caller)
    values = {e: as_variable(scope.evaluate(x)) for e, x in parsed.expressions.items()}
    response = scope.evaluate(parsed.response)
    offsets = [_number(scope.evaluate(o), o.name) for o in parsed.offsets]
    given = {name: read_argument(name, extras.get(name), data, scope) for name in EXTRAS}
    kept, omitted = _rows(parsed, values, response, offsets, given, subset, scope, action)
    rows = slice(None) if kept.all() else np.flatnonzero(kept)
    index = data.index[rows]
    values = {
        e: _finite(_take(v, rows), parsed.expressions[e].name, index) for e, v in values.items()
    }
    response = _finite(_take(response, rows), parsed.response.name, index)
    if given["offset"] is not None:
        offsets.append(given["offset"])
    n = len(data) if isinstance(rows, slice) else len(rows)
    schema, columns = learn(parsed, values, n, scope, contrasts or {}, extras.get("offset"))
    return ModelFrame(
        schema=schema,
        columns=columns,
        response=response,
        offset=_finite(sum(offsets, np.zeros(len(data)))[rows], "offset", index),
        extras={k: None if v is None else _finite(v[rows], k, index) for k, v in given.items()},
        variables={parsed.response.name: response}
        | {parsed.expressions[e].name: v for e, v in values.items()}
        | {o.name: v[rows] for o, v in zip(parsed.offsets, offsets, strict=False)}
        | {f"({name})": v[rows] for name, v in given.items() if v is not None},
        index=index,
        na_action=omitted,
    )


def _rows(
    parsed: Any,
    values: dict[str, Any],
    response: Any,
    offsets: list[np.ndarray],
    given: dict[str, np.ndarray | None],
    subset: Any,
    scope: Scope,
    action: str,
) -> tuple[np.ndarray, NaAction | None]:
    """The rows that take part, and those that missing values took away."""
    index = scope.data.index
    chosen = read_subset(subset, scope)
    named = [(parsed.response.name, response)]
    named += [(parsed.expressions[e].name, v) for e, v in values.items()]
    named += [(e.name, as_variable(scope.evaluate(e))) for e in parsed.unused]
    named += [("offset", o) for o in offsets]
    named += [(name, v) for name, v in given.items() if v is not None]
    kept = complete_rows(named, action, chosen, index)
    if not kept.any():
        raise DataError(_no_rows(len(index), int(chosen.sum())))
    if kept.sum() == chosen.sum():
        return kept, None
    gone = index[chosen & ~kept]
    return kept, NaAction(action, gone, index[chosen], kept[chosen])


def _no_rows(total: int, chosen: int) -> str:
    if not total:
        return "data= has no rows"
    if not chosen:
        return f"subset= leaves none of the {total} rows"
    return f"no rows are left: each of the {chosen} rows has a missing value in some variable"


def read_argument(name: str, given: Any, data: pd.DataFrame, scope: Scope) -> np.ndarray | None:
    """``weights=`` and its like, one number per row of the data.

    A string is an expression in the data's columns; a Series is matched by its index; an array
    or list goes by position.
    """
    if given is None:
        return None
    if isinstance(given, str):
        return _number(scope.evaluate(expression(given)), f"{name}={given!r}")
    if isinstance(given, pd.Series):
        given = _match_index(name, given, data.index)
    try:
        array = np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise TypeError(f"{name}= takes numbers, got {type(given).__name__}") from None
    if array.ndim == 0:
        array = np.full(len(data), float(array))
    if array.shape != (len(data),):
        raise DataError(f"{name}= has shape {array.shape} where the data have {len(data)} rows")
    return array


def _match_index(name: str, series: pd.Series, index: pd.Index) -> pd.Series:
    """A Series in the order of the data's rows."""
    if series.index.equals(index):
        return series
    if series.index.is_unique and index.is_unique and index.isin(series.index).all():
        return series.reindex(index)
    if len(series) == len(index) and series.index.equals(pd.RangeIndex(len(index))):
        return series
    raise DataError(
        f"{name}=: the index of the Series does not match the data's; "
        f"give it the data's index, or pass its values ({name}=series.to_numpy())"
    )


def read_subset(subset: Any, scope: Scope) -> np.ndarray:
    """``subset=`` as a mask; as in R a missing condition leaves the row out."""
    n = len(scope.data)
    if subset is None:
        return np.ones(n, dtype=bool)
    if isinstance(subset, str):
        value = scope.evaluate(expression(subset))
        if not isinstance(value, Logical):
            raise DataError(f"subset={subset!r} is not a condition, such as 'x > 0'")
        return np.asarray(value) == 1
    if isinstance(subset, pd.Series):
        subset = _match_index("subset", subset, scope.data.index)
    array = np.asarray(subset)
    if array.dtype == object and array.shape == (n,) and _are_conditions(array):
        array = np.array([item is True or item is np.True_ for item in array])
    if array.dtype.kind == "b" and array.shape == (n,):
        return array.astype(bool)
    if array.dtype.kind in "iu" and array.ndim == 1 and ((array >= 0) & (array < n)).all():
        mask = np.zeros(n, dtype=bool)
        mask[array] = True
        if mask.sum() < len(array):
            raise DataError("subset= names a row twice; weights= can count a row more than once")
        return mask
    raise DataError(f"subset= takes a condition per row ({n} rows) or positions below {n}")


def _are_conditions(array: np.ndarray) -> bool:
    return all(isinstance(item, (bool, np.bool_)) or pd.isna(item) for item in array)


def _number(value: Any, name: str) -> np.ndarray:
    if isinstance(value, Factor) or (isinstance(value, Matrix) and value.values.shape[1] != 1):
        raise DataError(f"{name} is not one number per row")
    return np.asarray(value, dtype=np.float64).reshape(-1)


def _take(value: Any, rows: Any) -> Any:
    if isinstance(rows, slice):
        return value
    if isinstance(value, (Factor, Matrix)):
        return value.take(rows)
    return Logical(value.values[rows]) if isinstance(value, Logical) else value[rows]


def _finite(value: Any, name: str, index: pd.Index) -> Any:
    """The value, unless it holds an infinity; a factor without the levels that no row has."""
    if isinstance(value, Factor):
        return value.drop_unused()
    values = np.asarray(value)
    if not np.isfinite(values).all():
        place = int(np.argwhere(~np.isfinite(values))[0][0])
        found = values[place] if values.ndim == 1 else values[place].tolist()
        raise DataError(
            f"{name!r} is {found} in row {row_label(index, place)}; remove the row or transform "
            "the column"
        )
    return value
