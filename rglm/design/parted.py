"""The model frame of data that are seen part by part: learned in a few passes, made of a part.

What is learned from all rows (levels, knots, polynomials, which levels the rows fitted have) is
a sum over the parts (`Observed`); the frame of a part has the columns that those rows have in the
frame of the whole.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.errors import DataError, FormulaError
from rglm.design.expressions import Expression, expression
from rglm.design.formula import ParsedFormula, parse
from rglm.design.frame import (
    EXTRAS,
    ModelFrame,
    Part,
    check_contrasts,
    check_rows,
    evaluate,
    rows_that_take_part,
)
from rglm.design.labels import used_levels
from rglm.design.learning import Closing, Looking, same_kind
from rglm.design.lessons import Pending
from rglm.design.missing import NaAction, check_action
from rglm.design.schema import learn
from rglm.design.scope import Scope, usable
from rglm.design.values import Factor
from rglm.design.vocabulary import CONSTANTS, WORDS

ROUNDS = 12  # of learning: words in words in words need one each


@dataclass(frozen=True)
class Wanted:
    """What is asked of the data.

    Attributes
    ----------
    parsed : tuple of ParsedFormula
        One for each right side.
    extras : dict
        ``weights``, ``offset``, ``etastart``, ``mustart``: expressions or None.
    subset : str or None
    action : str
    contrasts : dict
    borrowed : dict
        The caller's functions and constants that are used.
    """

    parsed: tuple[ParsedFormula, ...]
    extras: dict[str, str | None]
    subset: str | None
    action: str
    contrasts: Mapping[str, Any]
    borrowed: dict[str, Any]

    @property
    def expressions(self) -> list[Expression]:
        """All of them, of the formula and the arguments."""
        found = [e for p in self.parsed for e in (*p.expressions.values(), *p.offsets, *p.unused)]
        given = [text for text in (*self.extras.values(), self.subset) if text is not None]
        return [self.parsed[0].response, *found, *map(expression, given)]

    def columns(self, have: list[str]) -> list[str]:
        """The columns that are read, of those that the data have."""
        read = {name for e in self.expressions for name in e.reads}
        return [name for name in have if name in read]


def wanted(
    formulas: tuple[str, ...],
    columns: list[str],
    caller: Mapping[str, Any],
    *,
    subset: Any = None,
    na_action: str = "na_omit",
    contrasts: Mapping[str, Any] | None = None,
    **extras: Any,
) -> Wanted:
    """Read the arguments of a model's function, for data with these columns.

    Raises
    ------
    DataError
        An argument is an array, which cannot be matched with rows that are not in memory.
    """
    for name, given in {**extras, "subset": subset}.items():
        if given is not None and not isinstance(given, str):
            raise DataError(
                f"{name}= takes an expression in the columns, {name}='column', where the data are "
                f"not in memory, got {type(given).__name__}; put the values into the data"
            )
    parsed = tuple(parse(text, columns) for text in formulas)
    extras = {name: extras.get(name) for name in EXTRAS}
    found = Wanted(parsed, extras, subset, check_action(na_action), contrasts or {}, {})
    for e in found.expressions:
        for name in () if e.code is None else e.code.co_names:
            _borrow(name, columns, caller, found.borrowed)
    return found


def _borrow(name: str, columns: list[str], caller: Mapping[str, Any], out: dict[str, Any]) -> None:
    """Keep what a name means to the caller, if it is neither a column nor a word."""
    plain = name.removeprefix("word:")
    known = plain in WORDS if name.startswith("word:") else name in columns or name in CONSTANTS
    if not known and usable(caller.get(plain)):
        out[plain] = caller[plain]


@dataclass
class Observed:
    """What a pass has found in some parts; ``+=`` joins that of others behind them."""

    pending: dict[str, Pending] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    used: dict[str, dict[str, None]] = field(default_factory=dict)
    exact: bool = True
    rows: int = 0
    chosen: int = 0
    counts: list[int] = field(default_factory=list)  # of rows that take part, by part

    def __iadd__(self, other: Observed) -> Observed:
        for name, kind in other.kinds.items():
            both = same_kind(self.kinds.get(name, kind), kind)
            if both is None:
                raise DataError(
                    f"column {name!r} holds {self.kinds[name]} in one part of the data and {kind} "
                    "in another; make it the same everywhere"
                )
            self.kinds[name] = both
        for call, state in other.pending.items():
            self.pending[call] = _joined(self.pending.get(call), state)
        for mine, theirs in ((self.columns, other.columns), (self.used, other.used)):
            for name, found in theirs.items():
                if name in mine:
                    mine[name] = _plus(mine[name], found)
                else:
                    mine[name] = found
        self.exact = self.exact and other.exact
        self.rows, self.chosen = self.rows + other.rows, self.chosen + other.chosen
        self.counts += other.counts
        return self


def _plus(one: Any, other: Any) -> Any:
    if isinstance(one, dict):
        return {**one, **other}
    one += other
    return one


def _joined(one: Pending | None, other: Pending) -> Pending:
    if one is None or one.found is None:
        return other
    if other.found is not None:
        one.found += other.found
    return one


@dataclass(frozen=True)
class Known:
    """What has been learned so far: states of words, levels of columns, hints for a next look."""

    states: dict[str, dict[str, Any]]
    levels: dict[str, tuple[str, ...]]
    hints: dict[str, Any]


def observe(asked: Wanted, known: Known, data: pd.DataFrame) -> Observed:
    """What a part of the data says; what there is to warn of is said by the passes that follow."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _observe(asked, known, data)


