"""R's model frame: every variable of a model evaluated, rows chosen, missing values dealt with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.arguments import number, read_argument, read_subset
from rglm.design.columns import Columns
from rglm.design.errors import DataError, row_label
from rglm.design.formula import parse
from rglm.design.missing import NaAction, check_action, complete_rows
from rglm.design.schema import Schema, as_variable, learn
from rglm.design.scope import Scope
from rglm.design.values import Factor, Logical, Matrix
from rglm.format.suggest import did_you_mean

EXTRAS = ("weights", "offset", "etastart", "mustart")


@dataclass(frozen=True)
class Part:
    """One right side of a formula on the rows that take part.

    Attributes
    ----------
    schema : Schema
        What was learned, to be applied to new data.
    columns : Columns
        The model matrix, n x p.
    offset : (n,) float array
        Its offsets added up.
    """

    schema: Schema
    columns: Columns
    offset: np.ndarray


@dataclass(frozen=True)
class ModelFrame:
    """What a fit is made of, on the n rows that take part.

    Attributes
    ----------
    parts : tuple of Part
        One for each right side of the formula; ``offset=`` belongs to the first.
    response : float array, Factor or Matrix
        A factor with all of its levels, those that no row has too.
    extras : dict
        ``weights``, ``etastart`` and ``mustart``: a float array or None.
    variables : dict
        Every variable of the model by its name in R: the response, those of the formula, its
        offsets, and ``(weights)``, ``(offset)``, ... of the arguments.
    index : pandas.Index
        The rows' labels.
    na_action : NaAction or None
    """

    parts: tuple[Part, ...]
    response: Any
    extras: dict[str, np.ndarray | None]
    variables: dict[str, Any]
    index: pd.Index
    na_action: NaAction | None

    @property
    def schema(self) -> Schema:
        """The first part's."""
        return self.parts[0].schema

    @property
    def columns(self) -> Columns:
        """The first part's."""
        return self.parts[0].columns

    @property
    def offset(self) -> np.ndarray:
        """The first part's."""
        return self.parts[0].offset


def model_frame(
    formula: str | tuple[str, ...],
    data: pd.DataFrame,
    *,
    subset: Any = None,
    na_action: str = "na_omit",
    contrasts: Mapping[str, Any] | None = None,
    caller: Mapping[str, Any] | None = None,
    **extras: Any,
) -> ModelFrame:
    """Evaluate a formula, or several of one response, on data.

    `extras` are weights, offset, etastart and mustart. As in R, words that learn from the data
    (``poly``, ``scale``, ``bs``, ``ns``) learn from all rows, before `subset` and missing values
    take some away; levels that no row uses are dropped after.
    """
    action = check_action(na_action)
    formulas = formula if isinstance(formula, tuple) else (formula,)
    parsed = [parse(text, data.columns) for text in formulas]
    known = {e: x for part in parsed for e, x in part.expressions.items()}
    scope = Scope(data, {}, {}, {}, caller)
    values = {e: as_variable(scope.evaluate(x)) for e, x in known.items()}
    response = scope.evaluate(parsed[0].response)
    offsets = {o.name: number(scope.evaluate(o), o.name) for p in parsed for o in p.offsets}
    given = {name: read_argument(name, extras.get(name), data, scope) for name in EXTRAS}
    arguments = {f"({name})": v for name, v in given.items() if v is not None}
    named = [(parsed[0].response.name, response), *((known[e].name, v) for e, v in values.items())]
    named += [(e.name, as_variable(scope.evaluate(e))) for part in parsed for e in part.unused]
    kept, omitted = _rows([*named, *offsets.items(), *arguments.items()], subset, scope, action)
    rows = slice(None) if kept.all() else np.flatnonzero(kept)
    index = data.index[rows]
    values = {e: _finite(_take(v, rows), known[e].name, index) for e, v in values.items()}
    response = _take(response, rows)
    used = _finite(response, parsed[0].response.name, index)
    given = {k: None if v is None else _finite(v[rows], k, index) for k, v in given.items()}
    offsets = {name: _finite(v[rows], name, index) for name, v in offsets.items()}
    _check_contrasts(contrasts or {}, known, values)
    learned = _Learned(scope, values, offsets, contrasts or {}, len(index))
    first = learned.part(parsed[0], given["offset"], extras.get("offset"))
    return ModelFrame(
        parts=(first, *(learned.part(part) for part in parsed[1:])),
        response=response,
        extras=given,
        variables={parsed[0].response.name: used}
        | {known[e].name: v for e, v in values.items()}
        | offsets
        | {f"({name})": v for name, v in given.items() if v is not None},
        index=index,
        na_action=omitted,
    )


@dataclass(frozen=True)
class _Learned:
    """Evaluated variables, from which parts are learned."""

    scope: Scope
    values: dict[str, Any]
    offsets: dict[str, np.ndarray]
    contrasts: Mapping[str, Any]
    nrows: int

    def part(self, parsed: Any, added: np.ndarray | None = None, offset: Any = None) -> Part:
        """A right side, with what an argument adds to its offset."""
        values = {e: self.values[e] for e in parsed.expressions}
        names = {*values} | parsed.names
        contrasts = {f: c for f, c in self.contrasts.items() if f in names}
        schema, columns = learn(parsed, values, self.nrows, self.scope, contrasts, offset)
        every = [self.offsets[o.name] for o in parsed.offsets]
        every += [] if added is None else [added]
        return Part(schema, columns, sum(every, np.zeros(self.nrows)))


def _check_contrasts(
    contrasts: Mapping[str, Any], known: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """That each entry of ``contrasts=`` is a factor of the formula."""
    if not isinstance(contrasts, Mapping):
        raise DataError(f"contrasts= takes a dict, {{'factor': 'contr_sum'}}, got {contrasts!r}")
    named = {e if known[e].code is None else known[e].name: v for e, v in values.items()}
    factors = [name for name, value in named.items() if isinstance(value, Factor)]
    for name in contrasts:
        if name not in factors:
            hint = did_you_mean(name, factors)
            raise DataError(
                f"contrasts=: {name!r} is not a factor of the formula, "
                f"which has {', '.join(map(repr, factors)) or 'none'}{hint}"
            )


def _rows(
    named: list[tuple[str, Any]], subset: Any, scope: Scope, action: str
) -> tuple[np.ndarray, NaAction | None]:
    """The rows that take part, and those that missing values took away."""
    index = scope.data.index
    chosen = read_subset(subset, scope)
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
