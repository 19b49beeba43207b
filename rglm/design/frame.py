"""R's model frame: every variable of a model evaluated, rows chosen, missing values dealt with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.arguments import number, read_argument, read_subset
from rglm.design.columns import Columns
from rglm.design.errors import DataError, row_label
from rglm.design.formula import ParsedFormula, parse
from rglm.design.missing import NaAction, adds_up, check_action, complete_rows
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
    scope = Scope(data, {}, {}, {}, caller)
    found = evaluate(parsed, data, scope, extras)
    kept, chosen, omitted = rows_that_take_part(found, subset, scope, action)
    check_rows(len(data), int(chosen.sum()), int(kept.sum()))
    found = found.take(kept).checked()
    check_contrasts(contrasts or {}, found.known, found.values)
    learned = _Learned(scope, found, contrasts or {})
    first = learned.part(parsed[0], True, extras.get("offset"))
    return found.frame((first, *(learned.part(part, False) for part in parsed[1:])), omitted)


@dataclass(frozen=True)
class Evaluated:
    """The variables of a model on some rows.

    Attributes
    ----------
    known : dict
        The Expression of each variable of the right sides, by formulaic's name.
    values : dict
        Their values.
    name : str
        The response's.
    response : object
    offsets : dict
        The ``offset(...)`` terms by name.
    given : dict
        The arguments ``weights``, ``offset``, ``etastart`` and ``mustart``, or None.
    others : list of (name, value)
        Variables that count only where they are missing.
    index : pandas.Index
    """

    known: dict[str, Any]
    values: dict[str, Any]
    name: str
    response: Any
    offsets: dict[str, np.ndarray]
    given: dict[str, np.ndarray | None]
    others: list[tuple[str, Any]]
    index: pd.Index

    @property
    def n(self) -> int:
        """The number of rows."""
        return len(self.index)

    def named(self) -> list[tuple[str, Any]]:
        """Every variable by the name that a person knows."""
        arguments = [(f"({name})", v) for name, v in self.given.items() if v is not None]
        variables = [(self.known[e].name, v) for e, v in self.values.items()]
        first = (self.name, self.response)
        return [first, *variables, *self.others, *self.offsets.items(), *arguments]

    def take(self, kept: np.ndarray) -> Evaluated:
        """Those of some rows."""
        rows = slice(None) if kept.all() else np.flatnonzero(kept)
        return replace(
            self,
            values={e: _take(v, rows) for e, v in self.values.items()},
            response=_take(self.response, rows),
            offsets={name: v[rows] for name, v in self.offsets.items()},
            given={k: None if v is None else v[rows] for k, v in self.given.items()},
            others=[],
            index=self.index[rows],
        )

    def checked(self, drop: bool = True) -> Evaluated:
        """Without infinite values, and (`drop`) factors without the levels that no row has.

        Raises
        ------
        DataError
            A value is infinite.
        """
        index = self.index
        if drop or not isinstance(self.response, Factor):
            finite(self.response, self.name, index)
        for name, v in (*self.offsets.items(), *self.given.items()):
            if v is not None:
                finite(v, name, index)
        values = {
            e: v if isinstance(v, Factor) and not drop else finite(v, self.known[e].name, index)
            for e, v in self.values.items()
        }
        return replace(self, values=values)

    def offset(self, parsed: ParsedFormula, first: bool) -> np.ndarray:
        """The offsets of a right side added up; ``offset=`` belongs to the first."""
        every = [self.offsets[o.name] for o in parsed.offsets]
        if first and self.given["offset"] is not None:
            every.append(self.given["offset"])
        return sum(every, np.zeros(self.n))

    def frame(
        self, parts: tuple[Part, ...], omitted: NaAction | None, drop: bool = True
    ) -> ModelFrame:
        """The model frame of these rows."""
        used = self.response
        used = used.drop_unused() if drop and isinstance(used, Factor) else used
        return ModelFrame(
            parts=parts,
            response=self.response,
            extras=self.given,
            variables={self.name: used}
            | {self.known[e].name: v for e, v in self.values.items()}
            | self.offsets
            | {f"({name})": v for name, v in self.given.items() if v is not None},
            index=self.index,
            na_action=omitted,
        )


def evaluate(
    parsed: Sequence[ParsedFormula], data: pd.DataFrame, scope: Scope, extras: Mapping[str, Any]
) -> Evaluated:
    """Every variable of a formula's right sides, its response and the arguments."""
    known = {e: x for part in parsed for e, x in part.expressions.items()}
    values = {e: as_variable(scope.evaluate(x)) for e, x in known.items()}
    response = scope.evaluate(parsed[0].response)
    offsets = {o.name: number(scope.evaluate(o), o.name) for p in parsed for o in p.offsets}
    given = {name: read_argument(name, extras.get(name), data, scope) for name in EXTRAS}
    others = [(e.name, as_variable(scope.evaluate(e))) for part in parsed for e in part.unused]
    name = parsed[0].response.name
    return Evaluated(known, values, name, response, offsets, given, others, data.index)


@dataclass(frozen=True)
class _Learned:
    """Evaluated variables, from which parts are learned."""

    scope: Scope
    found: Evaluated
    contrasts: Mapping[str, Any]

    def part(self, parsed: ParsedFormula, first: bool, offset: Any = None) -> Part:
        """A right side; the first has the offset of the argument too."""
        values = {e: self.found.values[e] for e in parsed.expressions}
        names = {*values} | parsed.names
        contrasts = {f: c for f, c in self.contrasts.items() if f in names}
        schema, columns = learn(parsed, values, self.found.n, self.scope, contrasts, offset)
        return Part(schema, columns, self.found.offset(parsed, first))


def check_contrasts(
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


def rows_that_take_part(
    found: Evaluated, subset: Any, scope: Scope, action: str
) -> tuple[np.ndarray, np.ndarray, NaAction | None]:
    """The rows that take part, those that ``subset=`` chose, and what missing values took away."""
    index = scope.data.index
    chosen = read_subset(subset, scope)
    kept = complete_rows(found.named(), action, chosen, index)
    if kept.sum() == chosen.sum():
        return kept, chosen, None
    gone = index[chosen & ~kept]
    return kept, chosen, NaAction(action, gone, index[chosen], kept[chosen])


def check_rows(total: int, chosen: int, kept: int) -> None:
    """That some rows are left.

    Raises
    ------
    DataError
        There are none, with why.
    """
    if not total:
        raise DataError("data= has no rows")
    if not chosen:
        raise DataError(f"subset= leaves none of the {total} rows")
    if not kept:
        raise DataError(
            f"no rows are left: each of the {chosen} rows has a missing value in some variable"
        )


def _take(value: Any, rows: Any) -> Any:
    if isinstance(rows, slice):
        return value
    if isinstance(value, (Factor, Matrix)):
        return value.take(rows)
    return Logical(value.values[rows]) if isinstance(value, Logical) else value[rows]


def finite(value: Any, name: str, index: pd.Index) -> Any:
    """The value, unless it holds an infinity; a factor without the levels that no row has."""
    if isinstance(value, Factor):
        return value.drop_unused()
    values = np.asarray(value)
    if not adds_up(values) and not np.isfinite(values).all():
        place = int(np.argwhere(~np.isfinite(values))[0][0])
        found = values[place] if values.ndim == 1 else values[place].tolist()
        raise DataError(
            f"{name!r} is {found} in row {row_label(index, place)}; remove the row or transform "
            "the column"
        )
    return value
