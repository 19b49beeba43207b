"""R's model frame: every variable of a model evaluated, rows chosen, missing values dealt with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.formula.parsed_formula import ParsedFormula, parse
from rglm.design.frame.evaluated_variables import (
    EvaluatedVariables,
    check_rows_left,
    evaluate_variables,
    select_rows,
)
from rglm.design.frame.missing_values import check_na_action
from rglm.design.frame.model_frame import ModelFrame, PartDesign
from rglm.design.frame.schema import learn_schema
from rglm.design.values.r_values import Factor
from rglm.errors import DataError
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.warning_location import warn


def model_frame(
    formula: str | tuple[str, ...],
    data: pd.DataFrame,
    *,
    subset: Any = None,
    na_action: str = "na_omit",
    contrasts: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
    **extras: Any,
) -> ModelFrame:
    """Evaluate a formula, or several of one response, on data.

    `extras` are weights, offset, etastart and mustart. As in R, words that learn from the data
    (``poly``, ``scale``, ``bs``, ``ns``) learn from all rows, before `subset` and missing values
    take some away; levels that no row uses are dropped after.
    """
    action = check_na_action(na_action)
    formulas = formula if isinstance(formula, tuple) else (formula,)
    parsed = [parse(text, data.columns) for text in formulas]
    scope = RowScope(data, {}, {}, BorrowedNames(), context)
    found = evaluate_variables(parsed, data, scope, extras)
    kept, chosen, omitted = select_rows(found, subset, scope, action)
    check_rows_left(len(data), int(chosen.sum()), int(kept.sum()))
    found = found.take(kept).checked()
    check_contrasts(contrasts or {}, found.known, found.values)
    learned = _Learned(scope, found, contrasts or {})
    first = learned.part(parsed[0], True, extras.get("offset"))
    return found.frame((first, *(learned.part(part, False) for part in parsed[1:])), omitted)


@dataclass(frozen=True)
class _Learned:
    """Evaluated variables, from which parts are learned."""

    scope: RowScope
    found: EvaluatedVariables
    contrasts: Mapping[str, Any]

    def part(self, parsed: ParsedFormula, first: bool, offset: Any = None) -> PartDesign:
        """A right side; the first has the offset of the argument too."""
        values = {e: self.found.values[e] for e in parsed.expressions}
        names = {*values} | parsed.names
        contrasts = {f: c for f, c in self.contrasts.items() if f in names}
        schema, columns = learn_schema(parsed, values, self.found.n, self.scope, contrasts, offset)
        return PartDesign(schema, columns, self.found.offset(parsed, first))


def check_contrasts(
    contrasts: Mapping[str, Any], known: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """That entries of ``contrasts=`` are factors; as in R one of no variable is warned of."""
    if not isinstance(contrasts, Mapping):
        raise DataError(f"contrasts= takes a dict, {{'factor': 'contr_sum'}}, got {contrasts!r}")
    named = {known[e].variable: v for e, v in values.items()}
    factors = [name for name, value in named.items() if isinstance(value, Factor)]
    for name in contrasts:
        if name in named and name not in factors:
            raise DataError(f"contrasts=: {name!r} is not a factor, and has no contrasts")
        if name not in factors:
            hint = did_you_mean(name, factors)
            message = f"contrasts=: variable {name!r} is absent, its contrast will be ignored"
            warn(message + hint, UserWarning)