def _observe(asked: Wanted, known: Known, data: pd.DataFrame) -> Observed:
    scope = Looking(data, known.states, known.levels, dict(asked.borrowed), known.hints)
    found = evaluate(asked.parsed, data, scope, asked.extras)
    before = len(scope.pending)
    kept, chosen, _ = rows_that_take_part(found, asked.subset, scope, asked.action)
    exact = scope.exact and len(scope.pending) == before  # else a condition waits for a word
    factors = {**found.values, RESPONSE: found.response}
    used = {
        name: dict.fromkeys(used_levels(value.take(kept)))
        for name, value in factors.items()
        if isinstance(value, Factor)
    }
    sizes = len(data), int(chosen.sum()), [int(kept.sum())]
    return Observed(scope.pending, scope.columns, scope.kinds, used, exact, *sizes)


RESPONSE = ""  # among the names of expressions, which are never empty


@dataclass(frozen=True)
class Learned:
    """What all rows have taught.

    Attributes
    ----------
    asked : Wanted
    parts : tuple of Part
        Each right side's schema, with its columns of no rows.
    none : DataFrame
        Data like those learned from, without rows.
    answers : tuple of str or None
        The levels of the response that rows which take part have.
    levels, states, kinds : dict
    rows, chosen : int
        All rows, and those that ``subset=`` takes.
    counts : tuple of int
        Those of them without missing values, in each part.
    """

    asked: Wanted
    parts: tuple[Part, ...]
    none: pd.DataFrame
    answers: tuple[str, ...] | None
    levels: dict[str, tuple[str, ...]]
    states: dict[str, dict[str, Any]]
    kinds: dict[str, str]
    rows: int
    chosen: int
    counts: tuple[int, ...]

    @property
    def kept(self) -> int:
        """The rows that take part."""
        return sum(self.counts)

    @property
    def reads(self) -> list[str]:
        """The columns of the data that are needed."""
        return self.asked.columns(list(self.kinds))

    @property
    def na_action(self) -> NaAction | None:
        """How many rows missing values took away; not which."""
        gone = self.chosen - self.kept
        if not gone:
            return None
        none = pd.RangeIndex(0)
        return NaAction(self.asked.action, pd.RangeIndex(gone), none, np.zeros(0, dtype=bool))

    def frame(self, data: pd.DataFrame) -> ModelFrame:
        """The model frame of a part of the data; it may have no rows."""
        asked = self.asked
        scope = Scope(data, self.states, dict(self.levels), dict(asked.borrowed))
        found = evaluate(asked.parsed, data, scope, asked.extras)
        kept, _, omitted = rows_that_take_part(found, asked.subset, scope, asked.action)
        found = found.take(kept).checked()
        parts = []
        for i, (parsed, part) in enumerate(zip(asked.parsed, self.parts, strict=True)):
            columns = part.schema.columns(
                {e: found.values[e] for e in parsed.expressions}, found.n
            )
            parts.append(Part(part.schema, columns, found.offset(parsed, first=i == 0)))
        return found.frame(tuple(parts), omitted)


def learned(
    asked: Wanted, fold: Callable[[Callable[[pd.DataFrame], Observed]], Observed]
) -> Learned:
    """Learn from all parts of the data.

    Parameters
    ----------
    asked : Wanted
    fold : function
        ``fold(f)`` is the sum, by ``+=``, of f of each part in order.
    """
    known = Known({}, {}, {})
    for _ in range(ROUNDS):
        seen = fold(partial(observe, asked, known))
        check_rows(seen.rows, seen.chosen, sum(seen.counts))
        scope = Closing(seen.columns, seen.kinds, known.states, dict(asked.borrowed), seen.pending)
        found = evaluate(asked.parsed, scope.data, scope, asked.extras)
        if asked.subset is not None:
            scope.evaluate(expression(asked.subset))
        closed = {call: dict(s) for call, s in seen.pending.items() if s.done}
        hints = {call: s.hint for call, s in seen.pending.items() if not s.done and s.hint}
        known = Known(known.states | closed, scope.levels, hints)
        if seen.exact and all(state.done for state in seen.pending.values()):
            return _schema(asked, seen, found, scope, known)
    raise FormulaError("the formula has words that learn from the data in one another too deeply")


def _schema(asked: Wanted, seen: Observed, found: Any, scope: Closing, known: Known) -> Learned:
    """The schemas, of values without rows that have the levels which the rows fitted have."""
    values = {e: _with(v, seen.used.get(e)) for e, v in found.values.items()}
    all_known = {e: x for part in asked.parsed for e, x in part.expressions.items()}
    check_contrasts(asked.contrasts, all_known, values)
    ready = Scope(scope.data, known.states, scope.levels, dict(asked.borrowed))
    parts = []
    for i, parsed in enumerate(asked.parsed):
        mine = {e: values[e] for e in parsed.expressions}
        names = {*mine} | parsed.names
        contrasts = {f: c for f, c in asked.contrasts.items() if f in names}
        offset = asked.extras["offset"] if i == 0 else None
        schema, columns = learn(parsed, mine, 0, ready, contrasts, offset)
        parts.append(Part(schema, columns, np.zeros(0)))
    answers = None
    if isinstance(found.response, Factor):
        answers = tuple(v for v in found.response.levels if v in seen.used.get(RESPONSE, {}))
    sizes = seen.rows, seen.chosen, tuple(seen.counts)
    return Learned(
        asked, tuple(parts), scope.none, answers, scope.levels, known.states, seen.kinds, *sizes
    )


def _with(value: Any, used: dict[str, None] | None) -> Any:
    """A factor with the levels that rows have; as in R without contrasts of its own if some go."""
    if not isinstance(value, Factor) or value.logical:
        return value
    levels = tuple(level for level in value.levels if level in (used or {}))
    if levels == value.levels:
        return value
    return Factor(value.codes, levels, value.ordered)
