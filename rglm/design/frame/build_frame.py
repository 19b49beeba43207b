"""From a formula and data to the model frame: evaluate, select rows, learn the schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import Expression
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.factors.contrasts import Contrasts
from rglm.design.formula.parsed_formula import parse
from rglm.design.frame.evaluated_variables import evaluate_variables
from rglm.design.frame.missing_values import check_na_action
from rglm.design.frame.model_frame import ModelFrame, PartDesign
from rglm.design.frame.row_selection import check_rows_left, select_rows
from rglm.design.frame.schema import learn_schema
from rglm.design.values.data_column import TableColumns
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor
from rglm.errors import DataError


def model_frame(
    formula: str | tuple[str, ...],
    data: pd.DataFrame,
    *,
    subset: Any = None,
    na_action: str = "na_omit",
    contrasts: Mapping[str, Contrasts] | None = None,
    context: Mapping[str, Any] | None = None,
    **row_arguments: Any,
) -> ModelFrame:
    """The model frame of a formula, or of several with one response, on data.

    `row_arguments` are weights, offset, etastart and mustart. As in R, functions that learn from
    the data (``poly``, ``scale``, ``bs``, ``ns``) learn from all rows, before `subset` and missing
    values take some away. Levels that no row has are dropped after.
    """
    action = check_na_action(na_action)
    formulas = formula if isinstance(formula, tuple) else (formula,)
    parsed = [parse(text, TableColumns(data)) for text in formulas]
    scope = RowScope(data, {}, {}, BorrowedNames(), context)
    variables = evaluate_variables(parsed, data, scope, row_arguments)
    rows = select_rows(variables, subset, scope, action)
    counts = (int(np.count_nonzero(mask)) for mask in (rows.in_subset, rows.in_fit))
    check_rows_left(len(data), *counts)
    variables = variables.take(rows.in_fit).drop_unused_levels()
    variables.check_finite()
    check_contrasts(contrasts or {}, variables.expressions, variables.values)
    parts = []
    for number, side in enumerate(parsed):
        is_first = number == 0
        offset = row_arguments.get("offset") if is_first else None
        values, n = variables.values, variables.n
        schema, columns = learn_schema(side, values, n, scope, contrasts or {}, offset)
        parts.append(PartDesign(schema, columns, variables.offset(side, is_first)))
    return variables.frame(tuple(parts), rows.na_action)


def check_contrasts(
    contrasts: Mapping[str, Contrasts],
    expressions: Mapping[str, Expression],
    values: Mapping[str, ColumnValue],
) -> None:
    """Check that no variable of the model that ``contrasts=`` names is anything but a factor."""
    if not isinstance(contrasts, Mapping):
        raise DataError(f"contrasts= takes a dict, {{'factor': 'contr_sum'}}, got {contrasts!r}")
    variables = {expressions[e].variable: value for e, value in values.items()}
    factors = [name for name, value in variables.items() if isinstance(value, Factor)]
    for name in contrasts:
        if name in variables and name not in factors:
            raise DataError(f"contrasts=: {name!r} is not a factor, and has no contrasts")
