"""Every variable of a formula and its arguments, evaluated on some rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.expressions import Expression
from rglm.design.evaluation.scope import Scope
from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.design.frame.missing_values import NaAction, has_finite_sum
from rglm.design.frame.model_frame import ModelFrame, PartDesign
from rglm.design.frame.row_arguments import as_numbers, read_row_argument
from rglm.design.frame.schema import as_variable
from rglm.design.row_labels import row_label
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.errors import DataError
from rglm.linalg.constant_array import constant_array

MAX_OFFSET = 1e15  # beside a larger number a unit is lost
ROW_ARGUMENTS = ("weights", "offset", "etastart", "mustart")


@dataclass(frozen=True)
class EvaluatedVariables:
    """The variables of a model on some rows."""

    # the Expression of each variable of the right sides, by formulaic's name
    expressions: dict[str, Expression]
    values: dict[str, ColumnValue]  # their values
    response_name: str
    response: ColumnValue
    offsets: dict[str, np.ndarray]  # the ``offset(...)`` terms by name
    # the arguments ``weights``, ``offset``, ``etastart`` and ``mustart``, or None
    row_arguments: dict[str, np.ndarray | None]
    # (name, value) variables that only take rows away, those where they are missing
    unused: list[tuple[str, ColumnValue]]
    index: pd.Index
    # the identities of values that are known to be finite, so that none is looked at twice
    finite: set[int] = field(default_factory=set)

    @property
    def n(self) -> int:
        """The number of rows."""
        return len(self.index)

    def items(self) -> list[tuple[str, ColumnValue]]:
        """The name in R and the value of every variable."""
        response = (self.response_name, self.response)
        offsets = self.offsets.items()
        return [response, *self._variables(), *self.unused, *offsets, *self._arguments()]

    def _variables(self) -> list[tuple[str, ColumnValue]]:
        return [(self.expressions[e].name, value) for e, value in self.values.items()]

    def _arguments(self) -> list[tuple[str, np.ndarray]]:
        return [(f"({name})", v) for name, v in self.row_arguments.items() if v is not None]

    def take(self, mask: np.ndarray) -> EvaluatedVariables:
        """The variables on the rows where `mask` is True; those that are unused are left out."""
        if mask.all():
            return replace(self, unused=[])
        rows = np.flatnonzero(mask)
        arguments = self.row_arguments.items()
        return replace(
            self,
            values={e: take_rows(value, rows) for e, value in self.values.items()},
            response=take_rows(self.response, rows),
            offsets={name: v[rows] for name, v in self.offsets.items()},
            row_arguments={name: None if v is None else v[rows] for name, v in arguments},
            unused=[],
            index=self.index[rows],
            finite=set(),
        )

    def check_finite(self) -> None:
        """Raise a DataError if a value is infinite."""
        response = (self.response_name, self.response)
        arguments = ((name, v) for name, v in self.row_arguments.items() if v is not None)
        for name, value in (response, *self.offsets.items(), *arguments, *self._variables()):
            if id(value) not in self.finite:
                _check_finite(value, name, self.index)

    def drop_unused_levels(self) -> EvaluatedVariables:
        """The same with factors that have only the levels of these rows.

        The response keeps all of its levels.
        """
        return replace(self, values={e: _drop_unused(v) for e, v in self.values.items()})

    def with_response_levels(self, levels: tuple[str, ...] | None) -> EvaluatedVariables:
        """The same with these levels of the response, if it is a factor."""
        if levels is None or not isinstance(self.response, Factor):
            return self
        return replace(self, response=self.response.recode(levels))

    def offset(self, parsed: ParsedFormula, is_first: bool) -> np.ndarray:
        """The sum of the offsets of a right side; ``offset=`` belongs to the first."""
        offsets = [self.offsets[offset.name] for offset in parsed.offsets]
        argument = self.row_arguments["offset"]
        if is_first and argument is not None:
            offsets.append(argument)
        if not offsets:
            return constant_array(0.0, self.n)
        total = sum(offsets, np.zeros(self.n))
        size = np.abs(total).max(initial=0.0)
        if size > MAX_OFFSET:
            raise DataError(
                f"the offset goes up to {size:.3g}, beside which 1 is lost; rescale it"
            )
        return total

    def frame(
        self,
        parts: tuple[PartDesign, ...],
        na_action: NaAction | None,
        *,
        drops_unused_levels: bool = True,
    ) -> ModelFrame:
        """The model frame of these rows."""
        response = _drop_unused(self.response) if drops_unused_levels else self.response
        variables = {self.response_name: response} | dict(self._variables()) | self.offsets
        return ModelFrame(
            parts=parts,
            response=self.response,
            row_arguments=self.row_arguments,
            variables=variables | dict(self._arguments()),
            index=self.index,
            na_action=na_action,
        )


def evaluate_variables(
    parsed: Sequence[ParsedFormula],
    data: pd.DataFrame,
    scope: Scope,
    row_arguments: Mapping[str, Any],
) -> EvaluatedVariables:
    """Every variable of a formula's right sides, its response and the arguments.

    Text that is no number is an error in `select_rows`, where a chosen row has it.
    """
    scope.unreadable = []
    expressions = {e: x for part in parsed for e, x in part.expressions.items()}
    values = {e: as_variable(scope.evaluate(x)) for e, x in expressions.items()}
    response = scope.evaluate(parsed[0].response)
    offsets = {o.name: as_numbers(scope.evaluate(o), o.name) for p in parsed for o in p.offsets}
    arguments = {k: read_row_argument(k, row_arguments.get(k), data, scope) for k in ROW_ARGUMENTS}
    unused = [(e.name, as_variable(scope.evaluate(e))) for part in parsed for e in part.unused]
    return EvaluatedVariables(
        expressions=expressions,
        values=values,
        response_name=parsed[0].response.name,
        response=response,
        offsets=offsets,
        row_arguments=arguments,
        unused=unused,
        index=data.index,
    )


def take_rows(value: ColumnValue, rows: np.ndarray | slice) -> ColumnValue:
    """The values of a variable on some rows."""
    if isinstance(value, (Factor, Logical, Matrix)):
        return value.take(rows)
    return np.asarray(value)[rows]


def _drop_unused(value: ColumnValue) -> ColumnValue:
    return value.drop_unused() if isinstance(value, Factor) else value


def _check_finite(value: ColumnValue, name: str, index: pd.Index) -> None:
    """Check that a value is not infinite; an error names the first row."""
    if isinstance(value, Factor):
        return
    values = np.asarray(value)
    if not has_finite_sum(values) and not np.isfinite(values).all():
        position = int(np.argwhere(~np.isfinite(values))[0][0])
        shown = values[position] if values.ndim == 1 else values[position].tolist()
        raise DataError(
            f"{name!r} is {shown} in row {row_label(index, position)}; remove the row or "
            "transform the column"
        )
