"""Every variable of a formula on some rows, and which of these take part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.scope import Scope
from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.design.frame.missing_values import NaAction, complete_rows, has_finite_sum
from rglm.design.frame.model_frame import ModelFrame, PartDesign
from rglm.design.frame.row_arguments import as_numbers, read_row_argument, read_subset
from rglm.design.frame.schema import as_variable
from rglm.design.row_labels import row_label
from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.errors import DataError

MAX_OFFSET = 1e15  # beside a larger number a unit is lost
ROW_ARGUMENTS = ("weights", "offset", "etastart", "mustart")


@dataclass(frozen=True)
class EvaluatedVariables:
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

    def take(self, kept: np.ndarray) -> EvaluatedVariables:
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

    def checked(self, drop: bool = True) -> EvaluatedVariables:
        """Without infinite values, and (`drop`) factors without the levels that no row has.

        Raises
        ------
        DataError
            A value is infinite.
        """
        index = self.index
        if drop or not isinstance(self.response, Factor):
            check_finite(self.response, self.name, index)
        for name, v in (*self.offsets.items(), *self.given.items()):
            if v is not None:
                check_finite(v, name, index)
        values = {
            e: v
            if isinstance(v, Factor) and not drop
            else check_finite(v, self.known[e].name, index)
            for e, v in self.values.items()
        }
        return replace(self, values=values)

    def with_levels(self, levels: tuple[str, ...] | None) -> EvaluatedVariables:
        """The same with a response, if it is a factor, of these levels."""
        if levels is None or not isinstance(self.response, Factor):
            return self
        return replace(self, response=self.response.recode(levels))

    def offset(self, parsed: ParsedFormula, first: bool) -> np.ndarray:
        """The offsets of a right side added up; ``offset=`` belongs to the first."""
        every = [self.offsets[o.name] for o in parsed.offsets]
        if first and self.given["offset"] is not None:
            every.append(self.given["offset"])
        found = sum(every, np.zeros(self.n))
        size = np.abs(found).max(initial=0.0) if every else 0.0
        if size > MAX_OFFSET:
            raise DataError(
                f"the offset goes up to {size:.3g}, beside which 1 is lost; rescale it"
            )
        return found

    def frame(
        self, parts: tuple[PartDesign, ...], omitted: NaAction | None, drop: bool = True
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


def evaluate_variables(
    parsed: Sequence[ParsedFormula], data: pd.DataFrame, scope: Scope, extras: Mapping[str, Any]
) -> EvaluatedVariables:
    """Every variable of a formula's right sides, its response and the arguments.

    Text that is no number is an error in `select_rows`, where a chosen row has it.
    """
    scope.unreadable = []
    known = {e: x for part in parsed for e, x in part.expressions.items()}
    values = {e: as_variable(scope.evaluate(x)) for e, x in known.items()}
    response = scope.evaluate(parsed[0].response)
    offsets = {o.name: as_numbers(scope.evaluate(o), o.name) for p in parsed for o in p.offsets}
    given = {
        name: read_row_argument(name, extras.get(name), data, scope) for name in ROW_ARGUMENTS
    }
    others = [(e.name, as_variable(scope.evaluate(e))) for part in parsed for e in part.unused]
    name = parsed[0].response.name
    return EvaluatedVariables(known, values, name, response, offsets, given, others, data.index)


def select_rows(
    found: EvaluatedVariables, subset: Any, scope: Scope, action: str
) -> tuple[np.ndarray, np.ndarray, NaAction | None]:
    """The rows that take part, those that ``subset=`` chose, and what missing values took away."""
    index = scope.data.index
    chosen, condition = read_subset(subset, scope)
    for text in scope.unreadable or ():
        text.check(chosen)
    variables = [*found.named(), *([] if condition is None else [("subset=", condition)])]
    kept = complete_rows(variables, action, chosen, index)
    if kept.sum() == chosen.sum():
        return kept, chosen, None
    gone = index[chosen & ~kept]
    return kept, chosen, NaAction(action, gone, index[chosen], kept[chosen])


def check_rows_left(total: int, chosen: int, kept: int) -> None:
    """Check that some rows are left.

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
            f"no rows are left: each of the {chosen} rows has a missing value in some variable, "
            "or in subset="
        )


def _take(value: Any, rows: Any) -> Any:
    if isinstance(rows, slice):
        return value
    if isinstance(value, (Factor, Matrix)):
        return value.take(rows)
    return Logical(value.values[rows]) if isinstance(value, Logical) else value[rows]


def check_finite(value: Any, name: str, index: pd.Index) -> Any:
    """The value, unless it holds an infinity; a factor without the levels that no row has."""
    if isinstance(value, Factor):
        return value.drop_unused()
    values = np.asarray(value)
    if not has_finite_sum(values) and not np.isfinite(values).all():
        place = int(np.argwhere(~np.isfinite(values))[0][0])
        found = values[place] if values.ndim == 1 else values[place].tolist()
        raise DataError(
            f"{name!r} is {found} in row {row_label(index, place)}; remove the row or transform "
            "the column"
        )
    return value
